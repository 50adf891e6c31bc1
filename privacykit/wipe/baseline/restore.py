"""Bringing a home back: what does not belong out, then what is missing written anew.

While this works, nobody but root can enter the home. Nothing that is there is ever written into:
every file is a new one, in a folder that was reached without following a link or leaving the mount.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from privacykit.errors import AgainError, CancelledError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.baseline import marks, writing
from privacykit.wipe.baseline import store as stores
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.baseline.manifest import Entry, Manifest
from privacykit.wipe.baseline.store import Store
from privacykit.wipe.baseline.work import Work
from privacykit.wipe.problems import Problem, problem
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.tree import Tree


class Out(Protocol):
    def take(self, folder: int, name: bytes, path: bytes) -> None:
        """Take one entry of an open folder out of the home, where it is called `path`.

        Raises OSError where it has to stay.
        """


class Removing:
    """Takes out by removing at once."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def take(self, folder: int, name: bytes, path: bytes) -> None:
        del folder, name
        with Tree(self._home) as tree:
            for stays in tree.remove(path).problems:
                raise OSError(stays.errno, stays.words)


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    """With the marks of what is new."""
    restored: int
    """Entries brought back."""
    removed: int
    """Entries taken out of the home, each with all that was in it."""
    problems: tuple[Problem, ...]


def restore(  # noqa: PLR0913 - the frozen home, and how it is brought back
    home: Path,
    manifest: Manifest,
    differences: Differences,
    vault: Path,
    *,
    out: Out,
    progress: Progress,
    cancelled: Cancelled,
) -> Restored:
    """Mend the differences, and wait until all of it is on the disk.

    Raises AgainError before anything is removed if there is no room for what has to be written,
    BaselineError if the store is damaged, CancelledError, OSError for the home itself. Whatever it
    raises, the home stays root's own, and another comparison and restore finish the work.
    """
    work = Work(manifest, differences)
    with linux.opened(linux.open_folder(home)) as top, Store(vault) as store:
        _need_room(top, work)
        restoring = _Restoring(top, store, work, out, cancelled)
        if not differences.is_empty:
            restoring.run(progress)
    return Restored(
        work.manifest(),
        restoring.restored,
        restoring.removed,
        tuple(({one.path: one for one in differences.problems} | restoring.problems).values()),
    )


class _Restoring:
    """One run. Whatever it meets is mended or named as a problem."""

    def __init__(self, top: int, store: Store, work: Work, out: Out, cancelled: Cancelled) -> None:
        self._top, self._store, self._work, self._out = top, store, work, out
        self._cancelled = cancelled
        self._touched: set[bytes] = set()
        self.restored = self.removed = 0
        self.problems: dict[bytes, Problem] = {}

    def run(self, progress: Progress) -> None:
        """Go in the one order in which nothing half done is ever the patron's to change."""
        work = self._work
        self._inside(b"", lambda _top: None)
        for path, names in work.out.items():
            self._inside(path, partial(self._clear, path, names))
        for path, names in work.displaced.items():
            self._inside(path, partial(self._clear_for_folders, path, names))
        for path in work.below:
            self._make(path)
        for path, names in work.files.items():
            progress(_("Bringing files back"), self.restored, work.count)
            self._inside(path, partial(self._fill, path, names))
        for path in sorted(self._touched, reverse=True):
            self._inside(path, partial(self._hand_over, path))
        linux.sync(self._top)
        marks.settle(work.newest)

    def _inside(self, path: bytes, deed: Callable[[int], None]) -> None:
        """Do something in an open folder that nobody else may enter."""
        try:
            handle = linux.open_path(self._top, path)
        except OSError as error:
            self._note(path, error)
            return
        with linux.opened(handle), self._noted(handle, path, b"."):
            if path not in self._touched and self._work.is_recorded(path):
                self._touched.add(path)
                writing.lock(handle)
            deed(handle)

    @contextmanager
    def _noted(self, folder: int, path: bytes, name: bytes) -> Iterator[None]:
        """Note what goes wrong with one entry, and go on with the next one."""
        if self._cancelled():
            raise CancelledError
        try:
            yield
        except OSError as error:
            refused = error.errno in {errno.EPERM, errno.EACCES}
            locked = linux.is_locked(folder, name) or linux.is_locked(folder, b".")
            self._note(path, error, locked=refused and locked)

    def _note(self, path: bytes, error: OSError, *, locked: bool = False) -> None:
        if stores.is_full(error):
            raise no_room() from error
        self.problems.setdefault(path, problem(path, error.errno or 0, locked=locked))

    def _clear(self, path: bytes, names: Iterable[bytes], folder: int) -> None:
        for name in names:
            each = marks.join(path, name)
            with self._noted(folder, each, name), suppress(FileNotFoundError):
                self._out.take(folder, name, each)
                self.removed += 1

    def _clear_for_folders(self, path: bytes, names: Iterable[bytes], folder: int) -> None:
        """Take out what stands where a folder should be."""
        for name in names:
            with self._noted(folder, marks.join(path, name), name), suppress(FileNotFoundError):
                if not stat.S_ISDIR(linux.look(folder, name).st_mode):
                    self._clear(path, [name], folder)

    def _make(self, path: bytes) -> None:
        above, _slash, name = path.rpartition(b"/")
        if path:
            self._inside(above, partial(writing.folder, name))
        self._inside(path, lambda _folder: None)
        self.restored += path in self._touched

    def _fill(self, path: bytes, names: Iterable[bytes], folder: int) -> None:
        entries = self._work.folder(path).entries
        for name in names:
            with self._noted(folder, marks.join(path, name), name):
                entries[name] = self._work.seen(self._write(folder, name, entries[name]))
                self.restored += 1

    def _write(self, folder: int, name: bytes, then: Entry) -> Entry:
        if then.is_file:
            return writing.file(folder, name, then, self._store, self._cancelled)
        return writing.link(folder, name, then)

    def _hand_over(self, path: bytes, folder: int) -> None:
        recorded = self._work.folder(path)
        writing.dress(folder, recorded.own)
        recorded.own = self._work.seen(marks.renewed(recorded.own, os.fstat(folder)))


def _need_room(top: int, work: Work) -> None:
    room = os.fstatvfs(top)
    if work.size > room.f_bfree * room.f_frsize:
        raise no_room()


def no_room() -> AgainError:
    return AgainError(_("There is not enough room on the disk to bring the home back."))
