"""The same as the picture, as a table: for screen readers, and for those who like tables."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from privacykit.activities.tor.engine import sentences
from privacykit.activities.tor.engine.knowledge import Party, Switch, What, cell
from privacykit.activities.tor.view.path_picture import SIGNS
from privacykit.i18n import _
from privacykit.look import parts, theme

_PARTIES, _WHATS = tuple(Party), tuple(What)
_ROW, _HEAD, _NAMES, _ICON = 48, 56, 180, 18


class Table(QTableWidget):
    """Signal: chosen: the party of the cell that a person goes to."""

    chosen = Signal(Party)

    def __init__(self) -> None:
        super().__init__(len(_PARTIES), len(_WHATS))
        self.setVerticalHeaderLabels([sentences.party(party) for party in _PARTIES])
        self.setHorizontalHeaderLabels([sentences.what(what) for what in _WHATS])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(theme.px(_ICON), theme.px(_ICON)))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_headers()
        self.setStyleSheet("QTableCornerButton::section { background: transparent; border: none; }")
        parts.say(self, _("Who knows what?"))
        self._cells = list(self._fill())
        self.setFixedHeight(theme.px(_ROW) * len(_PARTIES) + theme.px(_HEAD) + theme.px(24))
        self.currentCellChanged.connect(lambda row, *_rest: self._choose(row))

    def _set_headers(self) -> None:
        """Let the words in both headers take two lines: none of them is cut off."""
        above, beside = self.horizontalHeader(), self.verticalHeader()
        above.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        above.setMinimumSectionSize(theme.px(90))
        above.setFixedHeight(theme.px(_HEAD))
        beside.setFixedWidth(theme.px(_NAMES))
        beside.setDefaultSectionSize(theme.px(_ROW))
        wrapped = Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value) | Qt.AlignmentFlag.AlignVCenter
        above.setDefaultAlignment(Qt.AlignmentFlag.AlignHCenter | wrapped)
        beside.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | wrapped)
        above.setStyleSheet("QHeaderView::section { padding: 0; }")
        air = theme.px(8)
        beside.setStyleSheet(f"QHeaderView::section {{ padding: 0 {air}px; }}")

    def _fill(self) -> Iterator[tuple[Party, What, QTableWidgetItem]]:
        for row, party in enumerate(_PARTIES):
            for column, what in enumerate(_WHATS):
                item = QTableWidgetItem()
                self.setItem(row, column, item)
                yield party, what, item

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(_PARTIES[row])

    def set(self, switches: frozenset[Switch]) -> None:
        for party, what, item in self._cells:
            rule = cell(party, what, switches)
            answer, why = sentences.answer(rule.answer), sentences.why(rule.why)
            item.setText(answer)
            item.setIcon(parts.icon(*SIGNS[rule.answer]))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, why)
            item.setToolTip(why)
