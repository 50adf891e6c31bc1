"""Two widgets beside one another where there is room, else one above the other."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QWidget

from privacykit.look import theme

_BESIDE = 900
"""Pixels at 100 % from which two fit."""
_LEAST = 380
_CHANGES = {QEvent.Type.Resize, QEvent.Type.LayoutRequest}


class Sides(QWidget):
    """As high as the page around it leaves room for, so that all of it is seen without scrolling.

    One above the other, each is as high as what is seen of the page.
    """

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(16))
        for side in (left, right):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._box.addWidget(side, 1)
        self._area: QScrollArea | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit)
        self.setFixedHeight(theme.px(_LEAST))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._area is None:
            self._find_area()
        self._soon.start()

    def _find_area(self) -> None:
        """Hear when the page around it changes."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        page = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and page is not None:
            self._area = around
            around.viewport().installEventFilter(self)
            page.installEventFilter(self)

    def event(self, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._soon.start()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._soon.start()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Take the height that is left, once all that has changed has been laid out anew."""
        if not self.isVisible():
            return
        beside = self.width() >= theme.px(_BESIDE)
        way = QBoxLayout.Direction
        self._box.setDirection(way.LeftToRight if beside else way.TopToBottom)
        need = max(
            self._box.totalMinimumHeightForWidth(self.width()),
            self._box.totalMinimumSize().height(),
        )
        self.setFixedHeight(max(need, self._room(beside)))

    def _room(self, beside: bool) -> int:
        page = self._area.widget() if self._area else None
        layout = page.layout() if page else None
        if self._area is None or page is None or layout is None:
            return theme.px(_LEAST)
        seen = self._area.viewport().height()
        if not beside:
            return 2 * seen + self._box.spacing()
        wraps, width = layout.hasHeightForWidth(), page.width()
        whole = layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height()
        return seen - (whole - self.height())
