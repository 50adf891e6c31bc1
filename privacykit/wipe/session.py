"""The end of a session: programs ended, traces removed, and then looked at again."""

from dataclasses import dataclass, field

import msgspec

from privacykit.errors import NotAllowedError
from privacykit.i18n import _
from privacykit.wipe import plan as plans
from privacykit.wipe import programs
from privacykit.wipe.places import Place
from privacykit.wipe.plan import Item, Plan
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import EXIT_CODES, Kept, Left, Report, State
from privacykit.wipe.tree import Problem, Removal, Tree

LOOKS = 3
"""A program that writes anew is met this often before the report calls it residue."""
LOCKED_LEVELS = 64
"""Folders in one another that a patron may have locked, and that are opened one by one."""


@dataclass
class _Work:
    """What was done so far; files count up through all rounds."""

    progress: Progress
    cancelled: Cancelled
    files: int = 0
    size: int = 0
    ended: set[str] = field(default_factory=set)
    problems: dict[tuple[Place, bytes], tuple[Problem, ...]] = field(default_factory=dict)

    def add(self, item: Item, removal: Removal) -> None:
        self.files += removal.files
        self.size += removal.size
        self.problems[item.place, item.path] = removal.problems

    def counting(self, total: int) -> Progress:
        before = self.files
        return lambda words, done, _total: self.progress(words, before + done, total)


def end(plan: Plan, *, progress: Progress = silent, cancelled: Cancelled = never) -> Report:
    """Carry out the plan and look again; return what was removed and what is left.

    Raises NotAllowedError, UnsafeHomeError; BusyError if a program stays open; CancelledError.
    """
    if not plan.allowed:
        raise NotAllowedError(plan.why_not)
    started = plan.world.now()
    work = _Work(progress, cancelled)
    _end_programs(plan, work)
    there = look = _unlocked(plan, work)
    looks = 0
    while looks < LOOKS:
        _remove(look, work)
        _end_programs(plan, work)
        look, looks = _unlocked(_again(look, work), work), looks + 1
        if look.is_empty:
            break
    report = _report(there, look, work)
    finished = plan.world.now()
    return msgspec.structs.replace(
        report,
        looks=looks,
        seconds=round((finished - started).total_seconds(), 3),
        started=started.isoformat(timespec="seconds"),
        finished=finished.isoformat(timespec="seconds"),
    )


def _end_programs(plan: Plan, work: _Work) -> None:
    work.ended |= set(
        programs.end(
            plan.account,
            plan.program_names,
            plan.world.processes,
            plan.policy.programs,
            progress=work.progress,
            cancelled=work.cancelled,
        )
    )


def _again(plan: Plan, work: _Work) -> Plan:
    return plans.again(plan, progress=work.progress, cancelled=work.cancelled)


def _unlocked(plan: Plan, work: _Work) -> Plan:
    """Open the folders that the session locked, and look again until nothing hides."""
    for _level in range(LOCKED_LEVELS):
        hidden = plan.unseen
        if not hidden:
            break
        for one in hidden:
            with plans.open_place(plan.account, one.place) as tree:
                tree.unlock(one.problem.path)
        plan = _again(plan, work)
        if plan.unseen == hidden:
            break
    return plan


def _remove(plan: Plan, work: _Work) -> None:
    for place in dict.fromkeys(item.place for item in plan.items):
        with plans.open_place(plan.account, place) as tree:
            for item in plan.items:
                if item.place == place:
                    _remove_one(plan, item, tree, work)


def _remove_one(plan: Plan, item: Item, tree: Tree, work: _Work) -> None:
    removal = tree.remove(
        item.path,
        contents_only=item.contents,
        keep=plan.keeper.keeps if item.place.kind == "home" else None,
        progress=work.counting(max(plan.files, work.files)),
        cancelled=work.cancelled,
    )
    work.add(item, removal)


def _report(plan: Plan, look: Plan, work: _Work) -> Report:
    state: State = "clean" if look.is_empty else "residue"
    return Report(
        state=state,
        exit_code=EXIT_CODES[state],
        practice=plan.account.practice,
        groups=plan.groups(),
        removed_files=work.files,
        removed_size=work.size,
        programs_ended=tuple(sorted(work.ended)),
        still_open=programs.started_us(plan.program_names),
        left=_left(look, work),
        kept=kept(plan),
    )


def preview(plan: Plan) -> Report:
    """Return what is there, as a report of a run that removed nothing."""
    return Report(
        state="preview",
        exit_code=EXIT_CODES["preview"],
        message=plan.why_not,
        practice=plan.account.practice,
        groups=plan.groups(),
        programs_open=tuple(sorted({one.name for one in plan.programs})),
        kept=kept(plan),
        started=plan.world.now().isoformat(timespec="seconds"),
    )


def kept(plan: Plan) -> tuple[Kept, ...]:
    return tuple(Kept(one.path, one.why) for one in plan.kept)


def _left(look: Plan, work: _Work) -> tuple[Left, ...]:
    """Return one entry for each trace and reason; no names, as the report may be published."""
    found: dict[tuple[str, str, str], int] = {}
    for item in look.items:
        problems = work.problems.get((item.place, item.path), ())
        why = problems[0].words if problems else ""
        key = item.trace.id, item.trace.in_words(), why
        found[key] = found.get(key, 0) + item.files
    for one in look.unseen:
        found["", _("A folder that could not be looked into"), one.problem.words] = 0
    return tuple(Left(trace, title, files, why) for (trace, title, why), files in found.items())
