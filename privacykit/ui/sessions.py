"""What the library's rules mean for the desktop: the timer with its warning, and full screen."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from privacykit.errors import PolicyError
from privacykit.look import work
from privacykit.staff.timing import State
from privacykit.ui.farewell import Farewell
from privacykit.ui.kiosk import KioskWatch
from privacykit.ui.presence import Idle
from privacykit.ui.timer import SessionTimer, clock
from privacykit.ui.timer_warning import WarningScreen, fill_screen
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


def follow(window: "MainWindow", world: World, idle: Idle, app: QObject) -> "TimedSession":
    """Show the window as the rules say, and go by them from now on, also when they change."""
    watch = RulesWatch(world.admin.policy_file, world.leaving.account(), window)
    if not is_kiosk(window, world, watch.rules):
        window.showFullScreen() if world.settings.full_screen else window.show()
    session = TimedSession(window, world, watch.rules.timers, idle)
    session.start(app)
    watch.changed.connect(session.follow)
    return session


def is_kiosk(window: "MainWindow", world: World, rules: Policy) -> bool:
    """Fill the screen and hold it, if the rules or this start of the program say so."""
    if not (rules.kiosk.on or world.settings.kiosk):
        return False
    watch = KioskWatch(window, rules.kiosk, world.admin.lock)
    window.before_leaving = watch.leave
    window.forgotten.connect(watch.drop)
    fill_screen(window)
    return True


class RulesWatch(QObject):
    """The rules in force for an account; a policy is always replaced whole, so its folder tells.

    Signals: changed: the new rules
    """

    changed = Signal(object)

    def __init__(self, file: Path, account: str, parent: QObject) -> None:
        super().__init__(parent)
        self._file, self._account = file, account
        self.rules = rules_in_force(file, account)
        self._watcher = QFileSystemWatcher(self)
        if file.parent.is_dir():
            self._watcher.addPath(str(file.parent))
        self._watcher.directoryChanged.connect(self.look)

    def look(self) -> None:
        rules = rules_in_force(self._file, self._account)
        if rules != self.rules:
            self.rules = rules
            self.changed.emit(rules)


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
        """Watch for people, as soon as the rules set a limit."""
        self._app = app
        if self._timers.is_on:
            self.timer.start(app)

    def follow(self, rules: Policy) -> None:
        """Go by changed rules at once; what has passed of the session has passed."""
        self._timers = rules.timers
        self.timer.follow(rules.timers)
        if self._timers.is_on:
            self.timer.start(self._app)
        else:
            self.timer.stop()
            self._lift()

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
