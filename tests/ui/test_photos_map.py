"""The map of the world on which a photo's place is marked."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from privacykit.activities.photos.engine.globe import Place, kilometres
from privacykit.activities.photos.view.map import Map

BOAT = (58.31, 14.6)


@pytest.fixture
def chart(qtbot: QtBot) -> Map:
    view = Map()
    qtbot.addWidget(view)
    view.resize(720, 360)
    view.show()
    return view


def test_the_map_is_marked_by_mouse_and_by_keys(chart: Map) -> None:
    spot = QPoint(round((BOAT[1] + 180) * 2), round((90 - BOAT[0]) * 2))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot)
    assert chart.mark is not None
    assert kilometres(chart.mark, Place(*BOAT)) < 60
    assert "Marked:" in chart.accessibleName()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Down):
        QTest.keyClick(chart, key)
    assert 100 < kilometres(chart.mark, Place(*BOAT)) < 500
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    QTest.keyClick(chart, Qt.Key.Key_A)
    chart._choose(95, 190)
    assert chart.mark == Place(90, -170)
    assert chart.heightForWidth(300) == 150


def test_the_map_shows_mark_and_truth_as_different_shapes(chart: Map) -> None:
    chart.setFocus()
    empty = chart.grab().toImage()
    chart.put(Place(0, 0))
    one = chart.grab().toImage()
    chart.put(Place(0, 0), Place(20, 20))
    two = chart.grab().toImage()
    assert empty != one
    assert one != two
