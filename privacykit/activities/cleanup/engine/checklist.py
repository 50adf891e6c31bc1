"""The leave card that ticks itself: what of this account's session is still open.

What the computer says is handed in as a `Room`; only the account's own plan is asked for more.
"""

import os
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec
import psutil

from privacykit.activities.cleanup.engine.words import StepId
from privacykit.errors import AgainError
from privacykit.i18n import _
from privacykit.wipe import plan as plans
from privacykit.wipe import programs, session
from privacykit.wipe.plan import Plan
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import Report
from privacykit.wipe.tree import escape

State = Literal["open", "done", "unknown"]
SIGNED_IN = frozenset({"browsers", "mail", "chat", "keys", "cloud"})
FILES = frozenset({"files", "trash", "recent", "thumbnails"})
_DRIVES = (Path("/media"), Path("/run/media"))
_SECONDS = 5
MOST = 40
"""Names that a step shows at most."""


@dataclass(frozen=True)
class Seen:
    """What one step of the card found."""

    step: StepId
    state: State
    names: tuple[str, ...] = ()
    """What is still open: programs, kinds of traces, files' names, drives, print jobs."""
    count: int = 0
    """How many files a removal would take; 0 where nothing is removed."""
    closes: tuple[str, ...] = ()
    """Programs that are ended if the kit does it."""


def _mounts() -> Iterable[str]:
    return [part.mountpoint for part in psutil.disk_partitions()]


def waiting_jobs() -> tuple[str, ...] | None:
    """Return the account's own waiting print jobs; None if this computer cannot tell."""
    command = ("lpstat", "-W", "not-completed", "-u", str(_user()))
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return tuple(line.split()[0] for line in lines if line.strip()) if not done.returncode else None


def cancel(jobs: tuple[str, ...], **_ways: object) -> None:
    """Cancel print jobs of this account; what is left is seen at the next look."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            ("cancel", *jobs),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )


def _user() -> str:
    return psutil.Process().username()


@dataclass(frozen=True)
class Room:
    """What the computer says; a test hands in another."""

    plan: Callable[..., Plan] = plans.for_account
    mounts: Callable[[], Iterable[str]] = field(default=_mounts)
    jobs: Callable[[], tuple[str, ...] | None] = field(default=waiting_jobs)


@dataclass(frozen=True)
class Card:
    """All seven steps, and the plan by which the kit may help."""

    seen: tuple[Seen, ...]
    plan: Plan

    def of(self, step: StepId) -> Seen:
        return next(one for one in self.seen if one.step == step)

    @property
    def open_steps(self) -> int:
        return sum(one.state == "open" for one in self.seen if one.step != "finish")

    @property
    def is_sure(self) -> bool:
        """Tell whether the computer could tell of every step."""
        return not any(one.state == "unknown" for one in self.seen)

    def part(self, step: StepId) -> Plan:
        """Return what of the plan belongs to a step. KeyError: the kit removes nothing there."""
        return plans.narrowed(self.plan, _GROUPS[step])


_CLIPBOARD: dict[bool | None, State] = {True: "open", False: "done", None: "unknown"}
_GROUPS: dict[StepId, frozenset[str]] = {"signed-in": SIGNED_IN, "files": FILES}


def look(
    room: Room,
    *,
    clipboard: bool | None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Card:
    """Look at this account's session. Raises PrivacykitError.

    Args:
        clipboard: whether something lies in the clipboard, None if that cannot be told; only a
            window can.
    """
    plan = room.plan(progress=progress, cancelled=cancelled)
    jobs, open_ones = room.jobs(), _programs(plan)
    return Card(
        (
            _removable("signed-in", plan),
            Seen("programs", "open" if open_ones else "done", open_ones, closes=open_ones),
            _removable("files", plan),
            _step("drive", [mount for mount in room.mounts() if _is_drive(Path(mount))]),
            Seen("clipboard", _CLIPBOARD[clipboard]),
            Seen("printer", "unknown") if jobs is None else _step("printer", list(jobs)),
            Seen("finish", "open", count=plan.files),
        ),
        plan,
    )


def _step(step: StepId, names: list[str]) -> Seen:
    return Seen(step, "open" if names else "done", tuple(names))


def _removable(step: StepId, plan: Plan) -> Seen:
    groups = _GROUPS[step]
    part = plans.narrowed(plan, groups)
    names = _names(part)
    state: State = "open" if names else "done"
    if not names and (part.unseen or _stays(plan, groups)):
        state = "unknown"
    return Seen(step, state, tuple(names), part.files, _programs(part))


def _stays(plan: Plan, groups: frozenset[str]) -> bool:
    """Tell whether the policy keeps something of these groups, at which nobody looks then."""
    folders = msgspec.structs.astuple(plan.policy.folders)
    kept = {one.group for one in plan.catalogue.traces if one.id in plan.policy.leave_out}
    return bool(kept & groups) or ("files" in groups and "keep" in folders)


def _programs(plan: Plan) -> tuple[str, ...]:
    return tuple(sorted({one.name for one in plan.programs}))


def _names(part: Plan) -> list[str]:
    """Return all that is there, a person's own files first."""
    items = sorted(part.items, key=lambda item: item.trace.group != "files")
    return list(dict.fromkeys(name for item in items for name in _named(item)))


def _named(item: plans.Item) -> list[str]:
    """Return what a person would call it: own files by their names, the rest in words."""
    if item.trace.group != "files":
        return [item.trace.in_words()]
    if item.contents:
        with suppress(OSError), os.scandir(item.place.root / os.fsdecode(item.path)) as entries:
            found = islice(entries, MOST + 1)
            return sorted(escape(item.path + b"/" + os.fsencode(one.name)) for one in found)
    return [escape(item.path)]


def _is_drive(mount: Path) -> bool:
    return any(mount != above and mount.is_relative_to(above) for above in _DRIVES)


def remove(part: Plan, *, progress: Progress = silent, cancelled: Cancelled = never) -> Report:
    """Carry out a step's part of the plan and look again.

    Raises AgainError if more is there than the person was shown; PrivacykitError.
    """
    now = plans.again(part, progress=progress, cancelled=cancelled)
    if _told(now) != _told(part) or not {*_programs(now)} <= {*_programs(part)}:
        raise _changed()
    return session.end(now, progress=progress, cancelled=cancelled)


def _told(part: Plan) -> tuple[list[str], int]:
    """Return what a person decides by: names, and how many files of their own there are."""
    own = (item.files for item in part.items if item.trace.group == "files")
    return sorted(_names(part)), sum(own)


def _changed() -> AgainError:
    words = _("Something has changed here since the look, so nothing was done. Look again.")
    return AgainError(words)


def close(
    plan: Plan, *, progress: Progress = silent, cancelled: Cancelled = never
) -> tuple[str, ...]:
    """End the account's open programs; return their names.

    Raises BusyError, AgainError if another program was opened since.
    """
    account, names, processes = plan.account, plan.program_names, plan.world.processes
    now = programs.running(account, names, processes)
    if not {one.name for one in now} <= {*_programs(plan)}:
        raise _changed()
    return programs.end(
        account,
        names,
        processes,
        plan.policy.programs,
        progress=progress,
        cancelled=cancelled,
    )
