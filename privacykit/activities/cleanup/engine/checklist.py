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

import psutil

from privacykit.activities.cleanup.engine.words import StepId
from privacykit.wipe import plan as plans
from privacykit.wipe import programs, session
from privacykit.wipe.plan import Plan
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import Report

State = Literal["open", "done", "unknown"]
SIGNED_IN = frozenset({"browsers", "mail", "chat", "keys", "cloud"})
FILES = frozenset({"files", "trash", "recent", "thumbnails"})
_DRIVES = (Path("/media"), Path("/run/media"))
_SECONDS = 5
_MOST = 40
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

    def part(self, step: StepId) -> Plan:
        """Return what of the plan belongs to a step. KeyError: the kit removes nothing there."""
        return plans.narrowed(self.plan, _GROUPS[step])


_GROUPS: dict[StepId, frozenset[str]] = {"signed-in": SIGNED_IN, "files": FILES}


def look(
    room: Room,
    *,
    clipboard: bool,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Card:
    """Look at this account's session. Raises PrivacykitError.

    Args:
        clipboard: whether something lies in the clipboard; only a window can tell.
    """
    plan = room.plan(progress=progress, cancelled=cancelled)
    jobs = room.jobs()
    return Card(
        (
            _step("signed-in", *_about(plan, SIGNED_IN)),
            _step("programs", sorted({one.name for one in plan.programs})),
            _step("files", *_about(plan, FILES)),
            _step("drive", [mount for mount in room.mounts() if _is_drive(Path(mount))]),
            Seen("clipboard", "open" if clipboard else "done"),
            Seen("printer", "unknown") if jobs is None else _step("printer", list(jobs)),
            Seen("finish", "open", count=plan.files),
        ),
        plan,
    )


def _step(step: StepId, names: list[str], count: int = 0) -> Seen:
    return Seen(step, "open" if names else "done", tuple(names[:_MOST]), count)


def _about(plan: Plan, groups: frozenset[str]) -> tuple[list[str], int]:
    """Return what there is of some groups, in words or as names, and how many files."""
    part = plans.narrowed(plan, groups)
    names = [name for item in part.items for name in _named(item)]
    return list(dict.fromkeys(names)), part.files


def _named(item: plans.Item) -> list[str]:
    """Return what a person would call it: own files by their names, the rest in words."""
    if item.trace.group != "files":
        return [item.trace.in_words()]
    path = os.fsdecode(item.path)
    if not item.contents:
        return [path]
    with suppress(OSError), os.scandir(item.place.root / path) as entries:
        return sorted(f"{path}/{entry.name}" for entry in islice(entries, _MOST))
    return [path]


def _is_drive(mount: Path) -> bool:
    return any(mount != above and mount.is_relative_to(above) for above in _DRIVES)


def remove(part: Plan, *, progress: Progress = silent, cancelled: Cancelled = never) -> Report:
    """Carry out a step's part of the plan and look again. Raises PrivacykitError."""
    return session.end(part, progress=progress, cancelled=cancelled)


def close(
    plan: Plan, *, progress: Progress = silent, cancelled: Cancelled = never
) -> tuple[str, ...]:
    """End the account's open programs; return their names. Raises BusyError."""
    return programs.end(
        plan.account,
        plan.program_names,
        plan.world.processes,
        plan.policy.programs,
        progress=progress,
        cancelled=cancelled,
    )
