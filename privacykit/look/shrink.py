"""Buttons that keep their icon but lose their text where there is no room for a single line."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget


class Shrinker:
    """The names that screen readers speak stay; the text becomes the tool tip."""

    def __init__(self, row: QWidget, buttons: Sequence[QWidget]) -> None:
        self._row = row
        self._buttons = [b for b in buttons if isinstance(b, QPushButton)]
        self._texts = [button.text() for button in self._buttons]
        self._whole = self._saved = 0
        self._worn: str | None = None

    def _measure(self) -> None:
        """Take note of how wide the row is with all texts, and how much goes with them."""
        self._row.ensurePolished()
        self._saved = 0
        for button, text in zip(self._buttons, self._texts, strict=True):
            button.ensurePolished()
            button.setText("")
            short = button.sizeHint().width()
            button.setText(text)
            self._saved += button.sizeHint().width() - short
        self._whole = self._row.sizeHint().width()

    def fit(self, width: int, keep: int = -1) -> int:
        """Show or hide the texts for a row this wide; the button number keep has its text.

        Return by how many pixels the row is still too wide.
        """
        look = self._row.window().styleSheet()
        if look != self._worn:  # outside its window it is smaller
            self._worn = look
            self._measure()
        short = width < self._whole
        for number, (button, text) in enumerate(zip(self._buttons, self._texts, strict=True)):
            button.setText("" if short and number != keep else text)
            button.setToolTip(text if short else "")
        return max(0, self._whole - self._saved - width) if short else 0
