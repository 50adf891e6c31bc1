"""Four places a guessing program may stand, and how long the password holds at each."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from privacykit.activities.passwords.engine.estimate import SETTINGS, Estimate
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

_WIDE = 600
_SHARES = 8, 11
"""The second column has the longer names."""


class Attackers(QWidget):
    """Two columns where there is room, else one."""

    def __init__(self) -> None:
        super().__init__()
        self._values = [QLabel() for _setting in SETTINGS]
        self._rows = [
            _pair(setting.name(), value)
            for setting, value in zip(SETTINGS, self._values, strict=True)
        ]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(8))
        self._columns = 0
        self._lay_out(2)

    def set(self, found: Estimate | None) -> None:
        """Show the times of an estimate; None: nothing to show yet."""
        for setting, value, row in zip(SETTINGS, self._values, self._rows, strict=True):
            value.setText(found.holds(setting) if found else "\u2013")
            parts.say(row, f"{setting.name()}: {value.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(2 if self.width() >= theme.px(_WIDE) else 1)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        per_column = len(self._rows) // columns
        for place, row in enumerate(self._rows):
            self._grid.addWidget(row, place % per_column, place // per_column)
        for column, share in enumerate(_SHARES):
            self._grid.setColumnStretch(column, share if column < columns else 0)


def _pair(name: str, value: QLabel) -> QWidget:
    pair = QWidget()
    box = QHBoxLayout(pair)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(6))
    parts.set_role(value, "strong")
    value.setTextFormat(Qt.TextFormat.PlainText)
    label = prose(name)
    for each, stretch in ((label, 1), (value, 0)):
        each.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        box.addWidget(each, stretch)
    return pair
