"""A station folder, read into frozen structs."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
Language = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", examples=["en", "sv", "pt-BR"])
]
Id = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{1,39}\Z", examples=["passwords", "safe-email"])
]


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Text
    options: dict[str, Any] = {}


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """station.toml: what the station is; no words."""

    format: Literal[1]
    id: Text
    """Also an Id, which slips looks at: what is wrong with one deserves a sentence of its own."""
    icon: Text
    level: Literal["beginner", "intermediate"]
    minutes: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=240)], ...], msgspec.Meta(min_length=1)
    ]
    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1)]
    """The first is the fallback."""
    activity: Activity


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """about.toml."""

    title: Text
    summary: Text
    objectives: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    take_home: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1, max_length=5)]
    """Actions a person can carry out at home, the most useful first."""
    minute: Text
    """The one-minute version, for the table card."""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text
    choices: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=6)]
    answer: Text
    """One of the choices, letter for letter."""
    why: Text


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: Text
    text: Text
    source: Text
    """Where it was seen: an address or a title; becomes a QR code if it starts with https://."""
    checked_on: date
    recheck_by: date


def is_stale(fact: Fact, today: date) -> bool:
    """Tell whether a fact is past the day by which it was to be checked again."""
    return today > fact.recheck_by


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a station says in one language."""

    language: str
    about: About
    learn: tuple[str, ...]
    """One Markdown text a screen."""
    facilitator: str
    """Markdown."""
    quiz: tuple[Question, ...]
    facts: tuple[Fact, ...]
    activity: Any
    """The kind's own words struct, as the loader was told."""
    borrowed: tuple[str, ...] = ()
    """Names of the files that were missing and came from the fallback language."""


class Station(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    folder: Path
    manifest: Manifest
    options: Any
    """The kind's own options struct."""
    words: dict[str, Words]
    """By language; the manifest's languages, in their order."""

    def in_language(self, language: str) -> Words:
        """Return the words in a language, or in the station's first one."""
        return self.words.get(language) or self.words[self.manifest.languages[0]]
