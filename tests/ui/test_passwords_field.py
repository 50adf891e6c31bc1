"""What is typed like a password leaves by no copy, cut, undo or drag."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from privacykit.look.field import SecretField

MARK = "mark-7319"
LEAVING = ("Ctrl+C", "Ctrl+X", "Ctrl+Insert", "Shift+Del", "Ctrl+K", "Ctrl+U")


def in_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def press(field: QLineEdit, keys: str) -> None:
    QTest.keySequence(field, QKeySequence(keys))


def shown(qtbot: QtBot, field: QLineEdit) -> QLineEdit:
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    QGuiApplication.clipboard().setText("before")
    QTest.keyClicks(field, MARK)
    field.selectAll()
    return field


@pytest.mark.parametrize("keys", LEAVING)
def test_no_key_copies(qtbot: QtBot, keys: str) -> None:
    field = shown(qtbot, SecretField("name"))
    press(field, keys)
    assert in_clipboard() == "before"
    assert field.text() == MARK


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+X"])
def test_a_common_field_would_copy(qtbot: QtBot, keys: str) -> None:
    press(shown(qtbot, QLineEdit()), keys)
    assert in_clipboard() == MARK


def test_selecting_with_the_mouse_copies_nothing_and_stays(qtbot: QtBot) -> None:
    field = shown(qtbot, SecretField("name"))
    field.deselect()
    left, middle = Qt.MouseButton.LeftButton, field.height() // 2
    QTest.mouseDClick(field, left, pos=QPoint(20, middle))
    QTest.mouseRelease(field, left, pos=QPoint(20, middle))
    assert field.hasSelectedText()
    assert in_clipboard() == "before"
    assert not field.dragEnabled()


def test_a_click_selects_nothing(qtbot: QtBot) -> None:
    field = shown(qtbot, SecretField("name"))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(20, field.height() // 2))
    assert not field.hasSelectedText()


def test_there_is_no_menu(qtbot: QtBot) -> None:
    field = shown(qtbot, SecretField("name"))
    place = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, field.mapToGlobal(place))
    QApplication.sendEvent(field, event)
    assert QApplication.activePopupWidget() is None


def test_nothing_can_be_undone_after_forgetting(qtbot: QtBot) -> None:
    field = SecretField("name")
    shown(qtbot, field)
    press(field, "Ctrl+Z")
    assert field.text() == MARK
    field.forget()
    assert field.text() == ""
    assert not field.isUndoAvailable()
    field.undo()
    assert field.text() == ""


def test_clear_would_keep_it_for_undo(qtbot: QtBot) -> None:
    field = shown(qtbot, QLineEdit())
    field.clear()
    field.undo()
    assert field.text() == MARK


@pytest.mark.parametrize("hidden", [True, False])
def test_keyboards_on_screen_are_told_to_learn_nothing(qtbot: QtBot, hidden: bool) -> None:
    field = SecretField("name")
    qtbot.addWidget(field)
    field.hide_text(hidden=True)
    field.hide_text(hidden)
    hints = field.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText
    assert (field.echoMode() == QLineEdit.EchoMode.Password) is hidden
