"""A table to read: arrow keys move, each cell says its column, nothing can be changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QTableView

from privacykit.i18n import _
from privacykit.look import parts, tables, theme

_HIGH, _ROWS, _BAR, _NARROW = 40, 9, 20, 64
_Role = Qt.ItemDataRole


class Table(QTableView):
    def __init__(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        model = QStandardItemModel(0, len(heads), self)
        model.setHorizontalHeaderLabels([*heads])
        for row in rows:
            model.appendRow([_item(head, cell) for head, cell in zip(heads, row, strict=True)])
        self.setModel(model)
        self.setObjectName("scan-table")
        tables.read_by_line(self, _HIGH)
        self._dress(len(rows))
        parts.say(self, title, _("Arrow keys move."))

    def _dress(self, count: int) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(theme.px(_NARROW))
        header.setSectionResizeMode(header.count() - 1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(theme.px(_HIGH) * (min(count, _ROWS) + 1) + theme.px(_BAR))


def _item(head: str, cell: str) -> QStandardItem:
    item = QStandardItem(cell)
    item.setEditable(False)
    item.setData(f"{head}: {cell}", _Role.AccessibleTextRole)
    return item
