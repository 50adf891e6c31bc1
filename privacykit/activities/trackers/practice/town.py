"""Every site and company of the practice web, and who answers for which host; no sockets."""

import re
import threading
from collections.abc import Callable
from functools import partial

from privacykit.activities.trackers.practice import adtech, data, watchers
from privacykit.activities.trackers.practice.auction import Auction, House
from privacykit.activities.trackers.practice.desk import Company
from privacykit.activities.trackers.practice.front import Front, Passing
from privacykit.activities.trackers.practice.ledger import Knowledge, Ledger
from privacykit.activities.trackers.practice.message import NOTHING, Answer, Asked
from privacykit.activities.trackers.practice.office import Office

_MOST_AUCTIONS = 50
_ADDRESS = re.compile(rb"https://([a-z0-9.-]+)\.example\b")
_TEXTS = ("text/", "image/svg")


class Town:
    def __init__(self, language: str, seed: int | None, clock: Callable[[], float]) -> None:
        web, self._words = data.web(), data.words(language)
        self._clock, self._began = clock, clock()
        self._lock = threading.Lock()
        self.auctions: tuple[Auction, ...] = ()
        self.companies = {
            one.domain: Company(one.domain, one.name, one.category, self._words.does[one.domain])
            for one in web.company
        }
        named = {site.id: site.host(language) for site in web.site}
        self.sites = {h: Front(name, h, language, named) for name, h in named.items()}
        self.ledger = Ledger(self._knowledge(web), seed)
        self._owners = dict(_owners(web, language))
        self._servers = self._opened(web)
        self._passing = Passing(self.office(adtech.EXCHANGE), self.office("facet.example"))
        self.hosts = frozenset({*self.sites, *self._owners})

    def _knowledge(self, web: data.Web) -> Knowledge:
        return Knowledge(
            companies=self.companies,
            interests=web.interest,
            names=self._words.interest,
            sites={host: front.id for host, front in self.sites.items()},
            base=web.base,
        )

    def _opened(self, web: data.Web) -> dict[str, watchers.Server]:
        words = self._words
        name = self.companies[adtech.EXCHANGE].name
        house = House(name, web.bidder, words.auction, words.ad, adtech.PARTNER)
        exchange = adtech.Exchange(self.office(adtech.EXCHANGE), house, self._held)
        return {
            **watchers.servers(self.office),
            adtech.EXCHANGE: exchange.answer,
            adtech.PARTNER: adtech.Partnered(self.office(adtech.PARTNER)).answer,
            adtech.BROKER: adtech.Broker(self.office(adtech.BROKER)).answer,
        }

    def office(self, domain: str) -> Office:
        return Office(domain, self.ledger, self._words, self.now)

    def now(self) -> float:
        """Return the seconds since the practice web was made."""
        return round(self._clock() - self._began, 3)

    def _held(self, auction: Auction) -> None:
        with self._lock:
            self.auctions = (*self.auctions, auction)[-_MOST_AUCTIONS:]

    def fresh(self) -> None:
        self.ledger.clear()
        with self._lock:
            self.auctions = ()

    def connected(self, host: str) -> None:
        if host in self._owners:
            self.ledger.connected(self._owners[host])

    def answer(self, asked: Asked) -> Answer:
        """Answer for a host of the town; a stranger is not found."""
        if asked.host in self.sites:
            return self._passing.answer(self.sites[asked.host], asked)
        owner = self._owners.get(asked.host, "")
        return self._servers[owner](asked) if owner else NOTHING

    def localised(self, answer: Answer, port: int) -> Answer:
        """Return the answer with every address as a browser without the proxy reaches it."""
        there = partial(_ADDRESS.sub, rb"http://\1.localhost:" + str(port).encode("ascii"))
        body = there(answer.body) if answer.kind.startswith(_TEXTS) else answer.body
        headers = tuple(
            (name, there(value.encode()).decode().replace(".example;", ".localhost;"))
            for name, value in answer.headers
        )
        return Answer(body, answer.kind, answer.status, headers)

    def local(self, url: str, port: int) -> str:
        where = rb"http://\1.localhost:" + str(port).encode("ascii")
        return _ADDRESS.sub(where, url.encode()).decode()


def _owners(web: data.Web, language: str) -> list[tuple[str, str]]:
    """Return every host that a company answers, with the company's domain."""
    own = [(f"{label}.{one.domain}", one.domain) for one in web.company for label in one.hosts]
    borrowed = [
        (f"{label}.{site.host(language)}", company)
        for site in web.site
        for label, company in site.aliases.items()
    ]
    return own + borrowed
