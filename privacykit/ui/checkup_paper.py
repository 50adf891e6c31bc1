"""The check-up on paper: what to mend with a sentence for IT each, then every other answer."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from privacykit.audit import told
from privacykit.audit.running import Audit
from privacykit.i18n import _
from privacykit.look import theme
from privacykit.ui import paper
from privacykit.ui.admin import checkup_items as about
from privacykit.ui.admin.checkup_items import Item, Seen

_DUTIES = tuple(f"K{number}" for number in range(1, 8))
_FOOT = 24.0
"""Points; the writing ends this much above the bottom edge of the page."""
_BODY, _SMALL = 10, 8
_INK = theme.THEMES["light"]
_STYLE = f"""
h1 {{ color: {_INK.ink}; font-size: x-large; margin-bottom: 4px; }}
h2 {{ color: {_INK.accent}; font-size: large; margin-bottom: 6px; }}
h3 {{ color: {_INK.ink}; font-size: medium; margin-bottom: 2px; }}
p, td {{ color: {_INK.ink}; margin-top: 2px; margin-bottom: 4px; }}
td {{ padding: 3px 14px 3px 0px; }}
.muted {{ color: {_INK.muted}; }}
.danger {{ color: {_INK.danger}; }}
.warning {{ color: {_INK.warning}; }}
.ok {{ color: {_INK.ok}; }}
.accent {{ color: {_INK.accent}; }}
.total {{ font-size: large; font-weight: bold; margin-top: 8px; }}
.it {{ margin-left: 14px; }}
"""


def write(audit: Audit, path: Path) -> str:
    """Save a check-up that is compared with none before it; see save()."""
    return save(Seen(audit), path)


def save(seen: Seen, path: Path) -> str:
    """Save the pages as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """
    return paper.save(path, _title(), lambda writer: _draw(seen, writer))


def file_name() -> str:
    return _("privacy-check-up") + ".pdf"


class Placed(NamedTuple):
    top: float
    """Points below the upper edge of the writing."""
    text: QTextDocument


def pages(seen: Seen, page: QSizeF) -> list[list[Placed]]:
    """Return what stands on each page of this size in points; no finding is torn apart."""
    made: list[list[Placed]] = [[]]
    down = 0.0
    for above, piece in _pieces(seen):
        text = _text(piece, page.width())
        down += above
        if made[-1] and down + text.size().height() > page.height():
            made.append([])
            down = 0.0
        made[-1].append(Placed(down, text))
        down += text.size().height()
    return made


def _text(html: str, width: float) -> QTextDocument:
    made = paper.document(_STYLE)
    made.setDefaultFont(_font(_BODY))
    made.setHtml(html)
    made.setTextWidth(width)
    return made


def _font(points: int) -> QFont:
    """Return a font for a page that is drawn in points, so that a pixel is one."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(points)
    return font


def _draw(seen: Seen, writer: QPdfWriter) -> None:
    area = writer.pageLayout().paintRect(QPageLayout.Unit.Point).size()
    size = QSizeF(area.width(), area.height() - _FOOT)
    laid = pages(seen, size)
    painter = QPainter(writer)
    painter.scale(writer.logicalDpiX() / 72, writer.logicalDpiY() / 72)
    for number, placed in enumerate(laid, 1):
        if number > 1:
            writer.newPage()
        for piece in placed:
            painter.save()
            painter.translate(0, piece.top)
            piece.text.drawContents(painter)
            painter.restore()
        place = QRectF(0, size.height(), size.width(), _FOOT)
        _number(painter, place, _("Page {at} of {count}").format(at=number, count=len(laid)))
    painter.end()


def _number(painter: QPainter, place: QRectF, words: str) -> None:
    painter.setPen(QColor(_INK.muted))
    painter.setFont(_font(_SMALL))
    corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(place, int(corner.value), words)


def _title() -> str:
    return _("Check-up of this library's privacy")


def _pieces(seen: Seen) -> Iterator[tuple[int, str]]:
    """Return the writing in pieces that each stay on one page, and the points above each."""
    found = about.items(seen)
    yield 0, "".join(_head(seen, found))
    mend = ["".join(_to_mend(item)) for item in found if item.to_mend]
    yield from _headed(_("To mend, the most worthwhile first"), mend, 12)
    for part in about.PARTS:
        lines = [_line(item) for item in found if item.part == part and not item.to_mend]
        yield from _headed(told.part(part), lines, 0)
    yield from _headed(_("Where this comes from"), [*_sources()], 0)


def _headed(title: str, pieces: Sequence[str], above: int) -> Iterator[tuple[int, str]]:
    """Keep the title with the first piece; there is none where there is no piece."""
    for number, piece in enumerate(pieces):
        yield (above, piece) if number else (18, f"<h2>{escape(title)}</h2>{piece}")


def _head(seen: Seen, found: Sequence[Item]) -> Iterator[str]:
    role, title, text = about.summary(found)
    yield f"<h1>{escape(_title())}</h1>"
    yield _paragraph(_("Looked on {date}.").format(date=about.day(seen.audit.at)), "muted")
    yield _paragraph(title, f"total {role}")
    yield _paragraph(text)
    yield _paragraph(about.compared(seen), "muted")


def _to_mend(item: Item) -> Iterator[str]:
    yield f"<h3>{escape(item.question)}</h3>"
    verdict = f"{told.part(item.part)} · {told.verdict(item.verdict)}"
    yield _paragraph(verdict, about.SIGNS[item.verdict][1])
    yield _paragraph(item.means)
    yield from (_paragraph(f"{question} {answer}") for question, answer in item.answered)
    yield _labelled(_("How to mend it:"), item.mend)
    yield _labelled(_("To IT:"), item.letter)
    seen = told.evidence(item.evidence)
    lists = " · ".join(("KB " + " ".join(item.duties), "ALA " + " ".join(item.ala)))
    yield _paragraph(" · ".join(filter(None, (seen, lists))), "muted")


def _line(item: Item) -> str:
    verdict, colour = escape(told.verdict(item.verdict)), about.SIGNS[item.verdict][1]
    cells = f'<td width="72%">{escape(item.question)}</td><td class="{colour}">{verdict}</td>'
    return f'<table width="100%" cellspacing="0"><tr>{cells}</tr></table>'


def _sources() -> Iterator[str]:
    duties = " · ".join(f"{key} {told.duty(key)}" for key in _DUTIES)
    words = _("Advice of the National Library of Sweden: {duties}")
    yield _paragraph("KB: " + words.format(duties=duties))
    yield _paragraph("ALA: " + _("The American Library Association's checklist for computers."))


def _labelled(label: str, words: str) -> str:
    lines = escape(words).replace("\n", "<br>")
    return f'<p class="it"><b>{escape(label)}</b> {lines}</p>'


def _paragraph(words: str, role: str = "") -> str:
    return f'<p class="{role}">{escape(words)}</p>' if words else ""
