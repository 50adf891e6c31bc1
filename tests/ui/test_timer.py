"""The session timer on a clock that the test turns: warned kindly, never cut off at work."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from privacykit.look import parts
from privacykit.staff import putting
from privacykit.staff.timing import State
from privacykit.ui import presence, sessions
from privacykit.ui.sessions import TimedSession
from privacykit.ui.timer import SessionTimer, clock
from privacykit.ui.timer_warning import WarningScreen
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Leaving
from privacykit.wipe.policy import Policy, Timers
from tests.ui import made

Open = Callable[..., MainWindow]
IDLE = Timers(idle_minutes=10, warning_seconds=60)
LONG = Timers(session_minutes=30, warning_seconds=300, may_extend=True, extend_minutes=15)


class Clock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


class Session:
    """A window with a timed session whose end only asks to sign out."""

    def __init__(self, open_window: Open, timers: Timers, **changes: Any) -> None:
        self.clock, self.ended = Clock(), 0
        self.idle_seconds: float | None = None
        leaving = Leaving(lambda: True, self._sign_out)
        self.window = open_window(leaving=leaving, **changes)
        self.window._world.admin.lock.lock()
        self.session = TimedSession(
            self.window, self.window._world, timers, lambda: self.idle_seconds, self.clock
        )

    def _sign_out(self) -> str:
        self.ended += 1
        return "Please sign out now."

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.session.timer.tick()

    @property
    def warning(self) -> WarningScreen:
        assert self.session.warning is not None
        return self.session.warning

    def words(self) -> str:
        return "\n".join(label.text() for label in made.every(self.warning, QLabel))

    def press(self, text: str) -> None:
        button = next(b for b in made.every(self.warning, QPushButton) if b.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: said.append(text))
    return said


@pytest.fixture
def idle(open_window: Open) -> Session:
    return Session(open_window, IDLE)


@pytest.fixture
def long(open_window: Open) -> Session:
    return Session(open_window, LONG)


def test_a_full_screen_warning_comes_before_the_end(idle: Session, spoken: list[str]) -> None:
    idle.idle_seconds = 539
    idle.wait(539)
    assert idle.session.warning is None
    idle.idle_seconds = 545
    idle.wait(6)
    assert idle.warning.isFullScreen()
    assert "60 seconds left" in idle.words()
    assert "Still there?" in idle.words()
    assert spoken == [
        "Still there? 60 seconds left Then everything of yours will be removed from this computer."
    ]


def test_the_countdown_does_not_nag(idle: Session, spoken: list[str]) -> None:
    idle.wait(545)
    seen = set()
    for _second in range(54):
        idle.wait(1)
        seen.add(idle.words().splitlines()[1])
    assert len(seen) == 5 + 10
    assert len(spoken) == 2
    assert spoken[1] == "10 seconds left"


def test_a_person_who_answers_goes_on(idle: Session) -> None:
    idle.wait(545)
    idle.press("I am still here")
    assert idle.session.warning is None
    idle.wait(500)
    assert (idle.session.warning, idle.ended) == (None, 0)


@pytest.mark.parametrize("how", ["escape", "click", "enter"])
def test_any_meant_touch_is_an_answer(idle: Session, how: str, qtbot: QtBot) -> None:
    idle.wait(545)
    qtbot.waitUntil(idle.warning.isActiveWindow)
    match how:
        case "escape":
            QTest.keyClick(idle.warning, Qt.Key.Key_Escape)
        case "click":
            QTest.mouseClick(idle.warning, Qt.MouseButton.LeftButton)
        case _:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, Qt.Key.Key_Return)
    assert idle.session.warning is None


def test_a_table_that_is_nudged_does_not_lift_the_warning(idle: Session, qtbot: QtBot) -> None:
    watched = QObject()
    idle.session.timer.start(watched, 100_000)
    idle.wait(545)
    QApplication.sendEvent(watched, QEvent(QEvent.Type.MouseMove))
    idle.idle_seconds = 0
    idle.wait(1)
    assert idle.session.warning is not None


def test_nobody_answers_so_the_session_ends_once(idle: Session, qtbot: QtBot) -> None:
    idle.wait(545)
    idle.wait(56)
    assert idle.session.warning is None
    farewell = idle.session.farewell
    assert farewell is not None
    assert farewell.isFullScreen()
    qtbot.waitUntil(lambda: idle.ended == 1)
    idle.wait(1000)
    assert idle.ended == 1


def test_somebody_in_another_program_is_not_cut_off(idle: Session) -> None:
    idle.idle_seconds = 3
    for _minute in range(60):
        idle.wait(60)
    assert idle.session.warning is None


def test_where_nothing_tells_another_program_in_front_is_somebody(
    idle: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    inactive = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(QApplication, "applicationState", staticmethod(lambda: inactive))
    idle.wait(3000)
    assert idle.session.warning is None
    active = Qt.ApplicationState.ApplicationActive
    monkeypatch.setattr(QApplication, "applicationState", staticmethod(lambda: active))
    idle.wait(545)
    assert idle.session.warning is not None


def test_keys_in_the_window_count(idle: Session) -> None:
    watched = QObject()
    idle.session.timer.start(watched, 100_000)
    idle.clock.now += 500
    QApplication.sendEvent(watched, QEvent(QEvent.Type.KeyPress))
    idle.wait(500)
    assert idle.session.warning is None
    idle.session.timer.stop()


def test_the_longest_session_can_be_put_off_as_the_library_says(long: Session) -> None:
    long.idle_seconds = 0
    long.wait(1510)
    assert "Your time is nearly over" in long.words()
    assert "5 minutes left" in long.words()
    long.press("15 more minutes")
    assert long.session.warning is None
    long.wait(1100)
    assert long.session.warning is not None


def test_back_to_work_until_the_end(long: Session) -> None:
    long.idle_seconds = 0
    long.wait(1510)
    QTest.mouseClick(long.warning, Qt.MouseButton.LeftButton)
    long.press("Back to my work")
    long.wait(200)
    assert long.session.warning is None
    long.wait(100)
    assert long.session.farewell is not None


def test_escape_leads_back_to_work(long: Session) -> None:
    long.wait(1510)
    QTest.keyClick(long.warning, Qt.Key.Key_Tab)
    QTest.keyClick(long.warning, Qt.Key.Key_Escape)
    assert (long.session.warning, long.session.farewell) == (None, None)


def test_one_may_end_at_once(long: Session) -> None:
    long.wait(1510)
    long.press("End now")
    assert long.session.farewell is not None


def test_without_leave_to_go_on_there_is_no_such_button(open_window: Open) -> None:
    session = Session(open_window, Timers(session_minutes=30))
    session.wait(1750)
    assert [b.text() for b in session.warning._buttons] == ["Back to my work", "End now"]


def test_after_the_end_the_next_person_has_the_whole_time(open_window: Open, qtbot: QtBot) -> None:
    session = Session(open_window, IDLE)
    session.wait(700)
    farewell = session.session.farewell
    assert farewell is not None
    qtbot.waitUntil(lambda: farewell.work is None)
    button = next(b for b in made.every(farewell, QPushButton) if b.text() == "Finish")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.session.farewell is None
    session.wait(100_000)
    assert (session.session.warning, session.ended) == (None, 1)


def test_staff_at_work_and_long_work_are_not_interrupted(open_window: Open) -> None:
    session = Session(open_window, IDLE)
    lock = session.window._world.admin.lock
    lock.unlock("correct horse battery staple")
    assert lock.state == "open"
    session.wait(3000)
    assert session.session.warning is None
    lock.lock()
    session.wait(545)
    assert session.session.warning is not None


def test_closing_the_window_takes_the_warning_along(idle: Session) -> None:
    idle.wait(545)
    idle.window.close()
    assert idle.session.warning is None


def test_time_also_passes_while_the_computer_sleeps() -> None:
    assert clock() >= 0
    assert SessionTimer(IDLE, lambda: None)._now() <= clock()


@pytest.mark.parametrize("left", [0, 0.4, 9.2, 10, 11, 59, 60, 119, 120, 121, 3600])
def test_no_less_is_shown_than_is_left(qtbot: QtBot, left: float) -> None:
    screen = WarningScreen(State("warning", 600, "idle", True), 15)
    qtbot.addWidget(screen)
    screen.count(State("warning", left, "idle", True))
    words = screen._count.text().split()
    seconds = int(words[0]) * (60 if words[1].startswith("minute") else 1)
    assert left <= seconds < left + 60


# Which rules the desktop goes by


def write(folder: Path, text: str) -> Path:
    file = folder / "policy.toml"
    file.write_text(text)
    return file


def test_the_rules_of_this_account_are_in_force(tmp_path: Path) -> None:
    file = write(tmp_path, 'format = 1\naccounts = ["patron"]\n[timers]\nidle_minutes = 5\n')
    assert sessions.rules_in_force(file, "patron").timers.idle_minutes == 5
    assert sessions.rules_in_force(file, "librarian") == Policy.default()


@pytest.mark.parametrize("text", ["format = ", "format = 1\n[timers]\nidle_minutes = 9999\n"])
def test_rules_that_cannot_be_trusted_have_no_effect(tmp_path: Path, text: str) -> None:
    assert sessions.rules_in_force(write(tmp_path, text), "patron") == Policy.default()
    assert sessions.rules_in_force(tmp_path / "none", "patron") == Policy.default()
    file = write(tmp_path, 'format = 1\naccounts = ["patron"]\n[timers]\nidle_minutes = 5\n')
    file.chmod(0o666)
    assert sessions.rules_in_force(file, "patron") == Policy.default()


def test_without_a_desktop_nothing_tells_who_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    assert presence.when_asked()() is None
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={os.devnull}")
    assert presence.of_this_desktop()() is None


def test_rules_that_are_saved_hold_at_once(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    leaving = Leaving(lambda: True, lambda: "", lambda: "patron")
    window = open_window(leaving=leaving)
    window._world.admin.lock.lock()
    system = window._world.admin.system
    system.policy_file.parent.mkdir(parents=True)
    app, text = QObject(), 'format = 1\naccounts = ["patron"]\n'
    session = sessions.follow(window, window._world, lambda: 3000.0, app)
    assert not session.timer.is_running
    putting.put(system, f"{text}[timers]\nidle_minutes = 50\n", set())
    qtbot.waitUntil(lambda: session.timer.is_running)
    session.timer.tick()
    assert session.warning is None
    putting.put(system, f"{text}[timers]\nsession_minutes = 1\nwarning_seconds = 60\n", set())
    qtbot.waitUntil(lambda: session.warning is not None)
    putting.put(system, text, set())
    qtbot.waitUntil(lambda: not session.timer.is_running)
    assert session.warning is None
