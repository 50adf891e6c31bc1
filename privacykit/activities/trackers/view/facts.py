"""Names and what is written beside them, as on a form."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from privacykit.look import parts, theme
from privacykit.look.exercise import prose


class Facts(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnMinimumWidth(0, theme.px(110))
        self._grid.setColumnStretch(1, 1)

    def set(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these rows; the same ones stay as they are."""
        if self._rows == tuple(rows):
            return
        self._rows = tuple(rows)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        for number, (name, value) in enumerate(rows):
            head, text = prose(name, "small"), prose(value)
            parts.say(text, f"{name}: {value}")
            for column, label in enumerate((head, text)):
                self._grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
                label.show()
