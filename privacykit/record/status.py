"""The one sentence on whether this computer is clean, from what root's wipes left to be shown."""

from collections.abc import Sequence
from datetime import MAXYEAR, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from privacykit.i18n import _, _n
from privacykit.record.row import Row
from privacykit.wipe.machine import shown
from privacykit.wipe.machine.shown import Shown

__all__ = ["Sentence", "Shown", "clock", "read", "sentence"]

Role = Literal["ok", "warning", "danger", "muted"]
TOO_LONG = timedelta(minutes=10)
"""A wipe that is said to run for longer has been cut off."""


class Sentence(NamedTuple):
    role: Role
    text: str


def read(folder: Path) -> tuple[Shown, ...]:
    """Return every frozen account of this computer; none if nothing is frozen."""
    return shown.read(folder)


def sentence(account: Shown | None, rows: Sequence[Row], now: datetime) -> Sentence:
    """Say whether an account is clean; None: what the last row says of an account by traces.

    Times are told in the zone of `now`.
    """
    if account is not None:
        return _of_frozen(account, now)
    last = next((row for row in reversed(rows) if row.is_wipe), None)
    return _of_row(last, now) if last else Sentence("muted", _("Never frozen, and never wiped"))


def _of_frozen(account: Shown, now: datetime) -> Sentence:
    since = clock(account.since, now)
    match account.condition:
        case "clean":
            return _clean(since)
        case "in use":
            return Sentence("muted", _("In use since {time}").format(time=since))
        case "ending":
            return _ending(account, now)
        case "thawed":
            words = _("Thawed since {time}: what is changed now stays")
            return Sentence("warning", words.format(time=since))
        case _:
            return _not_clean(account.left)


def _ending(account: Shown, now: datetime) -> Sentence:
    since = _moment(account.since)
    if since is None or now - since > TOO_LONG:
        return Sentence("danger", _("Not clean: the last wipe was cut off"))
    return Sentence("warning", _("Being cleaned now"))


def _of_row(row: Row, now: datetime) -> Sentence:
    return _clean(clock(row.at.isoformat(), now)) if row.verified else _not_clean(row.all_left)


def _clean(since: str) -> Sentence:
    return Sentence("ok", _("Clean since {time}, verified").format(time=since))


def _not_clean(left: int) -> Sentence:
    if not left:
        return Sentence("danger", _("Not clean: the last wipe did not get to its end"))
    words = _n("Not clean: {count} thing left", "Not clean: {count} things left", left)
    return Sentence("danger", words.format(count=left))


def clock(moment: str, now: datetime) -> str:
    """Return an ISO time as people say it: today's without the date; as it is if it is none."""
    found = _moment(moment)
    if found is None:
        return moment
    there = found.astimezone(now.tzinfo)
    return f"{there:%H:%M}" if there.date() == now.date() else f"{there:%Y-%m-%d %H:%M}"


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and 1 < found.year < MAXYEAR else None
