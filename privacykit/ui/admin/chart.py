"""Wipes by day: one bar each, and the same in words for whoever does not see it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from privacykit import i18n
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.record.table import Day

_HEIGHT, _WIDTH, _FILLED, _LOWEST = 96, 240, 0.6, 3
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Chart(QWidget):
    """Bars for days, the latest last; arrow keys or the mouse go from day to day.

    What could not be verified is hatched, not only coloured. The line below tells the sum, or
    the day that is chosen.
    """

    def __init__(self, days: Sequence[Day]) -> None:
        super().__init__()
        self._sum = total(days)
        self.bars = Bars(days, self._tell)
        self.caption = parts.paragraph(self._sum, "small")
        ends = QWidget()
        row = QHBoxLayout(ends)
        row.setContentsMargins(0, 0, 0, 0)
        for number, day in enumerate((*days[:1], *days[-1:])):
            row.addStretch(number)
            row.addWidget(parts.paragraph(name(day), "small"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        for part in (self.bars, ends, self.caption):
            box.addWidget(part)

    def _tell(self, day: Day | None) -> None:
        self.caption.setText(in_words(day) if day else self._sum)
        if day:
            parts.announce(self.bars, in_words(day))


class Bars(QWidget):
    def __init__(self, days: Sequence[Day], tell: Callable[[Day | None], None]) -> None:
        super().__init__()
        self._days, self._tell = tuple(days), tell
        self._chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        parts.say(self, _("Wipes by day"), "\n".join(map(in_words, self._days)))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def choose(self, number: int | None) -> None:
        """Tell of one day, by its place; None: of all of them."""
        if number != self._chosen:
            self._chosen = number
            self._tell(None if number is None else self._days[number])
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._days) - 1
        step = _STEPS.get(Qt.Key(event.key()))
        if last < 0 or (step is None and event.key() not in {Qt.Key.Key_Home, Qt.Key.Key_End}):
            super().keyPressEvent(event)
        elif step is None:
            self.choose(0 if event.key() == Qt.Key.Key_Home else last)
        else:
            step = -step if _is_mirrored() else step
            here = last + 1 if self._chosen is None else self._chosen
            self.choose(min(max(here + step, 0), last))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._days:
            share = event.position().x() / max(self.width(), 1)
            share = 1 - share if _is_mirrored() else share
            self.choose(min(max(int(share * len(self._days)), 0), len(self._days) - 1))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.choose(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.choose(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.tokens()
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.edge))
        highest = max((day.wipes for day in self._days), default=0)
        for number, day in enumerate(self._days):
            if day.wipes:
                self._paint(painter, number, day, highest)
        painter.end()

    def _paint(self, painter: QPainter, number: int, day: Day, highest: int) -> None:
        colours = theme.tokens()
        room = self.height() - 2
        whole = max(room * day.wipes / highest, theme.px(_LOWEST))
        sound = whole * day.verified / day.wipes
        colour = colours.ink if number == self._chosen else colours.accent
        left, width = self._place(number)
        painter.fillRect(QRectF(left, room - sound, width, sound), QColor(colour))
        if day.verified < day.wipes:
            doubtful = QRectF(left, room - whole, width, max(whole - sound, theme.px(_LOWEST)))
            painter.setPen(QPen(QColor(colours.warning), 1))
            painter.setBrush(QBrush(QColor(colours.warning), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(doubtful)

    def _place(self, number: int) -> tuple[float, float]:
        step = self.width() / len(self._days)
        place = len(self._days) - 1 - number if _is_mirrored() else number
        return step * (place + (1 - _FILLED) / 2), step * _FILLED


def _is_mirrored() -> bool:
    return QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def counts(wipes: int, verified: int) -> str:
    """Return how many wipes there were, and how many of them were verified."""
    if not wipes:
        return _("No wipes")
    words = _n("{count} wipe, {verified} verified", "{count} wipes, {verified} verified", wipes)
    return words.format(count=wipes, verified=verified)


def total(days: Sequence[Day]) -> str:
    wipes, verified = sum(day.wipes for day in days), sum(day.verified for day in days)
    told = counts(wipes, verified)
    return told if verified == wipes else _("{counts}; hatched: not verified").format(counts=told)


def name(day: Day) -> str:
    date = QDate(day.date.year, day.date.month, day.date.day)
    return QLocale(i18n.current()).toString(date, "d MMMM")


def in_words(day: Day) -> str:
    return _("{day}: {counts}").format(day=name(day), counts=counts(day.wipes, day.verified))
