"""The record for people: by days for a chart, and as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from privacykit.record.row import Row

DAYS = 30
COLUMNS = (
    "number",
    "at",
    "state",
    "verified",
    "exit_code",
    "method",
    "seconds",
    "removed",
    "size",
    "restored",
    "programs",
    "left",
    "places_left",
)
"""Names for machines, in every language the same."""


class Day(NamedTuple):
    date: date
    wipes: int
    verified: int


def days(rows: Iterable[Row], now: datetime, count: int = DAYS) -> tuple[Day, ...]:
    """Return the last days up to today, the earliest first; days are those of `now`'s zone."""
    first = now.date() - timedelta(days=count - 1)
    wipes, verified = [0] * count, [0] * count
    for row in rows:
        place = (row.at.astimezone(now.tzinfo).date() - first).days
        if row.is_wipe and 0 <= place < count:
            wipes[place] += 1
            verified[place] += row.verified
    dates = (first + timedelta(days=place) for place in range(count))
    return tuple(map(Day, dates, wipes, verified))


def csv_text(rows: Iterable[Row]) -> str:
    """Return every wipe as RFC 4180 wants it; nothing in it can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        if row.is_wipe:
            writer.writerow([_value(getattr(row, name)) for name in COLUMNS])
    return text.getvalue()


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else value
