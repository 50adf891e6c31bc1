"""An offline map of the world on which a place is marked, by mouse or by keyboard."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from privacykit.activities.photos.engine import globe
from privacykit.activities.photos.engine.globe import Place
from privacykit.i18n import _
from privacykit.look import parts, theme

_KEYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}
_WHOLE, _CLOSEST = 360.0, 11.25
_STEPS = 36
"""An arrow moves the mark by this part of what is shown."""


@cache
def _land() -> tuple[QPolygonF, ...]:
    """Return the countries in degrees east and north."""
    return tuple(QPolygonF([QPointF(*point) for point in ring]) for ring in globe.outlines())


class Map(QWidget):
    """Signal marked: a Place."""

    marked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._span, self._centre = _WHOLE, Place(0, 0)
        self._mark: Place | None = None
        self._truth: Place | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(320))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width // 2

    @property
    def mark(self) -> Place | None:
        return self._mark

    def put(self, mark: Place | None, truth: Place | None = None) -> None:
        """Show a mark, and where the place really is if that is known by now."""
        self._mark, self._truth = mark, truth
        self._say()
        self.update()

    def whole(self) -> None:
        self._span, self._centre = _WHOLE, Place(0, 0)
        self.update()

    def zoom(self, *, closer: bool) -> None:
        """Show half or twice as much, with the mark in the middle."""
        span = self._span / 2 if closer else self._span * 2
        self._span = min(_WHOLE, max(_CLOSEST, span))
        middle = self._mark or self._centre
        room = 90 - self._span / 4
        self._centre = Place(
            max(-room, min(room, middle.north)),
            max(self._span / 2 - 180, min(180 - self._span / 2, middle.east)),
        )
        self.update()

    def _say(self) -> None:
        said = _("No place is marked yet.")
        if self._mark:
            said = _("Marked: {place}").format(place=self._mark.in_words)
        how = _("Arrow keys move the mark, plus and minus bring the map closer and farther.")
        parts.say(self, _("Map of the world. {mark}").format(mark=said), how)

    def _choose(self, north: float, east: float) -> None:
        self.put(Place(max(-90.0, min(90.0, north)), (east + 180) % 360 - 180))
        parts.announce(self, self.accessibleName())
        self.marked.emit(self._mark)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        scale = self._span / max(1, self.width())
        self._choose(
            self._centre.north - (spot.y() - self.height() / 2) * scale,
            self._centre.east + (spot.x() - self.width() / 2) * scale,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            north, east = _KEYS[key]
            step, at = self._span / _STEPS, self._mark or self._centre
            self._choose(at.north + north * step, at.east + east * step)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Minus}:
            self.zoom(closer=key == Qt.Key.Key_Plus)
        else:
            super().keyPressEvent(event)

    def _at(self, east: float, north: float) -> QPointF:
        scale = self.width() / self._span
        return QPointF(
            self.width() / 2 + (east - self._centre.east) * scale,
            self.height() / 2 - (north - self._centre.north) * scale,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.accent_soft))
        self._draw_land(painter, QColor(tokens.edge), QColor(tokens.surface))
        if self._truth:
            self._sign(painter, self._truth, tokens.ok, ring=True)
        if self._mark:
            self._sign(painter, self._mark, tokens.danger, ring=False)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 3))
            painter.drawRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _draw_land(self, painter: QPainter, edge: QColor, inside: QColor) -> None:
        pen = QPen(edge, 1)
        pen.setCosmetic(True)
        scale, origin = self.width() / self._span, self._at(0, 0)
        painter.save()
        painter.setPen(pen)
        painter.setBrush(inside)
        painter.translate(origin)
        painter.scale(scale, -scale)
        for ring in _land():
            painter.drawPolygon(ring)
        painter.restore()

    def _sign(self, painter: QPainter, place: Place, colour: str, *, ring: bool) -> None:
        """Draw a ring where it is, a cross where it was marked: shapes, not colours alone."""
        spot, half = self._at(place.east, place.north), theme.px(9)
        painter.setPen(QPen(QColor(colour), theme.px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if ring:
            painter.drawEllipse(spot, half, half)
            return
        for tilt in (1, -1):
            painter.drawLine(spot + QPointF(-half, -half * tilt), spot + QPointF(half, half * tilt))
