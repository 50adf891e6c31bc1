"""Going down into folders however deep, with a bounded number of open descriptors.

Folders far above the present one are closed. On the way back each is reached again as "..", and
only trusted when it is the very folder that was closed: same device, same inode, not touched since.
"""

import errno
import os
from collections.abc import Generator
from dataclasses import dataclass, field

from privacykit.wipe import linux

OPEN_AT_MOST = 24
_CLOSED = -1


class LostError(Exception):
    """The way back up leads somewhere else: a folder was moved meanwhile."""


@dataclass(slots=True)
class Level:
    """One folder on the way down; `folder` is its descriptor."""

    name: bytes
    folder: int
    parent_length: int = 0
    mark: tuple[int, int, int] = (0, 0, 0)
    waiting: list[bytes] = field(default_factory=list)
    stuck: set[bytes] = field(default_factory=set)
    kept: bool = False
    rounds: int = 0
    cut_short: bool = False
    worked: bool = False
    half: int | None = None
    """With two processes at work here: which of the names are for this one."""
    stays_open: bool = False

    def is_for_another(self, name: bytes) -> bool:
        return self.half is not None and hash(name) & 1 != self.half


class Descent:
    """A stack of folders. It owns every descriptor handed to it, the first one included."""

    def __init__(self, folder: int, path: bytes = b"") -> None:
        self._levels = [Level(b"", folder)]
        self._path = bytearray(path)

    def __enter__(self) -> "Descent":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        for level in self._levels:
            _close(level)

    @property
    def here(self) -> Level:
        return self._levels[-1]

    @property
    def at_start(self) -> bool:
        return len(self._levels) == 1

    def path(self, name: bytes = b"") -> bytes:
        """Return the path of the present folder, or of an entry in it."""
        return b"/".join(part for part in (bytes(self._path), name) if part)

    def down(self, name: bytes, folder: int) -> None:
        level = Level(name, folder, len(self._path))
        self._levels.append(level)
        self._path += b"/" + name if self._path else name
        if len(self._levels) > OPEN_AT_MOST:
            _set_aside(self._levels[-OPEN_AT_MOST])

    def parent(self) -> Level:
        """Return the folder above, opened again if need be. Raises LostError or OSError."""
        above = self._levels[-2]
        if above.folder == _CLOSED:
            above.folder = _found_again(self.here.folder, above)
        return above

    def up(self) -> Level:
        """Go back to the folder above; return the one that was left."""
        self.parent()
        return self._drop()

    def fall_back(self) -> bytes:
        """Give up to the nearest folder that is still open; return the name left behind in it."""
        dropped = self._drop()
        while self.here.folder == _CLOSED:
            dropped = self._drop()
        return dropped.name

    def _drop(self) -> Level:
        level = self._levels.pop()
        del self._path[level.parent_length :]
        _close(level)
        return level


def entries(folder: int) -> Generator[tuple[bytes, bool], None, None]:
    """Yield name and whether it is a folder, streamed; a folder that vanished holds nothing."""
    try:
        with os.scandir(folder) as found:
            for entry in found:
                yield os.fsencode(entry.name), entry.is_dir(follow_symlinks=False)
    except FileNotFoundError:
        return


def _close(level: Level) -> None:
    if level.folder != _CLOSED:
        os.close(level.folder)
        level.folder = _CLOSED


def _set_aside(level: Level) -> None:
    if level.folder != _CLOSED and not level.stays_open:
        level.mark = _mark(level.folder)
        _close(level)


def _mark(folder: int) -> tuple[int, int, int]:
    info = os.fstat(folder)
    return info.st_dev, info.st_ino, info.st_ctime_ns


def _found_again(below: int, level: Level) -> int:
    folder = linux.open_above(below)
    if _mark(folder) != level.mark:
        os.close(folder)
        raise LostError(errno.ESTALE)
    return folder
