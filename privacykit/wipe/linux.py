"""What only the Linux kernel can say: open a folder without following anything, and what it is.

Every folder is reached by descriptor. `openat2` lets the kernel itself refuse links and mounts;
where a sandbox or an old kernel has no `openat2`, the same is checked by hand.
"""

import ctypes
import errno
import functools
import os
import re
import signal
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_HANDLE = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_OPENAT2 = 437
# RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH, linux/openat2.h
_RESOLVE = 0x01 | 0x02 | 0x04 | 0x08
_NOT_THERE = frozenset({errno.ENOSYS, errno.EPERM})
_AT_SYMLINK_NOFOLLOW, _AT_NO_AUTOMOUNT, _AT_STATX_DONT_SYNC = 0x100, 0x800, 0x4000
_LOOK = _AT_SYMLINK_NOFOLLOW | _AT_NO_AUTOMOUNT | _AT_STATX_DONT_SYNC
_Statx, _STATX_ATTRIBUTES, _STATX_BASIC = ctypes.c_char * 256, slice(8, 16), 0x7FF
_STATX_FIELDS = struct.Struct("=20xI4xH10xQ")
"""Owner, mode and size in struct statx, linux/stat.h."""
_ATTR_IMMUTABLE, _ATTR_APPEND = 0x10, 0x20
_RENAME_NOREPLACE, _RENAME_EXCHANGE = 1, 2
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_FICLONE = 0x40049409
_PR_SET_PDEATHSIG = 1
_MNT_DETACH, _UMOUNT_NOFOLLOW = 0x02, 0x08
_ESCAPED = re.compile(rb"\\([0-7]{3})")


class _How(ctypes.Structure):
    _fields_ = (
        ("flags", ctypes.c_uint64),
        ("mode", ctypes.c_uint64),
        ("resolve", ctypes.c_uint64),
    )


_HOW_SIZE = ctypes.sizeof(_How)


class Info(NamedTuple):
    """The part of an `os.stat_result` that decides what is done with an entry."""

    st_mode: int
    st_uid: int
    st_size: int


@functools.cache
def _libc() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    library.syscall.argtypes = (
        ctypes.c_long,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_void_p,
        ctypes.c_size_t,
    )
    return library


@functools.cache
def _how(flags: int) -> tuple[_How, int]:
    """Return the wish, which the kernel only reads, and its address."""
    how = _How(flags, 0, _RESOLVE)
    return how, ctypes.addressof(how)


def _openat2(folder: int, name: bytes, flags: int) -> int:
    found: int = _libc().syscall(_OPENAT2, folder, name, _how(flags)[1], _HOW_SIZE)
    if found < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return found


def _open_checked(folder: int, name: bytes, flags: int) -> int:
    """Do what `_openat2` does, where the kernel has none."""
    found = os.open(name, flags, dir_fd=folder)
    try:
        _refuse_other_mount(found, folder)
    except OSError:
        os.close(found)
        raise
    return found


def _refuse_other_mount(found: int, folder: int) -> None:
    if mount_id(found) != mount_id(folder):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))


def _open_child(folder: int, name: bytes, flags: int) -> int:
    if name in {b"", b".", b".."} or b"/" in name or b"\0" in name:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
    try:
        return _openat2(folder, name, flags)
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
    return _open_checked(folder, name, flags)


def open_folder(path: Path) -> int:
    """Open an absolute folder step by step from the root, refusing every link on the way.

    Raises OSError: ENOTDIR or ELOOP for a link, EINVAL for a path that is not plain and absolute.
    """
    if not path.is_absolute() or ".." in path.parts:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    here = os.open("/", _HANDLE)
    try:
        for part in path.parts[1:]:
            above, here = here, os.open(part, _HANDLE, dir_fd=here)
            os.close(above)
        return reopen(here)
    finally:
        os.close(here)


def open_below(folder: int, name: bytes) -> int:
    """Open the child folder `name`; a link is ELOOP or ENOTDIR, another mount is EXDEV."""
    return _open_child(folder, name, _FOLDER)


def open_file(folder: int, name: bytes) -> int:
    """Open a file for reading, as `open_below` opens a folder; the caller checks what it is."""
    return _open_child(folder, name, _FILE)


def open_path(folder: int, path: bytes) -> int:
    """Open the folder at a relative path as a whole; `open_below` says what is refused."""
    if not path:
        return reopen(folder)
    try:
        return _openat2(folder, path, _FOLDER)
    except OSError as error:
        if error.errno not in {*_NOT_THERE, errno.ENAMETOOLONG}:
            raise
    return _step_through(folder, path)


def _step_through(folder: int, path: bytes) -> int:
    here = reopen(folder)
    for name in path.split(b"/"):
        try:
            below = open_below(here, name)
        finally:
            os.close(here)
        here = below
    return here


def reopen(folder: int) -> int:
    """Open the same folder once more, with a reading position of its own."""
    return os.open(".", _FOLDER, dir_fd=folder)


def open_above(folder: int) -> int:
    """Open the folder that holds this one; the caller must check that it is the expected one."""
    return os.open("..", _FOLDER, dir_fd=folder)


def open_locked(folder: int, name: bytes) -> int:
    """Open a child folder whose mode keeps its own owner out, giving the owner access first.

    Raises PermissionError where the folder is not this account's own.
    """
    handle = _open_child(folder, name, _HANDLE)
    try:
        info = os.fstat(handle)
        if info.st_uid != os.geteuid():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        _let_in_owner(handle, info)
        return reopen(handle)
    finally:
        os.close(handle)


def _let_in_owner(handle: int, info: os.stat_result) -> None:
    """Do what fchmod refuses to do for a handle: /proc has the one way to this very folder."""
    try:
        Path(f"/proc/self/fd/{handle}").chmod(stat.S_IMODE(info.st_mode) | stat.S_IRWXU)
    except FileNotFoundError as error:  # no /proc: must not look like a folder that is gone
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from error


def make_usable(folder: int) -> None:
    """Give the owner of an open folder the rights to list and change it, where that is us."""
    info = os.fstat(folder)
    if info.st_uid == os.geteuid() and info.st_mode & stat.S_IRWXU != stat.S_IRWXU:
        os.fchmod(folder, stat.S_IMODE(info.st_mode) | stat.S_IRWXU)


def mount_id(folder: int) -> int:
    """Return the number of the mount a descriptor lies on; a bind mount has one of its own."""
    try:
        text = Path(f"/proc/self/fdinfo/{folder}").read_text("ascii")
    except FileNotFoundError as error:  # no /proc: must not look like a folder that is gone
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from error
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("mnt_id:"))


def look(folder: int, name: bytes) -> Info:
    """Return what an entry is, without opening it or waiting for a drive that never answers.

    `os.stat` would ask what is attached there, such as sshfs of a computer that is switched off.
    """
    answer = _Statx()
    if _libc().statx(folder, name, _LOOK, _STATX_BASIC, answer) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    uid, mode, size = _STATX_FIELDS.unpack_from(answer)
    return Info(mode, uid, size)


def is_locked(folder: int, name: bytes) -> bool:
    """Tell whether an entry is immutable or append-only, without opening it."""
    answer = _Statx()
    flags = _AT_SYMLINK_NOFOLLOW | _AT_NO_AUTOMOUNT
    if _libc().statx(folder, name, flags, 0, answer) != 0:
        return False
    attributes = int.from_bytes(answer.raw[_STATX_ATTRIBUTES], "little")
    return bool(attributes & (_ATTR_IMMUTABLE | _ATTR_APPEND))


def _check(answer: int) -> None:
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def move(folder: int, name: bytes, to: int, new_name: bytes) -> None:
    """Rename an entry from one open folder into another, never over something that is there."""
    _check(_libc().renameat2(folder, name, to, new_name, _RENAME_NOREPLACE))


def exchange(folder: int, name: bytes, other: int, other_name: bytes) -> None:
    """Let two entries swap their places in one step."""
    _check(_libc().renameat2(folder, name, other, other_name, _RENAME_EXCHANGE))


def sync(folder: int) -> None:
    """Wait until all of the file system a descriptor lies on is on the disk."""
    _check(_libc().syncfs(folder))


def clone(source: int, target: int) -> bool:
    """Let a new file share the blocks of another one; tell whether the file system can."""
    return bool(_libc().ioctl(target, ctypes.c_ulong(_FICLONE), source) == 0)


def die_with_parent() -> None:
    """Let the kernel end this process when the one that forked it ends, however it does."""
    _libc().prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)


def mounted_below(path: Path) -> frozenset[bytes]:
    """Return where below an absolute path something is attached, relative to it."""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except FileNotFoundError:
        return frozenset()
    above = os.fsencode(path) + b"/"
    points = (_ESCAPED.sub(_unescaped, line.split()[4]) for line in lines)
    return frozenset(point.removeprefix(above) for point in points if point.startswith(above))


def _unescaped(code: re.Match[bytes]) -> bytes:
    return bytes([int(code[1], 8)])


def attach(kind: bytes, source: bytes, target: bytes, flags: int, options: bytes) -> None:
    """Mount a file system, as mount(2) says."""
    _check(_libc().mount(source, target, kind, ctypes.c_ulong(flags), options))


def detach(target: bytes, *, lazily: bool = False) -> None:
    """Unmount what is attached at a path, without following a link there."""
    _check(_libc().umount2(target, _UMOUNT_NOFOLLOW | (_MNT_DETACH if lazily else 0)))


@contextmanager
def opened(folder: int) -> Iterator[int]:
    """Close the descriptor at the end."""
    try:
        yield folder
    finally:
        os.close(folder)
