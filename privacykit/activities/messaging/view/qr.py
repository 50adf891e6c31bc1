"""A QR code from bytes, black on white in every theme, as cameras want it."""

import segno
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from privacykit.look import theme

_SIDE, _QUIET = 148, 4


class Code(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[int]] = []
        self.setFixedSize(self.sizeHint())

    def set(self, data: bytes) -> None:
        self._rows = [list(row) for row in segno.make(data, mode="byte", micro=False).matrix]
        self.update()

    def forget(self) -> None:
        self._rows = []
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_SIDE), theme.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        module = self.width() // (len(self._rows) + 2 * _QUIET)
        margin = (self.width() - module * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    place = margin + x * module, margin + y * module
                    painter.fillRect(*place, module, module, QColor("black"))
        painter.end()
