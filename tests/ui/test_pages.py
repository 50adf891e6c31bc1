"""What every page promises: names for screen readers, the keyboard everywhere, nothing clipped."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from privacykit import activities, paths
from privacykit.content import shelf
from privacykit.look.pane import Pane
from privacykit.ui import pseudo
from privacykit.ui.admin import access, hub
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from tests.ui import made

Open = Callable[..., MainWindow]
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QSpinBox,
)
STEPS = ["learn", "try", "quiz", "quiz-answered", "quiz-over", "take-home", "notes"]
PAGES = {
    "home": Route(),
    **{name: Route("staff", name) for name in hub.PAGES},
    "lock": Route("staff"),
    "handouts": Route("handouts"),
}
PLACES = [*PAGES, *STEPS]


@cache
def real_shelf() -> shelf.Shelf:
    kit = shelf.all_stations([paths.stations()], activities.kinds(), date(2026, 11, 21))
    assert kit.stations, kit.broken
    return kit


def go(window: MainWindow, place: str) -> QWidget:
    """Open a place of the first station, or a page; return the page."""
    if place in PAGES:
        _lock_or_open(window, place)
        window.go(PAGES[place])
    else:
        _go_to_step(window, place)
    QApplication.processEvents()
    return window.page


def _lock_or_open(window: MainWindow, place: str) -> None:
    lock = window._world.admin.lock
    lock.lock()
    if place != "lock":
        assert lock.unlock(access.PASSPHRASE).ok


def _go_to_step(window: MainWindow, place: str) -> None:
    window.go(Route("station", window.page.property("station") or "passwords"))
    page: Any = window.page
    assert isinstance(page, StationPage)
    page.go_to({"learn": 0, "try": 1, "take-home": 3, "notes": 3}.get(place, 2))
    if place == "quiz-answered":
        page.step.answer(0)  # type: ignore[attr-defined]
    if place == "quiz-over":
        while page.step.ahead():
            pass
    if place == "notes":
        page.drawer.open()


@pytest.fixture
def kit(open_window: Open) -> Callable[..., MainWindow]:
    """Return a function that opens the window on the kit's own stations."""
    return lambda choices=None: open_window(choices, shelf=real_shelf)


def controls(window: QWidget) -> Iterator[QWidget]:
    found = (widget for widget in made.every(window) if isinstance(widget, CONTROLS))
    yield from (widget for widget in found if not _of_a_spin_box(widget))


def _of_a_spin_box(widget: QWidget) -> bool:
    """Tell whether it is the field inside one: the keyboard and the name are the box's own."""
    return isinstance(widget.parent(), QSpinBox)


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name(kit: Open, place: str) -> None:
    window = kit()
    go(window, place)
    found = list(controls(window))
    assert found
    assert [widget for widget in found if not name_of(widget).strip()] == []


@pytest.mark.parametrize("place", PLACES)
def test_tab_reaches_everything_and_comes_round(kit: Open, place: str) -> None:
    window = kit()
    go(window, place)
    waiting = {
        widget
        for widget in made.every(window)
        if widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _of_a_spin_box(widget)
    }
    assert waiting
    reached: set[QWidget] = set()
    for _ in range(len(waiting) + 5):
        focus = QApplication.focusWidget() or window
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {w for w in waiting - reached if not _one_of_a_group(w, reached)} == set()


def _one_of_a_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Tell whether arrows lead here: Tab stops at one button of an exclusive group only."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(other in reached for other in group.buttons())


class _Flashes(QObject):
    """Gathers what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self.seen += [repr(watched)] if watched.isWindow() else []
        return False


@pytest.mark.parametrize("place", PLACES)
def test_no_part_of_a_page_flashes_as_a_window(kit: Open, qapp: QApplication, place: str) -> None:
    window, flashes = kit(), _Flashes()
    qapp.installEventFilter(flashes)
    go(window, place)
    window.rebuild()
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []


@pytest.mark.parametrize("place", ["lock", "stations", "handouts"])
def test_escape_goes_back(kit: Open, place: str) -> None:
    window = kit()
    go(window, place)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert window.route == Route()


def clipped(window: MainWindow) -> list[str]:
    """Return the texts that do not fit into their widgets, and areas that scroll sideways."""
    found = [f"label: {w.text()[:60]}" for w in made.every(window, QLabel) if _cut_label(w)]
    found += [f"button: {w.text()}" for w in made.every(window, QPushButton) if _cut_button(w)]
    areas = [w for w in made.every(window, QScrollArea) if w.horizontalScrollBar().maximum() > 0]
    return found + [f"sideways by {w.horizontalScrollBar().maximum()}" for w in areas]


def _cut_label(label: QLabel) -> bool:
    if not label.text():
        return False
    if not label.wordWrap():
        return label.width() < label.sizeHint().width()
    needs = label.heightForWidth(label.width())
    return label.height() < needs or label.width() < label.minimumSizeHint().width()


def _cut_button(button: QPushButton) -> bool:
    if isinstance(button, Pane):
        return button.height() < button.heightForWidth(button.width())
    hint = button.sizeHint()
    return button.width() < hint.width() or button.height() < hint.height()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", ["as it is", "twice as large", "Swedish", "made up"])
def test_nothing_is_clipped(kit: Open, place: str, way: str) -> None:
    language = "sv" if way == "Swedish" else "en"
    percent = 200 if way in {"twice as large", "Swedish"} else 100
    with pseudo.spoken() if way == "made up" else nullcontext():
        window = kit(Choices(language, "light", percent))
        for size in ((1366, 768), (1024, 768)):
            window.resize(*size)
            go(window, place)
            QApplication.processEvents()
            assert clipped(window) == [], size


def test_a_text_that_is_cut_would_be_found(kit: Open) -> None:
    window = kit()
    go(window, "take-home")
    label = next(w for w in made.every(window.page, QLabel) if w.wordWrap() and w.text())
    label.setFixedSize(30, 10)
    assert clipped(window) != []


def test_words_are_mirrored_where_one_reads_from_right_to_left(kit: Open) -> None:
    window = kit()
    left = window.findChild(QPushButton, "leave")
    assert isinstance(left, QPushButton)
    at_right = left.mapTo(window, left.rect().center()).x()
    with pseudo.spoken():
        window.rebuild()
        QApplication.processEvents()
        again = window.findChild(QPushButton, "leave")
        assert isinstance(again, QPushButton)
        assert again.mapTo(window, again.rect().center()).x() < window.width() / 2 < at_right
        assert again.text().strip("\u200f").startswith("[")


def test_made_up_words_keep_their_placeholders() -> None:
    assert "{count}" in pseudo.longer("Removed {count} files")
    assert len(pseudo.longer("Removed {count} files")) > len("Removed {count} files") * 1.2
    assert pseudo.longer("") == ""


@pytest.mark.parametrize("place", ["stations"])
def test_staff_see_what_is_broken_and_how_to_copy(
    open_window: Open, tmp_path: Path, place: str
) -> None:
    broken = tmp_path / "half-done"
    broken.mkdir()
    read = shelf.all_stations([tmp_path], activities.kinds(), date(2026, 11, 21))
    read = read._replace(stations=(made.station(tmp_path),))
    window = open_window(shelf=lambda: read)
    go(window, place)
    shown = " ".join(label.text() for label in made.every(window, QLabel))
    assert shown.index("This station cannot be shown") < shown.index("Notes that hold")
    assert "station.toml" in shown
    assert "privacykit station new my-station" in shown
    assert str(tmp_path / "own") in shown
