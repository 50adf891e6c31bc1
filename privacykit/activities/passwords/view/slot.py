"""One word of a passphrase: its number, the word, and a way to roll it again or to type dice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.field import SecretField

_NO_WORD = "\u2013"
_WIDTH, _HEIGHT = 232, 56


class Slot(QFrame):
    """Signals: again: this word is to be rolled again; thrown: all dice of a word are typed."""

    again = Signal()
    thrown = Signal(str)

    def __init__(self, number: int, dice: int) -> None:
        super().__init__()
        parts.set_role(self, "card")
        self._number, self._dice = number, dice
        self._word = parts.heading(_NO_WORD, 2)
        self._again = self._make_again()
        self.rolls = self._make_field()
        top = QHBoxLayout()
        top.setSpacing(theme.px(4))
        top.addWidget(parts.paragraph(str(number), "small"), 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._word, 1)
        top.addWidget(self._again)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(10), theme.px(6), theme.px(4), theme.px(6))
        box.setSpacing(theme.px(4))
        box.addLayout(top)
        box.addWidget(self.rolls)
        self.setFixedWidth(theme.px(_WIDTH))
        self.setMinimumHeight(theme.px(_HEIGHT))
        self.set("")

    def _make_again(self) -> QPushButton:
        made = parts.button("", "quiet", "arrow-clockwise")
        made.clicked.connect(self.again)
        made.setToolTip(_("Roll this word again"))
        parts.say(made, _("Roll word {number} again").format(number=self._number))
        return made

    def _make_field(self) -> SecretField:
        name = _("Dice for word {number}, {dice} rolls from 1 to 6")
        made = SecretField(name.format(number=self._number, dice=self._dice), self._dice or 1)
        made.setValidator(QRegularExpressionValidator("[1-6]*", made))
        made.setPlaceholderText(_("{dice} dice").format(dice=self._dice))
        made.textChanged.connect(self._typed)
        made.hide()
        return made

    def _typed(self, text: str) -> None:
        self.thrown.emit(text if len(text) == self._dice else "")

    def set(self, word: str) -> None:
        """Show a word; "" while there is none."""
        self._word.setText(word or _NO_WORD)
        spoken = word or _("not rolled yet")
        self._word.setAccessibleName(
            _("Word {number}: {word}").format(number=self._number, word=spoken)
        )
        self._again.setVisible(bool(word) and self.rolls.isHidden())

    def by_hand(self, on: bool) -> None:
        """Let real dice be typed, or let the screen roll."""
        self.rolls.setVisible(on)
        self._again.setVisible(not on and self._word.text() != _NO_WORD)
