"""Finding and counting entries below an open folder. Changes nothing, follows nothing."""

import errno
import fnmatch
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privacykit.wipe import linux
from privacykit.wipe.levels import Descent, LostError, entries

Note = Callable[[bytes, OSError], None]
Owner = Callable[[int], bool]
"""Tells whether a user id is one of the account that a shared folder is looked through for."""
_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


@dataclass(frozen=True, slots=True)
class Measure:
    """Entries that are not folders, and the bytes that their regular files show as their size."""

    files: int
    size: int


def segments(path: bytes) -> list[bytes]:
    """Split a path that stays inside its place. Raises ValueError for any other."""
    parts = path.split(b"/") if path else []
    if b"\0" in path or any(part in {b"", b".", b".."} for part in parts):
        raise ValueError(f"not a plain path inside a folder: {path!r}")
    return parts


def is_foreign(folder: int, name: bytes, owner: Owner | None) -> bool:
    """Tell whether an entry of a shared folder is somebody else's."""
    if owner is None:
        return False
    try:
        return not owner(linux.look(folder, name).st_uid)
    except PermissionError:  # another account's own mount answers nobody else
        return True
    except OSError:  # gone, or broken: whoever goes on to remove it will see
        return False


class Finder:
    """Looks along a pattern; what it may not look into goes to `note`."""

    def __init__(self, owner: Owner | None, note: Note) -> None:
        self._owner, self._note = owner, note

    def find(self, folder: int, pattern: list[bytes], above: bytes = b"") -> Iterator[bytes]:
        first, rest = pattern[0], pattern[1:]
        for name in self._matching(folder, first, above):
            path = _join(above, name)
            if not rest:
                yield path
                continue
            below = self._below(folder, name, path)
            if below is not None:
                with linux.opened(below):
                    yield from self.find(below, rest, path)

    def may_find(self, folder: int, pattern: list[bytes]) -> bool:
        """Tell quickly whether it is worth looking: most programs were never started."""
        return _is_glob(pattern[0]) or self._is_there(folder, pattern[0], b"")

    def _matching(self, folder: int, segment: bytes, above: bytes) -> Iterator[bytes]:
        if not _is_glob(segment):
            if self._is_there(folder, segment, above):
                yield segment
            return
        try:
            for name, _is_folder in entries(folder):
                if fnmatch.fnmatchcase(name, segment) and self._is_ours(folder, name, above):
                    yield name
        except OSError as error:
            self._note(above, error)

    def _is_ours(self, folder: int, name: bytes, above: bytes) -> bool:
        return self._owner is None or self._is_there(folder, name, above)

    def _is_there(self, folder: int, name: bytes, above: bytes) -> bool:
        try:
            info = linux.look(folder, name)
        except OSError as error:
            if error.errno not in _NOTHING_THERE and not self._is_others(error):
                self._note(_join(above, name), error)
            return False
        return self._owner is None or self._owner(info.st_uid)

    def _is_others(self, error: OSError) -> bool:
        return self._owner is not None and error.errno == errno.EACCES

    def _below(self, folder: int, name: bytes, path: bytes) -> int | None:
        try:
            return linux.open_below(folder, name)
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                self._note(path, error)
            return None


def _join(above: bytes, name: bytes) -> bytes:
    return above + b"/" + name if above else name


def _is_glob(segment: bytes) -> bool:
    return any(sign in segment for sign in (b"*", b"?", b"["))


class Counter:
    """Counts one entry and everything below it."""

    def __init__(self, owner: Owner | None, note: Note) -> None:
        self._owner, self._note = owner, note
        self._files = self._size = 0

    def count(self, folder: int, path: bytes) -> Measure:
        """Count the entry that is the last part of path; `folder` holds it and is closed here."""
        above, _slash, name = path.rpartition(b"/")
        with Descent(folder, above) as way:
            self._entry(way, name)
            while way.here.waiting or not way.at_start:
                self._step(way)
        return Measure(self._files, self._size)

    def _step(self, way: Descent) -> None:
        if way.here.waiting:
            self._enter(way, way.here.waiting.pop())
            return
        try:
            way.up()
        except (LostError, OSError):
            lost = way.fall_back()
            self._note(way.path(lost), OSError(errno.ESTALE, os.strerror(errno.ESTALE)))

    def _enter(self, way: Descent, name: bytes) -> None:
        try:
            below = linux.open_below(way.here.folder, name)
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                self._note(way.path(name), error)
            return
        way.down(name, below)
        try:
            for found, _is_folder in entries(below):
                self._entry(way, found)
        except OSError as error:
            self._note(way.path(), error)

    def _entry(self, way: Descent, name: bytes) -> None:
        try:
            info = linux.look(way.here.folder, name)
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                self._note(way.path(name), error)
            return
        if self._owner is not None and not self._owner(info.st_uid):
            return
        if stat.S_ISDIR(info.st_mode):
            way.here.waiting.append(name)
            return
        self._files += 1
        self._size += info.st_size if stat.S_ISREG(info.st_mode) else 0
