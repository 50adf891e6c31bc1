"""What every page of the window is and does."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QWidget

_SCROLLS = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
}


class Page(QWidget):
    """One page; it is made anew when the language, the theme or the text size changes.

    Signals:
        asked: the Route where a person wants to go
        noticed: role and text of a message for the bar of the window
    """

    asked = Signal(object)
    noticed = Signal(str, str)

    def open(self) -> None:
        """Begin; called once the page is on screen, but not when it was only made anew."""

    def title(self) -> str:
        """Return what stands in the top bar; empty: the name of the kit."""
        return ""

    def spoken(self) -> str:
        """Return what a screen reader says when the page opens."""
        return self.title()

    def first(self) -> QWidget | None:
        """Return what gets the keyboard when the page opens."""
        return None

    def extras(self) -> list[QWidget]:
        """Return the page's own buttons for the top bar; made anew at each call."""
        return []

    def back(self) -> bool:
        """Go one step back inside the page; False if there is none."""
        return False

    def forget(self) -> None:
        """Drop everything a person typed or made."""

    def state(self) -> Mapping[str, object]:
        """Return what must survive a change of language or theme, in memory only."""
        return {}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what state() returned, in a page made anew."""

    def projected(self, on: bool) -> None:
        """Take note that the window now fills the screen, or no longer does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll what is on screen, wherever the keyboard is."""
        action = _SCROLLS.get(Qt.Key(event.key()))
        areas = [area for area in self.findChildren(QScrollArea) if area.isVisible()]
        if action is None or not areas:
            super().keyPressEvent(event)
            return
        areas[0].verticalScrollBar().triggerAction(action)
