"""The rules as staff change them: typed, seen, saved; refused without losing a word."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from privacykit.errors import CancelledError
from privacykit.staff.rights import Answer
from privacykit.ui.world import Choices, Route
from privacykit.wipe.progress import never
from tests.ui import made
from tests.ui.ruling import POLICY, Desk, Open


@pytest.fixture
def desk(open_window: Open, tmp_path: Path) -> Desk:
    return Desk(open_window, tmp_path)


def test_a_change_is_seen_and_saved_with_every_comment(desk: Desk, qtbot: QtBot) -> None:
    spin = cast("QSpinBox", desk.find("undo-minutes"))
    QTest.keyClick(spin, Qt.Key.Key_Up)
    box = cast("QCheckBox", desk.find("machine-journal"))
    QTest.keyClick(box, Qt.Key.Key_Space)
    desk.press("See what changes")
    assert "Keep it for\nfrom 5 min to 6 min" in desk.words()
    assert "The account's system log\nfrom No to Yes" in desk.words()
    assert "-minutes = 5 # five\n+minutes = 6 # five" in desk.words()
    assert desk.file.read_text() == POLICY
    desk.press("Save these rules")
    qtbot.waitUntil(lambda: desk.page.work is None, timeout=5000)
    after = POLICY.replace("= 5 #", "= 6 #") + "\n[machine]\njournal = true\n"
    assert desk.file.read_text() == after
    assert "The rules are saved" in desk.words()
    assert desk.page.shown == "form"


def test_everything_is_in_the_form_with_what_holds(desk: Desk) -> None:
    assert desk.find("accounts").text() == "patron"
    assert desk.find("undo-minutes").value() == 5
    assert desk.find("timers-idle_minutes").text() == "Never"
    assert desk.find("folders-music").isChecked()
    assert not desk.find("kiosk-on").isChecked()
    for field in desk.page.form.fields:  # type: ignore[union-attr]
        assert field.editor.accessibleName()


def test_what_the_engine_refuses_is_told_at_its_field_and_stays_as_typed(desk: Desk) -> None:
    desk.type("accounts", "root, patron")
    desk.press("Add a path")
    path, why = (e for e in made.every(desk.page, QLineEdit) if e.placeholderText())
    QTest.keyClicks(path, "/etc")
    desk.press("See what changes")
    assert "⚠ “why” must be a text" in desk.words()
    QTest.keyClicks(why, "ours")
    desk.press("See what changes")
    assert desk.page.shown == "form"
    words = desk.words()
    assert "2 things to mend" in words
    assert "⚠ root's own files are never removed." in words
    assert desk.find("accounts").text() == "root, patron"
    assert path.text() == "/etc"
    assert QApplication.focusWidget() is desk.find("accounts")
    assert "root's own" in desk.find("accounts").accessibleDescription()
    assert (desk.file.read_text(), desk.administrator.asked) == (POLICY, 0)
    desk.type("accounts", "patron")
    desk.press("See what changes")
    assert "⚠ root's own" not in desk.words()


def test_a_refused_save_loses_nothing_and_can_be_done_again(desk: Desk, qtbot: QtBot) -> None:
    desk.administrator.refuses = True
    desk.type("accounts", "patron kiosk")
    desk.save(qtbot)
    assert "sudo privacykit policy write policy.toml" in desk.words()
    assert desk.page.shown == "review"
    assert desk.file.read_text() == POLICY
    desk.administrator.refuses = False
    desk.press("Back to the form")
    assert desk.find("accounts").text() == "patron kiosk"
    desk.save(qtbot)
    assert 'accounts = ["patron", "kiosk"]  # the public PCs' in desk.file.read_text()


def test_who_was_slower_is_told_and_overwrites_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.type("accounts", "kiosk")
    desk.file.write_text("format = 1 # by hand\n")
    desk.save(qtbot)
    assert "Somebody has changed these rules meanwhile." in desk.words()
    assert desk.file.read_text() == "format = 1 # by hand\n"


def test_a_save_that_is_stopped_leads_back_to_the_difference(desk: Desk, qtbot: QtBot) -> None:
    waiting = Event()

    def wait_for_a_password(
        *_args: Any, cancelled: Callable[[], bool] = never, **_rest: Any
    ) -> Answer:
        while not cancelled():
            waiting.wait(0.01)
        raise CancelledError

    admin = desk.window._world.admin
    desk.window._world.admin = replace(admin, rights=wait_for_a_password)
    desk.type("accounts", "kiosk")
    desk.press("See what changes")
    desk.press("Save these rules")
    assert "administrator's password" in desk.words()
    desk.press("Stop")
    qtbot.waitUntil(lambda: desk.page.shown == "review")
    assert "from patron to kiosk" in desk.words()
    assert desk.file.read_text() == POLICY


def test_nothing_changed_is_said(desk: Desk) -> None:
    desk.press("See what changes")
    assert "Nothing has been changed." in desk.words()
    assert desk.page.shown == "form"


def test_what_was_typed_survives_another_language_and_size(desk: Desk) -> None:
    desk.type("accounts", "root")
    desk.window._choose("sv", "contrast", 200)
    assert desk.find("accounts").text() == "root"
    desk.window._choose("en", "light", 100)
    desk.type("accounts", "kiosk")
    desk.press("See what changes")
    desk.window._choose("en", "dark", 156)
    assert desk.page.shown == "review"
    assert "from patron to kiosk" in desk.words()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.page.shown == "form"
    assert desk.find("accounts").text() == "kiosk"


def test_a_path_that_stays_is_added_changed_and_taken_away(desk: Desk, qtbot: QtBot) -> None:
    desk.press("Add a path")
    path, why = (e for e in made.every(desk.page, QLineEdit) if e.placeholderText())
    assert QApplication.focusWidget() is path
    QTest.keyClicks(cast("QLineEdit", path), "Desktop/Catalogue")
    QTest.keyClicks(why, "Ours")
    desk.save(qtbot)
    assert '[[keep]]\npath = "Desktop/Catalogue"\nwhy = "Ours"' in desk.file.read_text()
    remove = [b for b in made.every(desk.page, QPushButton) if "Take away" in b.accessibleName()]
    QTest.keyClick(remove[0], Qt.Key.Key_Space)
    desk.save(qtbot)
    assert "keep" not in desk.file.read_text()


def test_a_kind_of_trace_is_left_alone_and_removed_again(desk: Desk, qtbot: QtBot) -> None:
    combo = cast("QComboBox", desk.find("leave_out"))
    combo.setCurrentIndex(combo.findData("dconf"))
    desk.press("Let it stay")
    desk.press("Let it stay")
    desk.save(qtbot)
    assert 'leave_out = ["dconf"]' in desk.file.read_text()
    remove = [b for b in made.every(desk.page, QPushButton) if "Take away" in b.accessibleName()]
    QTest.mouseClick(remove[0], Qt.MouseButton.LeftButton)
    desk.save(qtbot)
    assert "leave_out = []" in desk.file.read_text()


def test_numbers_folders_and_ways(desk: Desk, qtbot: QtBot) -> None:
    more = [b for b in made.every(desk.page, QPushButton) if b.toolTip() == "More"]
    QTest.mouseClick(more[0], Qt.MouseButton.LeftButton)
    assert desk.find("timers-idle_minutes").value() == 1
    QTest.keyClick(desk.find("folders-music"), Qt.Key.Key_Space)
    QTest.keyClick(desk.find("baseline-way"), Qt.Key.Key_Down)
    desk.save(qtbot)
    text = desk.file.read_text()
    assert "[timers]\nidle_minutes = 1\n" in text
    assert '[folders]\nmusic = "keep"\n' in text
    assert '[baseline]\nway = "in-place"\n' in text


def test_the_wheel_scrolls_the_page_and_changes_no_number(desk: Desk) -> None:
    spin = cast("QSpinBox", desk.find("undo-minutes"))
    where = QPointF(5, 5)
    event = QWheelEvent(
        where,
        where,
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(spin, event)
    assert spin.value() == 5


def test_a_link_leads_to_its_part(desk: Desk) -> None:
    desk.press("Undo")
    assert QApplication.focusWidget() is desk.find("undo-minutes")


def test_a_save_that_outlives_its_page_does_no_harm(desk: Desk, qtbot: QtBot) -> None:
    desk.type("accounts", "kiosk")
    desk.press("See what changes")
    desk.press("Save these rules")
    work = desk.page.work
    assert work is not None
    with qtbot.waitSignal(work.succeeded, timeout=5000):
        desk.window.go(Route())
    assert '"kiosk"' in desk.file.read_text()


def test_nothing_typed_is_left_when_the_page_is_gone(desk: Desk) -> None:
    desk.type("accounts", "kiosk")
    page = desk.page
    desk.window.go(Route())
    assert page.rules is None
    desk.window.go(Route("staff", "rules"))


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_a_small_screen(
    open_window: Open, tmp_path: Path, percent: int
) -> None:
    desk = Desk(open_window, tmp_path)
    desk.window.resize(1366, 768)
    desk.window._choose("en", "light", percent)
    QApplication.processEvents()
    assert desk.page.form is not None
    assert desk.page.form.area.horizontalScrollBar().maximum() == 0
    assert Choices("en", "light", percent) == desk.window._world.choices
