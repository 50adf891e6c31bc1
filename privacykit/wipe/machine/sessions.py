"""The life of a frozen account: frozen, begun, ended, thawed; and whether one may sign in."""

import os
from collections.abc import Callable
from operator import call

import msgspec

from privacykit.errors import BusyError, PrivacykitError
from privacykit.i18n import _
from privacykit.wipe import policy as policies
from privacykit.wipe.baseline import compare
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.machine import people, shown, undo, ways
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.ending import end, finish, restore, sweep
from privacykit.wipe.machine.forgetting import forget, still_open
from privacykit.wipe.machine.freezing import freeze
from privacykit.wipe.machine.records import HERE, Record, in_words
from privacykit.wipe.machine.state import Condition
from privacykit.wipe.machine.system import System, need_root
from privacykit.wipe.places import World
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import Report

__all__ = [
    "Status",
    "begin",
    "check",
    "end",
    "finish",
    "forget",
    "freeze",
    "gate",
    "restore",
    "status",
    "sweep",
    "thaw",
]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a frozen account without looking through its home."""

    account: str
    condition: Condition
    since: str
    """ISO 8601, UTC."""
    message: str
    """The sentence for staff, where the last session could not be ended."""
    sessions: int
    way: ways.Name
    frozen_at: str
    files: int
    size: int
    """Bytes."""
    keep: tuple[str, ...]
    warnings: tuple[str, ...]
    """Sentences about secrets that are part of the frozen home."""
    may_sign_in: bool


def status(system: System, name: str) -> Status:
    """Return it. Raises BaselineError if the account is not frozen, or the baseline is damaged."""
    need_root()
    record = Record(system, name)
    record.need_frozen()
    header, state = record.manifest().header, record.state
    return Status(
        account=name,
        condition=state.condition,
        since=state.since,
        message=state.message,
        sessions=state.sessions,
        way=header.way,
        frozen_at=header.frozen_at,
        files=header.files,
        size=header.size,
        keep=header.keep,
        warnings=header.warnings,
        may_sign_in=not gate(system, name),
    )


def check(
    system: System,
    name: str,
    *,
    thorough: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Differences:
    """Return how the home differs from its baseline; change nothing."""
    record = Record(system, name)
    record.need_frozen()
    with record.held(), in_words():
        kept = [one.path.encode() for one in record.policy().keep]
        return compare.compare(
            system.account(name).home,
            record.manifest(),
            keep=policies.keeper(kept),
            thorough=thorough,
            progress=progress,
            cancelled=cancelled,
        )


def thaw(system: System, name: str, *, world: World = HERE) -> None:
    """Let staff change the home until it is frozen again; the ends of sessions change nothing.

    Raises BusyError while a session is open or not cleaned up.
    """
    record = Record(system, name)
    record.need_frozen()
    with record.held(), in_words():
        if record.state.condition not in {"clean", "thawed"}:
            raise still_open(name)
        record.write("thawed", world.now())


def begin(
    system: System,
    name: str,
    *,
    world: World = HERE,
    write: Callable[[Callable[[], Report]], object] = call,
) -> None:
    """Write down that a session begins, and get the home ready for it.

    Does nothing for an account that is not frozen, or thawed. A session that nothing ended is
    ended first; `write` does that and writes down what came of it. Raises as `end` does, and
    BusyError where `gate` lets nobody in.
    """
    record = Record(system, name)
    if not record.is_frozen:
        return
    if _is_left_open(record, world):
        write(lambda: end(system, name, world))
    with record.held(), in_words():
        if sentence := gate(system, name):
            raise BusyError(sentence)
        if record.state.condition != "thawed":
            _begin(record, world)


def _begin(record: Record, world: World) -> None:
    """Begin, unless the home cannot be made ready: PAM lets nobody into one that is not in use."""
    before, manifest, policy = record.state, record.manifest(), record.policy()
    frozen = record.frozen(manifest)
    undo.sweep(frozen.vault)
    if before.condition == "clean":
        boot, number = states.boot_id(record.system), before.sessions + 1
        record.write("in use", world.now(), boot_id=boot, sessions=number)
    try:
        ways.to_begin(manifest.header.way, policy).begin(frozen)
    except OSError:
        states.write(record.folder, before)
        shown.tell(record.system)
        raise


def _is_left_open(record: Record, world: World) -> bool:
    """Tell whether a session is over, but its end was killed or another command in its way."""
    if not record.is_in_use:
        return False
    account = record.system.account(record.name)
    return not people.everyone(people.person(record.system, account), world.processes)


def gate(system: System, name: str) -> str:
    """Return the sentence for a patron who may not sign in now; empty if one may."""
    try:
        may = _may_sign_in(Record(system, name))
    except (PrivacykitError, OSError):
        may = False
    if may:
        return ""
    return _("This computer is still being made ready for you. Please ask the staff.")


def _may_sign_in(record: Record) -> bool:
    condition = record.state.condition
    if not record.is_frozen:  # never was, or its first freeze was cut; else its baseline is lost
        return condition in {"not clean", "thawed"}
    return condition in {"clean", "thawed"} or (record.is_in_use and _may_be_ended(record))


def _may_be_ended(record: Record) -> bool:
    """Tell whether the end of a session can be written down: not on a read-only disk.

    There "in use" may be the one before, which nobody ended.
    """
    return os.access(record.folder, os.W_OK)
