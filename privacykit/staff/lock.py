"""The lock before the pages for staff: unset, locked or open; it closes when nobody is there."""

from collections.abc import Callable
from time import monotonic
from typing import Literal

from privacykit.errors import LockError
from privacykit.staff.checking import Check, Result

State = Literal["unset", "locked", "open"]


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
        self._locked = 0

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
        return self._open_after(lambda: self.check.check(passphrase))

    def set(self, passphrase: str) -> Result:
        """Set the first passphrase, and open; refuses where there is one already."""

        def first() -> Result:
            self.check.set_first(passphrase)
            return Result(True)

        return self._open_after(first)

    def _open_after(self, attempt: Callable[[], Result]) -> Result:
        """Open if the attempt succeeds, but not if somebody left in the meantime."""
        locked = self._locked
        try:
            result = attempt()
        except LockError as error:
            return Result(False, 0, str(error))
        if result.ok and locked == self._locked:
            self._touched = self._clock()
        return result

    def touch(self) -> None:
        """Take note that somebody is there."""
        if self.state == "open":
            self._touched = self._clock()

    def lock(self) -> None:
        self._locked += 1
        self._touched = None
