"""What a session had changed in a home that was then dropped as a whole: counted for the report."""

from dataclasses import dataclass
from pathlib import Path

from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.machine.quarantine import WHOLE
from privacykit.wipe.machine.returning import Return
from privacykit.wipe.policy import keeper
from privacykit.wipe.tree import Tree


@dataclass(frozen=True, slots=True)
class Dropped:
    files: int = 0
    """Entries that are not folders."""
    size: int = 0
    """Bytes."""
    restored: int = 0


def count(work: Return) -> Dropped:
    """Return what was dropped; nothing where the way takes out only what differs."""
    counters = {"btrfs": _in_home, "overlay": _in_layer}
    if work.way.name not in counters:
        return Dropped()
    taken = [one.name for one in work.quarantine.entries() if one.path == WHOLE]
    found = [counters[work.way.name](work.quarantine.folder / name, work) for name in taken]
    return Dropped(*(sum(column) for column in zip(*found, strict=True)))


def _in_layer(layer: Path, _work: Return) -> tuple[int, int, int]:
    with Tree(layer) as tree:
        found = tree.measure(b"upper")
    return found.files, found.size, 0


def _in_home(home: Path, work: Return) -> tuple[int, int, int]:
    differences = comparing.compare(
        home,
        work.manifest,
        keep=keeper(()),
        progress=work.progress,
        cancelled=work.cancelled,
    )
    changed = [path for path in differences.changed if path not in work.manifest.folders.raw]
    with Tree(home) as tree:
        measures = [tree.measure(path) for path in (*differences.extra, *changed)]
    files, size = sum(one.files for one in measures), sum(one.size for one in measures)
    return files, size, len(changed) + len(differences.missing)
