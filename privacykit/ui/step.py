"""What the steps of a station have in common: Learn, Try, Quiz and Take home."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.i18n import _


class Forward(NamedTuple):
    """The button that leads on."""

    text: str
    primary: bool = True


class Step(QWidget):
    """One step; the station page owns the buttons that lead on and back.

    Signals:
        changed: what the buttons say must be looked at again
        noticed: role and text of a message for the bar of the window
        ending: the person wants to end the session
        answered: what there was to do is done; the keyboard goes to the button that leads on
    """

    changed = Signal()
    noticed = Signal(str, str)
    ending = Signal()
    answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)

    def show_only(self, widget: QWidget) -> None:
        """Let a widget take the place of what was shown before."""
        while (item := self.box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self.box.addWidget(widget)
        widget.show()

    def forward(self) -> Forward:
        """Return what the button that leads on says now."""
        return Forward(_("Next"))

    def ahead(self) -> bool:
        """Go on inside the step; False if its end is reached."""
        return False

    def back(self) -> bool:
        """Go back inside the step; False if its beginning is reached."""
        return False

    def first(self) -> QWidget | None:
        """Return what gets the keyboard, rather than the button that leads on."""
        return None

    def spoken(self) -> str:
        """Return what a screen reader says when the step, or a new screen of it, comes up."""
        return ""

    def forget(self) -> None:
        """Be as new."""

    def state(self) -> Mapping[str, object]:
        return {}

    def restore(self, state: Mapping[str, object]) -> None:
        pass
