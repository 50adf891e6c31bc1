"""A scan of web pages on paper: the verdict, what to mend, then a table for each page."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from privacykit.i18n import _
from privacykit.tracking import scan_words as words
from privacykit.tracking.scan import Scan, Seen
from privacykit.ui import paper

_MOST = 20
"""Lines of a table that stay together."""


def write(scan: Scan, path: Path) -> str:
    """Save the pages as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """
    return paper.save(path, _title(), lambda writer: paper.draw(pieces(scan), writer))


def file_name() -> str:
    return _("what-our-pages-call") + ".pdf"


def _title() -> str:
    return _("What our pages call")


def pieces(scan: Scan) -> Iterator[tuple[int, str]]:
    """Return the writing in pieces that each stay on one page, and the points above each."""
    yield 0, "".join(_head(scan))
    for point in words.points(scan):
        yield 6, f'<h3 class="{point.role}">{escape(point.title)}</h3>{_paragraph(point.text)}'
    for page in scan.pages:
        yield from _page(page)
    yield 12, _paragraph(words.years(scan.parties), "muted")


def _head(scan: Scan) -> Iterator[str]:
    yield f"<h1>{escape(_title())}</h1>"
    made = " · ".join(filter(None, (scan.title, scan.made)))
    yield _paragraph(made, "muted")
    yield _paragraph(words.verdict(scan), f"total {words.role(scan)}")
    yield _paragraph(" ".join((words.origin(scan), *scan.notes)), "muted")


def _page(page: Seen) -> Iterator[tuple[int, str]]:
    title = f"<h2>{escape(page.address)}</h2>"
    called = [*_tables(words.heads(), words.rows(page.parties))]
    if not called:
        called = [_paragraph(_("Calls nobody else."), "ok")]
    set_here = _tables(words.cookie_heads(), words.cookie_rows(page.cookies))
    for number, table in enumerate((*called, *set_here)):
        yield (8, table) if number else (18, title + table)


def _tables(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for start in range(0, len(rows), _MOST):
        lines = "".join(_line(row, "td") for row in rows[start : start + _MOST])
        yield f'<table width="100%" cellspacing="0">{_line(heads, "th")}{lines}</table>'


def _line(cells: Sequence[str], tag: str) -> str:
    made = (f'<{tag} align="left">{escape(cell)}</{tag}>' for cell in cells)
    return f"<tr>{''.join(made)}</tr>"


def _paragraph(text: str, role: str = "") -> str:
    return f'<p class="{role}">{escape(text)}</p>' if text else ""
