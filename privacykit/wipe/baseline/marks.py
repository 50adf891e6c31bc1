"""How an entry looks now, in the same form as the manifest has it. Opens nothing but plain files.

A patron can set size and times as they like, but not the time of the last change (ctime): that
one is the kernel's, so an entry whose marks are all equal is trusted without being read.
"""

import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable
from operator import attrgetter

from msgspec import structs

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.baseline.manifest import Entry
from privacykit.wipe.progress import Cancelled

Marks = tuple[int, ...]
CHUNK = 1 << 20
_SECOND = 1_000_000_000
_COARSE = 5
"""CLOCK_REALTIME_COARSE, linux/time.h: what files are stamped by."""

now: Callable[[os.stat_result], Marks] = attrgetter(
    "st_mode", "st_uid", "st_gid", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino"
)
then: Callable[[Entry], Marks] = attrgetter(
    "mode", "uid", "gid", "size", "mtime_ns", "ctime_ns", "inode"
)
lasting_now: Callable[[os.stat_result], Marks] = attrgetter(
    "st_mode", "st_uid", "st_gid", "st_size", "st_mtime_ns", "st_nlink"
)
lasting_then: Callable[[Entry], Marks] = attrgetter(
    "mode", "uid", "gid", "size", "mtime_ns", "nlink"
)
_ENCODING = sys.getfilesystemencoding()


def encode(name: str) -> bytes:
    """Do what `os.fsencode` does, for names of which there are many."""
    return name.encode(_ENCODING, "surrogateescape")


def join(folder: bytes, name: bytes) -> bytes:
    return folder + b"/" + name if folder else name


def look(folder: int, name: bytes) -> os.stat_result:
    return os.stat(name, dir_fd=folder, follow_symlinks=False)


def entry(info: os.stat_result, content: bytes, xattrs: tuple[tuple[bytes, bytes], ...]) -> Entry:
    is_folder = stat.S_ISDIR(info.st_mode)
    return Entry(
        info.st_mode,
        info.st_uid,
        info.st_gid,
        0 if is_folder else info.st_size,
        info.st_mtime_ns,
        info.st_ctime_ns,
        info.st_ino,
        0 if is_folder else info.st_nlink,
        content,
        xattrs,
    )


def of_open_folder(info: os.stat_result) -> Marks:
    """Return the marks of a folder, whose size is none."""
    return (
        info.st_mode,
        info.st_uid,
        info.st_gid,
        0,
        info.st_mtime_ns,
        info.st_ctime_ns,
        info.st_ino,
    )


def is_as_it_was(now: Entry, then: Entry) -> bool:
    """Tell whether two entries are equal in all that a freeze promises to bring back."""
    return (
        lasting_then(now) == lasting_then(then)
        and now.content == then.content
        and now.xattrs == then.xattrs
    )


def renewed(then: Entry, info: os.stat_result) -> Entry:
    """Return a recorded entry with the marks that the kernel gave to what was made anew.

    All else stays as it was recorded, so what was changed meanwhile is found by the next look.
    """
    names = 0 if then.is_folder else 1
    return structs.replace(then, ctime_ns=info.st_ctime_ns, inode=info.st_ino, nlink=names)


def of_folder(handle: int) -> Entry:
    """Return an open folder as it is; how many folders are in it is no mark of its own."""
    return entry(os.fstat(handle), b"", xattrs(handle))


def of_link(folder: int, name: bytes, info: os.stat_result) -> Entry:
    return entry(info, os.readlink(name, dir_fd=folder), ())


def of_file(folder: int, name: bytes, info: os.stat_result, cancelled: Cancelled) -> Entry:
    """Read one plain file. Raises OSError: ESTALE if it is another one, or changes meanwhile."""
    with linux.opened(open_same(folder, name, info)) as handle:
        found = entry(info, digest(handle, cancelled), xattrs(handle))
        unchanged(handle, info)
        return found


def open_same(folder: int, name: bytes, info: os.stat_result) -> int:
    """Open the very file that was looked at."""
    handle = linux.open_file(folder, name)
    try:
        unchanged(handle, info)
    except OSError:
        os.close(handle)
        raise
    return handle


def unchanged(handle: int, info: os.stat_result) -> None:
    if now(os.fstat(handle)) != now(info):
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))


def digest(handle: int, cancelled: Cancelled) -> bytes:
    """Return the BLAKE2b-256 of an open file from where it stands. Raises CancelledError."""
    found = hashlib.blake2b(digest_size=32)
    while chunk := os.read(handle, CHUNK):
        found.update(chunk)
        if cancelled():
            raise CancelledError
    return found.digest()


def xattrs(handle: int) -> tuple[tuple[bytes, bytes], ...]:
    try:
        names = sorted(map(os.fsencode, os.listxattr(handle)))
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
        return ()
    return tuple((name, os.getxattr(handle, name)) for name in names)


def settle(newest_ctime_ns: int) -> None:
    """Wait until the clock that stamps files has moved on, so that no later change looks older.

    A file system that keeps only whole seconds is waited for as long as that.
    """
    tick = time.clock_getres(_COARSE)
    until = newest_ctime_ns + (0 if newest_ctime_ns % _SECOND else _SECOND)
    if until - time.time_ns() > 2 * _SECOND:  # the clock was set back
        return
    while time.clock_gettime_ns(_COARSE) <= until:
        time.sleep(tick)
