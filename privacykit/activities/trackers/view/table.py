"""The twin of the graph: the same calls as a table, sortable with the mouse and the keyboard."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from privacykit.activities.trackers.engine import said
from privacykit.activities.trackers.engine.rows import Filter, shown
from privacykit.activities.trackers.engine.web import Line, WebOfCompanies
from privacykit.i18n import _
from privacykit.look import parts, tables, theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Order = Qt.SortOrder
_HERE = QModelIndex()
_HIGH, _SIGN, _WIDEST = 36, 18, 190
_SIGNS = {
    "reached": ("check", "muted"),
    "partly": ("circle-half", "warning"),
    "stopped": ("x", "danger"),
}


class Column(NamedTuple):
    title: Callable[[], str]
    text: Callable[[Line], str]
    sort: Callable[[Line], Any]
    is_number: bool = False


COLUMNS = (
    Column(lambda: _("Site"), attrgetter("site"), attrgetter("site")),
    Column(lambda: _("Company"), said.owner, lambda line: (not line.third, said.owner(line))),
    Column(lambda: _("Host"), attrgetter("host"), attrgetter("host")),
    Column(lambda: _("Kind"), lambda line: said.kind(line.kind), lambda line: said.kind(line.kind)),
    Column(lambda: _("Calls"), lambda line: f"{line.tally.calls}", attrgetter("tally.calls"), True),
    Column(
        lambda: _("Outcome"),
        lambda line: said.ends(line.tally),
        lambda line: (-line.tally.stopped / line.tally.calls, said.ends(line.tally)),
    ),
    Column(lambda: _("Rule"), attrgetter("rule"), lambda line: (not line.rule, line.rule)),
)
_OUTCOME = 5


class Calls(QAbstractTableModel):
    """Lines of the web, those that pass the filter, in the chosen order."""

    def __init__(self, web: WebOfCompanies) -> None:
        super().__init__()
        self._web = web
        self.filter = Filter()
        self.lines: list[Line] = []
        self._column, self._order = 0, Order.AscendingOrder
        self._signs = {state: parts.icon(*sign) for state, sign in _SIGNS.items()}

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        return tables.heading(COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        match role:
            case Role.DisplayRole | Role.ToolTipRole:
                return column.text(line)
            case Role.AccessibleTextRole:
                return f"{column.title()}: {column.text(line)}"
            case Role.TextAlignmentRole:
                return tables.alignment(column)
            case Role.DecorationRole if index.column() == _OUTCOME:
                return self._signs[line.tally.state]
            case _:
                return None

    def sort(self, column: int, order: Order = Order.AscendingOrder) -> None:
        self._column, self._order = column, order
        self.refresh()

    def refresh(self) -> None:
        """Show what has come since, in order; a chosen line stays chosen."""
        key = COLUMNS[self._column].sort
        backwards = self._order == Order.DescendingOrder
        lines = sorted(shown(self._web, self.filter), key=key, reverse=backwards)
        old = {id(line) for line in self.lines}
        new = [line for line in lines if id(line) not in old]
        if len(lines) - len(new) < len(self.lines):
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
            return
        if new:
            self.beginInsertRows(_HERE, len(self.lines), len(lines) - 1)
            self.lines += new
            self.endInsertRows()
        self._reorder(lines)

    def _reorder(self, lines: list[Line]) -> None:
        self.layoutAboutToBeChanged.emit()
        places = {id(line): place for place, line in enumerate(lines)}
        before = self.persistentIndexList()
        after = [self.index(places[id(self.lines[i.row()])], i.column()) for i in before]
        self.lines = lines
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


class Table(QTableView):
    """Signals.

    chosen: the key of the party that the chosen line is about, else of its site
    picked: the same, when a person wants to know all about it
    """

    chosen = Signal(str)
    picked = Signal(str)

    def __init__(self, web: WebOfCompanies) -> None:
        super().__init__()
        self.calls = Calls(web)
        self.setModel(self.calls)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Order.AscendingOrder)
        tables.read_by_line(self, _HIGH)
        self.setMinimumHeight(theme.px(_HIGH) * 5)
        self._dress()
        parts.say(self, _("Calls"), _("Arrow keys move. S sorts by the column you are in."))
        self.selectionModel().currentChanged.connect(self._tell)
        self.activated.connect(lambda index: self.picked.emit(self._key(index)))

    def sizeHint(self) -> QSize:
        """Claim no more height than it needs; what is to spare it gets."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _dress(self) -> None:
        self.setIconSize(QSize(theme.px(_SIGN), theme.px(_SIGN)))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(theme.px(_WIDEST))
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(50)

    def refresh(self) -> None:
        self.calls.refresh()

    def forget(self) -> None:
        """Have no lines and no search, in the first order."""
        self.calls.filter = Filter()
        self.sortByColumn(0, Order.AscendingOrder)
        self.calls.refresh()

    def choose(self, key: str) -> None:
        """Go to the first line about a node, unless the chosen line is about it."""
        if key == self._key(self.currentIndex()):
            return
        for row, line in enumerate(self.calls.lines):
            if key in {line.party, f"site:{line.site}"}:
                self.selectionModel().setCurrentIndex(
                    self.calls.index(row, 0),
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows,
                )
                return

    def _key(self, index: Index) -> str:
        if not index.isValid():
            return ""
        line = self.calls.lines[index.row()]
        return line.party or f"site:{line.site}"

    def _tell(self, now: Index) -> None:
        if now.isValid() and self.isVisible():
            self.chosen.emit(self._key(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and self.currentIndex().isValid():
            self._sort(self.currentIndex().column())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.picked.emit(self._key(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def _sort(self, column: int) -> None:
        header = self.horizontalHeader()
        up, down = Order.AscendingOrder, Order.DescendingOrder
        is_up = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == up
        self.sortByColumn(column, down if is_up else up)
        way = _("Sorted by {column}, largest first") if is_up else _("Sorted by {column}")
        parts.announce(self, way.format(column=COLUMNS[column].title()))
