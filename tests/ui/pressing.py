"""Reaching a button as a person with a keyboard does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget


def button(view: QWidget, name: str) -> QPushButton:
    found = [b for b in view.findChildren(QPushButton) if b.isVisible() and b.text() == name]
    assert found, f"no button {name!r}"
    return found[0]


def press(view: QWidget, name: str) -> None:
    """Reach a button with Tab alone and press it with Space."""
    wanted = button(view, name)
    for _ in range(60):
        if view.focusWidget() is wanted:
            QTest.keyClick(wanted, Qt.Key.Key_Space)
            return
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
    pytest.fail(f"{name} is not reached with Tab")
