"""What the mouse does in the graph: pick, hold a node somewhere, move the picture."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from privacykit.activities.trackers.view import access

if TYPE_CHECKING:
    from privacykit.activities.trackers.view.graph import ConnectionGraph

_NEARER = 1.2


class Mouse:
    def __init__(self, graph: "ConnectionGraph") -> None:
        self._graph = graph
        self._pressed: QPointF | None = None
        self._node = -1
        self._moved = False

    @property
    def is_dragging(self) -> bool:
        return self._moved and self._node >= 0

    def press(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False
            self._node = self._graph.at(event.position())

    def move(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._hover(self._graph.at(event.position()))
            return
        apart = event.position() - self._pressed
        far = QApplication.startDragDistance()
        self._moved = self._moved or apart.manhattanLength() >= far
        if self._moved and self._node >= 0:
            self._graph.drag(self._node, event.position())
        elif self._moved:
            self._pressed = event.position()
            self._graph.shift(apart.x(), apart.y())

    def release(self, event: QMouseEvent) -> None:
        """Pick the node, if it was pressed and not dragged."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        node, moved = self._node, self._moved
        self._pressed, self._node, self._moved = None, -1, False
        if node >= 0 and not moved:
            self._graph.go(node)
            self._graph.pick()

    def double(self, event: QMouseEvent) -> None:
        node = self._graph.at(event.position())
        if node >= 0:
            self._graph.let_go(node)

    def _hover(self, place: int) -> None:
        over = Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
        self._graph.setCursor(over)
        self._graph.hover(place)

    def turn(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; without it the wheel is the page's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = _NEARER if event.angleDelta().y() > 0 else 1 / _NEARER
            self._graph.zoom(factor, event.position())
        else:
            event.ignore()

    def ask(self, event: QHelpEvent) -> None:
        """Say what the node under the mouse is."""
        place = self._graph.at(QPointF(event.pos()))
        text = access.description(self._graph, place) if place >= 0 else ""
        QToolTip.showText(event.globalPos(), text, self._graph)
