"""The pages for staff and the way from one to another; each page is named in one table."""

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import work
from privacykit.ui.admin.strip import Entry, Strip
from privacykit.ui.idle import SIGNS
from privacykit.ui.page import Page
from privacykit.ui.world import Route, World

_EVERY = 1000
"""Milliseconds between two looks at the lock."""
_FIRST = "computer"
PAGES: dict[str, Entry] = {
    "computer": Entry(
        lambda: _("This computer"), "desktop", "privacykit.ui.admin.computer:ThisComputer"
    ),
    "rules": Entry(lambda: _("Rules"), "sliders", "privacykit.ui.admin.rules:RulesPage"),
    "checkup": Entry(
        lambda: _("Check-up"), "clipboard-text", "privacykit.ui.admin.checkup:CheckUp"
    ),
    "pages": Entry(lambda: _("Our pages"), "globe", "privacykit.ui.admin.our_pages:OurPages"),
    "record": Entry(lambda: _("Record"), "list-bullets", "privacykit.ui.admin.record:RecordPage"),
    "stations": Entry(lambda: _("Stations"), "puzzle-piece", "privacykit.ui.staff:Staff"),
}
"""Each is Route("staff", name)."""


def door(world: World, name: str) -> Page:
    """Return the page that opens for staff: the one asked for, or the lock before it."""
    from privacykit.ui.admin.lock import LockPage

    if world.admin.lock.state != "open":
        return LockPage(world, name)
    return Hub(world, name)


def _make(world: World, name: str) -> Page:
    module, kind = PAGES[name].page.split(":")
    return cast("Page", getattr(import_module(module), kind)(world))


class Hub(Page):
    """One of the pages, below the row that leads to the others."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__()
        self._world = world
        self.name = name if name in PAGES else _FIRST
        self.page = _make(world, self.name)
        self.page.asked.connect(self.asked)
        self.page.noticed.connect(self.noticed)
        self.strip = Strip(PAGES, self.name)
        self.strip.asked.connect(self.asked)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_EVERY)
        cast("QApplication", QApplication.instance()).installEventFilter(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.strip)
        box.addWidget(self.page, 1)

    def _tick(self) -> None:
        """Lock when nobody was there for too long; long work counts as somebody being there."""
        lock = self._world.admin.lock
        if work.anything_running():
            lock.touch()
        if lock.state != "open":
            self._timer.stop()
            self.asked.emit(Route("staff", self.name))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS:
            self._world.admin.lock.touch()
        return False

    def open(self) -> None:
        self.page.open()

    def title(self) -> str:
        return _("For staff")

    def first(self) -> QWidget | None:
        return self.page.first()

    def extras(self) -> list[QWidget]:
        return self.page.extras()

    def back(self) -> bool:
        return self.page.back()

    def forget(self) -> None:
        self.page.forget()

    def state(self) -> Mapping[str, object]:
        return self.page.state()

    def restore(self, state: Mapping[str, object]) -> None:
        self.page.restore(state)

    def projected(self, on: bool) -> None:
        self.page.projected(on)
