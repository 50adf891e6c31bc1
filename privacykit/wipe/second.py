"""A second process that removes a part of a large tree at the same time, and counts it.

It gets folders, or half of the names of one folder, that the first leaves alone meanwhile. What it
leaves, or all if it is killed, is met again by the first, which alone decides and tells.
"""

import math
import os
import select
import signal
from collections.abc import Callable, Sequence

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.levels import Descent, Level
from privacykit.wipe.progress import Cancelled

Removed = tuple[int, int]
"""Entries that are not folders, and their bytes."""
Part = Callable[[Descent, Sequence[bytes]], Removed]
"""Removes these entries of the present folder; without names, half of all."""
ENOUGH, MANY = 2000, 8
"""Files that make a second process worth its start, and folders that can be shared with it."""
_PATIENCE = 0.05
"""Seconds between two looks whether somebody wants the work to stop."""
_LARGEST = 64


class Sharing:
    """Shares one folder at a time with a second process."""

    def __init__(self, part: Part | None) -> None:
        """Without a part, nothing is shared."""
        self._part = part
        self._second: Second | None = None
        self._level: Level | None = None
        self._names: Sequence[bytes] = ()
        self._next = ENOUGH if part else math.inf

    def share(self, way: Descent, done: int, *, folders: bool) -> None:
        """Give away half of the folders that wait, or of the names, once enough files are done."""
        if done < self._next or self._second or not self._part:
            return
        self._next = done + ENOUGH
        from privacykit.wipe import pair

        if pair.is_worthwhile("12"):
            self._start(way, self._part, way.here.waiting[::2] if folders else ())

    def _start(self, way: Descent, part: Part, names: Sequence[bytes]) -> None:
        try:
            self._second = Second(lambda: part(way, names))
        except OSError:
            return
        here = self._level = way.here
        self._names, given = names, {*names}
        here.stays_open, here.half = True, None if names else 0
        here.waiting = [
            name for name in here.waiting if name not in given and not here.is_for_another(name)
        ]

    def is_at(self, here: Level) -> bool:
        return here is self._level

    def join(self, here: Level, cancelled: Cancelled) -> Removed:
        """Wait for the second process; let what it was given be met again.

        Raises CancelledError.
        """
        removed = self._second.result(cancelled) if self._second else (0, 0)
        here.waiting = [*self._names]
        here.cut_short |= here.half is not None
        here.half, here.stays_open = None, False
        self._second = self._level = None
        return removed

    def close(self) -> None:
        if self._second:
            self._second.stop()


class Second:
    """A child at work from now on; it ends when this process does."""

    def __init__(self, job: Callable[[], Removed]) -> None:
        """Raise OSError where no other process can be had."""
        first = os.getpid()
        self._pipe, writing = os.pipe()
        with linux.opened(writing):
            try:
                self._child = os.fork()
            except OSError:
                os.close(self._pipe)
                raise
            if self._child == 0:
                from privacykit.wipe import pair

                pair.run_child(lambda: _unless_alone(first, job), writing)

    def result(self, cancelled: Cancelled) -> Removed:
        """Wait for it; return what it counted, which is nothing if it was killed.

        Raises CancelledError, and leaves it to `stop` to end it.
        """
        while not select.select([self._pipe], [], [], _PATIENCE)[0]:
            if cancelled():
                raise CancelledError
        import msgspec

        text = os.read(self._pipe, _LARGEST)
        self.stop()
        return msgspec.msgpack.decode(text, type=Removed) if text else (0, 0)

    def stop(self) -> None:
        """End it, whether it is done or not; harmless a second time."""
        child, self._child = self._child, 0
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(self._pipe)


def _unless_alone(first: int, job: Callable[[], Removed]) -> Removed:
    """Do nothing if the first process was killed before it could take this one with it."""
    return job() if os.getppid() == first else (0, 0)
