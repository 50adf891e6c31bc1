"""Every exercise with the Tab key alone: nothing is skipped, nothing holds the keyboard."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from privacykit import paths
from privacykit.look import parts
from privacykit.look.exercise import Exercise, Exercises
from privacykit.look.work import anything_running
from privacykit.ui import pseudo
from privacykit.ui.window import MainWindow
from tests.ui.test_forgetting import _come, _window

Open = Callable[..., MainWindow]
STATIONS = sorted(
    path.parent.name
    for path in paths.stations().glob("*/station.toml")
    if path.parent.name != "trackers"  # opens a browser; its own tests walk through it
)
MOST = 200
"""Presses of Tab, more than any screen has controls."""


def tabbed(widget: QWidget) -> bool:
    """Tell whether Tab ought to come here; a field inside a spin box is a part of it."""
    inner = isinstance(widget.parentWidget(), QAbstractSpinBox)
    wanted = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return wanted and not inner and widget.isVisible() and widget.isEnabled()


def among_others(widget: QWidget) -> frozenset[QWidget]:
    """Return the widget, with those between which arrows move."""
    if not isinstance(widget, QAbstractButton):
        return frozenset({widget})
    if (group := widget.group()) is not None and group.exclusive():  # type: ignore[redundant-expr]
        return frozenset(group.buttons())
    beside = widget.parentWidget()
    if widget.autoExclusive() and beside is not None:
        kind = QAbstractButton
        found = beside.findChildren(kind, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return frozenset(each for each in found if each.autoExclusive())
    return frozenset({widget})


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}"


def around(window: QWidget) -> Iterator[QWidget]:
    """Press Tab until the keyboard is where it was; fail where it stays or never comes back."""
    seen: set[QWidget] = set()
    at = window.focusWidget()
    assert at is not None, "nothing has the keyboard"
    while at not in seen:
        seen.add(at)
        yield at
        assert len(seen) < MOST
        QTest.keyClick(at, Qt.Key.Key_Tab)
        after = window.focusWidget()
        assert after is not None
        assert after is not at, f"the keyboard sticks at {told(at)}"
        at = after


def unreached(window: QWidget, part: QWidget) -> list[str]:
    """Return what of a part of the window Tab does not come to."""
    had = set(around(window))
    wanted = [each for each in part.findChildren(QWidget) if tabbed(each)]
    return [told(each) for each in wanted if not had & among_others(each)]


def check(window: MainWindow, exercise: Exercise) -> None:
    at = window.focusWidget()
    assert at is not None
    assert at.isVisible()
    assert at.isEnabled()
    assert unreached(window, exercise) == []
    nameless = [each for each in exercise.findChildren(QWidget) if tabbed(each)]
    assert [type(each) for each in nameless if not _has_a_name(each)] == []
    assert len(_primary(exercise)) < 2


def _has_a_name(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(widget.accessibleName() or text)


def _primary(exercise: Exercise) -> list[QPushButton]:
    buttons = [b for b in exercise.findChildren(QPushButton) if b.isVisible()]
    return [b for b in buttons if b.property("role") == "primary" and b.isEnabled()]


def _press_primary(exercise: Exercise, qtbot: QtBot) -> bool:
    """Press what leads on, with the keyboard; False where that asks for a file or is not there."""
    found = [b for b in _primary(exercise) if not b.text().endswith("…")]
    if not found:
        return False
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not anything_running(), timeout=20_000)
    QApplication.processEvents()
    return exercise.isVisible()


@pytest.mark.parametrize("station", STATIONS)
def test_tab_reaches_every_control_of_every_exercise(
    open_window: Open, qtbot: QtBot, station: str
) -> None:
    window = _window(open_window, station)
    page = _come(window, station)
    found = page.step.findChild(Exercises)
    assert isinstance(found, Exercises)
    for number, exercise in enumerate(found.findChildren(Exercise)):
        found._choose(number)
        check(window, exercise)
        if _press_primary(exercise, qtbot):
            check(window, exercise)
    page.forget()
    qtbot.waitUntil(lambda: not anything_running(), timeout=20_000)


class _Stuck(QWidget):
    """What we had once: keys go to a button that is hidden, and Qt never gets past it."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        self.inner = QWidget()
        within = QVBoxLayout(self.inner)
        self.hidden, self.shown = QPushButton("hidden"), QPushButton("shown")
        self.shown.setAccessibleName("shown")
        for widget in (self.hidden, self.shown):
            within.addWidget(widget)
        self.inner.setFocusProxy(self.hidden)
        self.before = QPushButton("before")
        for beside in (self.before, self.inner, QPushButton("after")):
            box.addWidget(beside)


def test_a_control_that_tab_does_not_reach_would_be_found(qtbot: QtBot) -> None:
    window = _Stuck()
    qtbot.addWidget(window)
    window.show()
    window.hidden.hide()
    window.activateWindow()
    window.before.setFocus()
    with pytest.raises(AssertionError, match="sticks at"):
        unreached(window, window.inner)
    window.inner.setFocusProxy(None)  # type: ignore[arg-type]
    assert unreached(window, window.inner) == []
    window.shown.setFocusProxy(window.before)
    assert unreached(window, window.inner) == ["QPushButton 'shown'"]


def _glyph(button: QPushButton) -> object:
    return button.icon().pixmap(32, 32).toImage()


def _arrow(name: str, role: str) -> object:
    return parts.icon(name, role).pixmap(32, 32).toImage()


def _foot(window: MainWindow) -> tuple[QPushButton, QPushButton]:
    back, forward = (window.findChild(QPushButton, f"step-{way}") for way in ("back", "forward"))
    assert isinstance(back, QPushButton)
    assert isinstance(forward, QPushButton)
    return back, forward


def test_arrows_point_the_way_one_reads(open_window: Open) -> None:
    window = _window(open_window, "cleanup")
    _come(window, "cleanup")
    left, right = _arrow("arrow-left", "ink"), _arrow("arrow-right", "ink")
    back, forward = _foot(window)
    assert (_glyph(back), _glyph(forward)) == (left, right)
    with pseudo.spoken():
        window._world.choose(window._world.choices)
        window.rebuild()
        QApplication.processEvents()
        back, forward = _foot(window)
        assert (_glyph(back), _glyph(forward)) == (right, left)
        corner = QPoint(0, 0)
        assert forward.mapTo(window, corner).x() < back.mapTo(window, corner).x()
