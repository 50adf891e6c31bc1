"""Which account is meant, where its sessions leave traces, and what may never be wiped."""

import os
import pwd
import stat
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from privacykit.errors import UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe import linux

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psutil

TEMPORARY = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 - they are looked through
FIRST_PERSON = 1000
"""The lowest user id of a person on Debian; below it are the system's own accounts."""
MARKER = ".privacykit-practice"
"""A file beside the home of a practice account; no other home may be wiped without a policy."""

_SYSTEM = ("bin", "boot", "dev", "etc", "lib", "lib64", "proc", "run", "sbin", "sys", "usr")
_SHARED = ("home", "media", "mnt", "opt", "root", "srv", "tmp", "var", "var/lib", "var/tmp")
_NEVER = frozenset(map(Path, ("/", *(f"/{name}" for name in (*_SYSTEM, *_SHARED)))))
_BELOW = tuple(Path("/") / name for name in (*_SYSTEM, "root"))


@dataclass(frozen=True, slots=True)
class Account:
    """A system account that patrons use, or the made-up one of a practice wipe."""

    name: str
    uid: int
    gid: int
    home: Path
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with traces: the account's home, or a temporary folder it shares with others."""

    kind: Literal["home", "temp"]
    root: Path


def _processes() -> "Iterable[psutil.Process]":
    import psutil

    return psutil.process_iter()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What the engine knows of the computer: handed in, so that a test can hand in another."""

    temporary: tuple[Path, ...] = TEMPORARY
    processes: "Callable[[], Iterable[psutil.Process]]" = field(default=_processes)
    now: Callable[[], datetime] = field(default=_now)


def current_account() -> Account:
    """Return the account this program runs as, from the account list and never from $HOME."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise UnsafeHomeError(
            _(
                "This program runs as user {uid}, which is not in the account list. Sign in anew."
            ).format(uid=os.geteuid())
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, Path(entry.pw_dir))


def check(account: Account) -> None:
    """Raise UnsafeHomeError unless the account and its home are ones that may be wiped."""
    if account.practice:
        _check_practice(account)
    else:
        _check_person(account)
    check_home(account)


def places(account: Account, temporary: Sequence[Path] = TEMPORARY) -> tuple[Place, ...]:
    """Return the places of the account; a practice account has temporary files of its own."""
    shared = (practice_folder(account) / "tmp",) if account.practice else temporary
    there = [Place("temp", path) for path in shared if path.is_dir() and path.resolve() == path]
    return (Place("home", account.home), *there)


def practice_folder(account: Account) -> Path:
    return account.home.parent


def _check_person(account: Account) -> None:
    if account.uid == 0:
        raise UnsafeHomeError(
            _(
                "root's own files are never removed. Run it as the patron's account: "
                "runuser -u NAME -- privacykit wipe"
            )
        )
    if account.uid < FIRST_PERSON:
        raise UnsafeHomeError(
            _("{name} is an account of the system itself, so its files are never removed.").format(
                name=account.name
            )
        )
    if account.uid != os.geteuid():
        raise UnsafeHomeError(
            _("Only {name} can end its own session: runuser -u {name} -- privacykit wipe").format(
                name=account.name
            )
        )
    check_path(account.home)


def is_system(folder: Path) -> bool:
    """Tell whether a folder is one that the system or several people share."""
    return folder in _NEVER or any(folder.is_relative_to(above) for above in _BELOW)


def check_path(home: Path) -> None:
    """Raise UnsafeHomeError if the path cannot be one person's home, whatever lies there."""
    if not home.is_absolute() or ".." in home.parts or is_system(home):
        raise _unsafe(home, _("It is a folder of the system, not one person's home."))


def _check_practice(account: Account) -> None:
    import tempfile

    folder, temporary = practice_folder(account), Path(tempfile.gettempdir()).resolve()
    if not folder.is_relative_to(temporary) or folder == temporary:
        raise _unsafe(folder, _("A practice home must lie in the folder for temporary files."))
    try:
        mode, marked = folder.lstat().st_mode, (folder / MARKER).lstat().st_mode
    except OSError as error:
        raise _unsafe(folder, _("It is not a practice home.")) from error
    if stat.S_IMODE(mode) != stat.S_IRWXU or not stat.S_ISREG(marked):
        raise _unsafe(folder, _("It is not a practice home."))
    if account.uid != os.geteuid():
        raise _unsafe(folder, _("It belongs to another account."))


def check_home(account: Account) -> None:
    """Raise UnsafeHomeError unless the home is a plain folder that is the account's alone."""
    home = account.home
    try:
        info, real = home.lstat(), home.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise _unsafe(home, _("It cannot be looked at.")) from error
    if real != home or not stat.S_ISDIR(info.st_mode):
        raise _unsafe(home, _("It is a link, or a link leads to it."))
    if info.st_uid != account.uid:
        raise _unsafe(home, _("It belongs to another account."))
    own_group = info.st_gid in {account.gid, account.uid}
    if info.st_mode & stat.S_IWOTH or (info.st_mode & stat.S_IWGRP and not own_group):
        raise _unsafe(home, _("Other accounts may change it: chmod go-w."))


def _unsafe(folder: Path, problem: str) -> UnsafeHomeError:
    words = _("{folder} is not wiped. {problem}")
    return UnsafeHomeError(words.format(folder=folder, problem=problem))


@contextmanager
def _folder(root: Path, below: Sequence[bytes]) -> "Iterator[int]":
    here = linux.open_folder(root)
    try:
        for name in below:
            deeper = linux.open_below(here, name)
            os.close(here)
            here = deeper
        yield here
    finally:
        os.close(here)


def read_small(root: Path, path: bytes, largest: int = 1 << 16) -> bytes:
    """Return the first bytes of a patron's file below root; b"" if it is no plain file there.

    No link is followed and nothing but a plain file is opened.
    """
    *above, name = path.split(b"/")
    with suppress(OSError), _folder(root, above) as folder:
        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            return b""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(name, flags, dir_fd=folder), "rb") as file:
            return file.read(largest)
    return b""
