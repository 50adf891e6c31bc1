"""Folders, files and links as one stream of records, and a new folder filled from it by root.

Nothing in a patron's names, links, modes or attributes leads anywhere: what is laid is new, lies
below one open folder, belongs to root, and nobody else can read it or run it.
"""

import errno
import os
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.finding import Measure, segments
from privacykit.wipe.levels import entries
from privacykit.wipe.machine.sealed import CHUNK, Opener, Sealer, damaged
from privacykit.wipe.progress import Cancelled

LONGEST = 4095
"""Bytes of a path. No program opens a longer one, so nobody's work lies there."""
_LENGTH = struct.Struct(">I")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Thing(NamedTuple):
    """One entry with everything below it, and what it is called in the stream."""

    folder: Path
    inside: bytes
    """Its path in the folder."""
    path: bytes
    """Empty: what is in it lies at the top."""


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    kind: Literal["folder", "file", "link"]
    path: bytes
    time: int
    """When its content was changed, in ns."""
    size: int = 0
    """Bytes of content that follow."""
    target: bytes = b""
    attributes: tuple[tuple[bytes, bytes], ...] = ()


class _Level(NamedTuple):
    inside: bytes
    entry: _Entry
    """Written once all that is in the folder is, so that its time stays when it is laid."""
    waiting: list[bytes]
    """Names of the folders in it."""


class Packer:
    """Puts things into the stream. Raises EFBIG past the limit, CancelledError."""

    def __init__(self, stream: Sealer, limit: int, cancelled: Cancelled) -> None:
        self._stream, self._limit, self._cancelled = stream, limit, cancelled

    def pack(self, things: Iterable[Thing]) -> None:
        for thing in things:
            above, _slash, name = thing.inside.rpartition(b"/")
            with linux.opened(linux.open_folder(thing.folder)) as top:
                with linux.opened(linux.open_path(top, above)) as folder:
                    is_folder = self._entry(folder, name, thing.path)
                if is_folder:
                    self._descend(top, thing)

    def _descend(self, top: int, thing: Thing) -> None:
        levels = [self._level(top, thing.inside, thing.path)]
        while levels:
            here = levels[-1]
            if here.waiting:
                name = here.waiting.pop()
                inside, path = _join(here.inside, name), _join(here.entry.path, name)
                levels.append(self._level(top, inside, path))
            else:
                levels.pop()
                if here.entry.path:
                    self._write(here.entry)

    def _level(self, top: int, inside: bytes, path: bytes) -> _Level:
        """Pack what is right in a folder."""
        with linux.opened(linux.open_path(top, inside)) as folder:
            time = os.fstat(folder).st_mtime_ns
            entry = _Entry("folder", path, time, attributes=_attributes(folder))
            with closing(entries(folder)) as found:
                below = [
                    name for name, _is in found if self._entry(folder, name, _join(path, name))
                ]
        return _Level(inside, entry, below)

    def _entry(self, folder: int, name: bytes, path: bytes) -> bool:
        """Pack a file or a link; tell whether it is a folder instead, to look into."""
        if self._cancelled():
            raise CancelledError
        mode = linux.look(folder, name).st_mode
        if len(path) > LONGEST:
            return False
        if stat.S_ISREG(mode):
            self._file(folder, name, path)
        elif stat.S_ISLNK(mode):
            self._link(folder, name, path)
        return stat.S_ISDIR(mode)

    def _link(self, folder: int, name: bytes, path: bytes) -> None:
        time = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns
        target = os.fsencode(os.readlink(name, dir_fd=folder))
        self._write(_Entry("link", path, time, target=target))

    def _file(self, folder: int, name: bytes, path: bytes) -> None:
        with linux.opened(linux.open_file(folder, name)) as file:
            info = os.fstat(file)
            self._write(
                _Entry("file", path, info.st_mtime_ns, info.st_size, b"", _attributes(file))
            )
            for data in _content(file, info.st_size):
                self._stream.write(data)

    def _write(self, entry: _Entry) -> None:
        text = msgspec.msgpack.encode(entry)
        self._stream.write(_LENGTH.pack(len(text)) + text)
        if self._stream.size + entry.size > self._limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))


def _join(path: bytes, name: bytes) -> bytes:
    return path + b"/" + name if path else name


def _attributes(handle: int) -> tuple[tuple[bytes, bytes], ...]:
    """Return what people's programs attach; what gives rights stays behind."""
    with suppress(OSError):
        names = [name for name in os.listxattr(handle) if name.startswith("user.")]
        return tuple((os.fsencode(name), os.getxattr(handle, name)) for name in names)
    return ()


def _content(file: int, size: int) -> Iterator[bytes]:
    while size:
        data = os.read(file, min(size, CHUNK))
        if not data:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        size -= len(data)
        yield data


class Unpacker:
    """Lays what comes out of the stream below an open folder, which is empty."""

    def __init__(self, stream: Opener, top: int, cancelled: Cancelled) -> None:
        self._stream, self._top, self._cancelled = stream, top, cancelled
        self._held = ExitStack()
        self._path, self._above = b"", top

    def unpack(self) -> Measure:
        """Lay and count it. Raises UndoError where it is damaged, CancelledError, OSError."""
        files = size = 0
        with self._held:
            while entry := self._next():
                self._lay(entry)
                files += entry.kind != "folder"
                size += entry.size
        return Measure(files, size)

    def _next(self) -> _Entry | None:
        if self._cancelled():
            raise CancelledError
        start = self._stream.read(_LENGTH.size)
        if not start:
            return None
        try:
            (length,) = _LENGTH.unpack(start)
            entry = msgspec.msgpack.decode(self._stream.read_all(length), type=_Entry)
            is_inside = bool(segments(entry.path))
        except (struct.error, msgspec.MsgspecError, ValueError) as error:
            raise damaged() from error
        if not is_inside:
            raise damaged()
        return entry

    def _lay(self, entry: _Entry) -> None:
        *above, name = segments(entry.path)
        folder = self._open(b"/".join(above))
        if entry.kind == "folder":
            self._lay_folder(folder, name, entry)
        elif entry.kind == "file":
            self._lay_file(folder, name, entry)
        else:
            os.symlink(entry.target, name, dir_fd=folder)
            os.utime(name, ns=(entry.time, entry.time), dir_fd=folder, follow_symlinks=False)

    def _lay_folder(self, folder: int, name: bytes, entry: _Entry) -> None:
        with suppress(FileExistsError):
            os.mkdir(name, stat.S_IRWXU, dir_fd=folder)
        with linux.opened(linux.open_below(folder, name)) as made:
            _set_attributes(made, entry)
            os.utime(made, ns=(entry.time, entry.time))

    def _lay_file(self, folder: int, name: bytes, entry: _Entry) -> None:
        flags = stat.S_IRUSR | stat.S_IWUSR
        with os.fdopen(os.open(name, _NEW_FILE, flags, dir_fd=folder), "wb") as file:
            left = entry.size
            while left:
                data = self._stream.read_all(min(left, CHUNK))
                file.write(data)
                left -= len(data)
            file.flush()
            _set_attributes(file.fileno(), entry)
            os.utime(file.fileno(), ns=(entry.time, entry.time))

    def _open(self, path: bytes) -> int:
        """Open the folder that holds an entry, which is mostly the one before it was in."""
        if path != self._path:
            self._held.close()
            self._path, self._above = b"", self._top
            found = self._held.enter_context(linux.opened(self._made(path)))
            self._path, self._above = path, found
        return self._above

    def _made(self, path: bytes) -> int:
        """Open a folder; make those on the way that the session had found there already."""
        with suppress(FileNotFoundError):
            return linux.open_path(self._top, path)
        here = linux.reopen(self._top)
        for name in segments(path):
            with linux.opened(here):
                with suppress(FileExistsError):
                    os.mkdir(name, stat.S_IRWXU, dir_fd=here)
                here = linux.open_below(here, name)
        return here


def _set_attributes(handle: int, entry: _Entry) -> None:
    with suppress(OSError):  # a staff's stick may take none
        for name, value in entry.attributes:
            os.setxattr(handle, name, value)
