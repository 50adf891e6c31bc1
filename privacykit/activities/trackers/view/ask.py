"""Predict first: how many companies will it call? Asked before a page is opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme

CHOICES = 0, 1, 2, 3, 4, 5, 6, 8, 10, 15


class Ask(QWidget):
    """Signals: guessed: a number; skipped: no guess."""

    guessed = Signal(int)
    skipped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = parts.heading("", 2)
        row = parts.row(*[self._number(number) for number in CHOICES])
        skip = parts.button(_("Open it without a guess"), "quiet")
        skip.clicked.connect(self.skipped)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.px(24)] * 4)
        box.setSpacing(theme.px(16))
        about = _("Beside the site itself: for counting visitors, advertisements, fonts, buttons.")
        for widget in (self._title, parts.paragraph(about, "muted"), row, parts.row(skip)):
            box.addWidget(widget)
        box.addStretch(1)

    def _number(self, number: int) -> QWidget:
        made = parts.button(str(number))
        made.clicked.connect(lambda: self.guessed.emit(number))
        return made

    def about(self, title: str) -> None:
        """Ask about the site of this name."""
        text = _("How many companies will {site} call?").format(site=title)
        self._title.setText(text)
        for widget in (self, self._title):
            parts.say(widget, text)
