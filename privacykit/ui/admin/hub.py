"""The pages for staff and the way from one to another; each page is named in one table."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, cast

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts
from privacykit.ui.page import Page
from privacykit.ui.world import Route, World


class Entry(NamedTuple):
    title: Callable[[], str]
    icon: str
    page: str
    """module:Class of a Page that is made with the World."""


PAGES: dict[str, Entry] = {
    "computer": Entry(
        lambda: _("This computer"), "desktop", "privacykit.ui.admin.computer:ThisComputer"
    ),
    "rules": Entry(lambda: _("Rules"), "sliders", "privacykit.ui.admin.rules:RulesPage"),
    "checkup": Entry(lambda: _("Check-up"), "list-checks", "privacykit.ui.admin.checkup:CheckUp"),
    "record": Entry(lambda: _("Record"), "clock", "privacykit.ui.admin.record:RecordPage"),
    "stations": Entry(lambda: _("Stations"), "puzzle-piece", "privacykit.ui.staff:Staff"),
}
"""Each is Route("staff", name)."""


def available() -> tuple[str, ...]:
    return tuple(name for name, entry in PAGES.items() if find_spec(entry.page.split(":")[0]))


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
        names = available()
        self.name = name if name in names else names[-1]
        self.page = _make(world, self.name)
        self.page.asked.connect(self.asked)
        self.page.noticed.connect(self.noticed)
        self.links = [self._link(other) for other in names]
        lock = parts.button(_("Lock"), "secondary", "lock")
        lock.setObjectName("lock")
        lock.clicked.connect(self._lock)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(parts.centred(parts.row(*self.links, lock), 1080))
        box.addWidget(self.page, 1)

    def _link(self, name: str) -> QPushButton:
        made = parts.button(PAGES[name].title(), "step", PAGES[name].icon)
        made.setObjectName(f"staff-{name}")
        made.setCheckable(True)
        made.setChecked(name == self.name)
        made.clicked.connect(lambda: self.asked.emit(Route("staff", name)))
        return made

    def _lock(self) -> None:
        self._world.admin.lock.lock()
        self.asked.emit(Route())

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
        return {"page": self.page.state()}

    def restore(self, state: Mapping[str, object]) -> None:
        if inner := state["page"]:
            self.page.restore(cast("Mapping[str, object]", inner))
        else:
            self.page.open()

    def projected(self, on: bool) -> None:
        self.page.projected(on)
