"""From the calls of a HAR to pages: which page each call belongs to.

Both navigations of a Chromium HAR can have the same pageref, so the calls themselves must tell.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from privacykit.tracking import addresses, cookies
from privacykit.tracking.addresses import Clean
from privacykit.tracking.har_kinds import kind_of
from privacykit.tracking.har_shape import LONGEST, Call
from privacykit.tracking.model import Cookie, Kind, Outcome, Page, Request
from privacykit.tracking.parties import is_third, site_of

_REDIRECTS = range(300, 400)
_MOST_COOKIES = 20_000
_LAST = 4e9
"""Seconds since 1970; no recording is from after that."""


@dataclass
class _Opened:
    """A page while its calls are collected."""

    at: float
    url: str
    address: Clean
    requests: list[Request] = field(default_factory=list)
    cookies: list[Cookie] = field(default_factory=list)

    @property
    def site(self) -> str:
        return site_of(self.address.host)

    def done(self) -> Page:
        host, path = self.address.host, self.address.path
        return Page(self.at, self.site, host, path, tuple(self.requests), tuple(self.cookies))


@dataclass
class Pages:
    """Reads calls in the order of their times."""

    opened: list[_Opened] = field(default_factory=list)
    began_late: bool = False
    """The first page was open before the recording began."""
    _hops: list[tuple[Call, float, Clean]] = field(default_factory=list)
    """Redirects on the way to a page."""
    _refs: set[str] = field(default_factory=set)
    _sent_by: dict[str, str] = field(default_factory=dict)
    """Address to which a redirect led, and the host that sent there."""
    _known: dict[str, set[str]] = field(default_factory=dict)
    """Names of the cookies of a site that were set or sent."""
    _met: set[str] = field(default_factory=set)
    _cookies_kept: int = 0

    def take(self, call: Call, at: float) -> None:
        address = addresses.clean(call.request.url)
        if address is None:
            return
        kind = kind_of(call)
        if kind == "document" and not self._opens(call, address):
            kind = "frame"
        if kind == "document":
            self._navigate(call, at, address)
        else:
            self._add(self._page(call, at), call, at, address, kind)
        self._refs.add(call.page or "")

    def done(self) -> tuple[Page, ...]:
        if self._hops:
            self._open(*self._hops.pop())
        return tuple(page.done() for page in self.opened)

    def _opens(self, call: Call, address: Clean) -> bool:
        """Tell a page from a frame where a browser sent no Sec-Fetch-Dest, as without https."""
        if call.asked("sec-fetch-dest") or self._hops or not call.asked("referer"):
            return True
        if call.page and call.page not in self._refs:
            return True
        return not self.opened or self.opened[-1].site == site_of(address.host)

    def _navigate(self, call: Call, at: float, address: Clean) -> None:
        if call.status in _REDIRECTS and _target(call):
            self._hops.append((call, at, address))
        else:
            self._open(call, at, address)

    def _open(self, call: Call, at: float, address: Clean) -> None:
        hops = [*self._hops, (call, at, address)]
        self._hops.clear()
        page = _Opened(hops[0][1], call.request.url, address)
        self.opened.append(page)
        for hop in hops:
            self._add(page, *hop, "document")

    def _page(self, call: Call, at: float) -> _Opened:
        """Return the page that is open; where none was seen, the one that the call names."""
        if not self.opened:
            url = call.asked("referer") or call.asked("origin") or call.request.url
            address = addresses.clean(url) or addresses.clean(call.request.url)
            self.began_late = True
            self.opened.append(_Opened(at, url, address or Clean("", "/", (), plain=False)))
        return self.opened[-1]

    def _add(self, page: _Opened, call: Call, at: float, address: Clean, kind: Kind) -> None:
        third = is_third(address.host, page.site)
        told = call.request.url, call.asked("referer"), call.body
        page.requests.append(
            Request(
                at=at,
                site=page.site,
                host=address.host,
                path=address.path,
                names=address.names,
                kind=kind,
                third=third,
                by=self._by(call, page),
                outcome=_outcome(call),
                plain=address.plain,
                carried=addresses.carried(page.url, *told) if third else (),
            )
        )
        page.cookies += self._room(self._cookies(call, at, page.site, address.host))

    def _room(self, found: list[Cookie]) -> list[Cookie]:
        """Return as many as there is room for; no browser keeps so many."""
        kept = found[: max(0, _MOST_COOKIES - self._cookies_kept)]
        self._cookies_kept += len(kept)
        return kept

    def _by(self, call: Call, page: _Opened) -> str:
        target = _target(call)
        sender = self._sent_by.pop(call.request.url, "")
        if target:
            self._sent_by[target] = addresses.host_of(call.request.url)
        told = map(addresses.host_of, (call.by, call.asked("referer")))
        host = next(filter(None, (sender, *told)), "")
        return "" if host == page.address.host else host

    def _cookies(self, call: Call, at: float, site: str, host: str) -> list[Cookie]:
        third, own = is_third(host, site), site_of(host)
        sent, known = cookies.names(call.asked("cookie")), self._known.setdefault(own, set())
        by_script = {name for name in sent if name not in known} if host in self._met else set()
        found = [Cookie(at, site, host, name, sent[name], third) for name in sorted(by_script)]
        started = moment(call)
        for text in call.answered("set-cookie").split("\n"):
            line = cookies.line(text, started if math.isfinite(started) else 0)
            if line and line.days != 0:
                found.append(Cookie(at, site, host, line.name, line.length, third, line.days))
                known.add(line.name)
        known.update(sent)
        self._met.add(host)
        return found


def _target(call: Call) -> str:
    """Return where a redirect leads; empty: it is none, or the file does not tell."""
    told = call.response.redirect if call.response else None
    return (told or call.answered("location"))[:LONGEST]


def _outcome(call: Call) -> Outcome:
    if call.status > 0:
        return "sent"
    error = (call.response and call.response.error) or ""
    return "stopped" if "BLOCKED" in error.upper() else "tried"


def moment(call: Call) -> float:
    """Return when a call began, in seconds since 1970; NaN: not told."""
    try:
        when = datetime.fromisoformat(call.started or "")
        seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return math.nan
    return seconds if 0 < seconds < _LAST else math.nan


def in_order(calls: Sequence[Call]) -> list[tuple[float, Call]]:
    """Return the calls by their times; one without stays behind the one before it."""
    last, timed = 0.0, []
    for call in calls:
        when = moment(call)
        last = when if math.isfinite(when) else last
        timed.append((last, call))
    return sorted(timed, key=lambda one: one[0])
