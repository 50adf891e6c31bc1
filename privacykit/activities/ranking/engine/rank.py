"""Sort the pages that match a question by what somebody decided should count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from privacykit.activities.ranking.engine.match import Index
from privacykit.activities.ranking.engine.words import Hit, Person

MOST = 10
"""A weight goes from 0 to this."""


class Weights(NamedTuple):
    """How much each thing counts, from 0 to MOST."""

    popular: int = 6
    near: int = 2
    clicked: int = 1
    paid: int = 4

    def impersonal(self) -> "Weights":
        """Return the same without what depends on who asks."""
        return self._replace(near=0, clicked=0)


class Points(NamedTuple):
    """What a hit gets for each thing; the words of the question always count for 1 at most."""

    words: float
    popular: float
    near: float
    clicked: float
    paid: float


@dataclass(frozen=True)
class Ranked:
    hit: Hit
    place: int
    """From 1."""
    points: Points

    @property
    def total(self) -> float:
        return sum(self.points)


class Engine:
    """A search engine for made-up pages."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._index = Index([(hit.title, hit.text) for hit in hits])

    def ask(self, query: str, person: Person, weights: Weights) -> tuple[Ranked, ...]:
        """Return every page that matches the words, the best first; ties as in the corpus."""
        found = [
            (hit, _points(words, hit, person, weights))
            for hit, words in zip(self._hits, self._index.scores(query), strict=True)
            if words > 0
        ]
        found.sort(key=lambda each: -sum(each[1]))
        return tuple(Ranked(hit, place, points) for place, (hit, points) in enumerate(found, 1))


def _points(words: float, hit: Hit, person: Person, weights: Weights) -> Points:
    signals = (
        hit.links / 100,
        float(hit.place == person.place),
        _habit(hit.kind, person.clicked),
        hit.paid / 100,
    )
    given = (weight / MOST * signal for weight, signal in zip(weights, signals, strict=True))
    return Points(words, *given)


def _habit(kind: str, clicked: Sequence[str]) -> float:
    """Return 1 for the kind a person clicks most often, less for the following ones."""
    return 1 - clicked.index(kind) / len(clicked) if kind in clicked else 0.0
