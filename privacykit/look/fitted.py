"""A long column that is exactly as high as its lines need at its width.

A scroll area takes the least height of what it holds, and a text that may wrap counts as high as in
the narrowest column; a hundred such lines leave a screen of nothing below the last one.
"""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.look import theme


class Fitting(QWidget):
    """Give it a layout."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return done

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.setMinimumHeight(layout.heightForWidth(self.width()))


class Fitted(Fitting):
    def __init__(self, *widgets: QWidget, spacing: int = 16) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(spacing))
        for widget in widgets:
            box.addWidget(widget)
