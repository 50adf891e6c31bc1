"""The catalogue of known traces: data in resources/traces, a closed set of verbs, no commands."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from privacykit import paths
from privacykit.errors import CatalogueError
from privacykit.i18n import _
from privacykit.toml.table import Table
from privacykit.wipe import trusted as hands

Group = Literal[
    "browsers",
    "mail",
    "chat",
    "files",
    "office",
    "recent",
    "thumbnails",
    "trash",
    "file-windows",
    "viewers",
    "commands",
    "clipboard",
    "search",
    "keys",
    "cloud",
    "startup",
    "settings",
    "apps",
    "caches",
    "temporary",
]
GROUPS: tuple[str, ...] = get_args(Group)
"""In the order in which they are shown, and claim what several of them name."""
Verb = Literal[
    "tree", "contents", "files", "owned", "firefox-profiles", "folder", "loose", "stand-in"
]
"""tree: the entry goes whole · contents: what is in the folder goes, the folder stays ·
files: files and links go, a folder of that name stays ·
owned: the account's entries in a shared temporary folder · firefox-profiles: the folders that a
profiles.ini names inside the home · folder: contents of one of the home's own folders, if the
policy says so · loose: what is left at the top of the home, if the policy says so · stand-in:
a link or a file where a folder should be, and what the link leads to inside the home."""
OWN_VERBS = frozenset({"tree", "contents", "files", "owned"})
"""What a library's own traces may do."""
Folder = Literal[
    "desktop", "documents", "downloads", "music", "pictures", "videos", "public", "templates"
]
LONGEST = 400
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
Id = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{1,39}\Z", examples=["made-up", "firefox-caches"])
]


class Trace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: Id
    title: Text
    """The program's proper name, or what the trace is, for the preview."""
    group: Group
    verb: Verb
    paths: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    """Inside the home, or inside each temporary folder for `owned`; * ? [..] within one name."""
    source: Text
    """Where the paths were seen."""
    licence: Text
    programs: tuple[Text, ...] = ()
    """Names of the processes that write there: they are ended first."""
    folder: Folder | None = None
    """For `folder` only: the key of the policy that decides."""

    def in_words(self) -> str:
        """Return the title in the chosen language."""
        return _(self.title)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    trace: Annotated[tuple[Trace, ...], msgspec.Meta(min_length=1)]


_Read = tuple[Table[CatalogueError], tuple[Trace, ...]]
_Check = Callable[[Trace], Iterator[str]]
_SETS = re.compile(r"\[!?\]?[^]]*\]")


class Catalogue(msgspec.Struct, frozen=True):
    traces: tuple[Trace, ...]

    def ids(self) -> frozenset[str]:
        return frozenset(trace.id for trace in self.traces)

    def without(self, ids: Collection[str]) -> "Catalogue":
        return Catalogue(tuple(trace for trace in self.traces if trace.id not in ids))

    def programs(self, groups: Collection[str] = GROUPS) -> frozenset[str]:
        """Return the names of the programs that leave traces, or those of some groups."""
        known = (trace for trace in self.traces if trace.group in groups)
        return frozenset(name for trace in known for name in trace.programs)


def group_title(group: str) -> str:
    """Return a group's name in words that a patron understands."""
    return {
        "browsers": _("Web browsers: history, sign-ins, saved passwords"),
        "mail": _("E-mail"),
        "chat": _("Chat and video calls"),
        "files": _("Downloads, documents, pictures and other own files"),
        "office": _("Writing and office programs"),
        "recent": _("Lists of recently opened files"),
        "thumbnails": _("Small previews of pictures and documents"),
        "trash": _("Trash"),
        "file-windows": _("File windows: places visited and bookmarks"),
        "viewers": _("Pictures, documents, music and video: what was opened"),
        "commands": _("Typed commands"),
        "clipboard": _("Copied text and pictures"),
        "search": _("Search index of own files"),
        "keys": _("Saved passwords and keys"),
        "cloud": _("Cloud storage and online accounts"),
        "startup": _("Programs that start by themselves"),
        "settings": _("Desktop settings"),
        "apps": _("What other programs kept"),
        "caches": _("Copies that programs keep to be quicker"),
        "temporary": _("Temporary files"),
    }[group]


def _problems(trace: Trace) -> Iterator[str]:
    for pattern in trace.paths:
        parts = pattern.split("/")
        plain = not any(part in {"", ".", ".."} for part in parts) and pattern.isprintable()
        if not plain or pattern.startswith("~") or "$" in pattern:
            yield _("“{path}” does not stay inside the place.").format(path=pattern)
        elif not _SETS.sub("", parts[0]).strip("*?.") and trace.verb not in {"owned", "loose"}:
            yield _("“{path}” takes in too much.").format(path=pattern)
        elif len(parts) > 1 and trace.verb in {"owned", "folder", "loose"}:
            yield _("“{path}” may be one name only here.").format(path=pattern)
    if (trace.folder is None) == (trace.verb == "folder"):
        yield _("“folder” and the verb “folder” belong together.")


def _own_problems(trace: Trace) -> Iterator[str]:
    """Yield what else is wrong with a trace that is not the kit's.

    A name that is not hidden would keep the whole folder from the policy that decides about it.
    """
    yield from _problems(trace)
    if trace.verb not in OWN_VERBS:
        yield _("“{verb}” is a verb of the kit's own traces.").format(verb=trace.verb)
    for pattern in trace.paths:
        if trace.verb != "owned" and not pattern.startswith((".", "snap/")):
            yield _("The policy decides what happens to “{path}”.").format(path=pattern)


def owners() -> frozenset[int]:
    """Return who may write the catalogue: root, this account, and who owns this very code."""
    return frozenset({0, os.geteuid(), Path(__file__).stat().st_uid})


def load(
    folder: Path | None = None, trusted: Collection[int] | None = None, own: Path | None = None
) -> Catalogue:
    """Return the kit's catalogue, and after it the library's own traces, which only root may write.

    Raises CatalogueError if a file of it is wrong or not to be trusted. The library's own come
    last, so that they never take away from what the kit itself removes.
    """
    own = paths.own_traces() if own is None and folder is None else own
    folder = folder or paths.resources() / "traces"
    files = sorted(folder.glob("*.toml"))
    if not files:
        words = _("There is no catalogue of traces here."), _("Install privacykit anew.")
        raise CatalogueError(folder, *words)
    trusted = owners() if trusted is None else trusted
    shipped = [_read(path, trusted) for path in files]
    added = [_read(path, {0}, _own_problems) for path in _own_files(own)]
    for mistake in _doubles([*shipped, *added]):
        raise mistake
    return Catalogue((*_by_group(shipped), *_by_group(added)))


def check(path: Path, trusted: Collection[int]) -> list[CatalogueError]:
    """Return every mistake of a file of a library's own traces, as it would be in its place."""
    try:
        table = hands.read(path, CatalogueError, trusted)
        return check_table(table)
    except CatalogueError as mistake:
        return [mistake]


def check_table(table: Table[CatalogueError]) -> list[CatalogueError]:
    """Return every mistake of a library's own traces: of form, of reach, and ids already taken."""
    if misfits := table.misfits(_File):
        return misfits
    found = table.fitted(_File).trace
    taken = load(paths.resources() / "traces")
    shipped: _Read = (table, taken.traces)
    return [*_mistakes(table, found, _own_problems), *_doubles([shipped, (table, found)])]


def _by_group(read: Iterable[_Read]) -> list[Trace]:
    found = [trace for _table, traces in read for trace in traces]
    return sorted(found, key=lambda trace: GROUPS.index(trace.group))


def _own_files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return []
    except OSError as problem:
        words = _("The folder cannot be read ({reason}).").format(reason=problem.strerror)
        raise CatalogueError(folder, words, _("Check the path and the rights.")) from problem


def _read(path: Path, trusted: Collection[int], problems: _Check = _problems) -> _Read:
    table = hands.read(path, CatalogueError, trusted)
    found = table.fitted(_File).trace
    for mistake in _mistakes(table, found, problems):
        raise mistake
    return table, found


def _mistakes(
    table: Table[CatalogueError], found: tuple[Trace, ...], problems: _Check
) -> Iterator[CatalogueError]:
    for number, trace in enumerate(found):
        for problem in problems(trace):
            yield table.mistake(("trace", number, "id"), problem, _("Change the entry."))


def _doubles(read: Iterable[_Read]) -> Iterator[CatalogueError]:
    seen: set[str] = set()
    for table, found in read:
        for number, trace in enumerate(found):
            if trace.id in seen:
                problem = _("The id “{name}” is there twice.").format(name=trace.id)
                yield table.mistake(("trace", number, "id"), problem, _("Choose another."))
            seen.add(trace.id)
