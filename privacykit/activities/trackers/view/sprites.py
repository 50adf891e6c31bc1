"""Pictures of nodes and names, painted once and kept: shapes say what they mean, not colours."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from privacykit.activities.trackers.engine.web import State, What
from privacykit.look import theme

_AIR = 4
_LONGEST, _TEXT = 170, 13
_SLIP = 0.85
_CORNERS: dict[What, tuple[tuple[float, float], ...]] = {
    "company": ((0, -1), (0.95, 0.75), (-0.95, 0.75)),
    "unknown": ((0, -1), (1, 0), (0, 1), (-1, 0)),
}
"""Of shapes with corners, in radii from the middle."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a node looks like; often: it was called by more than one site."""

    what: What
    state: State
    radius: int
    often: bool = False


class Sprites:
    """The pictures of one widget, in the theme and text size in force."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._nodes: dict[Look, QPixmap] = {}
        self._names: dict[tuple[str, bool], QPixmap] = {}

    def node(self, look: Look) -> QPixmap:
        if look not in self._nodes:
            side = 2 * (look.radius + _AIR)
            self._nodes[look] = self._painted(QSizeF(side, side), lambda p: draw_node(p, look))
        return self._nodes[look]

    def name(self, text: str, bold: bool = False) -> QPixmap:
        """Return a name on a slip of surface, shortened where it is long."""
        if (text, bold) not in self._names:
            self._names[text, bold] = self._draw_name(text, bold)
        return self._names[text, bold]

    def forget(self) -> None:
        self._names.clear()

    def _draw_name(self, text: str, bold: bool) -> QPixmap:
        font = QFont(self._widget.font())
        font.setPixelSize(theme.px(_TEXT))
        font.setBold(bold)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, theme.px(_LONGEST))
        size = QSizeF(metrics.horizontalAdvance(shown) + 2 * _AIR, metrics.height())

        def draw(painter: QPainter) -> None:
            slip = QColor(theme.tokens().surface)
            slip.setAlphaF(_SLIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(slip)
            painter.drawRoundedRect(QRectF(QPointF(0, 0), size), 4, 4)
            painter.setFont(font)
            painter.setPen(QColor(theme.tokens().ink))
            painter.drawText(QPointF(_AIR, metrics.ascent()), shown)

        return self._painted(size, draw)

    def _painted(self, size: QSizeF, draw: Callable[[QPainter], None]) -> QPixmap:
        ratio = self._widget.devicePixelRatioF()
        made = QPixmap((size * ratio).toSize().expandedTo(QSize(1, 1)))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        return made


def draw_node(painter: QPainter, look: Look) -> None:
    """Paint a node: filled, half filled where some calls were stopped, hollow and crossed for all.

    Two squares, one behind the other, are many in one.
    """
    middle = look.radius + _AIR
    painter.translate(middle, middle)
    painter.setPen(QPen(_colour(look), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for shape in _shapes(look):
        painter.setBrush(QColor(theme.tokens().surface))
        painter.drawPath(shape)
        _fill(painter, shape, look)
    if look.state == "stopped":
        _cross(painter, look)


def _fill(painter: QPainter, shape: QPainterPath, look: Look) -> None:
    if look.state == "stopped":
        return
    area = shape.boundingRect()
    if look.state == "partly":
        area.setTop(area.center().y())
    painter.save()
    painter.setClipRect(area)
    painter.fillPath(shape, _colour(look))
    painter.restore()


def _cross(painter: QPainter, look: Look) -> None:
    reach = max(look.radius * 0.3, 2.5)
    low = look.radius * 0.2 if look.what == "company" else 0
    painter.drawLine(QPointF(-reach, low - reach), QPointF(reach, low + reach))
    painter.drawLine(QPointF(-reach, low + reach), QPointF(reach, low - reach))


def _shapes(look: Look) -> list[QPainterPath]:
    size, path = look.radius, QPainterPath()
    if look.what == "site":
        path.addEllipse(QPointF(0, 0), size, size)
    elif look.what == "rest":
        side, back = size * 1.3, QPainterPath()
        back.addRect(QRectF(-size * 0.3, -size, side, side))
        path.addRect(QRectF(-size, -size * 0.3, side, side))
        return [back, path]
    else:
        corners = [QPointF(x * size, y * size) for x, y in _CORNERS[look.what]]
        path.moveTo(corners[-1])
        for corner in corners:
            path.lineTo(corner)
    return [path]


def _colour(look: Look) -> QColor:
    colours = theme.tokens()
    if look.what == "site":
        return QColor(colours.accent)
    return QColor(colours.danger if look.often else colours.muted)
