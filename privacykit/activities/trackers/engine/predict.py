"""Predict first: how many companies a page calls, guessed and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from privacykit.tracking.model import Request
from privacykit.tracking.parties import site_of

Verdict = Literal["low", "right", "high"]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a person thought of a page before it loaded, and what it did."""

    site: str
    guessed: int
    truth: int

    @property
    def verdict(self) -> Verdict:
        if self.guessed == self.truth:
            return "right"
        return "low" if self.guessed < self.truth else "high"


def companies(requests: Iterable[Request]) -> tuple[str, ...]:
    """Return who was called beside the site itself, by name; a host whose owner is unknown by site.

    Held back or not, it counts: the page meant to call.
    """
    called = {one.company or site_of(one.host): None for one in requests if one.third}
    return tuple(called)
