"""A place on disk that is held open, to find and count what is in it. Removes nothing."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from operator import eq
from pathlib import Path
from typing import Self

from privacykit.errors import UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.finding import Counter, Finder, Measure, Owner, segments
from privacykit.wipe.problems import Problem, escape, problem


class Held:
    """One place on disk, held open; paths are relative to it and are bytes.

    With `owner`, the place is a folder that accounts share, such as /tmp: only entries of that
    user id, or of those it tells of, are seen or touched, at every depth.
    """

    def __init__(self, path: Path, owner: Owner | int | None = None) -> None:
        self._path = path
        self._owner: Owner | None = partial(eq, owner) if isinstance(owner, int) else owner
        self._root = -1
        self._unseen: dict[bytes, Problem] = {}

    def __enter__(self) -> Self:
        """Open the place. Raises UnsafeHomeError, FileNotFoundError where there is none."""
        try:
            self._root = linux.open_folder(self._path)
        except OSError as error:
            if error.errno == errno.ENOENT:
                raise
            raise UnsafeHomeError(
                _("{path} cannot be opened as a folder of its own: {why}").format(
                    path=escape(os.fsencode(self._path)),
                    why=problem(b"", error.errno or 0).words,
                )
            ) from error
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._root)
        self._root = -1

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What find and measure were not able to look into, so cannot speak for."""
        return tuple(self._unseen.values())

    def find(self, pattern: bytes) -> Iterator[bytes]:
        """Yield the paths that match, segment by segment, with * ? [..], hidden names too."""
        parts = segments(pattern)
        if not parts:
            raise ValueError("an empty pattern finds nothing")
        return self._found(parts)

    def _found(self, pattern: list[bytes]) -> Iterator[bytes]:
        finder = Finder(self._owner, self._note)
        if not finder.may_find(self._root, pattern):
            return
        with linux.opened(linux.reopen(self._root)) as folder:
            yield from finder.find(folder, pattern)

    def measure(self, path: bytes) -> Measure:
        """Count what lies at path and below, as far as links and other mounts."""
        parts = segments(path)
        try:
            above = self._open(parts[:-1])
        except OSError as error:
            if error.errno != errno.ENOENT:
                self._note(path, error)
            return Measure(0, 0)
        return Counter(self._owner, self._note).count(above, path)

    def unlock(self, path: bytes) -> None:
        """Give the account access to its own folders as far as path; then look there again."""
        with suppress(OSError):
            os.close(self._open(segments(path), usable=True))
        self._unseen.pop(path, None)

    def _open(self, parts: list[bytes], *, usable: bool = False) -> int:
        folder = linux.reopen(self._root)
        try:
            if usable:
                linux.make_usable(folder)
            for part in parts:
                below = open_child(folder, part, self._owner, usable=usable)
                os.close(folder)
                folder = below
        except OSError:
            os.close(folder)
            raise
        return folder

    def _note(self, path: bytes, error: OSError) -> None:
        self._unseen[path] = problem(path, error.errno or 0)


def only_of(owner: Owner | None, info: os.stat_result | linux.Info) -> None:
    if owner is not None and not owner(info.st_uid):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def open_child(folder: int, name: bytes, owner: Owner | None, *, usable: bool) -> int:
    try:
        below = linux.open_below(folder, name)
    except PermissionError:
        if not usable:
            raise
        below = linux.open_locked(folder, name)
    try:
        only_of(owner, os.fstat(below))
        if usable:
            linux.make_usable(below)
    except OSError:
        os.close(below)
        raise
    return below
