"""The check-up on paper: what to mend with a sentence for IT each, then every other answer."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QSizeF

from privacykit.audit import told
from privacykit.audit.running import Audit
from privacykit.i18n import _
from privacykit.ui import paper
from privacykit.ui.admin import checkup_items as about
from privacykit.ui.admin.checkup_items import Item, Seen
from privacykit.ui.paper import Placed

_DUTIES = tuple(f"K{number}" for number in range(1, 8))


def write(audit: Audit, path: Path) -> str:
    """Save a check-up that is compared with none before it; see save()."""
    return save(Seen(audit), path)


def save(seen: Seen, path: Path) -> str:
    """Save the pages as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """
    return paper.save(path, _title(), lambda writer: paper.draw(_pieces(seen), writer))


def file_name() -> str:
    return _("privacy-check-up") + ".pdf"


def pages(seen: Seen, page: QSizeF) -> list[list[Placed]]:
    """Return what stands on each page of this size in points; no finding is torn apart."""
    return paper.laid(_pieces(seen), page)


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
