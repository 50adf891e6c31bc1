"""The graph with its legend, or a sentence while there is nothing to draw."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine.web import Node, WebOfCompanies
from privacykit.activities.trackers.view.graph import ConnectionGraph
from privacykit.activities.trackers.view.legend import Legend
from privacykit.i18n import _
from privacykit.look import parts, theme


class GraphPage(QWidget):
    def __init__(self, web: WebOfCompanies) -> None:
        super().__init__()
        self._web = web
        self.graph, self._legend = ConnectionGraph(web), Legend()
        self._stack = QStackedWidget()
        self._stack.addWidget(_nothing())
        self._stack.addWidget(self.graph)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self._stack, 1)
        box.addWidget(self._legend)
        self.setFocusProxy(self.graph)

    def refresh(self) -> None:
        self._stack.setCurrentIndex(1 if self._web.nodes else 0)
        self.graph.refresh()
        self._legend.show_for(self.graph.nodes if self._web.nodes else ())

    def node(self, key: str) -> Node | None:
        """Return a node, or what stands for the rest."""
        drawn = {node.key: node for node in self.graph.nodes}
        return self._web.nodes.get(key) or drawn.get(key)


def _nothing() -> QWidget:
    card = parts.Card()
    text = parts.paragraph(
        _("Open a page. The site and each company that it calls appear here."), "muted"
    )
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    card.body.addStretch(1)
    card.body.addWidget(text)
    card.body.addStretch(1)
    return card
