"""The record as a table: newest first, sortable with the mouse and the keyboard."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from privacykit.i18n import _
from privacykit.look import parts, tables, theme
from privacykit.record import words
from privacykit.record.row import Row
from privacykit.wipe import amounts

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_HERE = QModelIndex()
_HIGH, _ROWS, _SIGN = 40, 9, 18


class Column(NamedTuple):
    title: Callable[[], str]
    text: Callable[[Row, datetime], str]
    sort: Callable[[Row], Any]
    is_number: bool = True


COLUMNS = (
    Column(lambda: _("When"), words.when, lambda row: row.number, is_number=False),
    Column(
        lambda: _("Result"),
        lambda row, _now: words.outcome(row),
        lambda row: (not row.verified, row.all_left, row.state),
        is_number=False,
    ),
    Column(
        lambda: _("How"),
        lambda row, _now: words.method(row),
        lambda row: row.method,
        is_number=False,
    ),
    Column(lambda: _("Files"), lambda row, _now: f"{row.removed}", lambda row: row.removed),
    Column(lambda: _("Size"), lambda row, _now: amounts.size(row.size), lambda row: row.size),
    Column(lambda: _("Restored"), lambda row, _now: f"{row.restored}", lambda row: row.restored),
    Column(lambda: _("Programs"), lambda row, _now: f"{row.programs}", lambda row: row.programs),
    Column(lambda: _("Took"), lambda row, _now: words.seconds(row), lambda row: row.seconds),
)


class Wipes(QAbstractTableModel):
    """Rows as they are recorded; nothing in it can be changed."""

    def __init__(self, rows: Sequence[Row], now: datetime) -> None:
        super().__init__()
        self.rows, self._now = tuple(rows), now
        self._signs = parts.icon("check-circle", "ok"), parts.icon("warning", "warning")

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        return tables.heading(COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        match role:
            case Role.DisplayRole:
                return column.text(row, self._now)
            case Role.AccessibleTextRole:
                return f"{column.title()}: {column.text(row, self._now)}"
            case Role.TextAlignmentRole:
                return tables.alignment(column)
            case Role.DecorationRole if index.column() == 1:
                return self._signs[not row.verified]
            case _:
                return None


class Sorted(QSortFilterProxyModel):
    """The rows in the chosen order; with `only_open`, those that were not verified."""

    def __init__(self, wipes: Wipes) -> None:
        super().__init__()
        self._wipes = wipes
        self.only_open = False
        self.setSourceModel(wipes)

    def filterAcceptsRow(self, place: int, _parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not (self.only_open and self._wipes.rows[place].verified)

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802 - Qt's name
        value = COLUMNS[left.column()].sort
        rows = self._wipes.rows
        less: bool = value(rows[left.row()]) < value(rows[right.row()])
        return less

    def show_only(self, *, not_verified: bool) -> None:
        self.beginFilterChange()
        self.only_open = not_verified
        self.endFilterChange(self.Direction.Rows)

    def shown(self) -> tuple[Row, ...]:
        """Return the rows as they are on screen."""
        places = (self.mapToSource(self.index(n, 0)).row() for n in range(self.rowCount()))
        return tuple(self._wipes.rows[place] for place in places)


class Table(QTableView):
    """Arrow keys go from cell to cell, S sorts by the column one is in, once more turns round."""

    def __init__(self, rows: Sequence[Row], now: datetime) -> None:
        super().__init__()
        self.wipes = Wipes(rows, now)
        self.sorted = Sorted(self.wipes)
        self.setModel(self.sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        tables.read_by_line(self, _HIGH)
        self.setIconSize(QSize(theme.px(_SIGN), theme.px(_SIGN)))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(50)
        self._fit()
        parts.say(self, _("Wipes"), _("Arrow keys move. S sorts by the column you are in."))

    def show_only(self, *, not_verified: bool) -> None:
        self.sorted.show_only(not_verified=not_verified)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows need, up to a height that leaves the page its own."""
        rows = min(max(self.sorted.rowCount(), 1), _ROWS) + 2  # the header, the scroll bar
        self.setFixedHeight(theme.px(_HIGH) * rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and self.currentIndex().isValid():
            self._sort(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def _sort(self, column: int) -> None:
        header = self.horizontalHeader()
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        is_up = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == up
        self.sortByColumn(column, down if is_up else up)
        way = _("Sorted by {column}, largest first") if is_up else _("Sorted by {column}")
        parts.announce(self, way.format(column=COLUMNS[column].title()))


def order(table: Table) -> tuple[int, Qt.SortOrder]:
    header = table.horizontalHeader()
    return header.sortIndicatorSection(), header.sortIndicatorOrder()


def hint() -> QWidget:
    return parts.paragraph(_("Arrow keys move. S sorts by the column you are in."), "small")
