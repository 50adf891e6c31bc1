"""The marks of one proof: one for each program, and the search that tells where they are."""

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privacykit.wipe import residue
from privacykit.wipe.problems import escape
from privacykit.wipe.progress import Cancelled, Progress, never, silent

_COMMON = "interleaved"
"""A form that shows a mark's start only, which all have in common."""


@dataclass(frozen=True)
class Marks:
    """A common start finds all in one pass; the rest tells whose a mark is."""

    start: str = field(default_factory=lambda: f"m{secrets.token_hex(7)}")
    own: dict[str, str] = field(default_factory=dict)
    """By program."""
    further: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What else tells of a program's mark."""

    def of(self, app: str) -> str:
        return self.own.setdefault(app, self.start + secrets.token_hex(4))

    @property
    def sought(self) -> tuple[str, ...]:
        return (self.start, *(mark for marks in self.further.values() for mark in marks))

    def owners(self) -> Mapping[str, str]:
        return {
            **{mark: app for app, mark in self.own.items()},
            **{mark: app for app, marks in self.further.items() for mark in marks},
        }


@dataclass(frozen=True)
class Found:
    """Places by program; under "" those with too little of a mark to tell whose it is."""

    places: Mapping[str, tuple[str, ...]]
    searched: int = 0
    unread: int = 0
    """Places that the search was kept out of."""


def seek(
    folders: Sequence[Path],
    marks: Marks,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Found:
    """Search the folders for every mark. Raises CancelledError."""
    counted = _Counting(progress)
    hits = residue.search(folders, marks.sought, progress=counted, cancelled=cancelled)
    paths = {hit.path for hit in hits if hit.mark}
    owners = marks.owners()
    known = residue.search(map(_path, paths), tuple(owners), cancelled=cancelled) if paths else ()
    whose = (hit for hit in known if hit.mark and not hit.form.endswith(_COMMON))
    pairs = {(owners[hit.mark], hit.path) for hit in whose}
    pairs |= {("", path) for path in paths - {path for _app, path in pairs}}
    return Found(_grouped(pairs), counted.done, sum(not hit.mark for hit in hits))


class _Counting:
    def __init__(self, progress: Progress) -> None:
        self._progress, self.done = progress, 0

    def __call__(self, words: str, done: int, total: int) -> None:
        self.done = done
        self._progress(words, done, total)


def _path(raw: bytes) -> Path:
    return Path(os.fsdecode(raw))


def _grouped(pairs: Iterable[tuple[str, bytes]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for app, path in sorted(pairs):
        found.setdefault(app, []).append(escape(path))
    return {app: tuple(places) for app, places in found.items()}
