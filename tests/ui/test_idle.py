"""When nobody is there: a warning, a countdown, and then nothing is left on screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from privacykit import i18n
from privacykit.look import theme
from privacykit.ui.idle import IdleWatch, StillThere
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from tests.ui import made

Open = Callable[..., MainWindow]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, window: MainWindow, seconds: float) -> None:
        self.now += seconds
        window.idle.tick()


def veil(window: MainWindow) -> StillThere | None:
    shown = [w for w in window.findChildren(StillThere) if w.isVisible()]
    return shown[0] if shown else None


def words(window: MainWindow) -> str:
    return " ".join(label.text() for label in made.every(window, QLabel))


def at_work(open_window: Open, clock: Clock) -> MainWindow:
    window = open_window(Choices("sv", "dark", 125), clock)
    window.go(Route("station", "notes"))
    assert isinstance(window.page, StationPage)
    window.page.go_to(1)
    window.page.step.findChildren(QLineEdit)[0].setText("my secret")
    return window


def test_a_warning_comes_before_anything_is_cleared(open_window: Open) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    clock.pass_by(window, 149)
    assert veil(window) is None
    clock.pass_by(window, 3)
    assert veil(window) is not None
    assert "28" in words(window)
    clock.pass_by(window, 1)
    assert "27" in words(window)
    assert window.route.page == "station"


def test_somebody_is_still_there(open_window: Open) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    clock.pass_by(window, 160)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert veil(window) is None
    clock.pass_by(window, 100)
    assert window.page.findChildren(QLineEdit)[0].text() == "my secret"


def test_a_click_anywhere_says_so_too(open_window: Open) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    clock.pass_by(window, 160)
    shown = veil(window)
    assert shown is not None
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert veil(window) is None


def test_in_a_dialog_in_front_of_the_warning_any_key_says_so(
    open_window: Open, qtbot: QtBot
) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    window.idle.start(QApplication.instance() or window, 100_000)
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    clock.pass_by(window, 160)
    assert veil(window) is not None
    QTest.mouseMove(dialog)
    assert veil(window) is not None
    QTest.keyClick(dialog, Qt.Key.Key_A)
    assert veil(window) is None
    dialog.close()


def test_the_keyboard_does_not_get_behind_the_warning_and_comes_back_after(
    open_window: Open,
) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    line = window.page.findChildren(QLineEdit)[0]
    line.setFocus()
    clock.pass_by(window, 160)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    assert veil(window) is None
    assert line.hasFocus()


@pytest.mark.parametrize("ours", [True, False])
def test_what_was_copied_here_goes_when_the_window_closes(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, ours: bool
) -> None:
    """Offscreen nobody owns what was copied."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _clipboard: ours)
    window = open_window()
    QApplication.clipboard().setText("copied here")
    window.close()
    assert QApplication.clipboard().text() == ("" if ours else "copied here")
    QApplication.clipboard().clear()


def test_escape_says_so_too(open_window: Open) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    clock.pass_by(window, 160)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert veil(window) is None
    assert window.route.page == "station"


def test_nobody_is_there_so_everything_is_forgotten(open_window: Open) -> None:
    clock = Clock()
    window = at_work(open_window, clock)
    QApplication.clipboard().setText("copied here")
    clock.pass_by(window, 160)
    clock.pass_by(window, 21)
    assert window.route == Route()
    assert veil(window) is None
    assert not window.findChildren(QPlainTextEdit)
    assert (i18n.current(), theme.name(), theme.percent()) == ("en", "light", 100)
    assert QApplication.clipboard().text() == ""
    window.go(Route("station", "notes"))
    assert isinstance(window.page, StationPage)
    window.page.go_to(1)
    assert window.page.findChildren(QLineEdit)[0].text() == ""


def test_keys_and_the_pointer_count_as_being_there(qtbot: QtBot) -> None:
    clock = Clock()
    watch, thing = IdleWatch(100, 20, clock), QObject()
    watch.start(thing, 10_000)
    warned: list[int] = []
    watch.warned.connect(warned.append)
    clock.now += 70
    QApplication.sendEvent(thing, QEvent(QEvent.Type.KeyPress))
    clock.now += 70
    watch.tick()
    assert warned == []
    QApplication.sendEvent(thing, QEvent(QEvent.Type.Paint))
    clock.now += 15
    watch.tick()
    assert warned == [15]
    watch.stop()


def test_a_pointer_that_trembles_does_not_lift_the_warning(qtbot: QtBot) -> None:
    """A touch has to be meant, or a nudged table keeps the screen open for the next person."""
    clock = Clock()
    watch, thing = IdleWatch(100, 20, clock), QObject()
    watch.start(thing, 10_000)
    clock.now += 90
    watch.tick()
    QApplication.sendEvent(thing, QEvent(QEvent.Type.MouseMove))
    clock.now += 11
    with qtbot.waitSignal(watch.idle):
        watch.tick()
    watch.stop()


def test_long_work_counts_as_somebody_being_there(qtbot: QtBot) -> None:
    clock = Clock()
    watch = IdleWatch(100, 20, clock, busy=lambda: True)
    told: list[object] = []
    watch.warned.connect(told.append)
    watch.idle.connect(lambda: told.append("idle"))
    clock.now += 500
    watch.tick()
    assert told == []
