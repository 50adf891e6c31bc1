"""What a station hands to the ranking exercises: questions, people and made-up pages."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from privacykit.activities.ranking.engine import match
from privacykit.i18n import _

PAGE = 10
"""Hits on one page of results."""
_FEWEST = 12
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Share = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Short
    """What is typed into the search box."""
    ways: Annotated[tuple[Short, ...], msgspec.Meta(min_length=2, max_length=2)]
    """The same question in two opposite wordings."""


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Short
    about: Text
    place: Short
    clicked: Annotated[tuple[Short, ...], msgspec.Meta(min_length=1, max_length=4)]
    """Kinds of pages, the most often clicked first."""


class Hit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Text
    site: Short
    text: Text
    kind: Short
    """Who is behind it: a shop, a newspaper …"""
    links: Share
    """How popular it is, out of 100."""
    place: str = ""
    paid: Share = 0
    """What somebody paid for a good place, out of 100."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    question: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1, max_length=5)]
    person: Annotated[tuple[Person, ...], msgspec.Meta(min_length=3, max_length=3)]
    hit: Annotated[tuple[Hit, ...], msgspec.Meta(min_length=60, max_length=500)]

    def __post_init__(self) -> None:
        """Raise ValueError if a question finds too little, or a person clicks on nothing."""
        for mistake in (*self._found_too_little(), *self._clicked_on_nothing()):
            raise ValueError(mistake)

    def _found_too_little(self) -> Iterator[str]:
        search = match.Index([(hit.title, hit.text) for hit in self.hit])
        for question in self.question:
            for query in (question.text, *question.ways):
                found = sum(each > 0 for each in search.scores(query))
                if found < _FEWEST:
                    said = _("“{query}” finds {found} of the {fewest} pages that it must find.")
                    yield said.format(query=query, found=found, fewest=_FEWEST)

    def _clicked_on_nothing(self) -> Iterator[str]:
        kinds = {hit.kind for hit in self.hit}
        for person in self.person:
            for kind in person.clicked:
                if kind not in kinds:
                    said = _("{name} clicks on “{kind}”, but no page is of that kind.")
                    yield said.format(name=person.name, kind=kind)


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    persistence: Annotated[float, msgspec.Meta(ge=0.5, le=0.98)] = 0.9
    """How likely a reader is to go on to the next hit, when two lists are compared."""
