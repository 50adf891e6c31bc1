"""The lock before the pages for staff: unset, locked or open; it closes when nobody is there."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Literal

from privacykit.errors import LockError
from privacykit.staff.checking import Check, Result

State = Literal["unset", "locked", "open"]
Attempt = Callable[[], Result]


class Lock:
    """Holds no passphrase, only whether it was the right one and when somebody last was there."""

    def __init__(
        self,
        check: Callable[[], Check],
        idle_seconds: float = 300,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._choose = check
        self._idle, self._clock = idle_seconds, clock
        self._touched: float | None = None
        self._locked, self._turn = 0, threading.Lock()

    @property
    def state(self) -> State:
        """Closes a lock that nobody touched for too long."""
        if self._touched is not None and self._clock() - self._touched >= self._idle:
            self.lock()
        if self._touched is not None:
            return "open"
        return "locked" if self.check.is_set else "unset"

    @property
    def check(self) -> Check:
        """Who says whether a passphrase is right; root may have come in since the start."""
        return self._choose()

    def waiting(self) -> Result:
        """Return how long it is until the next try; may take a second."""
        try:
            return Result(False, self.check.wait(), early=True)
        except LockError as error:
            return Result(False, 0, str(error))

    def unlock(self, passphrase: str) -> Result:
        """Try a passphrase; takes a second. What stands in the way comes as its sentence."""
        return self.unlocking(passphrase)()

    def unlocking(self, passphrase: str) -> Attempt:
        """Return a try to be made in a moment: it opens nothing if somebody leaves before its end.

        For a try that waits for its turn on another thread.
        """
        return self._opening(lambda: self.check.check(passphrase))

    def set(self, passphrase: str) -> Result:
        """Set the first passphrase, and open; refuses where there is one already."""
        return self.setting(passphrase)()

    def setting(self, passphrase: str) -> Attempt:
        """Return a first passphrase to be set in a moment, as with unlocking."""

        def first() -> Result:
            self.check.set_first(passphrase)
            return Result(True)

        return self._opening(first)

    def judge(self, passphrase: str) -> Result:
        """Try a passphrase, and open nothing."""
        return _sentenced(lambda: self.check.check(passphrase))

    def _opening(self, attempt: Attempt) -> Attempt:
        """Open if the attempt succeeds, but not if somebody has left since now."""
        locked = self._locked

        def made() -> Result:
            result = _sentenced(attempt)
            with self._turn:
                if result.ok and locked == self._locked:
                    self._touched = self._clock()
            return result

        return made

    def touch(self) -> None:
        """Take note that somebody is there."""
        if self.state == "open":
            self._touched = self._clock()

    def lock(self) -> None:
        with self._turn:
            self._locked += 1
            self._touched = None


def _sentenced(attempt: Attempt) -> Result:
    try:
        return attempt()
    except LockError as error:
        return Result(False, 0, str(error))
