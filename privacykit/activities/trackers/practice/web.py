"""The practice web: a small internet of its own on this computer, with companies that watch.

    with PracticeWeb("en", seed=1) as web:
        browse through an HTTP proxy at 127.0.0.1, web.port
        web.ledger.stored("tracknet.example")

Sites have invented names under .example and are spoken to by https through the proxy, or as
http://NAME.localhost:PORT/ by a browser without a proxy. Nothing but listed hosts is answered.
A browser that sends `X-Practice-Jar` gets companies' cookies with `Partitioned`.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from privacykit.activities.trackers.practice import ca, data
from privacykit.activities.trackers.practice.auction import Auction
from privacykit.activities.trackers.practice.data import MissKind
from privacykit.activities.trackers.practice.desk import Company
from privacykit.activities.trackers.practice.ledger import Ledger
from privacykit.activities.trackers.practice.server import Server
from privacykit.activities.trackers.practice.town import Town


@dataclass(frozen=True, slots=True)
class SiteCard:
    id: str
    """The same in every language: newspaper, health, shop …"""
    host: str
    title: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that blocking does not stop, and the page on which to see it."""

    kind: MissKind
    url: str
    company: Company


class PracticeWeb:
    """Runs from start() to stop(); afterwards its threads, keys and profiles are gone."""

    def __init__(
        self,
        language: str = "en",
        *,
        seed: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.language = data.spoken(language)
        self._town = Town(self.language, seed, clock)
        self._server: Server | None = None
        self.leaf_der = b""
        """This run's certificate, for the browser to compare; empty until it runs."""
        self.ca_pem = ""
        """Who signed it; for tests that check the chain, never for a trust store."""

    def start(self) -> None:
        """Listen on a free port of the loopback device; starting twice does nothing."""
        if self._server is None:
            made = ca.make(sorted(self.hosts))
            self.leaf_der, self.ca_pem = made.leaf_der, made.ca_pem
            self._server = Server(self._town, made.context)

    def stop(self) -> None:
        """End every connection, join every thread and forget everything."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
        self.leaf_der, self.ca_pem = b"", ""
        self.fresh()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def fresh(self) -> None:
        """Drop all that was stored; cookies of before are strangers to every company."""
        self._town.fresh()

    @property
    def running(self) -> bool:
        return self._server is not None

    @property
    def faults(self) -> tuple[BaseException, ...]:
        """What went wrong while answering; empty unless there is a mistake in the kit."""
        return tuple(self._server.faults) if self._server else ()

    @property
    def port(self) -> int:
        """The proxy's port, 0 when it does not run."""
        return self._server.port if self._server else 0

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that is answered, sites and companies alike."""
        return self._town.hosts

    @property
    def ledger(self) -> Ledger:
        return self._town.ledger

    @property
    def auctions(self) -> tuple[Auction, ...]:
        """The auctions that were held, the oldest first; at most fifty."""
        return self._town.auctions

    @property
    def companies(self) -> Mapping[str, Company]:
        """Domain -> who it is."""
        return self._town.companies

    @property
    def sites(self) -> tuple[SiteCard, ...]:
        return tuple(
            SiteCard(site.id, host, site.title, site.summary, f"https://{host}/")
            for host, site in self._town.sites.items()
        )

    def site(self, name: str) -> SiteCard:
        """Return a site by its id; KeyError if there is none."""
        return {card.id: card for card in self.sites}[name]

    @property
    def filter_lines(self) -> tuple[str, ...]:
        """Rules in the syntax of EasyList that protect here as well as such lists do."""
        return data.web().filters

    @property
    def missed(self) -> tuple[Missed, ...]:
        """What these rules do not stop, one page for each."""
        return tuple(
            Missed(
                one.kind,
                self.site(one.site).url.rstrip("/") + one.path,
                self.companies[one.company],
            )
            for one in data.web().miss
        )

    def local(self, url: str) -> str:
        """Return a page's address for a browser that does not use the proxy."""
        return self._town.local(url, self.port)
