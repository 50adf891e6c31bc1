"""Who can read what in which app: one row an app, as high as its words need."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from privacykit.activities.messaging.engine.words import App
from privacykit.i18n import _
from privacykit.look import parts, theme

_PROTECTED: dict[str, tuple[str, str, Callable[[], str]]] = {
    "always": ("check-circle", "ok", lambda: _("End-to-end, always")),
    "sometimes": ("warning", "warning", lambda: _("End-to-end, sometimes")),
    "never": ("x-circle", "danger", lambda: _("Not end-to-end")),
    "ended": ("warning-octagon", "danger", lambda: _("Discontinued: leave it")),
}
_SHARES = 21, 25, 27, 27
"""Of the width, in per cent, for each column."""
_NARROWEST = 560
_AIR, _SIGN, _ICON = 24, 28, 18
"""Beside and above the words of a cell, and for the sign of one that has it."""


class AppTable(QTableWidget):
    """It has no scroll bar of its own: the page scrolls."""

    def __init__(self, apps: Sequence[App]) -> None:
        super().__init__(len(apps), len(_SHARES))
        self.setHorizontalHeaderLabels(
            [_("App"), _("Protection"), _("Who can read it"), _("Known anyway")]
        )
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setIconSize(QSize(theme.px(_ICON), theme.px(_ICON)))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        parts.say(self, _("Who can read what"))
        for row, app in enumerate(apps):
            self._fill(row, app)

    def _fill(self, row: int, app: App) -> None:
        sign, role, said = _PROTECTED[app.protected]
        for column, text in enumerate((app.name, said(), app.reads, app.knows)):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
            header = self.horizontalHeaderItem(column)
            spoken = f"{app.name}. {header.text()}: {text}" if header and column else text
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.setItem(row, column, item)
        if (name := self.item(row, 0)) is not None:
            font = self.font()
            font.setBold(True)
            name.setFont(font)
        if (protection := self.item(row, 1)) is not None:
            protection.setIcon(parts.icon(sign, role))

    def _height(self, row: int, column: int) -> int:
        """Return what the words of a cell need; Qt's own count leaves the last line out."""
        item = self.item(row, column)
        if item is None:
            return 0
        taken = theme.px(_AIR) + (0 if item.icon().isNull() else theme.px(_SIGN))
        room = QRect(0, 0, self.columnWidth(column) - taken, theme.px(2000))
        metrics = QFontMetrics(item.font() if column == 0 else self.font())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
        return metrics.boundingRect(room, flags, item.text()).height() + theme.px(_AIR)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = max(self.viewport().width(), theme.px(_NARROWEST))
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, width * share // 100)
        for row in range(self.rowCount()):
            self.setRowHeight(row, max(map(partial(self._height, row), range(len(_SHARES)))))
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        below = self.horizontalScrollBar().sizeHint().height()
        bar = below if width > self.viewport().width() else 0
        header, frame = self.horizontalHeader().height(), 2 * self.frameWidth()
        self.setFixedHeight(rows + header + frame + bar)
