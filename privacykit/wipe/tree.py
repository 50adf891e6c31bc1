"""The only module that deletes: by directory descriptor, never by path.

Every name is removed from a folder that was opened step by step without following a link and
without leaving its mount, so nothing that a patron prepares can lead the removal elsewhere.
"""

import errno
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.finding import Measure, Owner, is_foreign, segments
from privacykit.wipe.held import Held, only_of, open_child
from privacykit.wipe.levels import Descent, Level, LostError, entries
from privacykit.wipe.problems import Problem, escape, problem
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.second import MANY, Removed, Sharing

__all__ = ["Measure", "Problem", "Removal", "Tree", "escape"]

Keep = Callable[[bytes], bool]

FOLDERS_AT_ONCE = 4096
ROUNDS = 4
TRIES = 5
TELL_EVERY = 256
_KIND = 0o170000
_NOT_A_FOLDER = frozenset({errno.ENOTDIR, errno.ELOOP})
_NOT_EMPTY = frozenset({errno.ENOTEMPTY, errno.EEXIST})


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed: entries that are not folders, their bytes, and what had to stay."""

    files: int
    size: int
    problems: tuple[Problem, ...]


class Tree(Held):
    """A place, as `Held` opens it, from which entries can be removed."""

    def remove(
        self,
        path: bytes,
        *,
        contents_only: bool = False,
        keep: Keep | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> Removal:
        """Remove the entry at path, or only what is in it, except for what `keep` says.

        A kept entry stays whole, and so do the folders above it. Raises CancelledError between
        two entries, ValueError for a path that does not stay inside the place.
        """
        parts = segments(path)
        if not parts and not contents_only:
            raise ValueError("a place itself is never removed")
        work = _Removing(self._owner, keep, progress, cancelled)
        if keep and any(keep(b"/".join(parts[: end + 1])) for end in range(len(parts))):
            return work.result()
        start = parts if contents_only else parts[:-1]
        try:
            folder = self._open(start, usable=True)
        except OSError as error:
            if error.errno != errno.ENOENT:
                work.stays(path, error.errno)
            return work.result()
        with Descent(folder, b"/".join(start)) as way, closing(work):
            work.run(way, None if contents_only else parts[-1])
        return work.result()


class _Removing:
    """One removal. Every entry it meets is removed, kept, or named as a problem."""

    def __init__(
        self,
        owner: Owner | None,
        keep: Keep | None,
        progress: Progress,
        cancelled: Cancelled,
        *,
        is_second: bool = False,
    ) -> None:
        self._owner, self._keep = owner, keep
        self._progress, self._cancelled = progress, cancelled
        self.files = self.size = self._steps = 0
        self._problems: dict[bytes, Problem] = {}
        self._sharing = Sharing(None if is_second else self.part)
        self._is_choosy = keep is not None or owner is not None

    def close(self) -> None:
        self._sharing.close()

    def result(self) -> Removal:
        return Removal(self.files, self.size, tuple(self._problems.values()))

    def stays(self, path: bytes, number: int | None, **why: bool) -> None:
        self._problems[path] = problem(path, number or 0, **why)

    def run(self, way: Descent, name: bytes | None) -> None:
        """Remove the entry `name` of the folder that `way` starts in, or all that is in it."""
        if name is not None:
            way.here.waiting.append(name)
            way.here.rounds = ROUNDS
        while True:
            self._tell()
            here = way.here
            if here.waiting:
                if len(here.waiting) >= MANY:
                    self._sharing.share(way, self.files, folders=True)
                self._enter(way, here.waiting.pop())
            elif self._sharing.is_at(here):
                files, size = self._sharing.join(here, self._cancelled)
                self.files, self.size = self.files + files, self.size + size
            elif _is_worth_a_look(here, is_last=way.at_start):
                self._sweep(way)
            elif way.at_start:
                return
            else:
                self._leave(way)

    def _tell(self) -> None:
        if self._steps % TELL_EVERY == 0:
            self._say()
        self._steps += 1

    def _say(self) -> None:
        self._progress(_("Removing files"), self.files, 0)
        if self._cancelled():
            raise CancelledError

    def part(self, way: Descent, names: Sequence[bytes]) -> Removed:
        """Do what was given away, in the second process: see `Part`."""
        folder, path = linux.reopen(way.here.folder), way.path()
        way.close()
        work = _Removing(self._owner, self._keep, silent, never, is_second=True)
        with Descent(folder, path) as below:
            here = below.here
            here.waiting, here.rounds = [*names], ROUNDS
            here.half, here.cut_short = (None, False) if names else (1, True)
            work.run(below, None)
        return work.files, work.size

    def _sweep(self, way: Descent) -> None:
        """Remove the files of the present folder; put its folders on the waiting list."""
        here = way.here
        here.rounds += not here.cut_short
        here.cut_short = here.worked = False
        try:
            with closing(entries(here.folder)) as found:
                for number, (name, is_folder) in enumerate(found):
                    if number % TELL_EVERY == TELL_EVERY - 1:
                        self._say()
                        self._sharing.share(way, self.files, folders=False)
                    if here.half is None or not here.is_for_another(name):
                        self._meet(way, name, is_folder=is_folder)
                    if len(here.waiting) >= FOLDERS_AT_ONCE:
                        here.cut_short = True
                        return
        except OSError as error:
            here.stuck.add(b"")  # no entry's name: whatever it holds, the folder stays
            self.stays(way.path(), error.errno)

    def _meet(self, way: Descent, name: bytes, *, is_folder: bool) -> None:
        here = way.here
        if name in here.stuck or (self._is_choosy and self._is_left(way, name)):
            return
        here.worked = True
        if is_folder or self._unlink(way, name):
            here.waiting.append(name)

    def _is_left(self, way: Descent, name: bytes) -> bool:
        """Tell whether an entry is kept, or right in a shared folder and someone else's."""
        if self._keep and self._keep(way.path(name)):
            way.here.kept = True
            return True
        return not way.path() and is_foreign(way.here.folder, name, self._owner)

    def _unlink(self, way: Descent, name: bytes) -> bool:
        """Remove one entry that is no folder; tell whether it turned out to be a folder."""
        folder = way.here.folder
        try:
            info = linux.look(folder, name)
            kind = info.st_mode & _KIND
            if kind == stat.S_IFDIR:
                return True
            if self._owner is not None:
                only_of(self._owner, info)
            os.unlink(name, dir_fd=folder)
        except FileNotFoundError:
            return False
        except IsADirectoryError:
            return True
        except OSError as error:
            self._stuck(way, name, error)
            return False
        self.files += 1
        if kind == stat.S_IFREG:
            self.size += info.st_size
        return False

    def _enter(self, way: Descent, name: bytes) -> None:
        """Go down into a folder; where it is none, remove the entry itself."""
        for _attempt in range(TRIES):
            try:
                below = open_child(way.here.folder, name, self._owner, usable=True)
            except FileNotFoundError:
                return
            except OSError as error:
                if error.errno not in _NOT_A_FOLDER:
                    self._stuck(way, name, error)
                    return
            else:
                way.down(name, below)
                return
            if not self._unlink(way, name):
                return
        self._stuck(way, name, OSError(errno.ESTALE, ""))

    def _leave(self, way: Descent) -> None:
        """Remove the present folder, which was emptied, and go back to the one above."""
        here = way.here
        try:
            above = way.parent()
        except (LostError, OSError):
            self._stuck(way, way.fall_back(), OSError(errno.ESTALE, ""))
            return
        if here.kept or here.stuck:
            way.up()
            above.stuck.add(here.name)
            return
        try:
            os.rmdir(here.name, dir_fd=above.folder)
        except OSError as error:
            self._not_removed(way, error)
        else:
            way.up()

    def _not_removed(self, way: Descent, error: OSError) -> None:
        here = way.here
        if error.errno in _NOT_EMPTY and here.rounds < ROUNDS:
            self._sweep(way)
            return
        way.up()
        if error.errno == errno.ENOTDIR:
            if self._unlink(way, here.name):
                self._stuck(way, here.name, OSError(errno.ESTALE, ""))
        elif error.errno != errno.ENOENT:
            self._stuck(way, here.name, error)

    def _stuck(self, way: Descent, name: bytes, error: OSError) -> None:
        folder = way.here.folder
        way.here.stuck.add(name)
        refused = error.errno in {errno.EPERM, errno.EACCES}
        self.stays(
            way.path(name),
            error.errno,
            locked=refused and (linux.is_locked(folder, name) or linux.is_locked(folder, b".")),
            foreign=refused and is_foreign(folder, name, self._owner),
        )


def _is_worth_a_look(here: Level, *, is_last: bool) -> bool:
    """Tell whether a folder must be listed (again): new, listed in part, or it stays anyway."""
    if here.rounds == 0 or here.cut_short:
        return True
    stays = is_last or here.kept or here.stuck
    return bool(stays) and here.worked and here.rounds < ROUNDS
