"""Making one file, link or folder anew, as the manifest has it. Never touches what is there."""

import os
import stat
from contextlib import suppress

from privacykit.wipe import linux
from privacykit.wipe.baseline import marks
from privacykit.wipe.baseline.manifest import Entry
from privacykit.wipe.baseline.store import Store
from privacykit.wipe.progress import Cancelled

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_PRIVATE = 0o600


def lock(handle: int) -> None:
    """Let nobody but root into an open folder until it is handed over."""
    os.fchown(handle, os.geteuid(), os.getegid())
    os.fchmod(handle, stat.S_IRWXU)


def file(folder: int, name: bytes, then: Entry, store: Store, cancelled: Cancelled) -> Entry:
    """Make a new file in a locked folder and return it as it is now."""
    with linux.opened(os.open(name, _NEW, _PRIVATE, dir_fd=folder)) as handle:
        store.get(then.content, handle, cancelled)
        dress(handle, then)
        return marks.renewed(then, os.fstat(handle))


def link(folder: int, name: bytes, then: Entry) -> Entry:
    """Make a new link in a locked folder and return it as it is now."""
    os.symlink(then.content, name, dir_fd=folder)
    os.chown(name, then.uid, then.gid, dir_fd=folder, follow_symlinks=False)
    os.utime(name, ns=(then.mtime_ns,) * 2, dir_fd=folder, follow_symlinks=False)
    return marks.renewed(then, marks.look(folder, name))


def folder(name: bytes, above: int) -> None:
    """Make a new, locked folder, unless there is a folder already."""
    with suppress(FileExistsError):
        os.mkdir(name, stat.S_IRWXU, dir_fd=above)


def dress(handle: int, then: Entry) -> None:
    """Give an open file or folder its owner, rights, attributes and, last, its time.

    The order matters: a new owner takes set-id bits and capabilities away, and rights change an
    access list.
    """
    os.fchown(handle, then.uid, then.gid)
    wanted = dict(then.xattrs)
    for name, _value in marks.xattrs(handle):
        if name not in wanted:
            os.removexattr(handle, name)
    os.fchmod(handle, stat.S_IMODE(then.mode))
    for name, value in wanted.items():
        os.setxattr(handle, name, value)
    os.utime(handle, ns=(then.mtime_ns,) * 2)
