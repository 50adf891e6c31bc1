"""The session timer: watches for people, warns in good time, and says when a session is over."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from privacykit.staff.timing import State, Timing
from privacykit.ui import idle
from privacykit.ui.presence import Idle
from privacykit.wipe.policy import Timers


def clock() -> float:
    """Return seconds that also pass while the computer sleeps, where the system counts them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SessionTimer(QObject):
    """Looks once a second.

    Signals:
        warned: the State, each second while a warning is due
        lifted: no warning is due any more
        over: the session has to end now; said once
    """

    warned = Signal(object)
    lifted = Signal()
    over = Signal()

    def __init__(
        self,
        timers: Timers,
        idle_seconds: Idle,
        busy: Callable[[], bool] = lambda: False,
        now: Callable[[], float] = clock,
    ) -> None:
        super().__init__()
        self._idle_seconds, self._busy, self._now = idle_seconds, busy, now
        self._touched = now()
        self._timing = Timing(timers, now())
        self._state = State("running")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)

    def start(self, watched: QObject, milliseconds: int = 1000) -> None:
        watched.installEventFilter(self)
        self._timer.start(milliseconds)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        self._timer.stop()

    def follow(self, timers: Timers) -> None:
        """Go by other limits from now on."""
        self._timing.follow(timers)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in idle.SIGNS and not self._asks_whether_anybody_is_there:
            self._touched = self._now()
        return False

    @property
    def _asks_whether_anybody_is_there(self) -> bool:
        """Then only an answer counts, or a nudged table would keep the session open."""
        return self._state.phase == "warning" and self._state.why == "idle"

    def tick(self) -> None:
        if self._state.phase == "over":
            return
        self._look_around()
        before, self._state = self._state, self._timing.step(self._now(), self._touched)
        if self._state.phase == "warning":
            self.warned.emit(self._state)
        elif before.phase == "warning":
            self.lifted.emit()
        if self._state.phase == "over":
            self.over.emit()

    def _look_around(self) -> None:
        now = self._now()
        if self._busy():
            self._touched = now
        elif not self._asks_whether_anybody_is_there:
            self._touched = max(self._touched, self._last_sign(now))

    def _last_sign(self, now: float) -> float:
        """Return when anybody touched anything.

        Where nothing tells, another program in front is somebody who works there.
        """
        seconds = self._idle_seconds()
        if seconds is not None:
            return now - seconds
        active = QApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        return self._touched if active else now

    def stay(self) -> None:
        """Take note that somebody is there and wants to go on."""
        if self._state.why == "session":
            self._timing.extend()
        self._touched = self._now()
        self._state = State("running")
        self.lifted.emit()
        self.tick()

    def pause(self) -> None:
        """Say nothing until begin(): the session is being ended."""
        self._state = State("over")

    def begin(self) -> None:
        """Wait for the next person, after a session has ended."""
        self._state = State("running")
        self._touched = self._now()
        self._timing.begin(self._touched, somebody=False)
