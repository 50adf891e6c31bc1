"""What a session left in a frozen home, by the groups of the catalogue: counts, no file's name."""

import fnmatch
import glob
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from privacykit.i18n import _
from privacykit.wipe.report import GroupCount
from privacykit.wipe.traces import GROUPS, Catalogue, Trace, group_title
from privacykit.wipe.tree import Tree

OTHER = "other"
"""The group of what no trace of the catalogue takes in."""
_Pattern = tuple[list[bytes], Trace]


class Sorter:
    """Tells by its path which trace an entry of a home belongs to."""

    def __init__(self, catalogue: Catalogue, folders: Mapping[str, Iterable[bytes]]) -> None:
        """`folders`: names of the home's own folders, as `looking.folder_names` returns them."""
        self._loose: Trace | None = None
        self._patterns: dict[bytes, list[_Pattern]] = {}
        for trace in catalogue.traces:
            if trace.verb == "loose":
                self._loose = trace
            for pattern in _patterns(trace, folders):
                self._patterns.setdefault(_index(pattern[0]), []).append((pattern, trace))

    def trace(self, path: bytes) -> Trace | None:
        """Return the first trace that takes in the path."""
        parts = path.split(b"/")
        for pattern, trace in self._likely(parts):
            if _reaches(trace, len(parts) - len(pattern)) and _fits(pattern, parts):
                return trace
        return None

    def below(self, path: bytes) -> Iterator[tuple[bytes, Trace]]:
        """Yield patterns of what may lie below the path."""
        parts = path.split(b"/")
        for pattern, trace in self._likely(parts):
            if len(pattern) > len(parts) and _fits(pattern, parts):
                yield b"/".join([glob.escape(path), *pattern[len(parts) :]]), trace

    def rest(self, path: bytes) -> Trace | None:
        """Return the trace of what no other takes in: files that lie loose in the home."""
        return None if path.startswith(b".") else self._loose

    def _likely(self, parts: list[bytes]) -> Iterator[_Pattern]:
        yield from self._patterns.get(parts[0], ())
        yield from self._patterns.get(b"", ())


def _patterns(trace: Trace, folders: Mapping[str, Iterable[bytes]]) -> Iterator[list[bytes]]:
    """Yield the patterns of a trace in the home, part by part."""
    if trace.folder:
        yield from ([glob.escape(name)] for name in sorted(folders.get(trace.folder, ())))
    elif trace.verb == "firefox-profiles":
        yield from (path.encode().split(b"/")[:-1] for path in trace.paths)
    elif trace.verb not in {"owned", "loose", "stand-in"}:
        yield from (path.encode().split(b"/") for path in trace.paths)


def _reaches(trace: Trace, deeper: int) -> bool:
    """Tell whether a trace takes in what lies so many folders below what it names."""
    return deeper == 0 if trace.verb == "files" else deeper >= 0


def _index(part: bytes) -> bytes:
    return b"" if glob.has_magic(part) else part


def _fits(pattern: list[bytes], parts: list[bytes]) -> bool:
    pairs = zip(parts, pattern, strict=False)
    return all(one == part or fnmatch.fnmatchcase(one, part) for one, part in pairs)


@dataclass
class _Sum:
    files: int = 0
    size: int = 0
    names: dict[str, None] = field(default_factory=dict)


class _Counting:
    def __init__(self, tree: Tree, sorter: Sorter) -> None:
        self._tree, self._sorter = tree, sorter
        self.sums: dict[str, _Sum] = {}

    def count(self, path: bytes) -> None:
        trace = self._sorter.trace(path)
        if trace is not None:
            self._add(trace, *self._measure(path))
            return
        files, size = self._measure(path)
        for piece, below in _outermost(self._claims(path)):
            found = self._measure(piece)
            files, size = files - found[0], size - found[1]
            self._add(below, *found)
        self._add(self._sorter.rest(path), files, size)

    def _measure(self, path: bytes) -> tuple[int, int]:
        found = self._tree.measure(path)
        return found.files, found.size

    def _claims(self, path: bytes) -> dict[bytes, Trace]:
        claims: dict[bytes, Trace] = {}
        for pattern, trace in self._sorter.below(path):
            for piece in self._tree.find(pattern):
                claims.setdefault(piece, trace)
        return claims

    def _add(self, trace: Trace | None, files: int, size: int) -> None:
        if files <= 0:
            return
        one = self.sums.setdefault(trace.group if trace else OTHER, _Sum())
        one.files, one.size = one.files + files, one.size + max(size, 0)
        if trace:
            one.names[trace.in_words()] = None


def _outermost(claims: Mapping[bytes, Trace]) -> Iterator[tuple[bytes, Trace]]:
    above: bytes | None = None
    for path in sorted(claims, key=lambda one: one.split(b"/")):
        if above is None or not path.startswith(above + b"/"):
            above = path
            yield path, claims[path]


def groups(tree: Tree, sorter: Sorter, paths: Iterable[bytes]) -> tuple[GroupCount, ...]:
    """Count entries of a home, none of which lies below another; folders count for nothing."""
    counting = _Counting(tree, sorter)
    for path in paths:
        counting.count(path)
    return tuple(
        GroupCount(group, _title(group), found.files, found.size, tuple(found.names))
        for group in (*GROUPS, OTHER)
        if (found := counting.sums.get(group))
    )


def _title(group: str) -> str:
    return _("Other files") if group == OTHER else group_title(group)
