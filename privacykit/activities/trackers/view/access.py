"""The graph for screen readers: a list with one line for each node that is drawn."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from privacykit.activities.trackers.engine import said
from privacykit.activities.trackers.engine.web import Node

if TYPE_CHECKING:
    from privacykit.activities.trackers.view.graph import ConnectionGraph

_Text = QAccessible.Text
_REACH = 12


_KEPT: set["GraphInterface"] = set()
"""Qt does not hold what Python made."""


def install(graph: "ConnectionGraph") -> "GraphInterface":
    """Tell Qt that this graph has children of its own.

    Not by QAccessible.installFactory: a factory in Python is asked about WebEngine's own objects
    too, and PySide 6.11 dies of one that was compiled without RTTI. Qt loses what is registered
    when another object connects to a method of the graph, as PySide then makes its class anew.
    """
    made = GraphInterface(graph)
    _KEPT.add(made)
    QAccessible.registerAccessibleInterface(made)
    graph.destroyed.connect(lambda: _drop(made))
    return made


def _drop(made: "GraphInterface") -> None:
    made.drop()
    _KEPT.discard(made)


def tell_focus(graph: "ConnectionGraph") -> None:
    """Have a screen reader speak the node that the keyboard is on."""
    if graph.hasFocus() and graph.marks.current >= 0:
        event = QAccessibleEvent(graph, QAccessible.Event.Focus)
        event.setChild(graph.marks.current)
        QAccessible.updateAccessibility(event)


def description(graph: "ConnectionGraph", place: int) -> str:
    """Return what is known of a node, in sentences."""
    return told(graph, graph.nodes[place])


def told(graph: "ConnectionGraph", node: Node) -> str:
    others = {one.key: one for one in (*graph.web.nodes.values(), *graph.nodes)}
    linked = [said.name(others[key]) for key in node.links if key in others]
    return f"{said.what(node)}. {said.details(node, linked)}"


class GraphInterface(QAccessibleWidget):
    def __init__(self, graph: "ConnectionGraph") -> None:
        super().__init__(graph, QAccessible.Role.List, graph.accessibleName())
        self._graph = graph
        self._children: dict[str, NodeInterface] = {}

    def drop(self) -> None:
        """Have Qt forget the children; it would keep their addresses after they are gone."""
        for child in self._children.values():
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(child))
        self._children.clear()

    def childCount(self) -> int:  # noqa: N802 - Qt's name
        return len(self._graph.nodes) if isValid(self._graph) else 0

    def child(self, index: int) -> Any:
        if not 0 <= index < self.childCount():
            return None
        key = self._graph.nodes[index].key
        if key not in self._children:
            self._children[key] = NodeInterface(self._graph, key)
        return self._children[key]

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: N802 - Qt's name
        return child.place if isinstance(child, NodeInterface) else -1

    def focusChild(self) -> Any:  # noqa: N802 - Qt's name
        return self.child(self._graph.marks.current) if self._graph.hasFocus() else None

    def childAt(self, x: int, y: int) -> Any:  # noqa: N802 - Qt's name
        here = self._graph.mapFromGlobal(QRect(x, y, 1, 1).topLeft())
        return self.child(self._graph.at(here.toPointF()))


class NodeInterface(QAccessibleInterface):
    """One node, found again by its key as others come and go."""

    def __init__(self, graph: "ConnectionGraph", key: str) -> None:
        super().__init__()
        self._graph, self._key = graph, key

    @property
    def place(self) -> int:
        keys = [node.key for node in self._graph.nodes] if isValid(self._graph) else []
        return keys.index(self._key) if self._key in keys else -1

    def isValid(self) -> bool:  # noqa: N802 - Qt's name
        return self.place >= 0

    def object(self) -> Any:
        return None

    def window(self) -> Any:
        return self._graph.windowHandle()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._graph)

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:  # noqa: N802 - Qt's name
        return None

    def childCount(self) -> int:  # noqa: N802 - Qt's name
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:  # noqa: N802 - Qt's name
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        x, y = self._graph.points[self.place].tolist()
        box = QRect(round(x) - _REACH, round(y) - _REACH, 2 * _REACH, 2 * _REACH)
        return QRect(self._graph.mapToGlobal(box.topLeft()), box.size())

    def setText(self, _text: QAccessible.Text, _said: str) -> None:  # noqa: N802 - Qt's name
        """Nothing of it can be changed."""

    def text(self, text: QAccessible.Text) -> str:
        place = self.place
        if place < 0:
            return ""
        if text == _Text.Name:
            return said.name(self._graph.nodes[place])
        return description(self._graph, place) if text == _Text.Description else ""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        here = self.place >= 0 and self.place == self._graph.marks.current
        for name, is_so in (
            ("focusable", True),
            ("selectable", True),
            ("selected", here),
            ("focused", here and self._graph.hasFocus()),
        ):
            if hasattr(state, name):
                setattr(state, name, is_so)
        return state
