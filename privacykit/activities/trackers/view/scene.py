"""One frame of the graph: edges, nodes, names and rings, from what is known about them."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from privacykit.activities.trackers.engine import labels, said
from privacykit.activities.trackers.engine.layout import Points
from privacykit.activities.trackers.engine.thin import Edge, Picture
from privacykit.activities.trackers.engine.web import Node
from privacykit.activities.trackers.view.sprites import Look, Sprites
from privacykit.look import theme

_LARGEST, _SMALLEST, _CROWD = 10, 5, 0.15
_GROWS, _MOST_GROWTH = 0.15, 5
_RING, _PIN = 5, 3
_DENSE = 250
"""From so many edges on, only those of the chosen node are drawn strong."""
Size = tuple[int, int]


@dataclass
class Marks:
    """Nodes that are lifted out, by their places; -1: none."""

    current: int = -1
    over: int = -1
    found: Collection[int] = ()
    pinned: Collection[int] = ()
    has_keyboard: bool = False


class Scene:
    """Looks and names of what is drawn; where it is comes with each call."""

    def __init__(self, sprites: Sprites) -> None:
        self._sprites = sprites
        self.picture = Picture()
        self.radii: list[int] = []
        self._nodes: list[QPixmap] = []
        self._spots: list[labels.Spot] = []

    def show(self, picture: Picture, size: Size) -> None:
        self.picture = picture
        base = _base(len(picture.nodes), size)
        looks = [_look(node, base) for node in picture.nodes]
        self.radii = [look.radius for look in looks]
        self._nodes = [self._sprites.node(look) for look in looks]
        self._spots = [spot for spot in self._spots if spot.place < len(looks)]

    def forget(self) -> None:
        self.show(Picture(), (1, 1))
        self._sprites.forget()

    def arrange(self, points: Points, marks: Marks, size: Size) -> None:
        """Find room for the names, those of lifted nodes and of sites first."""
        wishes = [self._wish(place, marks) for place in self._by_weight(marks)]
        self._spots = labels.arrange(points.tolist(), self.radii, wishes, size)

    def _by_weight(self, marks: Marks) -> Iterable[int]:
        def weight(place: int) -> tuple[bool, bool, bool, int]:
            node = self.picture.nodes[place]
            lifted = place in {marks.current, marks.over}
            found = place in marks.found or node.what == "rest"
            return not lifted, not found, node.what != "site", -len(node.links)

        return sorted(range(len(self.picture.nodes)), key=weight)

    def _wish(self, place: int, marks: Marks) -> labels.Wish:
        size = self._name(place, marks).deviceIndependentSize()
        is_rest = self.picture.nodes[place].what == "rest"
        must = is_rest or place in {marks.current, marks.over}
        return labels.Wish(place, size.width(), size.height(), must)

    def _name(self, place: int, marks: Marks) -> QPixmap:
        bold = place == marks.current or place in marks.found
        return self._sprites.name(said.name(self.picture.nodes[place]), bold)

    def paint(self, painter: QPainter, points: Points, marks: Marks) -> None:
        at = [QPointF(x, y) for x, y in points.tolist()]
        self._paint_edges(painter, at, marks)
        lifted = {marks.current, marks.over}
        self._paint_names(painter, at, marks, [s for s in self._spots if s.place not in lifted])
        for place, picture in enumerate(self._nodes):
            half = picture.deviceIndependentSize().width() / 2
            painter.drawPixmap(at[place] - QPointF(half, half), picture)
        self._paint_pins(painter, at, marks)
        for place in marks.found:
            self._ring(painter, at, place, Qt.PenStyle.DotLine)
        if marks.current >= 0:
            style = Qt.PenStyle.SolidLine if marks.has_keyboard else Qt.PenStyle.DashLine
            self._ring(painter, at, marks.current, style)
        self._paint_names(painter, at, marks, [s for s in self._spots if s.place in lifted])

    def _paint_names(
        self,
        painter: QPainter,
        at: Sequence[QPointF],
        marks: Marks,
        spots: Sequence[labels.Spot],
    ) -> None:
        for spot in reversed(spots):
            corner = at[spot.place] + QPointF(spot.across, spot.down)
            painter.drawPixmap(corner, self._name(spot.place, marks))

    def _paint_edges(self, painter: QPainter, at: Sequence[QPointF], marks: Marks) -> None:
        colours = theme.tokens()
        common = colours.line if len(self.picture.edges) > _DENSE else colours.edge
        for lit in (False, True):
            for stopped in (False, True):
                chosen = [
                    QLineF(at[edge.site], at[edge.party])
                    for edge in self.picture.edges
                    if (marks.current in edge[:2]) == lit and _is_stopped(edge) == stopped
                ]
                pen = QPen(QColor(colours.ink if lit else common), 2 if lit else 1)
                pen.setStyle(Qt.PenStyle.DashLine if stopped else Qt.PenStyle.SolidLine)
                painter.setPen(pen)
                painter.drawLines(chosen)

    def _paint_pins(self, painter: QPainter, at: Sequence[QPointF], marks: Marks) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens().ink))
        for place in marks.pinned:
            reach = self.radii[place]
            painter.drawEllipse(at[place] + QPointF(reach, -reach), _PIN, _PIN)

    def _ring(
        self, painter: QPainter, at: Sequence[QPointF], place: int, style: Qt.PenStyle
    ) -> None:
        painter.setPen(QPen(QColor(theme.tokens().focus), 2.5, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = self.radii[place] + _RING
        painter.drawEllipse(at[place], reach, reach)


def _is_stopped(edge: Edge) -> bool:
    return edge.tally.state == "stopped"


def _base(count: int, size: Size) -> float:
    """Return the radius of a node with one neighbour: smaller where it is crowded."""
    room = math.sqrt(size[0] * size[1] / max(count, 1))
    return min(max(room * _CROWD, theme.px(_SMALLEST)), theme.px(_LARGEST))


def _look(node: Node, base: float) -> Look:
    links = len(node.links)
    if node.what == "site":
        return Look(node.what, "reached", round(base * 1.15))
    if node.what == "rest":
        return Look(node.what, "reached", round(base * 1.5))
    radius = base * (1 + _GROWS * min(links - 1, _MOST_GROWTH))
    return Look(node.what, node.tally.state, round(radius), links > 1)
