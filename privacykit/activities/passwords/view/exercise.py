"""What the four exercises have in common."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from privacykit.look import parts, theme

State = Mapping[str, object]


class Exercise(QWidget):
    """One idea on one screen, under a tab.

    Signals:
        done: the person has seen what there is to see
        onward: the person wants the next exercise
    """

    done = Signal()
    onward = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.px(12))

    def forget(self) -> None:
        """Be as new; each exercise drops what it holds."""

    def state(self) -> State:
        """Return what must survive a change of language or theme."""
        return {}

    def restore(self, state: State) -> None:
        """Take back what state() returned, in an exercise made anew."""


def fixed_width(widget: QWidget, pixels: int, *, bold: bool = False) -> None:
    """Show the text in signs of one width, pixels high at 100 %."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    weight = 700 if bold else 400
    widget.setStyleSheet(
        f'font-family: "{family}"; font-size: {theme.px(pixels)}px; font-weight: {weight};'
    )


def prose(said: str, role: str = "body") -> QLabel:
    """Return a paragraph that claims no more height than it has lines, for cards with many."""
    label = parts.paragraph(said, role)
    policy = label.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    label.setSizePolicy(policy)
    return label


def isolated(text: str) -> str:
    """Return a password so that right-to-left text around it does not turn it round."""
    return f"\u2066{text}\u2069"
