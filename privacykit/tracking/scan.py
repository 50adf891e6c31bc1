"""What pages call, seen by staff: other companies, cookies, words that leak, open calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from privacykit.tracking.model import Cookie, Kind, Visit

Verdict = Literal["quiet", "others", "followed"]
"""Nobody else learns of it; others do; and some of them are there to follow people."""


class Owner(Protocol):
    """A company as `companies.company_of` returns it."""

    @property
    def name(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def year(self) -> int: ...


Owners = Callable[[str], Owner | None]
"""Finds the owner of a host."""


@dataclass(frozen=True)
class Party:
    """Another registrable domain that pages called."""

    site: str
    company: str = ""
    """Empty: nobody knows whose it is."""
    category: str = ""
    country: str = ""
    year: int = 0
    """The year in which that was so; 0: no company is known."""
    calls: int = 0
    kinds: tuple[Kind, ...] = ()
    rule: str = ""
    """A line of the list of trackers that matched one of the calls."""
    cookies: int = 0
    carried: tuple[str, ...] = ()
    """Names of the page's parameters whose values it was told."""


@dataclass(frozen=True)
class Seen:
    """One page."""

    address: str
    """Host and path."""
    site: str
    parties: tuple[Party, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    plain: tuple[str, ...] = ()
    """Hosts that were called without encryption."""


@dataclass(frozen=True)
class Scan:
    pages: tuple[Seen, ...] = ()
    source: str = ""
    made: str = ""
    notes: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    """Of all pages together, those that called most first."""


def report(visit: Visit, owners: Owners | None = None) -> Scan:
    """Return what a visit whose requests were judged (see `judge`) tells staff."""
    return Scan(source=visit.source, made=visit.made, notes=visit.notes)


def as_json(scan: Scan) -> str:
    return "{}"


def rows(scan: Scan) -> list[tuple[str, ...]]:
    return []
