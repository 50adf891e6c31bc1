"""One of a few, all in sight; what there is to choose from may change."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from privacykit.look import parts, theme


class Chips(QWidget):
    """Signal: chose: the number that a person pressed."""

    chose = Signal(int)

    def __init__(self, name: str, choices: Sequence[str] = ()) -> None:
        super().__init__()
        self._name, self._texts = name, tuple[str, ...]()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chose)
        self._row: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.offer(choices)

    def offer(self, choices: Sequence[str]) -> None:
        """Show these choices, none of them chosen; the same ones stay as they are."""
        if tuple(choices) == self._texts and self._row is not None:
            return
        self._texts = tuple(choices)
        for old in self._group.buttons():
            self._group.removeButton(old)
        if self._row is not None:
            self._box.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
        chips = [self._chip(number, text) for number, text in enumerate(choices)]
        self._row = parts.row(*chips)
        self._box.addWidget(self._row)
        self._row.show()

    def _chip(self, number: int, text: str) -> QWidget:
        chip = parts.button(text, "quiet")
        chip.setCheckable(True)
        chip.setStyleSheet(f"QPushButton:checked {{ border-color: {theme.tokens().accent}; }}")
        parts.say(chip, f"{self._name} {text}")
        self._group.addButton(chip, number)
        return chip

    def set(self, number: int) -> None:
        """Show a choice without telling anybody."""
        if (chip := self._group.button(number)) is not None:
            chip.setChecked(True)

    def chosen(self) -> int:
        """Return the number of the chosen one, -1 if none is."""
        return self._group.checkedId()
