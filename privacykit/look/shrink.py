"""Buttons that keep their icon but lose their text where there is no room for a single line."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget


class Shrinker:
    """The names that screen readers speak stay; the text becomes the tool tip."""

    def __init__(self, row: QWidget, buttons: Sequence[QWidget]) -> None:
        self._row = row
        self._buttons = [b for b in buttons if isinstance(b, QPushButton)]
        self._texts = [button.text() for button in self._buttons]
        self._whole = 0
        self._short = False

    def fit(self, width: int, keep: int = -1) -> None:
        """Show or hide the texts for a row this wide; the button number keep has its text."""
        if not self._short:
            self._row.ensurePolished()
            self._whole = self._row.sizeHint().width()
        self._short = width < self._whole
        for number, (button, text) in enumerate(zip(self._buttons, self._texts, strict=True)):
            button.setText("" if self._short and number != keep else text)
            button.setToolTip(text if self._short else "")
