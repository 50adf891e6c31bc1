"""The cards of this computer: what was there, what comes next, the month, the check-up."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLabel, QWidget

from privacykit.audit.running import Audit
from privacykit.i18n import _, _n
from privacykit.look import flow, parts, theme
from privacykit.record import table
from privacykit.record.reading import Record
from privacykit.record.row import Row
from privacykit.ui.admin.chart import Chart
from privacykit.ui.admin.computer_facts import day
from privacykit.ui.leave_screens import table as counts
from privacykit.wipe import amounts
from privacykit.wipe.report import GroupCount, Left, Report

_SIDE, _TOGETHER = 340, 900
"""Width of the column at the side, and of both below which they stand one under the other."""
_FEW = 3


class Columns(QWidget):
    """Two columns where there is room, else one under the other."""

    def __init__(self, main: QWidget, side: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(24))
        self._side = side
        top = Qt.AlignmentFlag.AlignTop
        self._box.addWidget(main, 1, top)
        self._box.addWidget(side, 0, top)

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width: lines that wrap need less where there is room."""
        return QSize(super().minimumSizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_TOGETHER)
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        width = theme.px(_SIDE)
        self._side.setMinimumWidth(width if wide else 0)
        self._side.setMaximumWidth(width if wide else self.maximumWidth())


def found(report: Report) -> list[QWidget]:
    """Return what a look found, by kind; nothing if there is nothing."""
    lists = [counts(report.groups)] if report.groups else []
    mended = _mended(report.restored, was=False)
    return [*lists, *([_lines(mended)] if mended else [])]


def was_there(report: Report) -> list[QWidget]:
    """Return what a wipe found, each kind in one line."""
    rows = [*map(_group, report.groups), *_places(report), *_mended(report.restored)]
    return [_lines(rows)] if rows else []


def _group(group: GroupCount) -> tuple[str, str, str]:
    """Name the programs, where there are few enough to be read in one line."""
    few = 0 < len(group.names) <= _FEW
    title = ", ".join(group.names) if few else group.title
    return title, f"{amounts.files(group.files)} · {amounts.size(group.size)}", "muted"


def last_wipe(row: Row) -> list[QWidget]:
    """Return the counts of the last wipe, where its kinds are not known any more."""
    rows = [
        (_("Removed"), f"{amounts.files(row.removed)} · {amounts.size(row.size)}", "muted"),
        *_mended(row.restored),
    ]
    if row.programs:
        words = _n("{count} program", "{count} programs", row.programs)
        rows.append((_("Closed"), words.format(count=row.programs), "muted"))
    return [_lines(rows)]


def _mended(count: int, *, was: bool = True) -> list[tuple[str, str, str]]:
    if not count:
        return []
    words = _("put back") if was else _("to be put back")
    changed = _n("{count} change to the frozen home", "{count} changes to the frozen home", count)
    return [(changed.format(count=count), words, "warning")]


def _places(report: Report) -> list[tuple[str, str, str]]:
    return [
        (
            place.title,
            _n("{count} removed", "{count} removed", place.removed).format(count=place.removed),
            "muted",
        )
        for place in report.places
        if place.removed
    ]


def left(things: Sequence[Left]) -> QWidget:
    card = parts.Card()
    for number, one in enumerate(things):
        if number:
            card.body.addWidget(parts.rule())
        title = f"{one.title}: {amounts.files(one.files)}"
        card.body.addWidget(
            parts.column(
                parts.paragraph(title, "strong"), parts.paragraph(one.why, "muted"), spacing=4
            )
        )
    return card


def _lines(rows: Sequence[tuple[str, str, str]]) -> QWidget:
    card = parts.Card()
    card.body.setSpacing(theme.px(12))
    for number, (title, value, role) in enumerate(rows):
        if number:
            card.body.addWidget(parts.rule())
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(16))
        box.addWidget(_led(parts.paragraph(title)), 1)
        end = parts.paragraph(value, role)
        end.setWordWrap(False)
        box.addWidget(end)
        card.body.addWidget(line)
    return card


def _led(label: QLabel) -> QLabel:
    """Let a line begin where one begins to read, also if it is a program's Latin name."""
    if QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return label


def _card(title: str, *widgets: QWidget) -> parts.Card:
    card = parts.Card()
    card.body.addWidget(parts.heading(title, 3))
    for widget in widgets:
        card.body.addWidget(widget)
    return card


def coming(sentences: Sequence[str]) -> QWidget:
    return _card(_("What comes next"), *(parts.paragraph(one, "small") for one in sentences))


def month(record: Record, now: datetime) -> QWidget:
    chart = Chart(table.days(record.rows, now))
    if record.is_sound:
        return _card(_("Last 30 days"), chart)
    changed = parts.paragraph(_("Somebody changed the record: see there."), "warning")
    return _card(_("Last 30 days"), chart, changed)


def check_up(audit: Audit | None) -> QWidget:
    if audit is None:
        words = _("Not done yet. It looks at what else here harms patrons' privacy.")
        return _card(_("Check-up"), parts.paragraph(words, "small"))
    count = Counter(one.verdict for one in audit.findings)
    mend = count["fail"] + count["warn"]
    shown = [
        _count("check-circle", "ok", _("{count} good"), count["pass"]),
        _count("warning", "warning", _("{count} to mend"), mend),
        _count("chat-circle-dots", "accent", _("{count} to ask"), count["ask"]),
    ]
    text = _("Looked on {date}.").format(date=day(audit.at))
    if mend:
        text += " " + _("A ready letter to IT is waiting.")
    line = flow.flowing(*shown, spacing=theme.px(12))
    return _card(_("Check-up"), line, parts.paragraph(text, "small"))


def _count(icon: str, role: str, words: str, count: int) -> QWidget:
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(4))
    box.addWidget(parts.picture(icon, role, 18))
    label = parts.paragraph(words.format(count=count), "small")
    label.setWordWrap(False)
    box.addWidget(label)
    return line
