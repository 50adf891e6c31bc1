"""The auction for one place in a page, step by step, from what the exchange stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from privacykit.activities.trackers.practice.data import Ad, Auctioneer, Bidder
from privacykit.activities.trackers.practice.desk import Guess, Profile

_CENT = 100
_LOOKED_UP, _ASKED, _DECIDED, _SHOWN = 4, 9, 6, 14
"""Milliseconds that each part takes."""


@dataclass(frozen=True, slots=True)
class Step:
    ms: int
    """Since the page asked."""
    who: str
    what: str
    """One sentence."""
    price: float | None = None
    """Cents, where there is a bid."""


@dataclass(frozen=True, slots=True)
class Bid:
    by: str
    ad: str
    cents: int
    """Hundredths of a cent."""
    because: Guess | None
    """The interest that it pays for."""
    ms: int


@dataclass(frozen=True, slots=True)
class Auction:
    at: float
    site: str
    path: str
    uid: str
    steps: tuple[Step, ...]
    winner: str
    price: float
    """Cents that the winner pays: what the second one bid, and a hundredth of a cent."""
    ad: str
    """Which advertisement won; its words are in Words.ad."""
    because: Guess | None


@dataclass(frozen=True)
class House:
    """Where auctions are held: the exchange, its bidders and the words."""

    name: str
    bidders: tuple[Bidder, ...]
    words: Auctioneer
    ads: dict[str, Ad]
    partner: str
    """Domain of the company that bidders ask what it knows about a visitor."""

    def hold(self, profile: Profile, site: str, path: str, at: float) -> Auction:
        """Return the auction; the same profile on the same page gives the same one."""
        known = any(one.company == self.partner for one in profile.partners)
        guesses = {one.id: one for one in profile.guesses} if known else {}
        bids = [self._bid(bidder, guesses) for bidder in self.bidders]
        ranked = sorted(bids, key=lambda bid: (-bid.cents, bid.by))
        best, second = ranked[0], ranked[1]
        price = min(best.cents, second.cents + 1) / _CENT
        steps = tuple(self._steps(profile, site, bids, best, price))
        return Auction(at, site, path, profile.uid, steps, best.by, price, best.ad, best.because)

    def _steps(
        self, profile: Profile, site: str, bids: list[Bid], best: Bid, price: float
    ) -> Iterable[Step]:
        words = self.words
        yield Step(0, site, words.page.format(exchange=self.name))
        told = ", ".join(guess.name for guess in profile.guesses)
        found = words.known.format(uid=profile.uid[:4], interests=told)
        yield Step(_LOOKED_UP, self.name, found if told else words.unknown)
        yield Step(_ASKED, self.name, words.asked.format(count=len(bids)))
        for bid in sorted(bids, key=lambda bid: bid.ms):
            yield Step(_ASKED + bid.ms, bid.by, self._said(bid), bid.cents / _CENT)
        end = _ASKED + max(bid.ms for bid in bids) + _DECIDED
        yield Step(end, self.name, words.won.format(winner=best.by), price)
        yield Step(end + _SHOWN, site, words.shown.format(ad=self.ads[best.ad].title))

    def _said(self, bid: Bid) -> str:
        if bid.because is None:
            return self.words.stranger
        return self.words.bid.format(interest=bid.because.name)

    def _bid(self, bidder: Bidder, guesses: dict[str, Guess]) -> Bid:
        offers = [
            (cents, interest) for interest, cents in bidder.wants.items() if interest in guesses
        ]
        cents, interest = max(offers, default=(bidder.floor, ""))
        return Bid(self.ads[bidder.ad].by, bidder.ad, cents, guesses.get(interest), bidder.takes)
