"""What is written down when a wipe has ended, in whatever way; it can never make a wipe fail."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from msgspec.structs import replace

from privacykit.errors import CancelledError, PrivacykitError
from privacykit.i18n import _
from privacykit.record import chain, journal, metrics
from privacykit.record.chain import Book
from privacykit.record.row import row_of
from privacykit.wipe.machine import shown, state
from privacykit.wipe.machine.system import System
from privacykit.wipe.report import EXIT_CODES, Report, stopped

Now = Callable[[], datetime]
Write = Callable[[Report], Report]
"""Writes a report down; returns it, with one more alarm where that could not be done."""


def now() -> datetime:
    return datetime.now(UTC)


def recorded(job: Callable[[], Report], write: Write) -> Report:
    """Do the job, which ends a session, and write down what came of it; raise what it raises."""
    try:
        report = job()
    except (Exception, KeyboardInterrupt) as error:
        write(_of(error))
        raise
    return write(report)


def for_computer(system: System, name: str, now: Now = now) -> Write:
    """Return what writes down the ends of a frozen account's sessions."""

    def write(report: Report) -> Report:
        if report.state == "preview" or not _is_frozen(system, name):
            return report
        way = state.read(system.record(name)).way
        named = replace(report, method=way or "in-place")
        conditions = [one.condition for one in shown.read(shown.folder(system))]
        is_clean = report.is_clean and not {"not clean", "ending"} & {*conditions}
        alarms = _put(lambda: chain.of_computer(system), named, now(), is_clean=is_clean)
        return replace(report, alarms=(*report.alarms, *alarms))

    return write


def for_account(book: Callable[[], Book], now: Now = now) -> Write:
    """Return what writes down the wipes by known traces of the account that runs this."""

    def write(report: Report) -> Report:
        if report.practice or report.state in {"preview", "refused"}:
            return report
        alarms = _put(book, report, now(), is_clean=report.is_clean)
        return replace(report, alarms=(*report.alarms, *alarms))

    return write


def _is_frozen(system: System, name: str) -> bool:
    """Tell whether the account has sessions to record; where nobody can tell, it may have."""
    try:
        return name in system.frozen()
    except OSError:
        return True


def _of(error: BaseException) -> Report:
    """Return the report of a wipe that ended with an error."""
    if isinstance(error, PrivacykitError):
        return stopped(error.exit_code, str(error))
    is_by_hand = isinstance(error, KeyboardInterrupt)
    return stopped(CancelledError.exit_code if is_by_hand else EXIT_CODES["failed"], "")


def _put(
    book: Callable[[], Book], report: Report, now: datetime, *, is_clean: bool
) -> tuple[str, ...]:
    """Write it down everywhere; return the sentence on what went wrong, if anything did."""
    try:
        row = row_of(report, now)
    except ValueError as error:  # a clock that is thousands of years ahead
        return (_missing(error),)
    alarms: tuple[str, ...] = ()
    try:
        row = chain.append(book(), row)
    except Exception as error:  # noqa: BLE001 - whatever it is, the wipe has ended as it has
        alarms = (_missing(error),)
    with suppress(Exception):
        place = book()
        metrics.write(place.folder, metrics.text(row, chain.head(place), is_clean=is_clean))
    with suppress(Exception):
        journal.tell(row, is_recorded=not alarms)
    return alarms


def _missing(error: Exception) -> str:
    words = _("This wipe is missing from the record. {reason}")
    return words.format(reason=_reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, PrivacykitError):
        return str(error)
    reason = error.strerror if isinstance(error, OSError) else type(error).__name__
    return _("The system says: {reason}.").format(reason=reason)
