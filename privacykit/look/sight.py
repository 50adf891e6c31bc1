"""Scrolling a page to what has just come up, once it has its place."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_sight(widget: QWidget, *, from_top: bool = False) -> None:
    """Scroll as soon as the page is laid out anew, which takes a round of events by itself.

    From the top: no farther down than it takes to see the widget.
    """

    def scroll() -> None:
        if (area := _around(widget)) is not None:
            if from_top:
                area.verticalScrollBar().setValue(0)
            area.ensureWidgetVisible(widget)

    QTimer.singleShot(0, widget, lambda: QTimer.singleShot(0, widget, scroll))


def _around(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above
