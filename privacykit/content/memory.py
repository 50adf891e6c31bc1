"""Stations that are read once, and again only after something in their folder has changed."""

import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, NoReturn

from privacykit.content import load
from privacykit.content.source import FILE_LIMIT
from privacykit.content.station import Station

_YOUNG = 3.0
"""Seconds in which a file may change twice under one time stamp; a memory stick counts in twos."""


class _Mark(NamedTuple):
    """What tells a file or folder from itself before a change."""

    path: str
    number: int
    size: int
    changed: tuple[int, int]
    """Nanoseconds: of the content, of everything."""


class _Kept(NamedTuple):
    marks: tuple[_Mark, ...]
    kinds: load.Kinds
    station: Station


class Memory:
    """Reads as load.load does, and raises what it raises; a broken station is not kept."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._kept: dict[Path, _Kept] = {}

    def load(self, folder: Path, kinds: load.Kinds) -> Station:
        marks = _marks(folder)
        kept = self._kept.get(folder)
        if kept and marks and (kept.marks, kept.kinds) == (marks, kinds):
            return kept.station
        station = load.load(folder, kinds)
        if marks and self._is_settled(marks):
            self._kept[folder] = _Kept(marks, kinds, station)
        return station

    def _is_settled(self, marks: tuple[_Mark, ...]) -> bool:
        newest = max(stamp for mark in marks for stamp in mark.changed)
        return self._now() - newest / 1e9 > _YOUNG


def _marks(folder: Path) -> tuple[_Mark, ...]:
    """Return the marks of all that lies in a station's folder; empty if they cannot be told."""
    try:
        found = tuple(islice(_below(folder), FILE_LIMIT + 1))
    except OSError:
        return ()
    return found if len(found) <= FILE_LIMIT else ()


def _below(folder: Path) -> Iterator[_Mark]:
    for top, _folders, files in os.walk(folder, onerror=_give_up):
        yield _mark(Path(top))
        yield from (_mark(Path(top, name)) for name in files)


def _give_up(error: OSError) -> NoReturn:
    raise error


def _mark(path: Path) -> _Mark:
    seen = path.lstat()
    return _Mark(str(path), seen.st_ino, seen.st_size, (seen.st_mtime_ns, seen.st_ctime_ns))
