"""The ground that the graph is painted on."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from privacykit.look import theme


def paint(painter: QPainter, area: QRect) -> None:
    colours = theme.tokens()
    painter.setPen(QPen(QColor(colours.line), colours.border))
    painter.setBrush(QColor(colours.surface))
    half = colours.border / 2
    painter.drawRoundedRect(QRectF(area).adjusted(half, half, -half, -half), 8, 8)
