"""The live graph: one painted widget whose clock stops as soon as all is calm or it is hidden."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from privacykit.activities.trackers.engine import steer, thin
from privacykit.activities.trackers.engine.camera import Camera
from privacykit.activities.trackers.engine.layout import Forces, Points
from privacykit.activities.trackers.engine.web import Node, WebOfCompanies
from privacykit.activities.trackers.view import access, keys, surface
from privacykit.activities.trackers.view.mouse import Mouse
from privacykit.activities.trackers.view.scene import Marks, Scene
from privacykit.activities.trackers.view.sprites import Sprites
from privacykit.i18n import _
from privacykit.look import parts, theme

FRAME = 16
"""Milliseconds from one step to the next."""
_SIDE, _TOP, _FOOT = 36, 20, 32
_PER_NODE = 44
_FEWEST = 40
_FRAMES_A_NAME = 24
_AT_ONCE = 60
_TARGET = 14
_LEAST, _HIGHEST = 200, 400
_NO_MOVE = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason}


class ConnectionGraph(QWidget):
    """Signals.

    chosen: the key of the node that a person has gone to
    picked: the key of the node that a person wants to know all about
    left: the person wants to be out of it with the keyboard
    """

    chosen = Signal(str)
    picked = Signal(str)
    left = Signal()

    def __init__(self, web: WebOfCompanies) -> None:
        super().__init__()
        self.web = web
        self.forces, self.camera = Forces(), Camera()
        self.scene = Scene(Sprites(self))
        self.marks = Marks()
        self.points: Points = np.zeros((0, 2), np.float32)
        """Where the nodes are, in pixels."""
        self.current = self.anchor = ""
        self._found: frozenset[str] = frozenset()
        self._mouse = Mouse(self)
        self._frames = 0
        self.clock = QTimer(self, interval=FRAME)
        self.clock.timeout.connect(self.step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(min(theme.px(_LEAST), _HIGHEST))
        self._lines = access.install(self)
        about = _(
            "Arrow keys go to the nearest, Home to the best connected. F follows the lines, "
            "Enter tells more, Escape leaves."
        )
        parts.say(self, _("Web of companies"), about)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), self.minimumHeight())

    @property
    def nodes(self) -> tuple[Node, ...]:
        return self.scene.picture.nodes

    @property
    def is_still(self) -> bool:
        """Whether the system asks for no movement."""
        return not self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate)

    @property
    def _size(self) -> tuple[int, int]:
        return self.width(), self.height()

    def refresh(self) -> None:
        """Draw what has come since; while it is hidden nothing is done."""
        if not self.isVisible():
            return
        room = self.width() * self.height() // theme.px(_PER_NODE) ** 2
        most = min(max(room, _FEWEST), thin.MOST)
        picture = thin.picture(self.web, most, {self.current, *self._found})
        is_first = not self.nodes
        self.scene.show(picture, self._size)
        edges = [(edge.site, edge.party) for edge in picture.edges]
        self.forces.sync([node.key for node in picture.nodes], edges)
        self._mark()
        if self.is_still or is_first:
            self.forces.settle(1000 if self.is_still else _AT_ONCE)
        self._run()

    def _run(self) -> None:
        self._place()
        self._name()
        if self.isVisible() and not self.forces.is_calm:
            self.clock.start()

    def step(self) -> None:
        """Move everything once; the clock stops when it is calm."""
        self.forces.step()
        self._frames += 1
        self._place()
        if self.forces.is_calm:
            self.clock.stop()
        if self.forces.is_calm or self._frames % _FRAMES_A_NAME == 0:
            self._name()
        self.update()

    def _place(self) -> None:
        if not self._mouse.is_dragging:
            self.camera.fit(self.forces.points)
        self.points = self.camera.to_screen(self.forces.points)

    def _name(self) -> None:
        self.scene.arrange(self.points, self.marks, self._size)
        self.update()

    def _mark(self) -> None:
        """Find the lifted nodes again among those that are drawn."""
        places = {node.key: place for place, node in enumerate(self.nodes)}
        self.marks.current = places.get(self.current, -1)
        self.marks.found = [places[key] for key in self._found if key in places]
        self.marks.pinned = [places[key] for key in self.forces.pinned if key in places]
        self.marks.over = -1
        self.marks.has_keyboard = self.hasFocus()

    def clear(self) -> None:
        """Hold no name any more, also while it is hidden."""
        self.forces.clear()
        self.camera.reset()
        self.current, self.anchor, self._found = "", "", frozenset()
        self.scene.forget()
        self.points = self.forces.points
        self._lines.drop()
        self._mark()
        self.refresh()

    def lift(self, found: frozenset[str]) -> None:
        """Lift these out, also if they were among the rest."""
        if found != self._found:
            self._found = found
            self.refresh()

    def choose(self, key: str) -> None:
        """Go to a node, as the table says; it is drawn even if it was among the rest."""
        if key == self.current:
            return
        self.current = key
        self.refresh()
        self._bring()

    def go(self, place: int, anchor: str = "") -> None:
        """Go to a node, as a person says; anchor: the node whose neighbours are followed."""
        if not 0 <= place < len(self.nodes):
            return
        self.current, self.anchor = self.nodes[place].key, anchor
        self._mark()
        self._bring()
        self.chosen.emit(self.current)
        access.tell_focus(self)

    def pick(self) -> None:
        if self.marks.current >= 0:
            self.picked.emit(self.current)

    def leave(self) -> None:
        self.left.emit()

    def _bring(self) -> None:
        if self.marks.current >= 0:
            self.camera.bring(*self.points[self.marks.current].tolist())
        self._run()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer or go farther around a place, else around the chosen node; 0: see all."""
        if not factor:
            self.camera.reset()
        else:
            here = self.points[self.marks.current].tolist() if self.marks.current >= 0 else None
            x, y = at.toTuple() if at else here or self.rect().center().toTuple()
            self.camera.zoom_by(factor, x, y)
        self._run()

    def shift(self, across: float, down: float) -> None:
        self.camera.shift(across, down)
        self._run()

    def drag(self, place: int, to: QPointF) -> None:
        """Hold a node where the mouse is; it stays there until it is let go of."""
        self.forces.pin(self.nodes[place].key, *self.camera.to_world(to.x(), to.y()))
        self._mark()
        self._run()

    def let_go(self, place: int) -> None:
        self.forces.unpin(self.nodes[place].key)
        self._mark()
        self._run()

    def at(self, place: QPointF) -> int:
        found = steer.at(self.points, place.x(), place.y(), theme.px(_TARGET))
        return -1 if found is None else found

    def hover(self, place: int) -> None:
        """Name the node that the mouse is over; -1: none."""
        if place != self.marks.over:
            self.marks.over = place
            self._name()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._mouse.ask(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not keys.press(self, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.marks.has_keyboard = True
        if event.reason() not in _NO_MOVE:
            self.go(self.marks.current if self.marks.current >= 0 else keys.best_connected(self))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.marks.has_keyboard = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._mouse.turn(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.clock.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side, top = theme.px(_SIDE), theme.px(_TOP)
        width, height = self.width() - 2 * side, self.height() - top - theme.px(_FOOT)
        self.camera.set_room(side, top, width, height)
        self.forces.aspect = self.camera.aspect
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface.paint(painter, self.rect())
        self.scene.paint(painter, self.points, self.marks)
        painter.end()
