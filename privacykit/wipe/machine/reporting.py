"""What an end of a session says of itself: counts, kinds and reasons, never a patron's names."""

import errno
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import msgspec

from privacykit.i18n import _, _n
from privacykit.wipe.machine.dropped import Dropped
from privacykit.wipe.machine.returning import Return
from privacykit.wipe.machine.undo import Outcome
from privacykit.wipe.problems import Problem, problem
from privacykit.wipe.report import EXIT_CODES, Kept, Left, Place, Report, State
from privacykit.wipe.tree import Removal


def first(work: Return) -> Report:
    """Return what is known when the sign-in is free again, or stays blocked."""
    state: State = "clean" if work.is_clean else "residue"
    return Report(
        state=state,
        exit_code=EXIT_CODES[state],
        method=work.way.name,
        account=work.record.name,
        programs_ended=tuple(sorted(work.ended)),
        restored=work.restored,
        checked="contents" if work.thorough else "marks",
        places=work.places,
        alarms=(*_alarms(work.problems), *_left_in(work.places)),
        left=_left(work),
        kept=tuple(Kept(one.path, one.why) for one in work.policy.keep),
        looks=work.looks,
    )


def _left_in(places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return the sentence about drives that a patron forgot: staff have to give them back."""
    return tuple(place.why for place in places if place.id == "drives" and place.why)


def _left(work: Return) -> tuple[Left, ...]:
    """Return what still differs, which is nothing once the last look found nothing."""
    if work.last.is_empty:
        return ()
    title = _("The frozen home")
    named = reasons(
        title, {one.path: one for one in (*work.problems, *work.last.problems)}.values()
    )
    rest = work.last.count - sum(one.files for one in named)
    return (*named, Left("", title, rest, "")) if rest > 0 else named


def with_kept(report: Report, kept: Outcome) -> Report:
    """Add until when staff can bring back what was removed, or why they cannot."""
    alarms = (*report.alarms, kept.why) if kept.why else report.alarms
    return msgspec.structs.replace(report, undo_until=kept.until, alarms=alarms)


def with_removed(report: Report, dropped: Dropped, removal: Removal) -> Report:
    """Add what was deleted after the sign-in was free again."""
    done = msgspec.structs.replace(
        report,
        removed_files=dropped.files or removal.files,
        removed_size=dropped.size or removal.size,
        restored=report.restored + dropped.restored,
    )
    if not removal.problems:
        return done
    return msgspec.structs.replace(
        done,
        state="residue",
        exit_code=EXIT_CODES["residue"],
        left=(*done.left, *not_deleted(removal)),
        alarms=tuple(dict.fromkeys((*done.alarms, *_alarms(removal.problems)))),
    )


def not_deleted(removal: Removal) -> tuple[Left, ...]:
    return reasons(_("What was removed from the home"), removal.problems)


def reasons(title: str, problems: Iterable[Problem]) -> tuple[Left, ...]:
    """Return one entry for each reason; no names, as the report may be published."""
    counts = Counter(problem.words for problem in problems)
    return tuple(Left("", title, count, why) for why, count in counts.items())


def _alarms(problems: Iterable[Problem]) -> tuple[str, ...]:
    words = problem(b"", errno.EPERM, locked=True).words
    count = sum(one.words == words for one in problems)
    if not count:
        return ()
    sentence = _n(
        "{count} entry was locked against changes, which only an administrator can do. Find out "
        "who did it, and unlock it with chattr.",
        "{count} entries were locked against changes, which only an administrator can do. Find "
        "out who did it, and unlock them with chattr.",
        count,
    )
    return (sentence.format(count=count),)


def timed(report: Report, started: datetime, finished: datetime) -> Report:
    return msgspec.structs.replace(
        report,
        seconds=round((finished - started).total_seconds(), 3),
        started=started.isoformat(timespec="seconds"),
        finished=finished.isoformat(timespec="seconds"),
    )


def untouched(name: str) -> Report:
    words = _("{name} is thawed, so nothing was changed. Freeze it again when you are done.")
    message = words.format(name=name)
    return Report(state="preview", exit_code=EXIT_CODES["preview"], message=message, account=name)
