"""A station's hand-out: one A4 page with what to do at home and where to read on."""

from pathlib import Path
from typing import NamedTuple

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from privacykit import i18n
from privacykit.content.station import Words
from privacykit.i18n import _
from privacykit.look import theme
from privacykit.ui import paper

WIDTH, HEIGHT = 595.0, 842.0
"""A4 in points; the page is drawn in points whatever the device."""
_CODES = 6
_SMALLEST = 0.6
_INK = theme.THEMES["light"]


class _Size(NamedTuple):
    points: float
    bold: bool = False
    colour: str = _INK.ink


class _Pen:
    """Writes down the page from the top; with no painter it only measures."""

    def __init__(self, painter: QPainter | None, scale: float, language: str) -> None:
        self._painter, self._scale = painter, scale
        self._mirrored = i18n.is_right_to_left(language)
        self.y = paper.EDGE

    def box(self, left: float, top: float, width: float, height: float) -> QRectF:
        left = WIDTH - left - width if self._mirrored else left
        return QRectF(left, top, width, height)

    def text(self, words: str, size: _Size, left: float = paper.EDGE, width: float = 0) -> float:
        """Write words below what is there; return how high they are."""
        width = width or WIDTH - paper.EDGE - left
        layout = self._laid_out(words, size, width)
        if self._painter:
            self._painter.setPen(QColor(size.colour))
            layout.draw(self._painter, self.box(left, self.y, width, 0).topLeft())
        return layout.boundingRect().height()

    def _laid_out(self, words: str, size: _Size, width: float) -> QTextLayout:
        layout = QTextLayout(words.strip().replace("\n", "\u2028"), self._font(size))
        sides = Qt.AlignmentFlag
        option = QTextOption(sides.AlignRight if self._mirrored else sides.AlignLeft)
        option.setTextDirection(self._direction())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        down = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, down))
            down += line.height() * 1.1
        layout.endLayout()
        return layout

    def _direction(self) -> Qt.LayoutDirection:
        ways = Qt.LayoutDirection
        return ways.RightToLeft if self._mirrored else ways.LeftToRight

    def _font(self, size: _Size) -> QFont:
        font = QFont(QGuiApplication.font())
        font.setPixelSize(max(1, round(size.points * self._scale)))
        font.setBold(size.bold)
        return font

    def fill(self, place: QRectF, colour: str, corner: float = 0) -> None:
        if self._painter:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor(colour))
            self._painter.drawRoundedRect(place, corner, corner)

    def middle(self, place: QRectF, words: str, size: _Size) -> None:
        if self._painter:
            self._painter.setFont(self._font(size))
            self._painter.setPen(QColor(size.colour))
            self._painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter.value), words)

    def code(self, place: QRectF, address: str) -> None:
        """Draw a QR code as rectangles, so that it is sharp at any size."""
        rows = [list(row) for row in segno.make(address, micro=False, error="m").matrix]
        module = place.width() / len(rows)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    at = place.x() + x * module, place.y() + y * module
                    self.fill(QRectF(*at, module * 1.02, module * 1.02), _INK.ink)


def _head(pen: _Pen, words: Words) -> None:
    pen.fill(pen.box(0, 0, WIDTH, 14), _INK.accent)
    pen.y += pen.text(_("Privacy Kit · to take home"), _Size(11, colour=_INK.accent)) + 6
    pen.y += pen.text(words.about.title, _Size(30, bold=True)) + 4
    pen.y += pen.text(words.about.summary, _Size(14, colour=_INK.muted)) + 26


def _actions(pen: _Pen, words: Words) -> None:
    pen.y += pen.text(_("What to do at home"), _Size(18, bold=True)) + 14
    for number, action in enumerate(words.about.take_home, 1):
        badge = pen.box(paper.EDGE, pen.y, 30, 30)
        pen.fill(badge, _INK.accent, 15)
        pen.middle(badge, str(number), _Size(15, bold=True, colour=_INK.on_accent))
        pen.y += 4
        pen.y += max(28, pen.text(action, _Size(15), paper.EDGE + 46)) + 14


def _minute(pen: _Pen, words: Words) -> None:
    pen.y += 6
    inner = WIDTH - 2 * paper.EDGE - 32
    measured = _Pen(None, pen._scale, words.language)  # noqa: SLF001 - the same class
    height = measured.text(_("In one minute"), _Size(13, bold=True), width=inner) + 6
    height += measured.text(words.about.minute, _Size(13), width=inner)
    pen.fill(pen.box(paper.EDGE, pen.y, WIDTH - 2 * paper.EDGE, height + 32), _INK.accent_soft, 8)
    pen.y += 16
    title = _Size(13, bold=True, colour=_INK.accent)
    pen.y += pen.text(_("In one minute"), title, paper.EDGE + 16, inner) + 6
    pen.y += pen.text(words.about.minute, _Size(13), paper.EDGE + 16, inner) + 16 + 24


def sources(words: Words) -> tuple[str, ...]:
    """Return the sources of a station's facts, each once."""
    return tuple(dict.fromkeys(fact.source for fact in words.facts))


def _sources(pen: _Pen, words: Words) -> None:
    found = sources(words)
    if not found:
        return
    pen.y += pen.text(_("Where this comes from"), _Size(18, bold=True)) + 12
    coded = [source for source in found if source.startswith("https://")][:_CODES]
    for start in range(0, len(coded), 3):
        _codes(pen, coded[start : start + 3])
    for source in found:
        if source not in coded:
            pen.y += pen.text(_isolated(source), _Size(10, colour=_INK.muted)) + 4


def _isolated(source: str) -> str:
    """Let no text from right to left move the slash at an address's end to its beginning."""
    return f"\u2066{source}\u2069" if "://" in source or "/" in source else source


def _codes(pen: _Pen, addresses: list[str]) -> None:
    side, gap = 64.0, 16.0
    width = (WIDTH - 2 * paper.EDGE - 2 * gap) / 3
    deepest = side
    for number, address in enumerate(addresses):
        left = paper.EDGE + number * (width + gap)
        pen.code(pen.box(left, pen.y, side, side), address)
        room = left + side + 8, width - side - 8
        told = pen.text(_isolated(address.removeprefix("https://")), _Size(9), *room)
        deepest = max(deepest, told)
    pen.y += deepest + 14


def _write(painter: QPainter | None, words: Words, scale: float) -> float:
    """Write the page, or only measure it; return how far down it goes."""
    pen = _Pen(painter, scale, words.language)
    for part in (_head, _actions, _minute, _sources):
        part(pen, words)
    return pen.y


def draw(painter: QPainter, words: Words) -> None:
    """Draw the page, WIDTH by HEIGHT points; long texts get smaller until they fit."""
    scale = 1.0
    while scale > _SMALLEST and _write(None, words, scale) > HEIGHT - paper.EDGE:
        scale -= 0.05
    _write(painter, words, scale)


def draw_on(device: QPagedPaintDevice, words: Words) -> None:
    """Draw the page on a printer or PDF writer."""
    painter = QPainter(device)
    area = painter.viewport()
    painter.scale(area.width() / WIDTH, area.height() / HEIGHT)
    draw(painter, words)
    painter.end()


def save(words: Words, path: Path) -> str:
    """Save the page as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """

    def print_(writer: QPdfWriter) -> None:
        writer.setResolution(300)
        draw_on(writer, words)

    return paper.save(path, words.about.title, print_, edge=0)


def file_name(words: Words) -> str:
    """Return a name for the file: letters of the title, no more."""
    title = "".join(c if c.isalnum() else "-" for c in words.about.title.lower())
    return "-".join(part for part in title.split("-") if part) + ".pdf"
