"""The web of companies on screen: the graph and the table, one search and one choice for both."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine import said
from privacykit.activities.trackers.engine.web import WebOfCompanies
from privacykit.activities.trackers.view import access
from privacykit.activities.trackers.view.finder import Finder, tight
from privacykit.activities.trackers.view.graph_page import GraphPage
from privacykit.activities.trackers.view.table_page import TablePage
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.tracking.model import Page, Request, Visit

_TOGETHER = 60
"""Milliseconds in which calls are gathered before they are drawn."""
_NEWS = 1500
"""Milliseconds between what a screen reader is told."""
GRAPH, TABLE = range(2)


class WebOfCompaniesView(QWidget):
    """Signal: picked: the name of the site or company that a person wants to know all about."""

    picked = Signal(str)

    def __init__(self, web: WebOfCompanies | None = None) -> None:
        super().__init__()
        self.web = web or WebOfCompanies()
        self._told: frozenset[str] = frozenset()
        self._chosen = ""
        self._heading = parts.paragraph("", "title")
        self._heading.setMinimumWidth(theme.px(200))
        self.finder = Finder()
        self.graph_page, self.table_page = GraphPage(self.web), TablePage(self.web)
        self._stack = QStackedWidget()
        self._details = parts.paragraph("", "small")
        self._details.setMinimumHeight(theme.px(14) * 3)
        self._tabs = self._make_tabs()
        self._lay_out()
        self._soon = QTimer(self, interval=_TOGETHER, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._later = QTimer(self, interval=_NEWS, singleShot=True)
        self._later.timeout.connect(self._announce)
        self._connect()
        self.refresh()

    def _make_tabs(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, name in enumerate((_("Graph"), _("As a table"))):
            tab = parts.button(name, "tab")
            tab.setCheckable(True)
            group.addButton(tab, number)
        group.button(GRAPH).setChecked(True)
        return group

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        self._stack.addWidget(self.graph_page)
        self._stack.addWidget(self.table_page)
        box.addWidget(parts.row(self._heading, tight(*self._tabs.buttons()), stretch_first=True))
        box.addWidget(self.finder)
        box.addWidget(self._stack, 1)
        box.addWidget(self._details)

    def _connect(self) -> None:
        self._tabs.idToggled.connect(lambda number, on: self._open(number) if on else None)
        self.finder.changed.connect(self._find)
        graph = self.graph_page.graph
        self.finder.zoomed.connect(lambda factor: graph.zoom(factor))  # noqa: PLW0108 - see access.py
        self.finder.entered.connect(self._go_to_found)
        for page in (self.graph_page.graph, self.table_page.table):
            page.chosen.connect(self._choose)
            page.picked.connect(self._pick)
        self.graph_page.graph.left.connect(lambda: self._tabs.button(GRAPH).setFocus())

    def add(self, request: Request) -> None:
        """Take in one call; many in a row are drawn together."""
        self.web.add(request)
        self._wait()

    def open_page(self, page: Page) -> None:
        """Take in a page, with the calls it holds already."""
        self.web.open_page(page)
        self._wait()

    def show_visit(self, visit: Visit) -> None:
        """Show this visit and nothing else."""
        self.web.show_visit(visit)
        self.refresh()

    def clear(self) -> None:
        """Be as new: no calls, no search, nothing chosen."""
        self.web.clear()
        self._soon.stop()
        self._later.stop()
        self._told, self._chosen = frozenset(), ""
        self.finder.clear()
        self.graph_page.graph.clear()
        self.table_page.clear()
        self._tabs.button(GRAPH).setChecked(True)
        self.refresh()

    def summary(self) -> str:
        """Return how much there is, as "3 sites, 11 companies"."""
        return self.web.summary()

    def show_table(self) -> None:
        self._tabs.button(TABLE).setChecked(True)

    def _wait(self) -> None:
        if not self._soon.isActive():
            self._soon.start()
        if not self._later.isActive():
            self._later.start()

    def refresh(self) -> None:
        """Show what has come since; what is hidden waits until it is seen."""
        if self.web.revision == 0 or not self.web.nodes:
            self._heading.setText(_("Nobody yet"))
        else:
            self._heading.setText(self.summary())
        self.finder.setVisible(bool(self.web.nodes))
        self.graph_page.refresh()
        self.table_page.refresh()
        self._tell()

    def event(self, event: QEvent) -> bool:
        """Be at least as high as what wraps needs at this width."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:  # else it may be gone
            layout = self.layout()
            if layout is not None:
                self.setMinimumHeight(layout.minimumHeightForWidth(self.width()))
        return done

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _open(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.finder.set_zoom(number == GRAPH)
        self.refresh()
        if number == TABLE:
            self.table_page.table.choose(self._chosen)

    def _find(self, text: str) -> None:
        found = self.web.found(text)
        self.graph_page.graph.lift(found)
        self.table_page.look_for(text)
        self.finder.say(len(found))

    def _go_to_found(self) -> None:
        found = [self.web.nodes[key] for key in self.web.found(self.finder.text())]
        if found:
            self._choose(max(found, key=lambda node: (len(node.links), node.key)).key)
            pages = self.graph_page, self.table_page
            pages[self._stack.currentIndex()].setFocus()

    def _choose(self, key: str) -> None:
        """Have the graph, the table and the line below speak of the same node."""
        self._chosen = key
        self.graph_page.graph.choose(key)
        self.table_page.table.choose(key)
        self._tell()

    def _tell(self) -> None:
        node = self.graph_page.node(self._chosen)
        text = _("Choose one to read more about it.") if self.web.nodes else ""
        if node is not None:
            text = f"{said.name(node)}. {access.told(self.graph_page.graph, node)}"
        self._details.setText(text)

    def _pick(self, key: str) -> None:
        self._choose(key)
        if key in self.web.nodes:
            self.picked.emit(self.web.nodes[key].name)
        elif key:
            self._tabs.button(TABLE).setChecked(True)

    def _announce(self) -> None:
        companies = {k: n.name for k, n in self.web.nodes.items() if n.what != "site"}
        new = [name for key, name in companies.items() if key not in self._told]
        self._told = frozenset(companies)
        if new and self.isVisible():
            parts.announce(self, said.news(new))

    def state(self) -> Mapping[str, object]:
        """Return what must survive a change of language or theme, beside the calls."""
        return {"tab": self._tabs.checkedId(), "find": self.finder.text(), "chosen": self._chosen}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what state() returned, after the calls are there again."""
        self.finder.set_text(str(state.get("find", "")))
        self._choose(str(state.get("chosen", "")))
        tab = self._tabs.button(TABLE if state.get("tab") == TABLE else GRAPH)
        tab.setChecked(True)
