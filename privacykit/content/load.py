"""A station folder, read into a Station, or every reason why it cannot be."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec

from privacykit.content import screens, slips, source
from privacykit.content.station import (
    About,
    Fact,
    Language,
    Manifest,
    Question,
    Station,
    Words,
)
from privacykit.errors import StationError
from privacykit.i18n import _
from privacykit.toml.table import Table

_T = TypeVar("_T")
MANIFEST = "station.toml"
FILES = {
    "about": "about.toml",
    "learn": "learn.md",
    "facilitator": "facilitator.md",
    "quiz": "quiz.toml",
    "facts": "facts.toml",
    "activity": "activity.toml",
}
"""What the folder of a language holds: the field of Words, and its file."""


class Types(NamedTuple):
    """What a kind of activity takes from a station: two msgspec structs."""

    words: type
    options: type


Kinds = Mapping[str, Types]


class Reading(NamedTuple):
    station: Station | None
    """None if there is a mistake."""
    mistakes: tuple[StationError, ...]


class _Kind(msgspec.Struct):
    kind: str


class _Where(msgspec.Struct):
    """The part of station.toml by which the words are found."""

    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1)]
    activity: _Kind


class _Quiz(msgspec.Struct, forbid_unknown_fields=True):
    question: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1)]


class _Facts(msgspec.Struct, forbid_unknown_fields=True):
    fact: tuple[Fact, ...] = ()


def load(folder: Path, kinds: Kinds) -> Station:
    """Return the station in a folder; raises StationError, the first mistake there is."""
    reading = read(folder, kinds)
    if reading.station is None:
        raise reading.mistakes[0]
    return reading.station


def read(folder: Path, kinds: Kinds) -> Reading:
    """Return the station in a folder, or all mistakes that keep it from being one."""
    reader = _Reader(folder, kinds)
    station = reader.station()
    return Reading(None if reader.mistakes else station, tuple(reader.mistakes))


class _Reader:
    """Goes through a folder and gathers what is wrong; what it returns counts if nothing is."""

    def __init__(self, folder: Path, kinds: Kinds) -> None:
        self._folder, self._kinds = folder, kinds
        self.mistakes: list[StationError] = []

    def station(self) -> Station | None:
        table = self._kept(source.read_table, MANIFEST)
        if table is None:
            return None
        manifest: Manifest | None = self._made(table, Manifest)
        if manifest is None:
            self._look_at_words(table)
            return None
        self.mistakes += slips.in_manifest(manifest, table)
        types = self._types(manifest.activity.kind, table)
        if not types:
            return None
        options = self._made(table, types.options, ("activity", "options"))
        words = self._all_words(manifest.languages, types.words)
        return Station(self._folder, manifest, options, words)

    def _look_at_words(self, table: Table[StationError]) -> None:
        """Gather what else is wrong, as far as a station.toml with mistakes tells where to look."""
        try:
            where = msgspec.convert(table.data, _Where)
        except msgspec.ValidationError:
            return
        if where.activity.kind in self._kinds:
            self._all_words(where.languages, self._kinds[where.activity.kind].words)

    def _kept(self, read: Callable[[Path, str], _T], relative: str) -> _T | None:
        try:
            return read(self._folder, relative)
        except StationError as mistake:
            self.mistakes.append(mistake)
            return None

    def _made(self, table: Table[StationError], shape: type, at: tuple[str, ...] = ()) -> Any:
        misfits = table.misfits(shape, at)
        self.mistakes += misfits
        return None if misfits else table.made(shape, at)

    def _types(self, kind: str, table: Table[StationError]) -> Types | None:
        if kind in self._kinds:
            return self._kinds[kind]
        problem = _("There is no kind of activity called “{kind}”.").format(kind=kind)
        mend = _("Choose one of: {kinds}.").format(kinds=", ".join(sorted(self._kinds)))
        self.mistakes.append(table.mistake(("activity", "kind"), problem, mend))
        return None

    def _all_words(self, languages: Sequence[str], activity: type) -> dict[str, Words]:
        words: dict[str, Words] = {}
        for language in languages:
            words[language] = self._words(language, activity, words.get(languages[0]))
        return words

    def _words(self, language: str, activity: type, fallback: Words | None) -> Words:
        """Read one language; a file it lacks is taken from the fallback, if there is one."""
        parts: dict[str, Any] = {}
        borrowed = []
        for field, name in FILES.items():
            relative = f"{language}/{name}"
            if fallback and not os.path.lexists(self._folder / relative):
                parts[field] = getattr(fallback, field)
                borrowed.append(name)
            else:
                parts[field] = self._part(field, relative, activity)
        return Words(language=language, borrowed=tuple(borrowed), **parts)

    def _part(self, field: str, relative: str, activity: type) -> Any:
        match field:
            case "learn":
                found = self._kept(screens.read, relative)
                return tuple(screen.text for screen in found.screens) if found else ()
            case "facilitator":
                return self._kept(screens.read_whole, relative) or ""
            case "quiz":
                return getattr(self._table(relative, _Quiz, slips.in_quiz), "question", ())
            case "facts":
                return getattr(self._table(relative, _Facts, slips.in_facts), "fact", ())
            case _:
                return self._table(relative, About if field == "about" else activity)

    def _table(self, relative: str, shape: type, look: slips.Look | None = None) -> Any:
        table = self._kept(source.read_table, relative)
        made = table and self._made(table, shape)
        if table and made and look:
            self.mistakes += look(made, table)
        return made
