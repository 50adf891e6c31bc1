"""What a session's end removed, sealed for a while, so that staff can bring it back.

The key is only in root's keyring in the kernel. After its time, or when the computer is switched
off, nobody can open the sealed file any more; it is deleted when a later session begins or ends.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from privacykit.errors import UndoError, UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.finding import Measure
from privacykit.wipe.machine import landing, shown
from privacykit.wipe.machine.memory_key import Keyring
from privacykit.wipe.machine.packing import Packer, Thing, Unpacker
from privacykit.wipe.machine.records import Record, in_words
from privacykit.wipe.machine.sealed import Header, Opener, Sealer, read_header
from privacykit.wipe.machine.system import System, need_root, own_folder
from privacykit.wipe.progress import Cancelled, never
from privacykit.wipe.tree import Tree

FOLDER, _UNFINISHED = "undo", ".new"
LARGEST = 8 << 30
"""Bytes that are kept of one session; and never more than half of what is free."""
_KEY_SIZE = 32
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
ROOTS = Keyring()


class Outcome(NamedTuple):
    """What came of keeping: until when, or why nothing could be kept; neither: nothing to keep."""

    until: str = ""
    """ISO 8601."""
    why: str = ""


class Session(NamedTuple):
    """What is kept of one session."""

    file: Path
    header: Header


def keep(
    things: Sequence[Thing],
    vault: Path,
    *,
    seconds: int,
    now: datetime,
    keyring: Keyring = ROOTS,
    cancelled: Cancelled = never,
) -> Outcome:
    """Seal things into one file in the vault, for so long. Raises CancelledError."""
    if not things:
        return Outcome()
    try:
        found = _measured(things, vault)
        until = now + timedelta(seconds=seconds)
        header = Header(_written(now), _written(until), found.files, found.size)
        with _new_file(vault, seconds, keyring) as (file, key):
            _seal(things, file, key, header, cancelled)
    except OSError as error:
        return nothing(error)
    return Outcome(until=header.until)


def nothing(error: OSError) -> Outcome:
    """Return why nothing was kept."""
    words = _("Nothing was kept for an undo. The system says: {reason}.")
    return Outcome(why=words.format(reason=os.strerror(error.errno or 0)))


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _measured(things: Sequence[Thing], vault: Path) -> Measure:
    """Count what is to be kept. Raises EFBIG, ENOSPC for too much."""
    files = size = 0
    for thing in things:
        with Tree(thing.folder) as tree:
            found = tree.measure(thing.inside)
        files, size = files + found.files, size + found.size
    disk = os.statvfs(vault)
    for limit, number in ((LARGEST, errno.EFBIG), (_free(disk) // 2, errno.ENOSPC)):
        if size > limit:
            raise OSError(number, os.strerror(number))
    return Measure(files, size)


def _free(disk: os.statvfs_result) -> int:
    return disk.f_bavail * disk.f_frsize


@contextmanager
def _new_file(vault: Path, seconds: int, keyring: Keyring) -> Iterator[tuple[int, bytes]]:
    """Give a new file and its key; both are gone unless the file is written to its end."""
    folder, name = own_folder(vault / FOLDER), secrets.token_hex(8)
    unfinished = folder / f"{name}{_UNFINISHED}"
    key = secrets.token_bytes(_KEY_SIZE)
    keyring.put(_key_name(unfinished), key, seconds)
    try:
        with linux.opened(os.open(unfinished, _NEW, stat.S_IRUSR | stat.S_IWUSR)) as file:
            yield file, key
        unfinished.rename(folder / name)
    except BaseException:
        _drop(unfinished, keyring)
        raise


def _seal(
    things: Sequence[Thing], handle: int, key: bytes, header: Header, cancelled: Cancelled
) -> None:
    with open(handle, "wb", closefd=False) as file:
        stream = Sealer(file, key, header)
        Packer(stream, min(LARGEST, _free(os.statvfs(handle)) // 2), cancelled).pack(things)
        stream.finish()


def kept(system: System, name: str, keyring: Keyring = ROOTS) -> tuple[Session, ...]:
    """Return what can be brought back of an account, the latest first.

    Raises UndoError where nothing is kept, or all of it for too long or damaged; BaselineError,
    AgainError.
    """
    need_root()
    with in_words():
        sessions = _sessions(_vault(system, name))
    if not sessions:
        words = _(
            "Nothing is kept of the sessions of {name}. Whether it is, and for how long, is "
            "decided in the policy, under [undo]."
        )
        raise UndoError(words.format(name=name))
    alive = [one for one in sessions if _key(one.file, keyring)]
    if not alive:
        raise _over()
    return tuple(sorted(alive, key=lambda one: one.header.ended, reverse=True))


def undo(
    system: System,
    name: str,
    to: Path,
    *,
    number: int = 1,
    keyring: Keyring = ROOTS,
    cancelled: Cancelled = never,
) -> Measure:
    """Bring back into a new folder what the latest session left, or the one before, and forget it.

    Everything in the folder is root's, and nobody else can read it. If it fails, nothing is
    forgotten, and the folder holds what came before. Raises UndoError, AgainError, CancelledError.
    """
    sessions = kept(system, name, keyring)
    if not 1 <= number <= len(sessions):
        raise UndoError(_("There is no session with this number: see --list."))
    session, homes = sessions[number - 1], _homes(system, name)
    with in_words():
        with linux.opened(landing.new_folder(to, homes)) as folder:
            done = _open(session.file, folder, keyring, cancelled)
        _drop(session.file, keyring)
        _show(system, name)
    return done


def _homes(system: System, name: str) -> list[Path]:
    """Return where patrons are: the account's home, and those of the others that are frozen."""
    homes = [system.account(name).home]
    for other in system.frozen():
        with suppress(UnsafeHomeError):
            homes.append(system.account(other).home)
    return homes


def _open(path: Path, folder: int, keyring: Keyring, cancelled: Cancelled) -> Measure:
    key = _key(path, keyring)
    if key is None:
        raise _over()
    with path.open("rb") as file:
        done = Unpacker(Opener(file, key), folder, cancelled).unpack()
    linux.sync(folder)
    return done


def _over() -> UndoError:
    return UndoError(_("The time is over: what was removed cannot be read by anybody any more."))


def forget(system: System, name: str, keyring: Keyring = ROOTS) -> None:
    """Make what is kept of an account unreadable now, and delete it."""
    need_root()
    with in_words():
        for file in _files(_vault(system, name)):
            _drop(file, keyring)
        _show(system, name)


def _show(system: System, name: str) -> None:
    """Let everybody know until when something can still be brought back."""
    with suppress(UndoError):
        until = max((one.header.until for one in _sessions(_vault(system, name))), default="")
        shown.tell(system, {name: until})


def sweep(vault: Path, keyring: Keyring = ROOTS) -> None:
    """Delete what nobody can open any more; what another command deletes just now is left to it."""
    for file in _files(vault):
        with suppress(FileNotFoundError):
            if not _key(file, keyring):
                _drop(file, keyring)


def _vault(system: System, name: str) -> Path:
    record = Record(system, name)
    record.need_frozen()
    return Path(record.manifest().header.vault)


def _files(vault: Path) -> list[Path]:
    with suppress(FileNotFoundError):
        return sorted((vault / FOLDER).iterdir())
    return []


def _sessions(vault: Path) -> list[Session]:
    """Raise UndoError if each of the files is damaged."""
    found, damaged = list[Session](), list[UndoError]()
    for path in _files(vault):
        if path.suffix == _UNFINISHED:
            continue
        try:
            with path.open("rb") as file:
                found.append(Session(path, read_header(file)))
        except FileNotFoundError:
            continue
        except UndoError as error:
            damaged.append(error)
    if damaged and not found:
        raise damaged[0]
    return found


def _key_name(file: Path) -> str:
    return f"privacykit:undo:{file.name.removesuffix(_UNFINISHED)}"


def _key(file: Path, keyring: Keyring) -> bytes | None:
    with suppress(OSError):
        return keyring.get(_key_name(file))
    return None


def _drop(file: Path, keyring: Keyring) -> None:
    with suppress(OSError):
        keyring.forget(_key_name(file))
    with Tree(file.parent) as tree:
        tree.remove(os.fsencode(file.name))
