"""The parts of a password, drawn under it: a coloured bar each, and what it is in words."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from privacykit.activities.passwords.engine.parts import UNPATTERNED, WORDS, Part
from privacykit.i18n import _
from privacykit.look import parts, theme

_BAR, _GAP, _FALL = 4, 4, 12
_DOT = "\u2022"
_LONGEST_SHOWN = 24


class _Place(NamedTuple):
    part: Part
    line: int
    left: int
    width: int


class PartsBar(QWidget):
    """As wide as there is room, in as many lines as it takes; mirrored where one reads so."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self._places: tuple[_Place, ...] = ()
        self._hidden = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(())

    def set(self, found: tuple[Part, ...], hidden: bool = False) -> None:
        """Show these parts; hidden keeps the text itself from the screen and its reader."""
        self._parts, self._hidden = found, hidden
        pieces = [f"{self._text(part)}: {part.in_words()}" for part in found]
        parts.say(self, _("What it is made of"), "; ".join(pieces))
        self._arrange()

    def sizeHint(self) -> QSize:
        lines = self._places[-1].line + 1 if self._places else 0
        return QSize(self.minimumSizeHint().width(), max(lines, 1) * self._line_height())

    def minimumSizeHint(self) -> QSize:
        widest = max((self._natural(part) for part in self._parts), default=0)
        return QSize(widest, self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place in self._places:
            self._draw(painter, place)
        painter.end()

    def _arrange(self) -> None:
        self._places = tuple(_placed(self._lines(), self.width()))
        self.updateGeometry()
        self.update()

    def _lines(self) -> list[list[tuple[Part, int]]]:
        lines: list[list[tuple[Part, int]]] = [[]]
        used = 0
        for part in self._parts:
            need = self._natural(part) + _GAP
            if lines[-1] and used + need > self.width():
                lines.append([])
                used = 0
            lines[-1].append((part, need))
            used += need
        return lines

    def _draw(self, painter: QPainter, place: _Place) -> None:
        top = place.line * self._line_height()
        metrics = QFontMetrics(_font(self))
        height = metrics.height()
        bar = QRect(place.left, top, place.width, theme.px(_BAR))
        painter.fillRect(self._mirrored(bar), QColor(_colour(place.part)))
        painter.setFont(_font(self))
        side = Qt.AlignmentFlag.AlignLeft
        align = QStyle.visualAlignment(self.layoutDirection(), side | Qt.AlignmentFlag.AlignVCenter)
        below = QRect(place.left, bar.bottom() + theme.px(_GAP), place.width, height)
        for text, colour in (
            (self._text(place.part), theme.tokens().ink),
            (place.part.in_words(), theme.tokens().muted),
        ):
            painter.setPen(QColor(colour))
            painter.drawText(self._mirrored(below), align | Qt.TextFlag.TextSingleLine, text)
            below.translate(0, height + theme.px(2))

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _text(self, part: Part) -> str:
        if self._hidden:
            return _DOT * len(part.text)
        text = part.text.strip()
        return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "\u2026"

    def _natural(self, part: Part) -> int:
        metrics = QFontMetrics(_font(self))
        texts = self._text(part), part.in_words()
        return max(metrics.horizontalAdvance(text) for text in texts) + theme.px(_FALL)

    def _line_height(self) -> int:
        text = 2 * QFontMetrics(_font(self)).height()
        return theme.px(_BAR) + theme.px(_GAP) + text + theme.px(_FALL)


def _placed(lines: list[list[tuple[Part, int]]], room: int) -> list[_Place]:
    """Share what is left of each line by the length of the parts, as in the text itself."""
    places = []
    for number, line in enumerate(lines):
        spare = max(0, room - sum(need for _part, need in line))
        letters = sum(len(part.text) for part, _need in line)
        left = 0
        for part, need in line:
            width = need + spare * len(part.text) // letters
            places.append(_Place(part, number, left, width - _GAP))
            left += width
        if line:
            places[-1] = places[-1]._replace(width=max(0, room - places[-1].left))
    return places


def _colour(part: Part) -> str:
    colours = theme.tokens()
    if part.kind in UNPATTERNED:
        return colours.edge
    return colours.danger if part.kind in WORDS else colours.warning


def _font(widget: QWidget) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(theme.px(14))
    return font
