"""The same visits behind different protections, one line for each that was tried."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from privacykit.activities.trackers.engine import doors
from privacykit.activities.trackers.engine.doors import DOORS, Door
from privacykit.activities.trackers.engine.met import Result
from privacykit.i18n import _
from privacykit.look import theme
from privacykit.look.exercise import prose

_FEWEST = 2


class Compared(QWidget):
    """In sight once there are two to compare."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(24))
        self._grid.setVerticalSpacing(theme.px(4))
        self.hide()

    def show_results(self, results: Mapping[Door, Result]) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self.setVisible(len(results) >= _FEWEST)
        heads = _("Protection"), _("Companies reached"), _("Calls stopped"), _("Knew you again on")
        self._line(0, heads, "small")
        for number, door in enumerate([door for door in DOORS if door in results]):
            self._line(number + 1, _cells(door, results[door]), "body")

    def _line(self, row: int, cells: tuple[str, ...], role: str) -> None:
        for column, text in enumerate(cells):
            self._grid.addWidget(prose(text, role if column else "strong"), row, column)


def line(results: Mapping[Door, Result]) -> str:
    """Return in one line how many companies were reached behind each; empty for one alone."""
    if len(results) < _FEWEST:
        return ""
    reached = [f"{doors.name(door)} {results[door].called}" for door in DOORS if door in results]
    return f"{_('Companies reached')}: {' · '.join(reached)}"


def _cells(door: Door, result: Result) -> tuple[str, ...]:
    known = _("{count} of {sites} sites").format(count=result.known, sites=result.sites)
    nobody = _("no site")
    again = known if result.known > 1 else nobody
    return doors.name(door), str(result.called), str(result.stopped), again
