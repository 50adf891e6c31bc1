"""An A4 page, or several, as a PDF file; on a computer with or without a screen."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSaveFile, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)

from privacykit import i18n
from privacykit.i18n import _
from privacykit.look import theme

EDGE = 54.0
"""Points between the writing and the edge of the paper."""
_FOOT = 24.0
"""Points; the writing ends this much above the bottom edge of the page."""
_BODY, _SMALL = 10, 8
_INK = theme.THEMES["light"]
STYLE = f"""
h1 {{ color: {_INK.ink}; font-size: x-large; margin-bottom: 4px; }}
h2 {{ color: {_INK.accent}; font-size: large; margin-bottom: 6px; }}
h3 {{ color: {_INK.ink}; font-size: medium; margin-bottom: 2px; }}
p, td, th {{ color: {_INK.ink}; margin-top: 2px; margin-bottom: 4px; }}
td, th {{ padding: 3px 14px 3px 0px; }}
.muted {{ color: {_INK.muted}; }}
.danger {{ color: {_INK.danger}; }}
.warning {{ color: {_INK.warning}; }}
.ok {{ color: {_INK.ok}; }}
.accent {{ color: {_INK.accent}; }}
.total {{ font-size: large; font-weight: bold; margin-top: 8px; }}
.it {{ margin-left: 14px; }}
"""
"""How findings look on paper."""
_started: list[QGuiApplication] = []
"""Must live as long as fonts are needed."""


def ready() -> None:
    """Have Qt's fonts, whatever computer this is."""
    if QGuiApplication.instance() is None:
        _started.append(QGuiApplication(["privacykit", "-platform", "offscreen"]))


def save(path: Path, title: str, draw: Callable[[QPdfWriter], None], *, edge: float = EDGE) -> str:
    """Save what is drawn as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """
    if path.exists() and not path.is_file():
        return _cannot(path, _("it is no file"))
    ready()
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        return _cannot(path, file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Privacy Kit")
    a4, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(a4, upright, QMarginsF(edge, edge, edge, edge)))
    draw(writer)
    return "" if file.commit() else _cannot(path, file.errorString())


def document(style: str) -> QTextDocument:
    """Return an empty text that runs the way the language in force does."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultStyleSheet(style)
    option = QTextOption()
    mirrored = i18n.is_right_to_left(i18n.current())
    ways = Qt.LayoutDirection
    option.setTextDirection(ways.RightToLeft if mirrored else ways.LeftToRight)
    made.setDefaultTextOption(option)
    return made


class Placed(NamedTuple):
    top: float
    """Points below the upper edge of the writing."""
    text: QTextDocument


def laid(pieces: Iterable[tuple[int, str]], page: QSizeF) -> list[list[Placed]]:
    """Return what stands on each page of this size in points; no piece is torn apart.

    A piece is the points above it, which a new page needs not, and its HTML.
    """
    made: list[list[Placed]] = [[]]
    down = 0.0
    for above, piece in pieces:
        text = _text(piece, page.width())
        down += above
        if made[-1] and down + text.size().height() > page.height():
            made.append([])
            down = 0.0
        made[-1].append(Placed(down, text))
        down += text.size().height()
    return made


def draw(pieces: Iterable[tuple[int, str]], writer: QPdfWriter) -> None:
    """Draw pieces on as many numbered pages as they need."""
    area = writer.pageLayout().paintRect(QPageLayout.Unit.Point).size()
    size = QSizeF(area.width(), area.height() - _FOOT)
    pages = laid(pieces, size)
    painter = QPainter(writer)
    painter.scale(writer.logicalDpiX() / 72, writer.logicalDpiY() / 72)
    for number, placed in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        for piece in placed:
            painter.save()
            painter.translate(0, piece.top)
            piece.text.drawContents(painter)
            painter.restore()
        place = QRectF(0, size.height(), size.width(), _FOOT)
        _number(painter, place, _("Page {at} of {count}").format(at=number, count=len(pages)))
    painter.end()


def _text(html: str, width: float) -> QTextDocument:
    made = document(STYLE)
    made.setDefaultFont(_font(_BODY))
    made.setHtml(html)
    made.setTextWidth(width)
    return made


def _font(points: int) -> QFont:
    """Return a font for a page that is drawn in points, so that a pixel is one."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(points)
    return font


def _number(painter: QPainter, place: QRectF, words: str) -> None:
    painter.setPen(QColor(_INK.muted))
    painter.setFont(_font(_SMALL))
    corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(place, int(corner.value), words)


def _cannot(path: Path, reason: str) -> str:
    text = _("The page could not be saved as {path} ({reason}). Choose another folder.")
    return text.format(path=path, reason=reason)
