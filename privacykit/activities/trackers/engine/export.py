"""The table as a file for spreadsheets; no cell of it can run as a formula."""

import csv
import io
from collections.abc import Iterable

from privacykit.activities.trackers.engine.web import Line

COLUMNS = (
    "site",
    "company",
    "host",
    "kind",
    "third_party",
    "calls",
    "tried",
    "sent",
    "stopped",
    "rule",
)
"""Names for machines, in every language the same."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a formula begins, also after a sign that spreadsheets skip (OWASP, CSV injection)."""


def csv_text(lines: Iterable[Line]) -> str:
    """Return the lines in their order, as RFC 4180 wants them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([*map(harmless, _words(line)), *_numbers(line), harmless(line.rule)])
    return text.getvalue()


def _words(line: Line) -> tuple[str, ...]:
    return line.site, line.company, line.host, line.kind, str(line.third).lower()


def _numbers(line: Line) -> tuple[int, ...]:
    tally = line.tally
    return tally.calls, tally.tried, tally.sent, tally.stopped


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe before it, if a spreadsheet would calculate it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULAS) else cell
