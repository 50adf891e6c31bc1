"""What the end of a frozen account's session would do, counted; changes nothing."""

from collections.abc import Iterable
from typing import NamedTuple

from privacykit.i18n import _
from privacykit.wipe import looking, traces
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.machine import people, reporting, sessions
from privacykit.wipe.machine.records import HERE, Record, in_words
from privacykit.wipe.machine.sorting import Sorter, groups
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import World
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import EXIT_CODES, GroupCount, Kept, Report
from privacykit.wipe.tree import Tree


class Preview(NamedTuple):
    differences: Differences
    report: Report


def look(
    system: System,
    name: str,
    world: World = HERE,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Return how the home differs, and the same as counts: what is new, and what was written to.

    Raises BaselineError, BusyError, AgainError, CatalogueError, CancelledError.
    """
    found = sessions.check(system, name, progress=progress, cancelled=cancelled)
    record = Record(system, name)
    manifest = record.manifest()
    changed = tuple(path for path in found.changed if path not in manifest.folders)
    who = people.person(system, system.account(name))
    report = Report(
        state="preview",
        exit_code=EXIT_CODES["preview"],
        method=manifest.header.way,
        account=name,
        groups=_groups(record, (*found.extra, *changed)),
        programs_open=people.names(people.everyone(who, world.processes)),
        restored=len(changed) + len(found.missing),
        left=reporting.reasons(_("The frozen home"), found.problems),
        kept=tuple(Kept(one.path, one.why) for one in record.policy().keep),
        started=world.now().isoformat(timespec="seconds"),
    )
    return Preview(found, report)


def _groups(record: Record, paths: Iterable[bytes]) -> tuple[GroupCount, ...]:
    account, catalogue = record.system.account(record.name), traces.load()
    sorter = Sorter(catalogue, looking.folder_names(account, catalogue))
    with in_words(), Tree(account.home) as tree:
        return groups(tree, sorter, paths)
