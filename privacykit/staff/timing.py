"""When a session ends by itself: after some minutes without anybody, or after some in all."""

from math import inf
from typing import Literal, NamedTuple

from privacykit.wipe.policy import Timers

Phase = Literal["running", "warning", "over"]
_MINUTE = 60


class State(NamedTuple):
    phase: Phase
    left: float = inf
    """Seconds until the session ends; infinite where nothing ends it."""
    why: Literal["idle", "session"] = "idle"
    """What comes first: nobody being there for long enough, or the longest session."""
    may_extend: bool = False
    """Whether a patron may put the end off: always by being there, else as the policy says."""


class Timing:
    """One session after another; all times are seconds of a clock that nobody sets back."""

    def __init__(self, timers: Timers, now: float, *, somebody: bool = True) -> None:
        """Begin a session now; without somebody, with the first sign of one after now."""
        self._timers = timers
        self.begin(now, somebody=somebody)

    def begin(self, now: float, *, somebody: bool) -> None:
        """Begin anew, as after a session has ended."""
        self._since, self._somebody, self._extended = now, somebody, 0

    def follow(self, timers: Timers) -> None:
        """Go by other limits from now on; the session began when it began."""
        self._timers = timers

    def extend(self) -> None:
        """Put the longest session's end off, if the policy lets patrons do that."""
        if self._timers.may_extend:
            self._extended += self._timers.extend_minutes * _MINUTE

    def step(self, now: float, last_activity: float) -> State:
        """Tell how things stand."""
        if not self._somebody and last_activity > self._since:
            self._since, self._somebody = last_activity, True
        if not self._somebody:
            return State("running")
        return min(self._idle(now, last_activity), self._session(now), key=lambda one: one.left)

    def _idle(self, now: float, last_activity: float) -> State:
        limit = self._timers.idle_minutes * _MINUTE
        seen = max(last_activity, self._since)
        return self._state(seen + limit - now, limit, State("running", may_extend=True))

    def _session(self, now: float) -> State:
        limit = self._timers.session_minutes * _MINUTE
        left = self._since + limit + self._extended - now
        may = self._timers.may_extend
        return self._state(left, limit, State("running", why="session", may_extend=may))

    def _state(self, left: float, limit: int, state: State) -> State:
        if not limit:
            return state
        warned = left <= min(self._timers.warning_seconds, limit)
        phase: Phase = "over" if left <= 0 else "warning" if warned else "running"
        return state._replace(phase=phase, left=max(0.0, left))
