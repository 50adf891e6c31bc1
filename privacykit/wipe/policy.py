"""What this library decided: who may be wiped, what is removed, what stays."""

import fnmatch
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from privacykit.errors import PolicyError
from privacykit.i18n import _
from privacykit.toml.table import Table, parse_from_stranger
from privacykit.wipe import trusted as hands

Choice = Literal["remove", "keep"]
_ACCOUNT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]*")
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]


class Folders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The folders that every home has, and what lies loose at its top."""

    desktop: Choice = "remove"
    documents: Choice = "remove"
    downloads: Choice = "remove"
    music: Choice = "remove"
    pictures: Choice = "remove"
    videos: Choice = "remove"
    public: Choice = "remove"
    templates: Choice = "remove"
    loose: Choice = "remove"
    """Files and folders at the top of the home, not hidden, that are none of the others."""


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that stays, and the reason, which the report repeats."""

    path: Text
    """Inside the home; * ? [..] stand for any part of one name."""
    why: Text


class Programs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    end: bool = True
    """False: with a program of the session still open, nothing is removed."""
    seconds: Annotated[int, msgspec.Meta(ge=0, le=60)] = 5
    """How long a program has to close by itself."""


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a frozen home comes back; used only for an account that was frozen."""

    way: Literal["auto", "in-place", "overlay", "btrfs"] = "auto"
    """Chosen at freeze; auto takes the quickest that the file system offers."""
    full_check_every: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 20
    """Every so many sessions every file is read, not only its marks; 0: only when asked."""


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the account leaves outside its home; removed at the end of a frozen session."""

    printing: bool = True
    """Print jobs and their history."""
    jobs: bool = True
    """Commands planned for later (cron, at) and services that go on after signing out."""
    crashes: bool = True
    """Memory dumps of crashed programs."""
    mail: bool = True
    network: bool = True
    """Connections and paired Bluetooth devices that came after the freeze."""
    journal: bool = False
    """The account's own journal files; a library may have to keep them."""


class Undo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was removed can be kept for a while, encrypted, for staff only."""

    minutes: Annotated[int, msgspec.Meta(ge=0, le=120)] = 0
    """0: nothing is kept."""


class Timers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the desktop ends a session by itself, after a warning with a countdown."""

    idle_minutes: Annotated[int, msgspec.Meta(ge=0, le=240)] = 0
    """Without a key or a pointer for so long; 0: never."""
    session_minutes: Annotated[int, msgspec.Meta(ge=0, le=1440)] = 0
    """The longest session; 0: as long as one likes."""
    warning_seconds: Annotated[int, msgspec.Meta(ge=10, le=600)] = 60
    """How long before either end the warning comes up."""
    may_extend: bool = False
    """True: the warning lets a patron go on past the longest session."""
    extend_minutes: Annotated[int, msgspec.Meta(ge=1, le=240)] = 15
    """How much each time."""

    @property
    def is_on(self) -> bool:
        return bool(self.idle_minutes or self.session_minutes)


class Kiosk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The desktop as the one thing a patron sees."""

    on: bool = False
    """True: it starts full screen."""
    passphrase_to_leave: bool = False
    """True: it stays full screen and open until the staff's passphrase is given."""


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """policy.toml. Previewing needs none; removing needs one that names the account."""

    format: Literal[1]
    accounts: tuple[Text, ...] = ()
    folders: Folders = Folders()
    keep: tuple[Keep, ...] = ()
    programs: Programs = Programs()
    leave_out: tuple[Text, ...] = ()
    """Ids of traces that are not removed."""
    baseline: Baseline = Baseline()
    machine: Machine = Machine()
    undo: Undo = Undo()
    timers: Timers = Timers()
    kiosk: Kiosk = Kiosk()

    @classmethod
    def default(cls) -> "Policy":
        return cls(format=1)


def load(path: Path, trusted: Collection[int], known: Collection[str] | None = None) -> Policy:
    """Return the policy; `known` are the ids of the catalogue, None to leave them unchecked.

    Raises PolicyError for its first mistake, or if others than `trusted` may change the file.
    """
    table = hands.read(path, PolicyError, trusted)
    policy = table.fitted(Policy)
    for mistake in _mistakes(table, policy, known):
        raise mistake
    return policy


def check(path: Path, trusted: Collection[int], known: Collection[str]) -> list[PolicyError]:
    """Return every mistake of the file."""
    return _all_mistakes(lambda: hands.read(path, PolicyError, trusted), known)


def check_text(path: Path, text: str, known: Collection[str]) -> list[PolicyError]:
    """Return every mistake of a text that is to stand at the path."""
    return _all_mistakes(lambda: parse_from_stranger(path, text, PolicyError), known)


def _all_mistakes(
    read: Callable[[], Table[PolicyError]], known: Collection[str]
) -> list[PolicyError]:
    try:
        table = read()
    except PolicyError as mistake:
        return [mistake]
    return table.misfits(Policy) or [*_mistakes(table, table.made(Policy), known)]


def _mistakes(
    table: Table[PolicyError], policy: Policy, known: Collection[str] | None
) -> Iterator[PolicyError]:
    yield from _unsafe(table, policy)
    if known is not None:
        yield from _unknown(table, policy, known)


def _unknown(
    table: Table[PolicyError], policy: Policy, known: Collection[str]
) -> Iterator[PolicyError]:
    for number, name in enumerate(policy.leave_out):
        if name not in known:
            problem = _("There is no trace “{name}”.").format(name=name)
            mend = _("The ids are in resources/traces.")
            yield table.mistake(("leave_out", number), problem, mend)


def _unsafe(table: Table[PolicyError], policy: Policy) -> Iterator[PolicyError]:
    for number, name in enumerate(policy.accounts):
        if problem := account_problem(name):
            mend = _("Write the name of the patrons' account.")
            yield table.mistake(("accounts", number), problem, mend)
    for number, keep in enumerate(policy.keep):
        if problem := _path_problem(keep.path):
            mend = _("Write a path inside the home, such as {example}.")
            mend = mend.format(example="Documents/Forms")
            yield table.mistake(("keep", number, "path"), problem, mend)


def account_problem(name: str) -> str:
    """Return what is wrong with the name of an account; empty if nothing is."""
    if name == "root":
        return _("root's own files are never removed.")
    if not _ACCOUNT.fullmatch(name):
        return _("“{name}” is not the name of an account.").format(name=ascii(name))
    return ""


def _path_problem(path: str) -> str:
    segments = path.split("/")
    if path.startswith("/"):
        return _("“{path}” starts at the top of the disk.").format(path=path)
    if path.startswith("~") or "$" in path:
        return _("“{path}” is a shortcut that differs from account to account.").format(path=path)
    if any(segment in {"", ".", ".."} for segment in segments) or not path.isprintable():
        return _("“{path}” does not name one place inside the home.").format(path=ascii(path))
    if not segments[0].strip("*?"):
        return _("“{path}” would keep everything.").format(path=path)
    return ""


class Keeper:
    """Tells which paths inside the home stay, and which may hold something that stays."""

    def __init__(self, patterns: tuple[tuple[bytes, ...], ...]) -> None:
        self._patterns = patterns

    @property
    def is_empty(self) -> bool:
        return not self._patterns

    def keeps(self, path: bytes) -> bool:
        """Tell whether the path, or a folder above it, stays."""
        return self._any(path, lambda pattern, parts: len(pattern) <= len(parts))

    def may_keep_below(self, path: bytes) -> bool:
        return self._any(path, lambda pattern, parts: len(pattern) > len(parts))

    def _any(self, path: bytes, fits: Callable[[tuple[bytes, ...], list[bytes]], bool]) -> bool:
        parts = path.split(b"/")
        return any(
            fits(pattern, parts) and all(map(fnmatch.fnmatchcase, parts, pattern))
            for pattern in self._patterns
        )


def keeper(patterns: Collection[bytes]) -> Keeper:
    return Keeper(tuple(tuple(pattern.split(b"/")) for pattern in patterns))
