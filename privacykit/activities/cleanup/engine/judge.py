"""Judges what is left: the wipe engine's search for what should be gone, and its plan."""

import os
from dataclasses import dataclass
from pathlib import Path

from privacykit.activities.cleanup.engine.visitor import Visitor
from privacykit.activities.cleanup.engine.words import TraceId, Words
from privacykit.wipe import plan, residue, session, traces
from privacykit.wipe.places import World
from privacykit.wipe.plan import Plan
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Cancelled, Progress, never, silent


@dataclass(frozen=True)
class Left:
    trace: TraceId
    where: tuple[Path, ...]
    """Files that still hold its text, below the practice folder."""


@dataclass(frozen=True)
class Verdict:
    left: tuple[Left, ...]
    files: int
    """How many files a wipe would remove now."""

    @property
    def is_clean(self) -> bool:
        return not self.left


def look(
    visitor: Visitor, words: Words, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Verdict:
    """Search all that the visitor left for the ten texts. Raises CancelledError."""
    there = plan_of(visitor, progress=progress, cancelled=cancelled)
    marks = [one.text for one in words.trace]
    hits = residue.search([visitor.folder], marks, progress=progress, cancelled=cancelled)
    found: dict[str, list[Path]] = {}
    for hit in hits:
        path = Path(os.fsdecode(hit.path)).relative_to(visitor.folder)
        found.setdefault(hit.mark, []).append(path)
    left = (Left(one.id, tuple(dict.fromkeys(found.get(one.text, ())))) for one in words.trace)
    return Verdict(tuple(one for one in left if one.where), there.files)


def plan_of(visitor: Visitor, *, progress: Progress = silent, cancelled: Cancelled = never) -> Plan:
    """Return what the wipe engine would remove from the practice home."""
    return plan.make(
        visitor.account,
        Policy.default(),
        traces.load(),
        World(processes=lambda: ()),
        progress=progress,
        cancelled=cancelled,
    )


def wipe(
    visitor: Visitor, words: Words, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Verdict:
    """Let the engine carry out its plan, and look again. Raises PrivacykitError."""
    session.end(plan_of(visitor), progress=progress, cancelled=cancelled)
    return look(visitor, words, progress=progress, cancelled=cancelled)
