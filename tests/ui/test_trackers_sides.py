"""Two widgets side by side take the height that the page around them leaves."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from privacykit.activities.trackers.view.sides import Sides
from privacykit.look import parts, theme
from tests.ui.browsing import until

ABOVE, BELOW, LEAST = 100, 60, 200


class Side(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(LEAST)

    def sizeHint(self) -> QSize:
        return QSize(300, 900)


@pytest.fixture
def area(qapp: QApplication) -> Iterator[QScrollArea]:
    """Show sides on a page, with something above and, hidden at first, below them."""
    theme.apply(qapp, "light", 100)
    below = lines(BELOW)
    below.setObjectName("below")
    below.hide()
    page = parts.column(lines(ABOVE), Sides(Side(), Side()), below, spacing=0)
    made = parts.scrolled(page, 1320)
    made.resize(1366, 700)
    made.show()
    yield made
    made.close()


def lines(height: int) -> QWidget:
    made = QLabel()
    made.setFixedHeight(height)
    return made


def sides(area: QScrollArea) -> Sides:
    return area.findChildren(Sides)[0]


def wait_for(area: QScrollArea, height: int) -> None:
    """Wait until the height is this and nothing goes on any more."""
    made, looks = sides(area), [0]

    def is_at_rest() -> bool:
        here = made.height() == height and not made._soon.isActive()
        looks[0] = looks[0] + 1 if here else 0
        return looks[0] > 5

    until(is_at_rest)


def test_the_page_is_filled_and_not_scrolled(area: QScrollArea) -> None:
    around = 48  # of the column, above and below
    wait_for(area, 700 - around - ABOVE)
    assert area.verticalScrollBar().maximum() == 0
    area.resize(1366, 900)
    wait_for(area, 900 - around - ABOVE)
    area.findChildren(QLabel, "below")[0].show()
    wait_for(area, 900 - around - ABOVE - BELOW)
    assert area.verticalScrollBar().maximum() == 0


def test_where_there_is_no_room_they_are_as_high_as_they_must(area: QScrollArea) -> None:
    area.resize(1366, 300)
    wait_for(area, LEAST)
    assert area.verticalScrollBar().maximum() > 0


def test_one_above_the_other_each_is_as_high_as_what_is_seen(area: QScrollArea) -> None:
    area.resize(700, 700)
    wait_for(area, 2 * 700 + 16)
    left, right = area.findChildren(Side)
    assert left.height() == right.height() == 700
    assert left.geometry().bottom() < right.geometry().top()


def test_it_mirrors(area: QScrollArea) -> None:
    left, right = area.findChildren(Side)
    until(lambda: left.x() < right.x())
    area.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    until(lambda: left.x() > right.x())
