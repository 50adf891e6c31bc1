"""The row below the top bar that leads from one page for staff to another, and out."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from privacykit.i18n import _
from privacykit.look import flow, parts, theme
from privacykit.look.shrink import Shrinker
from privacykit.ui.world import Route

_SIDE = 24


class Entry(NamedTuple):
    title: Callable[[], str]
    icon: str
    page: str
    """module:Class of a Page that is made with the World."""


class Strip(QFrame):
    """Names give way to their icons, all but the page's own, before a second line is taken.

    Signals:
        asked: the Route where a person wants to go
    """

    asked = Signal(object)

    def __init__(self, entries: Mapping[str, Entry], name: str) -> None:
        super().__init__()
        parts.set_role(self, "topbar")
        self.links = [self._link(other, entry, name) for other, entry in entries.items()]
        self._here = list(entries).index(name)
        lock = parts.button(_("Lock"), "secondary", "lock-simple")
        lock.setObjectName("lock")
        lock.clicked.connect(lambda: self.asked.emit(Route()))  # the way out locks
        links = flow.flowing(*self.links, spacing=theme.px(8))
        bar = flow.flowing(links, lock, spacing=theme.px(8), stretch_first=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.px(side) for side in (_SIDE, 4, _SIDE, 4)])
        box.addWidget(bar)
        self._shrink = Shrinker(bar, self.links)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._shrink.fit(event.size().width() - 2 * theme.px(_SIDE), self._here)
        super().resizeEvent(event)

    def _link(self, name: str, entry: Entry, here: str) -> QPushButton:
        made = parts.button(entry.title(), "tab", entry.icon)
        made.setObjectName(f"staff-{name}")
        made.setCheckable(True)
        made.setChecked(name == here)
        made.clicked.connect(lambda: self.asked.emit(Route("staff", name)))
        return made
