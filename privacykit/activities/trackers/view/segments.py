"""A few choices side by side, one of them in force."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from privacykit.look import parts, theme
from privacykit.look.flow import flowing


class Segments(QWidget):
    """Signal: chose: the number that a person pressed."""

    chose = Signal(int)

    def __init__(self, name: str, choices: Sequence[str], tips: Sequence[str] = ()) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        colours = theme.tokens()
        chosen = f"color: {colours.on_accent}; background: {colours.accent};"
        for number, text in enumerate(choices):
            made = parts.button(text)
            made.setCheckable(True)
            made.setStyleSheet(f"QPushButton:checked {{ {chosen} }}")
            parts.say(made, f"{name}: {text}", tips[number] if tips else "")
            made.setToolTip(tips[number] if tips else "")
            self._group.addButton(made, number)
        self._group.idClicked.connect(self.chose)
        label = parts.paragraph(name, "small")
        label.setWordWrap(False)
        row = flowing(label, *self._group.buttons(), spacing=theme.px(4))
        parts.say(self, name)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(row)

    def set(self, number: int) -> None:
        """Show a choice without telling anybody."""
        self._group.button(number).setChecked(True)

    def offer(self, number: int, on: bool) -> None:
        self._group.button(number).setEnabled(on)
