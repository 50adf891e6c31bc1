"""PySide6 6.12.0 took a reference off None at every void call and so aborted Python 3.11."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 30_000


def test_void_calls_take_no_reference_off_none(qapp: QApplication) -> None:
    widget, thing = QWidget(), QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
        thing.setObjectName("name")
    widget.deleteLater()
    assert sys.getrefcount(None) > before - CALLS // 10
