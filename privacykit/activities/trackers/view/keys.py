"""What the keyboard does in the graph."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from privacykit.activities.trackers.engine import steer

if TYPE_CHECKING:
    from privacykit.activities.trackers.view.graph import ConnectionGraph

_Key = Qt.Key
_WAYS: dict[int, steer.Way] = {
    _Key.Key_Left: "left",
    _Key.Key_Right: "right",
    _Key.Key_Up: "up",
    _Key.Key_Down: "down",
}
_ZOOMS: dict[int, float] = {
    _Key.Key_Plus: 1.25,
    _Key.Key_Equal: 1.25,
    _Key.Key_Minus: 0.8,
    _Key.Key_0: 0.0,
}
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def press(graph: "ConnectionGraph", event: QKeyEvent) -> bool:
    """Do what a key asks for; False: it asks for nothing here."""
    key = event.key()
    if event.modifiers() & ~_PLAIN or not (graph.nodes or key == _Key.Key_Escape):
        return False
    if key in _WAYS:
        graph.go(_towards(graph, _WAYS[key]))
    elif key in _ZOOMS:
        graph.zoom(_ZOOMS[key])
    elif key in _DEEDS:
        _DEEDS[key](graph)
    else:
        return False
    return True


def best_connected(graph: "ConnectionGraph") -> int:
    """Return the place of the node with most neighbours; -1 if there is none."""
    return max(range(len(graph.nodes)), key=lambda n: len(graph.nodes[n].links), default=-1)


def _least_connected(graph: "ConnectionGraph") -> int:
    return min(range(len(graph.nodes)), key=lambda n: len(graph.nodes[n].links))


def _towards(graph: "ConnectionGraph", way: steer.Way) -> int:
    if graph.marks.current < 0:
        return best_connected(graph)
    return steer.towards(graph.points, graph.marks.current, way)


def _follow(graph: "ConnectionGraph") -> None:
    """Go round the neighbours of the node where it began, clockwise, one at each press."""
    here = graph.marks.current
    anchor = next((n for n, node in enumerate(graph.nodes) if node.key == graph.anchor), here)
    ring = _ring(graph, anchor) if anchor >= 0 else []
    if ring:
        following = (ring.index(here) + 1) % len(ring) if here in ring else 0
        graph.go(ring[following], graph.nodes[anchor].key)


def _ring(graph: "ConnectionGraph", middle: int) -> list[int]:
    edges = graph.scene.picture.edges
    beside = [
        edge.party if edge.site == middle else edge.site for edge in edges if middle in edge[:2]
    ]
    return steer.around(graph.points, middle, beside)


_DEEDS: dict[int, Callable[["ConnectionGraph"], None]] = {
    _Key.Key_Home: lambda graph: graph.go(best_connected(graph)),
    _Key.Key_End: lambda graph: graph.go(_least_connected(graph)),
    _Key.Key_Return: lambda graph: graph.pick(),
    _Key.Key_Enter: lambda graph: graph.pick(),
    _Key.Key_F: _follow,
    _Key.Key_Escape: lambda graph: graph.leave(),
}
