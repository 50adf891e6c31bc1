"""What a plan for Windows is made from: an account, its known folders, a tree, a registry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Protocol

from privacykit.errors import UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe.windows.tables import Hive

_FIRST_PERSON = 1000
"""Relative ids below belong to the accounts that Windows makes itself."""
_NOBODYS = frozenset({"public", "default", "default user", "all users", "systemprofile"})
_PERSONS = ("S-1-5-21-", "S-1-12-1-")
"""A local or domain account, and one of Entra."""


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    sid: str
    profile: PureWindowsPath
    signed_in: bool
    """Windows, or a service, still holds the account's registry."""
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder, as the system tells it without following it."""

    name: str
    is_folder: bool = False
    tag: int = 0
    """The reparse tag: 0 for a plain entry, else a junction, link, mount point, placeholder."""
    read_only: bool = False
    in_use: bool = False
    """A program holds it open and lets nobody delete it."""


class Tree(Protocol):
    def entries(self, folder: PureWindowsPath) -> Iterable[Entry]:
        """Return what is in a plain folder. Raises OSError; FileNotFoundError if it is not there.

        A path is only ever handed in after each folder of it was told to be a plain one.
        """

    def entry(self, path: PureWindowsPath) -> Entry | None:
        """Return one entry without following it; None if it is not there."""


class Registry(Protocol):
    def keys(self, hive: Hive, path: str) -> Iterable[str]:
        """Return the names of the keys below a key; none if it is not there."""

    def is_link(self, hive: Hive, path: str) -> bool:
        """Tell whether a key is a link to another one."""

    def value(self, hive: Hive, path: str, name: str) -> str | None:
        """Return a text, its variables filled in; None if it is not there."""


Folders = Mapping[str, tuple[PureWindowsPath, ...]]
"""By base: where the known folder lies; Drive has one for each drive."""


def check(account: Account) -> None:
    """Raise UnsafeHomeError unless it is a person's account with a profile of its own."""
    profile = account.profile
    plain = profile.is_absolute() and ".." not in profile.parts and len(profile.parts) > 2  # noqa: PLR2004
    if not plain or profile.drive.startswith("\\\\") or profile.name.casefold() in _NOBODYS:
        words = _("{folder} is not a folder that may be wiped.")
        raise UnsafeHomeError(words.format(folder=ascii(str(profile))))
    if not is_person(account.sid) or account.administrator:
        words = _("“{name}” is not a patron's account, so it is never wiped.")
        raise UnsafeHomeError(words.format(name=ascii(account.name)))


def is_person(sid: str) -> bool:
    """Tell whether a security identifier is that of an account made for a person."""
    last = sid.rpartition("-")[2]
    known = sid.startswith(_PERSONS) and last.isascii() and last.isdigit()
    return known and (sid.startswith(_PERSONS[1]) or int(last) >= _FIRST_PERSON)


def extended(path: PureWindowsPath) -> str:
    r"""Return the path as Windows takes it literally: any length, CON, or a dot at the end.

    PureWindowsPath keeps such names as they are; without \\?\ Windows would change them.
    """
    text = str(path)
    if text.startswith("\\\\?\\"):
        return text
    return "\\\\?\\UNC\\" + text[2:] if text.startswith("\\\\") else "\\\\?\\" + text
