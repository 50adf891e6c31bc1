"""Cards side by side, as many as there is room for, all of the same width."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from privacykit.look import theme

MOST = 4


class Tiles(QWidget):
    """Up to four columns; each at least narrowest pixels wide at 100 %, and as the longest word."""

    def __init__(self, cards: Sequence[QWidget], narrowest: int = 232) -> None:
        super().__init__()
        self._cards, self._narrowest = cards, narrowest
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(16))
        self.columns = 0
        self._lay(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        gap = self._grid.spacing()
        words = max((card.minimumSizeHint().width() for card in self._cards), default=0)
        fits = (event.size().width() + gap) // (max(theme.px(self._narrowest), words) + gap)
        self._lay(max(1, min(MOST, fits)))

    def _lay(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
