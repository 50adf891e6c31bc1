"""Who has met a person where: from the desks of the practice web, or from what pages called."""

from collections.abc import Iterable
from dataclasses import dataclass

from privacykit.activities.trackers.practice.desk import Desk, Profile
from privacykit.tracking.model import Page, Request
from privacykit.tracking.parties import site_of

_SHORT = 4


@dataclass(frozen=True, slots=True)
class Met:
    company: str
    domain: str
    """Empty where there is no desk to look at."""
    sites: int
    uid: str = ""
    """The beginning of what it calls the visitor."""
    guesses: tuple[str, ...] = ()
    price: float = 0.0
    """Cents for an advertisement."""


def best_known(desks: Iterable[Desk]) -> Met | None:
    """Return the company that knows one visitor on the most sites; None if nobody knows anybody."""
    known = [(desk, desk.best) for desk in desks]
    met = [_met(desk, best) for desk, best in known if best is not None and best.sites]
    return max(met, key=lambda one: (one.sites, len(one.guesses)), default=None)


def _met(desk: Desk, best: Profile) -> Met:
    names = tuple(guess.name for guess in best.guesses)
    owner = desk.company
    return Met(owner.name, owner.domain, len(best.sites), best.uid[:_SHORT], names, best.price)


def most_called(pages: Iterable[Page]) -> Met | None:
    """Return the company that the most sites called, as far as is known from outside."""
    sites: dict[str, set[str]] = {}
    for page in pages:
        for one in page.requests:
            if one.third and one.company and one.outcome != "stopped":
                sites.setdefault(one.company, set()).add(page.site)
    met = [Met(company, "", len(where)) for company, where in sites.items()]
    return max(met, key=lambda one: one.sites, default=None)


@dataclass(frozen=True, slots=True)
class Result:
    """What one protection made of the same visits."""

    sites: int
    called: int
    """Companies and unknown domains that were reached."""
    stopped: int
    """Calls that were stopped."""
    known: int
    """On how many sites the best-informed company knew one and the same visitor."""


def result(pages: Iterable[Page], met: Met | None) -> Result:
    opened = tuple(pages)
    requests = [one for page in opened for one in page.requests if one.third]
    reached = {_owner(one) for one in requests if one.outcome != "stopped"}
    stopped = sum(one.outcome == "stopped" for one in requests)
    sites = len({page.site for page in opened})
    return Result(sites, len(reached), stopped, met.sites if met else 0)


def _owner(request: Request) -> str:
    return request.company or site_of(request.host)
