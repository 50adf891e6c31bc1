"""Two widgets beside one another where there is room, else one above the other."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from privacykit.look import theme

_BESIDE = 900
"""Pixels at 100 % from which two fit."""
_LEAST = 400
_HIGHEST = 1_000
_AROUND = 370
"""Pixels that bars, tabs and headings take of a window's height."""


class Sides(QWidget):
    """Each as high as the window has room for, and never higher than a small screen shows."""

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._sides = left, right
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(16))
        for side in (left, right):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._box.addWidget(side, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= theme.px(_BESIDE)
        room = min(max(self.window().height() - _AROUND, _LEAST), _HIGHEST)
        need = max(side.minimumSizeHint().height() for side in self._sides)
        for side in self._sides:
            side.setMinimumHeight(max(room, need))
        way = QBoxLayout.Direction
        self._box.setDirection(way.LeftToRight if beside else way.TopToBottom)
