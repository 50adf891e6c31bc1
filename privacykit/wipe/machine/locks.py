"""One at a time: a lock on a folder, which the kernel takes back when its holder ends or dies."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from privacykit.errors import CancelledError
from privacykit.wipe.progress import Cancelled, never

SOON, _PAUSE = 1.0, 0.01
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def locked(folder: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of a folder; give False, and hold nothing, where another has it."""
    handle = os.open(folder, _FOLDER)
    try:
        yield _take(handle, wait=wait)
    finally:
        os.close(handle)


@contextmanager
def held_soon(folder: Path, seconds: float = SOON, cancelled: Cancelled = never) -> Iterator[None]:
    """Hold the lock of a folder. Raises OSError: EAGAIN where another has it for so long.

    CancelledError while waiting.
    """
    handle = os.open(folder, _FOLDER)
    try:
        over = time.monotonic() + seconds
        while not _take(handle, wait=False):
            if time.monotonic() >= over:
                raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            if cancelled():
                raise CancelledError
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _take(handle: int, *, wait: bool) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return True
    return False
