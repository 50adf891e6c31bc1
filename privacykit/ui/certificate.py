"""The certificate of a proof as one A4 page, for the folder at the desk."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QSizeF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPdfWriter, QTextDocument

from privacykit import i18n
from privacykit.i18n import _
from privacykit.look import theme
from privacykit.ui import paper
from privacykit.wipe.prove import certificate as certificates
from privacykit.wipe.prove.certificate import Certificate

_LARGEST, _SMALLEST = 8.5, 3.5
"""Points of a screen, which are four thirds of a point on paper."""
_INK = theme.THEMES["light"]
_STYLE = f"""
h1 {{ color: {_INK.ink}; font-size: x-large; }}
h2 {{ color: {_INK.accent}; font-size: medium; }}
p, td {{ color: {_INK.ink}; }}
th {{ color: {_INK.muted}; text-align: left; }}
th, td {{ padding-right: 14px; }}
.verdict {{ font-size: large; font-weight: bold; margin-bottom: 12px; }}
"""


def save(certificate: Certificate, path: Path) -> str:
    """Save the page as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """
    return paper.save(path, _title(), lambda writer: _draw(certificate, writer))


def _draw(certificate: Certificate, writer: QPdfWriter) -> None:
    page = writer.pageLayout().paintRect(QPageLayout.Unit.Point).size()
    document(certificate, page).print_(writer)


def document(certificate: Certificate, page: QSizeF) -> QTextDocument:
    """Return the page, in writing so small that it is one; `page` in points."""
    made = paper.document(_STYLE)
    points = _LARGEST
    while True:
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(points)
        made.setDefaultFont(font)
        made.setHtml("".join(_parts(certificate)))
        made.setPageSize(page)
        if made.pageCount() <= 1 or points <= _SMALLEST:
            return made
        points -= 0.5


def _title() -> str:
    return _("What a patron's session leaves on this computer")


def _parts(certificate: Certificate) -> Iterator[str]:
    yield f"<h1>{escape(_title())}</h1>"
    yield _paragraph(_about(certificate))
    yield f'<p class="verdict">{escape(certificates.verdict(certificate))}</p>'
    yield '<table width="100%">'
    yield _row("th", certificates.heads())
    for row in certificate.rows:
        yield _row("td", certificates.cells(row))
    yield "</table>"
    yield from map(_paragraph, certificates.remarks(certificate))
    for head, words in _meanings():
        yield f"<h2>{escape(head)}</h2>{_paragraph(words)}"


def _about(certificate: Certificate) -> str:
    method = {
        "baseline": _("the home folder is brought back as it was frozen"),
        "traces": _("the known traces of programs are removed"),
    }
    return _("{computer}, {date}. At the end of a session {method}. Privacy Kit {version}.").format(
        computer=certificate.computer,
        date=_date(certificate.date),
        method=method[certificate.method],
        version=certificate.version,
    )


def _date(iso: str) -> str:
    day = QDate.fromString(iso[:10], Qt.DateFormat.ISODate)
    return QLocale(i18n.current()).toString(day, QLocale.FormatType.LongFormat)


def _meanings() -> Iterator[tuple[str, str]]:
    yield (
        _("What this means"),
        _(
            "Each program was really used in a throwaway account, and left a secret word of its "
            "own. Then the session ended as every patron's does, and all that the account could "
            "have written was searched for the words: names and contents, also packed ones."
        ),
    )
    yield (
        _("What this does not mean"),
        _(
            "Programs that are not listed were not tried. What a website, a printer or the network "
            "remembers is not on this computer. Deleted data can stay on a disk until it is "
            "written over; an encrypted disk helps. After changes to this computer, prove it again."
        ),
    )


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _row(kind: str, cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{kind}>{escape(cell)}</{kind}>" for cell in cells) + "</tr>"
