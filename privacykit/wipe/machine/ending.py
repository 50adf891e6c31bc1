"""Ending the sessions of frozen accounts: when it may be done, what is written down, the report."""

from contextlib import ExitStack
from datetime import datetime

import msgspec

from privacykit.errors import CancelledError, NotAllowedError, PrivacykitError
from privacykit.wipe import plan
from privacykit.wipe.machine import (
    dropped,
    people,
    removed,
    reporting,
    shown,
    subvolumes,
    undo,
    ways,
)
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.quarantine import Quarantine, has_left
from privacykit.wipe.machine.records import HERE, Record, in_words
from privacykit.wipe.machine.returning import Return
from privacykit.wipe.machine.state import FULL
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import World
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import Left, Report, stopped
from privacykit.wipe.tree import Removal

PATIENCE = 600.0
"""Seconds to wait for another command, such as a thorough check; less than systemd's patience."""


def end(  # noqa: PLR0913 - whose session, by which rules, and how it is watched
    system: System,
    name: str,
    world: World = HERE,
    *,
    policy: Policy | None = None,
    later: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Report:
    """End the account's session and bring its home back; return what came of it.

    A thawed home is left as it is. `policy` stands in for the computer's own; with `later`, as
    systemd calls it, another command at work is waited for, as it is while the sign-in is open, and
    what was taken out of the home is counted, and deleted by `sweep`. Whatever is raised,
    nobody can sign in until a later end has succeeded: BaselineError, PolicyError,
    NotAllowedError, BusyError for what stays open or another command at work, AgainError for a
    full disk, CancelledError.
    """
    record = Record(system, name)
    record.need_frozen()
    if record.state.condition == "thawed":
        return reporting.untouched(name)
    return _end(record, world, policy, progress, cancelled, later=later)


def restore(
    system: System,
    name: str,
    world: World = HERE,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Report:
    """Bring the home back now, also a thawed one; raise as `end` does, but end no program."""
    record = Record(system, name)
    record.need_frozen()
    if people.everyone(people.person(system, system.account(name)), world.processes):
        raise record.signed_in()
    return _end(record, world, None, progress, cancelled)


def finish(
    system: System,
    world: World = HERE,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Report, ...]:
    """End what a power cut or an error left undone, for every account. Raises CancelledError."""
    reports = []
    for name in system.frozen():
        try:
            report = _finish(Record(system, name), world, progress, cancelled)
        except CancelledError:
            raise
        except PrivacykitError as error:
            report = msgspec.structs.replace(stopped(error.exit_code, str(error)), account=name)
        if report:
            reports.append(report)
    return tuple(reports)


def sweep(system: System) -> tuple[Left, ...]:
    """Delete what ended sessions left, also while the next one runs; return what has to stay.

    Raises AgainError, BaselineError, but not before it was at every account.
    """
    left, errors = list[Left](), list[PrivacykitError]()
    for name in system.frozen():
        try:
            left += reporting.not_deleted(_empty(Record(system, name), silent, never))
        except PrivacykitError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return tuple(left)


def _finish(
    record: Record, world: World, progress: Progress, cancelled: Cancelled
) -> Report | None:
    condition = record.state.condition
    if condition == "thawed" or record.is_in_use:
        return None
    if condition != "clean":
        return _end(record, world, None, progress, cancelled)
    _empty(record, progress, cancelled)
    return None


def _empty(record: Record, progress: Progress, cancelled: Cancelled) -> Removal:
    """Delete what a power cut left in the quarantine of a home that is clean."""
    frozen = record.frozen(record.manifest())
    with in_words():
        undo.sweep(frozen.vault)
        if not has_left(frozen.vault):
            return Removal(0, 0, ())
        with Quarantine(frozen.vault, frozen.account.home) as quarantine:
            return quarantine.empty(progress=progress, cancelled=cancelled)


def _end(
    record: Record,
    world: World,
    policy: Policy | None,
    progress: Progress,
    cancelled: Cancelled,
    *,
    later: bool = False,
) -> Report:
    started = world.now()
    with ExitStack() as held:
        patience = PATIENCE if later or record.is_in_use else 0
        with record.held(patience, cancelled), record.blocked_on_error(started):
            _write_ending(record, started)
            work = _work(record, world, policy, progress, cancelled)
            undo.sweep(work.frozen.vault)
            held.callback(work.quarantine.close)
            work.run()
            report = reporting.first(work)
            _write_outcome(work, report)
        with in_words():
            changed = dropped.count(work)
            report = reporting.with_kept(report, removed.keep(work))
            shown.tell(record.system, {record.name: report.undo_until})
            if later:
                removal = work.quarantine.counted()
            else:
                removal = work.quarantine.empty(progress=progress, cancelled=cancelled)
    report = reporting.with_removed(report, changed, removal)
    return reporting.timed(report, started, world.now())


def _write_ending(record: Record, now: datetime) -> None:
    """Block the sign-in first of all; on a disk that a patron filled, it is blocked already."""
    try:
        record.write("ending", now)
    except OSError as error:
        if error.errno not in FULL or record.state.condition == "clean":
            raise


def _work(
    record: Record, world: World, policy: Policy | None, progress: Progress, cancelled: Cancelled
) -> Return:
    policy = policy or record.policy()
    if record.name not in policy.accounts:
        raise NotAllowedError(plan.no_policy_for(record.name, policy))
    manifest = record.manifest()
    frozen = record.frozen(manifest)
    return Return(
        record=record,
        manifest=manifest,
        frozen=frozen,
        way=ways.to_end(manifest.header.way, policy),
        policy=policy,
        world=world,
        thorough=_is_thorough(record, policy),
        quarantine=Quarantine(frozen.vault, frozen.account.home),
        progress=progress,
        cancelled=cancelled,
    )


def _is_thorough(record: Record, policy: Policy) -> bool:
    """Tell whether every file must be read: after a power cut, and every so many sessions.

    A cut may have kept what was written to a file, and lost that it was written.
    """
    every, number = policy.baseline.full_check_every, record.state.sessions
    return not record.is_in_this_boot or bool(every and number and number % every == 0)


def _write_outcome(work: Return, report: Report) -> None:
    """Write it down, on a full disk after deleting what the session filled it with."""
    try:
        _write(work, report)
    except OSError as error:
        if error.errno not in FULL:
            raise
        work.quarantine.empty(cancelled=work.cancelled)
        subvolumes.settle(work.frozen.vault)
        _write(work, report)


def _write(work: Return, report: Report) -> None:
    record, now = work.record, work.world.now()
    about = {"way": work.manifest.header.way, "frozen_at": work.manifest.header.frozen_at}
    if report.is_clean:
        record.write("clean", now, boot_id=states.boot_id(record.system), **about)
        return
    left = report.things_left + report.places_left
    whys = [one.why for one in report.left] + [one.why for one in report.places]
    message = " ".join(dict.fromkeys(why for why in whys if why))
    record.write("not clean", now, message=message, left=left, **about)
