"""A row in words, as the command and the window both say it."""

from collections.abc import Iterator
from datetime import datetime

from privacykit.i18n import _, _n, decimal
from privacykit.record.reading import Record
from privacykit.record.row import Row
from privacykit.wipe import amounts


def outcome(row: Row) -> str:
    if row.all_left:
        words = _n("{count} thing left", "{count} things left", row.all_left)
        return words.format(count=row.all_left)
    sentences = {
        "clean": _("Verified"),
        "residue": _("Something left"),
        "busy": _("A program stayed open"),
        "interrupted": _("Stopped before its end"),
        "refused": _("Rules or frozen home unusable"),
        "failed": _("Did not get to its end"),
    }
    return sentences[row.state]


def method(row: Row) -> str:
    """Return in plain words how it was wiped; empty if it ended before that was known."""
    if not row.method:
        return ""
    return _("Known traces") if row.method == "traces" else _("Frozen home")


def when(row: Row, now: datetime) -> str:
    """Return the time in the zone of `now`, in a form that sorts as it reads."""
    return f"{row.at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


def seconds(row: Row) -> str:
    return _("{seconds} s").format(seconds=decimal(row.seconds, 1))


def line(row: Row, now: datetime) -> str:
    """Return one row for a terminal."""
    removed = _("{files} removed ({size})").format(
        files=amounts.files(row.removed), size=amounts.size(row.size)
    )
    return f"{row.number:>6}  {when(row, now)}  {seconds(row):>8}  {outcome(row)}, {removed}"


def summary(found: Record) -> Iterator[str]:
    """Yield what is wrong with the record, and how many wipes were verified."""
    for problem in found.problems:
        yield problem.text
    yield counts(found)
    if found.wipes and found.is_sound:
        yield unchanged()


def counts(found: Record) -> str:
    wipes, not_verified = len(found.wipes), len(found.not_verified)
    if not wipes:
        return _("No wipe is recorded yet.")
    if not not_verified:
        words = _n("{count} wipe, and it was verified.", "{count} wipes, all verified.", wipes)
        return words.format(count=wipes)
    words = _n(
        "{count} of {wipes} wipes was not verified.",
        "{count} of {wipes} wipes were not verified.",
        not_verified,
    )
    return words.format(count=not_verified, wipes=wipes)


def unchanged() -> str:
    return _("No row was changed or removed.")
