"""What the library's rules mean for the desktop: the timer with its warning, and full screen."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from privacykit.errors import PolicyError
from privacykit.look import work
from privacykit.staff.timing import State
from privacykit.ui.farewell import Farewell
from privacykit.ui.kiosk import KioskWatch
from privacykit.ui.presence import Idle
from privacykit.ui.timer import SessionTimer, clock
from privacykit.ui.timer_warning import WarningScreen
from privacykit.ui.world import World
from privacykit.wipe import policy as policies
from privacykit.wipe.policy import Policy, Timers

if TYPE_CHECKING:
    from privacykit.ui.window import MainWindow


def rules_in_force(file: Path, account: str) -> Policy:
    """Return the computer's policy if it can be trusted and is for this account.

    Else one without effect: staff who sign in with an account of their own are never timed.
    """
    try:
        policy = policies.load(file, {0, os.geteuid()})
    except PolicyError:
        return Policy.default()
    return policy if account in policy.accounts else Policy.default()


def is_kiosk(window: "MainWindow", world: World, rules: Policy) -> bool:
    """Fill the screen and hold it, if the rules or this start of the program say so."""
    if not (rules.kiosk.on or world.settings.kiosk):
        return False
    watch = KioskWatch(window, rules.kiosk, world.admin.lock)
    window.before_leaving = watch.leave
    window.showFullScreen()
    return True


class TimedSession(QObject):
    """One session after another in this window."""

    def __init__(
        self,
        window: "MainWindow",
        world: World,
        timers: Timers,
        idle: Idle,
        now: Callable[[], float] = clock,
    ) -> None:
        super().__init__(window)
        self._window, self._world, self._timers = window, world, timers
        lock = world.admin.lock
        self.timer = SessionTimer(
            timers, idle, lambda: work.anything_running() or lock.state == "open", now
        )
        self.warning: WarningScreen | None = None
        self.farewell: Farewell | None = None
        self._hidden = False
        self.timer.warned.connect(self._warn)
        self.timer.lifted.connect(self._lift)
        self.timer.over.connect(self.end)
        window.closed.connect(self.stop)

    def start(self, app: QObject) -> None:
        self.timer.start(app)

    def stop(self) -> None:
        self.timer.stop()
        self._lift()
        self._close_farewell()

    def _warn(self, state: State) -> None:
        if self.warning is None and not self._hidden:
            self.warning = WarningScreen(state, self._timers.extend_minutes)
            self.warning.stays.connect(self.timer.stay)
            self.warning.hides.connect(self._hide)
            self.warning.ends.connect(self.end)
            self.warning.open()
        if self.warning is not None:
            self.warning.count(state)

    def _hide(self) -> None:
        self._hidden = True
        self._close_warning()

    def _lift(self) -> None:
        self._hidden = False
        self._close_warning()

    def _close_warning(self) -> None:
        if self.warning is not None:
            self.warning.close()
            self.warning.deleteLater()
            self.warning = None

    def end(self) -> None:
        """End the session now."""
        self._lift()
        if self.farewell is None:
            self.timer.pause()
            self.farewell = Farewell(self._world)
            self.farewell.over.connect(self._over)
            self.farewell.open()

    def _over(self) -> None:
        self._close_farewell()
        self.timer.begin()
        self._window.forget_everything()
        self._window.activateWindow()

    def _close_farewell(self) -> None:
        if self.farewell is not None:
            self.farewell.hide()
            self.farewell.deleteLater()
            self.farewell = None
