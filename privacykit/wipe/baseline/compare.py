"""How a home differs from its baseline. Changes nothing, and reads as little as is safe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.baseline.looking import Found, Look
from privacykit.wipe.baseline.manifest import Entry, Manifest
from privacykit.wipe.pair import in_two
from privacykit.wipe.problems import Problem
from privacykit.wipe.progress import Cancelled, Progress

if TYPE_CHECKING:
    from privacykit.wipe.policy import Keeper

WORTH_TWO = 200_000
"""Bytes of a manifest from which a second process is quicker."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths relative to the home, b"" for the home itself; sorted."""

    extra: tuple[bytes, ...] = ()
    """What the baseline does not know; what is in an extra folder is not listed."""
    missing: tuple[bytes, ...] = ()
    changed: tuple[bytes, ...] = ()
    stale: Mapping[bytes, Entry] = field(default_factory=dict)
    """What is as it was but for marks that only the kernel sets, as it is now: no difference."""
    problems: tuple[Problem, ...] = ()
    """What could not be looked at."""

    @property
    def is_empty(self) -> bool:
        return not (self.extra or self.missing or self.changed or self.problems)

    @property
    def count(self) -> int:
        return sum(map(len, (self.extra, self.missing, self.changed, self.problems)))


def compare(
    home: Path,
    manifest: Manifest,
    *,
    keep: "Keeper",
    thorough: bool = False,
    progress: Progress,
    cancelled: Cancelled,
) -> Differences:
    """Return the differences; `thorough` reads every file, whatever its marks say.

    What the keeper keeps is not looked at. Raises CancelledError, OSError for the home itself.
    """
    with linux.opened(linux.open_folder(home)) as top:
        look = Look(top, manifest, keep, linux.mounted_below(home), cancelled, thorough=thorough)
        folders = [path for path in manifest.folders if not look.is_kept(path)]
        return _joined(_looked(look, manifest, folders, progress, cancelled))


def _looked(
    look: Look, manifest: Manifest, folders: list[bytes], progress: Progress, cancelled: Cancelled
) -> list[Found]:
    def job(paths: Sequence[bytes]) -> Found:
        for number, path in enumerate(paths):
            progress(_("Checking files"), number, len(paths))
            look.folder(path)
        return look.found

    weights = {path: manifest.folders.weight(path) for path in folders}
    if sum(weights.values()) < WORTH_TWO:
        return [job(folders)]
    folders.sort(key=weights.__getitem__, reverse=True)
    return in_two(job, folders, answer=Found, cancelled=cancelled)


def _joined(parts: Sequence[Found]) -> Differences:
    stale: dict[bytes, Entry] = {}
    problems: dict[bytes, Problem] = {}
    for part in parts:
        stale |= part.stale
        problems |= {one.path: one for one in part.problems}
    return Differences(
        _sorted(part.extra for part in parts),
        _sorted(part.missing for part in parts),
        _sorted(part.changed for part in parts),
        stale,
        tuple(problems.values()),
    )


def _sorted(parts: Iterable[list[bytes]]) -> tuple[bytes, ...]:
    return tuple(sorted(chain.from_iterable(parts)))
