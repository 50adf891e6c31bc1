"""Window tests: no widget may outlive its test, and every window speaks English at its end."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privacykit.look import theme
from privacykit.ui import language
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices
from tests.ui import made


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    before = set(qapp.topLevelWidgets())
    yield
    sweep()
    left = [w for w in qapp.topLevelWidgets() if w.isVisible()]
    assert not left, f"windows left open: {left}"
    for widget in set(qapp.topLevelWidgets()) - before:
        widget.deleteLater()  # only closed: every later change of theme would polish it again
    sweep()


def sweep() -> None:
    """Delete what was told to delete itself later."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Have what a test shows by itself look as in a window of the kit."""
    plain = qtbot.addWidget

    def added(widget: QWidget, **ways: Any) -> None:
        theme.dress(widget)
        plain(widget, **ways)

    monkeypatch.setattr(qtbot, "addWidget", added)
    return qtbot


@pytest.fixture
def open_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Return a function that opens the window on a made-up world; it is closed at the end."""
    made.register(monkeypatch)
    windows: list[MainWindow] = []

    def opened(choices: Choices | None = None, clock: Any = None, **changes: Any) -> MainWindow:
        world = made.world(tmp_path, **changes)
        if choices:
            world.choose(choices)
        window = MainWindow(world, clock) if clock else MainWindow(world)
        windows.append(window)
        window.show()
        window.activateWindow()
        qapp.processEvents()
        return window

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()
    sweep()
    language.use(Choices("en", "light", 100))


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()
