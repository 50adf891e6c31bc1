"""The folder that everybody may read and only its owner may change; no link is ever followed."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from privacykit.wipe import linux

OPEN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FOLDER, _NEW_FILE = 0o755, 0o644
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """Give the folder, made if need be. Raises OSError if others may change it, or for a link."""
    with linux.opened(linux.open_folder(path.parent)) as above:
        with suppress(FileExistsError):
            os.mkdir(path.name, stat.S_IRWXU, dir_fd=above)
            os.chmod(path.name, _NEW_FOLDER, dir_fd=above)
        with linux.opened(os.open(path.name, _FOLDER, dir_fd=above)) as folder:
            _need_own(os.fstat(folder), path)
            yield folder


@contextmanager
def file(folder: int, name: str, flags: int) -> Iterator[int]:
    """Give a plain file of the folder that only its owner may change. Raises OSError."""
    handle = os.open(name, flags | OPEN, _NEW_FILE, dir_fd=folder)
    with linux.opened(handle):
        info = os.fstat(handle)
        _need_own(info, Path(name))
        if not stat.S_ISREG(info.st_mode) or info.st_nlink != 1:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), name)
        yield handle


def replace(folder: int, name: str, content: bytes, *, lasting: bool = False) -> None:
    """Put a file in place of the old one; lasting: also through a power cut. Raises OSError."""
    new = f"{name}.new"
    with file(folder, new, os.O_WRONLY | os.O_CREAT) as handle:
        os.fchmod(handle, _NEW_FILE)
        os.truncate(handle, 0)
        write(handle, content)
        if lasting:
            os.fsync(handle)
    os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)


def write(handle: int, content: bytes) -> None:
    """Write all of it, or raise OSError."""
    while content:
        content = content[os.write(handle, content) :]


def read(path: Path, largest: int) -> bytes:
    """Return a file of a public folder, up to so many bytes. Raises OSError."""
    with os.fdopen(os.open(path, os.O_RDONLY | OPEN), "rb") as found:
        if not stat.S_ISREG(os.fstat(found.fileno()).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        return found.read(largest)


def _need_own(info: os.stat_result, path: Path) -> None:
    if info.st_uid != os.geteuid() or info.st_mode & _OTHERS:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))
