"""What a company stored about whom, as it lies on its desk."""

from dataclasses import dataclass
from typing import Literal

from privacykit.activities.trackers.practice.data import Category

Way = Literal["cookie", "storage", "first_party", "fingerprint", "link", "nothing"]
"""How it knew the visitor: its own cookie or storage, a cookie under the site's name, the look of
the computer, a mark in a link; or not at all, as at a first meeting."""
Event = Literal["page", "ad", "click", "like", "typed", "sync", "choice", "file"]


@dataclass(frozen=True, slots=True)
class Company:
    domain: str
    name: str
    category: Category
    does: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class Sighting:
    at: float
    """Seconds since the practice web began."""
    site: str
    """The host of the page; empty if it was not told."""
    path: str
    event: Event
    way: Way
    referrer: str = ""
    """The Referer of the request, as the browser sent it."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An interest, and the page it is guessed from."""

    id: str
    name: str
    site: str
    path: str
    at: float


@dataclass(frozen=True, slots=True)
class Typed:
    at: float
    site: str
    name: str
    """Of the field."""
    text: str
    """What stood in the field, sent or not; kept in memory only."""

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Partner:
    company: str
    """Domain of the other company."""
    uid: str
    """What the other one calls the same visitor."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One visitor, as one company sees them."""

    uid: str
    sightings: tuple[Sighting, ...] = ()
    guesses: tuple[Guess, ...] = ()
    price: float = 0.0
    """Cents that one advertisement to this visitor is worth."""
    partners: tuple[Partner, ...] = ()
    same_as: tuple[str, ...] = ()
    """Other uids that it takes for the same person."""
    joined_by: Literal["", "fingerprint", "link"] = ""
    fingerprint: str = ""
    typed: tuple[Typed, ...] = ()

    @property
    def sites(self) -> tuple[str, ...]:
        """The hosts it was seen on, in order, each once."""
        return tuple(dict.fromkeys(one.site for one in self.sightings if one.site))

    @property
    def first(self) -> float:
        return self.sightings[0].at if self.sightings else 0.0

    @property
    def last(self) -> float:
        return self.sightings[-1].at if self.sightings else 0.0


@dataclass(frozen=True, slots=True)
class Desk:
    company: Company
    profiles: tuple[Profile, ...] = ()
    """Who it met, the best known first."""
    nameless: tuple[Sighting, ...] = ()
    """What it saw without knowing whose it was: no cookie, no fingerprint."""
    connections: int = 0
    """How often a browser opened a connection to it, asked for something or not."""

    @property
    def best(self) -> Profile | None:
        return self.profiles[0] if self.profiles else None
