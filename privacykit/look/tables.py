"""What tables share that are read line by line with the arrow keys."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from privacykit.look import theme

Role = Qt.ItemDataRole


class Column(Protocol):
    @property
    def title(self) -> Callable[[], str]: ...
    @property
    def is_number(self) -> bool: ...


def read_by_line(table: QTableView, high: int) -> None:
    """Have whole lines chosen, one at a time and high pixels each; Tab leaves the table."""
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px(high))
    table.setCornerWidget(QWidget())


def alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignTrailing if column.is_number else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter


def heading(columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """Return what a model's headerData() says of its columns; lines have no heading."""
    if orientation != Qt.Orientation.Horizontal:
        return None
    if role == Role.TextAlignmentRole:
        return alignment(columns[section])
    return columns[section].title() if role == Role.DisplayRole else None
