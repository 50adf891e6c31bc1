"""What a web page says of itself: from where it loads, what it links to, which forms it has."""

import re
import time
from html.parser import HTMLParser
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from privacykit.tracking.companies import company_of
from privacykit.tracking.parties import site_of
from privacykit.tracking.scan import is_following

_CHUNK, _SECONDS, _MOST_HOSTS = 1 << 16, 3.0, 500
_LOADS = {
    "audio": ("src",),
    "embed": ("src",),
    "frame": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
_LINKS = frozenset({"stylesheet", "icon", "preload", "prefetch", "preconnect", "modulepreload"})
_PRIVACY = re.compile(
    r"integritet|personuppgift|dataskydd|privacy|data.?protection|gdpr|datenschutz|privacidad"
    r"|privacidade|confidentialit|données personnelles|riservatezza|privatliv|personvern"
    r"|tietosuoja",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?(?:\\?/){2}([a-z0-9][a-z0-9.-]{2,200})", re.IGNORECASE)
_TYPED = frozenset({"", "text", "search"})
_LONGEST_TEXT = 200


class Page(NamedTuple):
    hosts: frozenset[str] = frozenset()
    """Hosts from which the page loads something at once; where a path is enough, none."""
    scripts: frozenset[str] = frozenset()
    """Those of them that run scripts, and so can read the page's address."""
    referrer: str = ""
    """What the page's own <meta> says; empty if nothing."""
    searches: bool = False
    """A form puts what is typed into the address."""
    links_policy: bool = False
    is_whole: bool = True
    """False: the page was too much to read it all."""


def parse(text: str) -> Page:
    """Return what a page says. Reads whatever it is given, for a few seconds at most."""
    parser, end = _Parser(convert_charrefs=True), time.monotonic() + _SECONDS
    is_whole = True
    for at in range(0, len(text), _CHUNK):
        if time.monotonic() > end:
            is_whole = False
            break
        try:
            parser.feed(text[at : at + _CHUNK])
        except (AssertionError, ValueError):
            is_whole = False
            break
    return Page(
        frozenset(islice(sorted(parser.hosts), _MOST_HOSTS)),
        frozenset(islice(sorted(parser.scripts), _MOST_HOSTS)),
        parser.referrer,
        parser.searches,
        parser.links_policy,
        is_whole,
    )


def third_parties(hosts: frozenset[str], own: str) -> tuple[str, ...]:
    """Return the registrable domains that are not the page's own, sorted."""
    return tuple(sorted({site_of(host) for host in hosts} - {site_of(own)}))


class _Parser(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.hosts: set[str] = set()
        self.scripts: set[str] = set()
        self.referrer, self.searches, self.links_policy = "", False, False
        self._inside, self._link, self._in_get = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._inside = tag if tag in {"script", "style"} else ""
        self._load(tag, known)
        if tag == "meta" and known.get("name", "").lower() == "referrer":
            self.referrer = known.get("content", "").strip().lower()
        elif tag == "form":
            self._in_get = known.get("method", "get").strip().lower() in {"", "get"}
        elif tag == "input" and self._in_get and known.get("name"):
            self.searches |= known.get("type", "").lower() in _TYPED
        elif tag in {"a", "link"}:
            self._linked(tag, known)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "form":
            self._in_get = False
        elif tag == "a":
            self.links_policy |= bool(_PRIVACY.search(self._link))
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._named_in(data)
        elif self._link:
            self._link = (self._link + data)[:_LONGEST_TEXT]

    def _linked(self, tag: str, known: dict[str, str]) -> None:
        if "privacy-policy" in known.get("rel", "").lower().split():
            self.links_policy = True
        if tag == "a" and "href" in known:
            label = f" {known['href']} {known.get('title', '')} {known.get('aria-label', '')}"
            self._link = label[:_LONGEST_TEXT]

    def _load(self, tag: str, known: dict[str, str]) -> None:
        if tag == "link" and not _LINKS & set(known.get("rel", "").lower().split()):
            return
        for name in _LOADS.get(tag, ()):
            for address in (
                known.get(name, "").split(",") if name == "srcset" else [known.get(name)]
            ):
                self._add(tag, host_of(address or ""))

    def _add(self, tag: str, host: str) -> None:
        if host and len(self.hosts) < _MOST_HOSTS:
            self.hosts.add(host)
            if tag == "script":
                self.scripts.add(host)

    def _named_in(self, text: str) -> None:
        """Add what a style sheet names, and the known trackers that a script names."""
        for match in islice(_ADDRESS.finditer(text), _MOST_HOSTS):
            host = match[1].lower().strip(".-")
            if self._inside == "style" or is_following(site_of(host), company_of(host)):
                self._add(self._inside, host)


def host_of(address: str) -> str:
    """Return the host of an absolute address; empty for any other."""
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme in {"", "http", "https"} else ""
