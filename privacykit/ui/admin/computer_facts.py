"""What is known of this computer without asking root, and the words for it."""

import math
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDate, QLocale

from privacykit import i18n
from privacykit.errors import PrivacykitError
from privacykit.i18n import _, _n, decimal
from privacykit.record import chain, reading, status
from privacykit.record.reading import Record
from privacykit.record.row import Row
from privacykit.record.status import Sentence, Shown
from privacykit.ui.world import Admin
from privacykit.wipe import amounts, places
from privacykit.wipe import policy as policies
from privacykit.wipe.machine import shown as status_file
from privacykit.wipe.policy import Policy
from privacykit.wipe.report import Report

_NEAR = timedelta(minutes=15)
"""A row of the record further from an account's last look than this is of another wipe."""


class Facts(NamedTuple):
    frozen: tuple[Shown, ...]
    policy: Policy | None
    """None: there is none, or none that can be trusted."""
    record: Record
    own: str
    """The name of the account that runs this."""

    @property
    def accounts(self) -> tuple[str, ...]:
        """Return every account the rules name, and every one whose home is frozen."""
        named = self.policy.accounts if self.policy else ()
        return tuple(dict.fromkeys([*(one.account for one in self.frozen), *named]))

    def shown(self, account: str) -> Shown | None:
        return next((one for one in self.frozen if one.account == account), None)

    def last(self, account: str) -> Row | None:
        """Return the row of the account's last wipe, if that is known to be it."""
        last = next((row for row in reversed(self.record.rows) if row.is_wipe), None)
        shown = self.shown(account)
        if last is None or shown is None or not shown.verified_at:
            return last
        apart = last.at - datetime.fromisoformat(shown.verified_at)
        return last if abs(apart) < _NEAR else None


def gather(admin: Admin) -> Facts:
    """Return what can be read; whatever cannot is left out."""
    return Facts(status.read(admin.public), _policy(admin), _record(admin), _own())


def _policy(admin: Admin) -> Policy | None:
    with suppress(PrivacykitError, OSError):
        return policies.load(admin.policy_file, {0, os.geteuid()})
    return None


def _record(admin: Admin) -> Record:
    with suppress(PrivacykitError, OSError):
        return reading.read(_record_folder(admin))
    return Record()


def _record_folder(admin: Admin) -> Path:
    return reading.folder(admin.public, admin.audit_folder.parent)


def stamp(admin: Admin) -> tuple[int, ...]:
    """Return what differs as soon as there may be other facts: long records are slow to read."""
    files = (admin.public / status_file.NAME, _record_folder(admin) / chain.NAME, admin.policy_file)
    return tuple(map(_changed, files))


def _changed(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_mtime_ns
    return 0


def _own() -> str:
    with suppress(PrivacykitError):
        return places.current_account().name
    return ""


def banner(
    facts: Facts, account: str, report: Report | None, now: datetime
) -> tuple[Sentence, str]:
    """Return the one sentence on an account and what stands below it."""
    shown = facts.shown(account)
    if shown is None and account != facts.own:
        said = Sentence("muted", _("Never frozen"))
        words = _("The home of {name} stays as patrons leave it, until you freeze it.")
        return said, words.format(name=account)
    said = status.sentence(shown, facts.record.rows if shown is None else (), now)
    return said, _below(facts, account, shown, report)


def _below(facts: Facts, account: str, shown: Shown | None, report: Report | None) -> str:
    if shown is None:
        words = _("The account {name} is cleaned by removing what programs are known to leave.")
        return words.format(name=account)
    match shown.condition:
        case "clean":
            return " ".join([*_removed(facts.last(account), report), _as_frozen(shown)])
        case "in use":
            words = _("When {name} is signed out, its home comes back as it was frozen.")
        case "thawed":
            words = _("Freeze the home of {name} again as soon as you are done.")
        case "ending":
            words = _("Nobody can sign in until it is clean.")
        case _:
            words = _("Nobody can sign in as {name} until it is clean. Wipe it now.")
    return words.format(name=account)


def _removed(row: Row | None, report: Report | None) -> list[str]:
    if report is not None:
        return _counts(report.removed_files, len(report.programs_ended), report.seconds)
    return _counts(row.removed, row.programs, row.seconds) if row and row.verified else []


def _counts(removed: int, programs: int, seconds: float) -> list[str]:
    said = {
        "files": amounts.files(removed),
        "programs": _n("{count} program", "{count} programs", programs).format(count=programs),
        "seconds": decimal(seconds, 1),
    }
    if programs:
        words = _("The last wipe removed {files} and closed {programs}, in {seconds} seconds.")
    else:
        words = _("The last wipe removed {files} in {seconds} seconds.")
    return [words.format(**said), _("A second look found nothing left.")]


def _as_frozen(shown: Shown) -> str:
    if not shown.frozen_at:
        return _("The home of {name} is as it was frozen.").format(name=shown.account)
    words = _("The home of {name} is as it was frozen on {date}.")
    return words.format(name=shown.account, date=day(shown.frozen_at))


def day(moment: str) -> str:
    """Return the day of an ISO time as the chosen language writes it."""
    there = datetime.fromisoformat(moment).astimezone()
    date = QDate(there.year, there.month, there.day)
    return QLocale(i18n.current()).toString(date, "d MMMM yyyy")


def minutes_to_undo(shown: Shown | None, now: datetime) -> int:
    """Return for how long staff can still bring back what was removed; 0: not any more."""
    if shown is None or not shown.undo_until:
        return 0
    left = (datetime.fromisoformat(shown.undo_until) - now).total_seconds()
    return max(0, math.ceil(left / 60))


def coming(facts: Facts, account: str) -> list[str]:
    """Return the sentences on what happens next, by the rules."""
    if facts.policy is None:
        return [_("No rules are in force, so nothing ends a session by itself.")]
    shown = facts.shown(account)
    told = list(_timers(facts.policy))
    if shown is None:
        return [*told, _("At sign-out, nothing is removed by itself.")]
    if shown.condition == "thawed":
        return [*told, _("At sign-out, nothing is removed: the home is thawed.")]
    return [*told, *_at_the_end(facts.policy)]


def _timers(policy: Policy) -> list[str]:
    timers = policy.timers
    idle = _n(
        "A session ends after {count} minute without anybody.",
        "A session ends after {count} minutes without anybody.",
        timers.idle_minutes,
    ).format(count=timers.idle_minutes)
    longest = _n(
        "A session lasts {count} minute at most.",
        "A session lasts {count} minutes at most.",
        timers.session_minutes,
    ).format(count=timers.session_minutes)
    told = [
        *([idle] if timers.idle_minutes else []),
        *([longest] if timers.session_minutes else []),
    ]
    return told or [_("No timer ends a session.")]


def _at_the_end(policy: Policy) -> list[str]:
    minutes = policy.undo.minutes
    kept = _n(
        "What was removed can be brought back for {count} minute.",
        "What was removed can be brought back for {count} minutes.",
        minutes,
    ).format(count=minutes)
    told = [
        _("At sign-out, the frozen home comes back."),
        _("Nobody can sign in until it is clean."),
    ]
    return [*told, *([kept] if minutes else [])]
