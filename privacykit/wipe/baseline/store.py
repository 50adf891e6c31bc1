"""The contents of a frozen home, each once, by the hash of what is in it. Only root may enter."""

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Self

from privacykit.errors import BaselineError, CancelledError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.baseline import marks
from privacykit.wipe.progress import Cancelled

FOLDER = b"store"
_NEW = b"new"
_WRITE = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_ZEROS = bytes(marks.CHUNK)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class Store:
    """The folder `store` of a vault, held open."""

    def __init__(self, vault: Path, *, make: bool = False) -> None:
        self._vault, self._make = vault, make
        self._folder = -1

    def __enter__(self) -> Self:
        """Open it. Raises BaselineError where there is none."""
        try:
            with linux.opened(linux.open_folder(self._vault)) as vault:
                if self._make:
                    _make(vault, FOLDER)
                self._folder = linux.open_below(vault, FOLDER)
        except OSError as error:
            raise damaged() from error
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._folder)

    @property
    def free(self) -> int:
        """Return how many bytes the file system has room for."""
        room = os.fstatvfs(self._folder)
        return room.f_bfree * room.f_frsize

    def sync(self) -> None:
        linux.sync(self._folder)

    def put(self, source: int, content: bytes, cancelled: Cancelled) -> bool:
        """Store an open file, of which `content` is the hash; tell whether it still is.

        What is there already is looked at, and replaced if it is not what it should be.
        """
        if self._is_whole(content, cancelled):
            return True
        os.lseek(source, 0, os.SEEK_SET)
        with linux.opened(os.open(_NEW, _WRITE, 0o600, dir_fd=self._folder)) as new:
            if clone_or_copy(source, new, cancelled) != content:
                return False
        _make(self._folder, path(content).partition(b"/")[0])
        os.rename(_NEW, path(content), src_dir_fd=self._folder, dst_dir_fd=self._folder)
        return True

    def _is_whole(self, content: bytes, cancelled: Cancelled) -> bool:
        try:
            with linux.opened(self._open(content)) as handle:
                return marks.digest(handle, cancelled) == content
        except FileNotFoundError:
            return False

    def get(self, content: bytes, target: int, cancelled: Cancelled) -> None:
        """Write what is stored into a new, empty file. Raises BaselineError if it is damaged."""
        try:
            handle = self._open(content)
        except OSError as error:
            raise damaged() from error
        with linux.opened(handle):
            if clone_or_copy(handle, target, cancelled) != content:
                raise damaged()

    def _open(self, content: bytes) -> int:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return os.open(path(content), flags, dir_fd=self._folder)


def path(content: bytes) -> bytes:
    """Return where in the store a content lies."""
    name = content.hex().encode()
    return name[:2] + b"/" + name[2:]


def clone_or_copy(source: int, target: int, cancelled: Cancelled) -> bytes:
    """Fill a new file, never by a hard link; return the hash of what it holds."""
    if linux.clone(source, target):
        return marks.digest(target, cancelled)
    return copy(source, target, cancelled)


def copy(source: int, target: int, cancelled: Cancelled) -> bytes:
    """Copy an open file to a new one, leaving holes where there are only zeros; return its hash."""
    found, size = hashlib.blake2b(digest_size=32), 0
    while chunk := os.read(source, marks.CHUNK):
        found.update(chunk)
        size += len(chunk)
        if chunk == _ZEROS[: len(chunk)]:
            os.ftruncate(target, size)
            os.lseek(target, size, os.SEEK_SET)
        else:
            write(target, chunk)
        if cancelled():
            raise CancelledError
    return found.digest()


def write(target: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(target, rest) :]


def is_full(error: OSError) -> bool:
    return error.errno in _NO_ROOM


def damaged() -> BaselineError:
    return BaselineError(
        _("The stored copy of the frozen home is damaged or missing. Freeze the home again.")
    )


def _make(folder: int, name: bytes) -> None:
    try:
        os.mkdir(name, stat.S_IRWXU, dir_fd=folder)
    except FileExistsError:
        return
