"""Full screen that only the staff's passphrase leaves, as far as this program decides that."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from privacykit import __main__ as start
from privacykit.look import work
from privacykit.settings import Settings
from privacykit.staff.checking import Result
from privacykit.ui import app as desktop
from privacykit.ui import sessions
from privacykit.ui.admin import access
from privacykit.ui.kiosk import LeaveQuestion
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from privacykit.wipe.policy import Kiosk, Policy
from tests.ui import made

Open = Callable[..., MainWindow]
HOLDS = Kiosk(on=True, passphrase_to_leave=True)


def held(open_window: Open, kiosk: Kiosk = HOLDS, **changes: Any) -> MainWindow:
    window = open_window(**changes)
    window._world.admin.lock.lock()
    assert sessions.is_kiosk(window, window._world, Policy(format=1, kiosk=kiosk))
    QApplication.processEvents()
    return window


def question(window: MainWindow) -> LeaveQuestion | None:
    return next(iter(made.every(window, LeaveQuestion)), None)


def answer(window: MainWindow, passphrase: str) -> LeaveQuestion:
    asked = question(window)
    assert asked is not None
    QTest.keyClicks(asked.field, passphrase)
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    return asked


def test_it_starts_full_screen(open_window: Open) -> None:
    assert held(open_window, Kiosk(on=True)).isFullScreen()


def test_without_kiosk_nothing_changes(open_window: Open) -> None:
    window = open_window()
    assert not sessions.is_kiosk(window, window._world, Policy(format=1))
    assert not window.isFullScreen()


@pytest.mark.parametrize("how", ["F11", "button", "close", "minimise", "set aside"])
def test_no_way_out_without_the_passphrase(open_window: Open, how: str) -> None:
    window = held(open_window)
    match how:
        case "F11":
            QTest.keyClick(window, Qt.Key.Key_F11)
        case "button":
            window.bar.full_screen.emit()
        case "close":
            assert not window.close()
        case "minimise":
            window.showMinimized()
        case _:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
    QApplication.processEvents()
    assert window.isFullScreen()
    assert window.isVisible()
    assert not window.isMinimized()
    assert (question(window) is not None) == (how in {"F11", "button", "close"})


def test_the_passphrase_leads_out(open_window: Open, qtbot: QtBot) -> None:
    window = held(open_window)
    QTest.keyClick(window, Qt.Key.Key_F11)
    answer(window, access.PASSPHRASE)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert question(window) is None
    assert window._world.admin.lock.state == "locked"
    assert window.close()


def test_back_in_full_screen_it_holds_again(open_window: Open, qtbot: QtBot) -> None:
    window = held(open_window)
    QTest.keyClick(window, Qt.Key.Key_F11)
    answer(window, access.PASSPHRASE)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    QTest.keyClick(window, Qt.Key.Key_F11)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert question(window) is not None
    assert window.isFullScreen()


def test_the_passphrase_closes(open_window: Open, qtbot: QtBot) -> None:
    window = held(open_window)
    window.close()
    answer(window, access.PASSPHRASE)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_wrong_one_is_told_and_not_kept(open_window: Open, qtbot: QtBot) -> None:
    window = held(open_window)
    window.close()
    asked = answer(window, "wrong")
    qtbot.waitUntil(asked.field.isEnabled)
    assert asked.field.text() == ""
    assert any(label.property("role") == "danger" for label in made.every(asked, QLabel))
    assert window.isFullScreen()


def test_who_answers_and_stays_all_the_same_leaves_no_door_open(
    open_window: Open, qtbot: QtBot
) -> None:
    window = held(open_window)
    window.close()
    asked = answer(window, access.PASSPHRASE)
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not work.anything_running())
    assert window.isFullScreen()
    assert window._world.admin.lock.state == "locked"


@pytest.mark.parametrize("how", ["button", "escape"])
def test_one_may_stay_and_be_asked_again(open_window: Open, how: str) -> None:
    window = held(open_window)
    window.go(Route("station", "notes"))
    for _time in range(2):
        QTest.keyClick(window, Qt.Key.Key_F11)
        asked = question(window)
        assert asked is not None
        assert asked.geometry() == window.rect()
        if how == "button":
            stay = next(b for b in made.every(asked, QPushButton) if b.text() == "Stay here")
            QTest.mouseClick(stay, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(asked, Qt.Key.Key_Escape)
        assert question(window) is None
    assert window.route.page == "station"
    assert window.isFullScreen()


def test_the_keyboard_stays_with_the_question(open_window: Open) -> None:
    window = held(open_window)
    QTest.keyClick(window, Qt.Key.Key_F11)
    asked = question(window)
    assert asked is not None
    seen = []
    for _press in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert asked.isAncestorOf(focus)
        seen.append(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen[0] == seen[3] == "The staff's passphrase"
    assert seen[1:3] == ["Leave full screen", "Stay here"]
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Backtab)
    assert asked.field.hasFocus()


def test_the_question_stays_in_front_of_a_page_made_anew(open_window: Open) -> None:
    window = held(open_window)
    QTest.keyClick(window, Qt.Key.Key_F11)
    window.rebuild()
    QApplication.processEvents()
    asked = question(window)
    assert asked is not None
    assert asked.isAncestorOf(window.childAt(window.rect().center()) or window)
    assert asked.field.hasFocus()


def test_when_nobody_is_there_any_more_the_question_goes(open_window: Open) -> None:
    window = held(open_window)
    QTest.keyClick(window, Qt.Key.Key_F11)
    window.forget_everything()
    assert question(window) is None
    assert window.isFullScreen()


def test_an_answer_on_its_way_when_the_question_goes_opens_nothing(open_window: Open) -> None:
    window = held(open_window)
    QTest.keyClick(window, Qt.Key.Key_F11)
    asked = question(window)
    assert asked is not None
    window.forget_everything()
    asked._judged(Result(ok=True))
    assert window.isFullScreen()


def test_before_a_passphrase_is_set_nobody_is_locked_in(open_window: Open, tmp_path: Path) -> None:
    admin = access.made_up(tmp_path / "fresh", opened=False)
    window = held(open_window, admin=admin)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_where_the_rules_ask_for_none_f11_leaves(open_window: Open) -> None:
    window = held(open_window, Kiosk(on=True))
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_keys_of_the_stations_still_work(open_window: Open) -> None:
    window = held(open_window)
    window.go(Route("station", "notes"))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.route.page == "home"
    assert question(window) is None
    assert not [w for w in made.every(window, QLineEdit) if w.hasFocus()]


def test_the_settings_and_the_start_can_ask_for_it_too(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(settings=Settings(kiosk=True))
    assert sessions.is_kiosk(window, window._world, Policy(format=1))
    asked: list[bool] = []

    def run(*, kiosk: bool) -> int:
        asked.append(kiosk)
        return 0

    monkeypatch.setattr(desktop, "run", run)
    monkeypatch.setattr(sys, "argv", ["privacykit"])
    assert (start.main(["--kiosk"]), start.main([])) == (0, 0)
    assert asked == [True, False]
