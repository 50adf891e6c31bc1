"""Where a session's things wait to be deleted: out of the home at once, gone a little later.

Each end of a session fills a folder of its own, which only root may enter. What a power cut left
there is deleted by the next one.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

import msgspec

from privacykit.wipe import linux
from privacykit.wipe.finding import segments
from privacykit.wipe.machine import subvolumes
from privacykit.wipe.machine.locks import locked
from privacykit.wipe.problems import Problem
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.tree import Removal, Tree

FOLDER = "quarantine"
WHOLE = b""
"""The path of what stood for the home as a whole: a layer over it, or its subvolume."""
_INDEX = ".index"
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC


class Taken(msgspec.Struct, frozen=True):
    """One entry of the quarantine: its name there, and the path it had inside the home."""

    name: str
    path: bytes


class Quarantine:
    """One session's things, on the file system of the home: open, fill with `take`, `empty`."""

    def __init__(self, vault: Path, home: Path) -> None:
        """Take `home` for entries that cannot be moved, because they lie on another file system."""
        self._top, self._home = vault / FOLDER, home
        self._name = secrets.token_hex(8)
        self._handle = self._index = -1
        self._files = self._size = 0
        self._held = ExitStack()
        self.at_once = False
        """Whether what is taken is deleted where it is: on a full disk nothing can be put by."""

    @property
    def folder(self) -> Path:
        """Return where this session's things are; every name in it is one of `entries`."""
        return self._top / self._name

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def open(self) -> None:
        """Make the folder of this session, unless it is there. Raises OSError on a full disk."""
        if self._handle >= 0:
            return
        self._top.mkdir(mode=0o700, exist_ok=True)
        with locked(self._top, wait=True):
            self.folder.mkdir(mode=0o700)
            self._held.enter_context(locked(self.folder))
        self._handle = self._held.enter_context(linux.opened(linux.open_folder(self.folder)))

    def close(self) -> None:
        """Let go of it; what is in it then is left for the next one to delete."""
        self._held.close()
        self._handle = self._index = -1
        _forget(self._top, self._name)

    def take(self, folder: int, name: bytes, path: bytes) -> None:
        """Move one entry of an open folder here; `path` is what it is called inside the home.

        Raises OSError where it has to stay, as what is attached or locked has.
        """
        if self.at_once:
            self._remove_in_place(path)
            return
        new = secrets.token_hex(8)
        self._note(Taken(new, path))
        try:
            _move(folder, name, self._handle, new.encode())
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._remove_in_place(path)

    def _note(self, taken: Taken) -> None:
        """Write down where it comes from; on a full disk it is taken all the same."""
        with suppress(OSError):
            if self._index < 0:
                index = os.open(f"{self.folder}{_INDEX}", _APPEND, 0o600)
                self._index = self._held.enter_context(linux.opened(index))
            os.write(self._index, msgspec.json.encode(taken) + b"\n")

    def _remove_in_place(self, path: bytes) -> None:
        with Tree(self._home) as tree:
            removal = tree.remove(path)
        self._count(removal)
        if removal.problems:
            number = removal.problems[0].errno
            raise OSError(number, os.strerror(number))

    def entries(self) -> tuple[Taken, ...]:
        """Return what is here now, as far as it could be written down."""
        there = {one.name for one in self.folder.iterdir()}
        index = Path(f"{self.folder}{_INDEX}")
        lines = index.read_bytes().splitlines() if index.exists() else []
        noted = (msgspec.json.decode(line, type=Taken) for line in lines)
        return tuple(taken for taken in noted if taken.name in there)

    def empty(self, *, progress: Progress = silent, cancelled: Cancelled = never) -> Removal:
        """Delete it all, and what earlier sessions left; return what was deleted so far and stays.

        What another session is filling at this moment is left to that one. Raises CancelledError.
        """
        problems: list[Problem] = []
        with _at_leisure(), _unused(self._top) as names:
            for name in ([self._name] if self._handle >= 0 else []) + names:
                removal = _delete(self._top, name, progress, cancelled)
                self._count(removal)
                problems += removal.problems
        for name in names:
            _forget(self._top, name)
        return Removal(self._files, self._size, tuple(problems))

    @property
    def deleted(self) -> int:
        """Return how many entries are gone for good already."""
        return self._files

    def counted(self) -> Removal:
        """Return what `empty` would delete of this session, and what was deleted already."""
        if self._handle >= 0:
            with Tree(self._top) as tree:
                found = tree.measure(self._name.encode())
            self._count(Removal(found.files, found.size, ()))
        return Removal(self._files, self._size, ())

    def _count(self, removal: Removal) -> None:
        self._files += removal.files
        self._size += removal.size


def has_left(vault: Path) -> bool:
    """Tell whether anything of an earlier session waits to be deleted."""
    try:
        return any((vault / FOLDER).iterdir())
    except FileNotFoundError:
        return False


def _move(folder: int, name: bytes, to: int, new_name: bytes) -> None:
    try:
        linux.move(folder, name, to, new_name)
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        with linux.opened(linux.open_below(folder, name)) as subvolume:
            subvolumes.make_writable(subvolume)
        linux.move(folder, name, to, new_name)


def _delete(top: Path, name: str, progress: Progress, cancelled: Cancelled) -> Removal:
    """Delete what is in the folder of one session."""
    subvolumes.drop_in(top / name)
    files = size = 0
    with Tree(top) as tree:
        while True:
            removal = tree.remove(
                name.encode(), contents_only=True, progress=progress, cancelled=cancelled
            )
            files, size = files + removal.files, size + removal.size
            read_only = [one.path for one in removal.problems if one.errno == errno.EROFS]
            if not any(_make_writable(top, path) for path in read_only):
                return Removal(files, size, removal.problems)


def _make_writable(top: Path, path: bytes) -> bool:
    """Unlock the read-only subvolumes on the way to an entry; tell whether there was one."""
    done = False
    with ExitStack() as held, suppress(OSError):
        here = held.enter_context(linux.opened(linux.open_folder(top)))
        for part in segments(path):
            here = held.enter_context(linux.opened(linux.open_below(here, part)))
            done |= subvolumes.make_writable(here)
    return done


def _forget(top: Path, name: str) -> None:
    """Delete the folder of one session and its index, unless something had to stay in it."""
    with suppress(FileNotFoundError), Tree(top) as tree:
        if not any((top / name).iterdir()):
            tree.remove(f"{name}{_INDEX}".encode())
            tree.remove(name.encode())  # last: what is cut before is found by its folder


@contextmanager
def _unused(top: Path) -> Iterator[list[str]]:
    """Give the folders that no session is filling, and hold them."""
    if not top.exists():
        yield []
        return
    with ExitStack() as held:
        with locked(top, wait=True):
            found = sorted(one.name for one in top.iterdir() if one.is_dir())
            ours = [name for name in found if held.enter_context(locked(top / name))]
        yield ours


@contextmanager
def _at_leisure() -> Iterator[None]:
    """Let everyone else use the disk first."""
    import psutil

    process = psutil.Process()
    before = process.ionice()
    if before.ioclass == psutil.IOPRIO_CLASS_IDLE:
        yield
        return
    process.ionice(psutil.IOPRIO_CLASS_IDLE)
    try:
        yield
    finally:
        process.ionice(before.ioclass, before.value)
