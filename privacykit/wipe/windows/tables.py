"""The tables of traces on Windows: data in resources/traces-windows, a closed set of verbs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from privacykit import paths
from privacykit.errors import CatalogueError
from privacykit.i18n import _
from privacykit.toml.table import Table
from privacykit.wipe import traces, trusted
from privacykit.wipe.traces import Folder, Group, Id, Text

Base = Literal[
    "Profile",
    "LocalAppData",
    "RoamingAppData",
    "Desktop",
    "Documents",
    "Downloads",
    "Music",
    "Pictures",
    "Videos",
    "Drive",
    "System",
    "Windows",
    "ProgramData",
]
"""Known folders by the names Microsoft gives them; Drive: the top of each drive."""
MACHINE: frozenset[str] = frozenset({"Drive", "System", "Windows", "ProgramData"})
"""Bases that all accounts share."""
OWN: frozenset[str] = frozenset(get_args(Base)) - MACHINE
Verb = Literal["tree", "contents", "files"]
Hive = Literal["user", "classes", "machine"]
"""user: HKEY_USERS\\SID · classes: HKEY_USERS\\SID_Classes · machine: HKEY_LOCAL_MACHINE."""
Paths = Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files and folders below a base; * and ? within one name; {sid} is the account's."""

    id: Id
    title: Text
    group: Group
    base: Base
    paths: Paths
    source: Text
    licence: Text
    verb: Verb = "tree"
    stop: tuple[Text, ...] = ()
    """Services that must be stopped before, and started after."""
    folder: Folder | None = None
    """The key of the policy that decides, for a person's own folders."""


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of the registry, which go whole; Windows makes them anew."""

    id: Id
    title: Text
    group: Group
    hive: Hive
    paths: Paths
    source: Text
    licence: Text


class Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stays, whatever else the tables say."""

    base: Base
    paths: Paths
    why: Text
    source: Text
    licence: Text


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: tuple[Place, ...] = ()
    key: tuple[Key, ...] = ()
    never: tuple[Never, ...] = ()


def load(folder: Path | None = None) -> Tables:
    """Return all tables as one. Raises CatalogueError for a mistake, or hands not to be trusted."""
    folder = folder or paths.resources() / "traces-windows"
    read = [_read(path) for path in sorted(folder.glob("*.toml"))]
    if not read:
        words = _("There is no catalogue of traces here."), _("Install privacykit anew.")
        raise CatalogueError(folder, *words)
    return Tables(
        tuple(place for one in read for place in one.place),
        tuple(key for one in read for key in one.key),
        tuple(never for one in read for never in one.never),
    )


def _read(path: Path) -> Tables:
    table = trusted.read(path, CatalogueError, traces.owners())
    found = table.fitted(Tables)
    for mistake in _mistakes(table, found):
        raise mistake
    return found


def _mistakes(table: Table[CatalogueError], found: Tables) -> Iterator[CatalogueError]:
    for kind, separator in (("place", "/"), ("key", "\\"), ("never", "/")):
        for number, entry in enumerate(getattr(found, kind)):
            for pattern in entry.paths:
                if problem := _problem(pattern.split(separator), pattern):
                    yield table.mistake((kind, number, "paths"), problem, _("Change the entry."))
    for number, place in enumerate(found.place):
        own_whole = place.paths == ("*",) and place.folder is not None
        if not own_whole and any(not path.split("/")[0].strip("*?.") for path in place.paths):
            problem = _("“{path}” takes in too much.").format(path=place.paths[0])
            yield table.mistake(("place", number, "paths"), problem, _("Change the entry."))


def _problem(parts: list[str], pattern: str) -> str:
    plain = not any(part in {"", ".", ".."} or ":" in part for part in parts)
    if plain and pattern.isprintable():
        return ""
    return _("“{path}” does not stay inside the place.").format(path=pattern)
