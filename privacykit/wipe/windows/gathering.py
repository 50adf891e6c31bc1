"""Gathering what goes below one entry of a made-up or real tree: in order, nothing followed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import PureWindowsPath
from typing import Literal

from privacykit.i18n import _
from privacykit.wipe.windows.keys import fits
from privacykit.wipe.windows.tables import Never
from privacykit.wipe.windows.world import Entry, Folders, Tree

_CLOUD, _CLOUD_MASK = 0x9000001A, 0xFFFF0FFF
"""IO_REPARSE_TAG_CLOUD and its fifteen variants."""
_SIGNS = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Removal:
    trace: str
    path: PureWindowsPath
    kind: Literal["file", "folder", "way"]
    """way: a junction, link or mount point: the entry goes, what it leads to does not."""
    tag: int
    """The reparse tag that was seen; whoever removes it makes sure that it is still this one."""
    read_only: bool


@dataclass(frozen=True, slots=True)
class Kept:
    path: PureWindowsPath
    why: str


class _Fate(IntEnum):
    """What becomes of an entry; a folder's is the worst of what it holds."""

    GOES = 0
    LATER = 1
    STAYS = 2


@dataclass(slots=True)
class _Level:
    path: PureWindowsPath
    entry: Entry
    waiting: list[Entry]
    fate: _Fate = _Fate.GOES


@dataclass(slots=True)
class Fence:
    """What stays, whatever the tables say."""

    _patterns: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    @classmethod
    def of(cls, nevers: Iterable[Never], folders: Folders) -> "Fence":
        return cls(
            [
                ((*folder.parts, *path.split("/")), never.why)
                for never in nevers
                for folder in folders.get(never.base, ())
                for path in never.paths
            ]
        )

    def why(self, path: PureWindowsPath) -> str:
        """Return why a path, or a folder above it, stays; empty if it need not."""
        for pattern, why in self._patterns:
            if len(pattern) <= len(path.parts) and all(map(fits, path.parts, pattern)):
                return _(why)
        return ""


class Gathering:
    """Gathers in the order of removal: what is in a folder comes before the folder."""

    def __init__(self, tree: Tree, fence: Fence) -> None:
        self._tree, self._fence = tree, fence
        self.now: dict[PureWindowsPath, Removal] = {}
        self.after_restart: dict[PureWindowsPath, Removal] = {}
        self.kept: dict[PureWindowsPath, Kept] = {}

    def keep(self, path: PureWindowsPath, why: str) -> None:
        self.kept[path] = Kept(path, why)

    def take(self, trace: str, path: PureWindowsPath, entry: Entry, *, contents: bool) -> None:
        """Gather an entry and all below it; `contents`: but not a plain folder itself.

        Goes down without recursion: a path of Windows may have 16,000 levels.
        """
        levels: list[_Level] = []
        fate = self._meet(trace, levels, path, entry)
        while levels:
            here = levels[-1]
            here.fate = max(here.fate, fate)
            if here.waiting:
                child = here.waiting.pop()
                fate = self._meet(trace, levels, here.path / child.name, child)
                continue
            levels.pop()
            if levels or not contents:
                fate = self._settle(trace, here)

    def _meet(self, trace: str, levels: list[_Level], path: PureWindowsPath, entry: Entry) -> _Fate:
        if why := self._why_kept(path, entry):
            self.keep(path, why)
            return _Fate.STAYS
        if not entry.is_folder or entry.tag:
            return self._settle(trace, _Level(path, entry, []))
        try:
            levels.append(_Level(path, entry, list(self._tree.entries(path))))
        except FileNotFoundError:
            return _Fate.GOES
        except OSError as problem:
            words = _("The system says: {reason}").format(reason=problem.strerror or problem)
            self.keep(path, words)
            return _Fate.STAYS
        return _Fate.GOES

    def _why_kept(self, path: PureWindowsPath, entry: Entry) -> str:
        if entry.tag & _CLOUD_MASK == _CLOUD:
            return _("It stands for a file in the cloud, which would be deleted there, too.")
        if entry.name in {"", ".", ".."} or not _SIGNS.isdisjoint(entry.name):
            return _("Its name is none that Windows gives.")
        return self._fence.why(path)

    def _settle(self, trace: str, level: _Level) -> _Fate:
        """Note what becomes of an entry once all below it is known."""
        entry = level.entry
        fate = max(level.fate, _Fate.LATER if entry.in_use else _Fate.GOES)
        kind: Literal["file", "folder", "way"] = "folder" if entry.is_folder else "file"
        removal = Removal(
            trace, level.path, "way" if entry.tag else kind, entry.tag, entry.read_only
        )
        if fate is _Fate.GOES:
            self.now.setdefault(level.path, removal)
        elif fate is _Fate.LATER:
            self.after_restart.setdefault(level.path, removal)
        return fate


def along(
    tree: Tree, folder: PureWindowsPath, pattern: list[str]
) -> Iterator[tuple[PureWindowsPath, Entry]]:
    """Yield the entries that fit a pattern below a plain folder. Raises OSError."""
    for entry in _fitting(tree, folder, pattern[0]):
        path = folder / entry.name
        if len(pattern) == 1:
            yield path, entry
        elif entry.is_folder and not entry.tag:
            yield from along(tree, path, pattern[1:])


def _fitting(tree: Tree, folder: PureWindowsPath, pattern: str) -> list[Entry]:
    if "*" in pattern or "?" in pattern:
        return [entry for entry in tree.entries(folder) if fits(entry.name, pattern)]
    entry = tree.entry(folder / pattern)
    return [] if entry is None else [entry]
