"""Looks at the library's pages that a person named: the only module here that goes online.

A page is a stranger: each visit has a time, a size and a number of redirects it may take, and no
redirect leads into the building. Nothing is sent but the address; no cookie is kept.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from privacykit.audit.page import Page, parse
from privacykit.errors import CancelledError, CertificateError, WebError
from privacykit.i18n import _
from privacykit.wipe.progress import Cancelled, never

SECONDS, LARGEST, REDIRECTS = 10.0, 5 << 20, 5
MOST_ADDRESSES = 20
_TICK, _LONGEST = 0.2, 4096
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~?"
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; privacykit)",
    "Accept": "text/html",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
Headers = tuple[tuple[str, str], ...]


class Hop(NamedTuple):
    """One answer on the way to a page."""

    scheme: str
    host: str
    status: int
    headers: Headers
    """Names in lower case."""
    certificate_days: int | None
    """How long the certificate is still good; None: not encrypted."""

    def all(self, name: str) -> list[str]:
        return [value for one, value in self.headers if one == name]


@dataclass(frozen=True)
class Visit:
    hops: tuple[Hop, ...] = ()
    page: Page | None = None
    problem: str = ""
    """Why there is no page, in a sentence."""
    has_bad_certificate: bool = False

    @property
    def end(self) -> Hop | None:
        """Return the answer that is not another redirect; None: it did not get there."""
        last = self.hops[-1] if self.hops else None
        return last if last and last.status not in _REDIRECTS else None


@dataclass(frozen=True)
class Site:
    """One named address, unencrypted and encrypted; None where its port rules that out."""

    host: str
    plain: Visit | None
    secure: Visit | None

    @property
    def best(self) -> Visit:
        """Return the visit that reached a page, the encrypted one first."""
        visits = [visit for visit in (self.secure, self.plain) if visit]
        return next((visit for visit in visits if visit.page), visits[0])


@dataclass
class Web:
    """The pages a person named; each is fetched once, when the first check asks."""

    addresses: tuple[str, ...]
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS
    cancelled: Cancelled = never
    _sites: "tuple[Site, ...] | None" = None

    def sites(self) -> tuple[Site, ...]:
        """Return what was found, whatever went wrong. Raises CancelledError."""
        if self._sites is None:
            places = dict.fromkeys(self.addresses[:MOST_ADDRESSES])
            self._sites = tuple(self._site(address) for address in places)
        return self._sites

    def _site(self, address: str) -> Site:
        try:
            parts = urlsplit(checked(address))
        except WebError as error:
            return Site(_short(address), None, Visit(problem=str(error)))
        schemes = [parts.scheme] if parts.port else ["http", "https"]
        seen = {one: self._visit(parts._replace(scheme=one).geturl()) for one in schemes}
        return Site(parts.hostname or "", seen.get("http"), seen.get("https"))

    def _visit(self, url: str) -> Visit:
        journey = _Journey(url, self)
        try:
            page = journey.page()
        except WebError as error:
            bad = isinstance(error, CertificateError)
            return Visit(tuple(journey.hops), None, str(error), bad)
        return Visit(tuple(journey.hops), page)


def checked(address: str) -> str:
    """Return the address as a URL, https where it names no scheme. Raises WebError."""
    text = address.strip()
    url = text if "://" in text else f"https://{text}"
    parts = _split(url)
    port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return parts._replace(netloc=f"{host}{port}", fragment="").geturl()


def _split(url: str) -> SplitResult:
    problem = _("{address} is not the address of a web page. Write it like library.example.")
    refused = WebError(problem.format(address=_short(url)))
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode() or ""
        is_fine = parts.port != 0 and parts.scheme in _PORTS and host.isprintable()
    except ValueError:
        raise refused from None
    if not is_fine or not host or " " in host or "@" in parts.netloc:
        raise refused
    shown = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{shown}:{parts.port}" if parts.port else shown)


def _short(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text[:100])


class _Journey:
    """One way from an address to its page, redirect by redirect, within one time."""

    def __init__(self, url: str, web: Web) -> None:
        self._url, self._web = _split(url), web
        self._end = time.monotonic() + web.seconds
        self._first_host, self._first_peer = self._url.hostname or "", ""
        self.hops: list[Hop] = []

    def page(self) -> Page:
        for _hop in range(REDIRECTS + 1):
            body = self._fetch()
            hop = self.hops[-1]
            target = hop.all("location")
            if hop.status not in _REDIRECTS or not target:
                return self._read(hop, body)
            self._url = self._next(target[0])
        raise WebError(_("{host} redirects in circles.").format(host=self._first_host))

    def _next(self, target: str) -> SplitResult:
        try:
            return _split(urljoin(self._url.geturl(), target))
        except (ValueError, WebError):
            words = _("{host} redirects to something that is no web page.")
            raise WebError(words.format(host=self._url.hostname)) from None

    def _read(self, hop: Hop, body: bytes) -> Page:
        if hop.status >= http.client.BAD_REQUEST:
            words = _("{host} answers with error {status}.")
            raise WebError(words.format(host=hop.host, status=hop.status))
        kind = (hop.all("content-type") or ["text/html"])[0].lower()
        packed = [one for one in hop.all("content-encoding") if one.lower() != "identity"]
        if packed or "html" not in kind:
            raise WebError(_("What {host} sends is no web page.").format(host=hop.host))
        return parse(body.decode("utf-8", "replace"))

    def _fetch(self) -> bytes:
        """Add the next hop and return its body."""
        host = self._url.hostname or ""
        try:
            with self._connected(host) as connection:
                return self._ask(connection, host)
        except ssl.SSLCertVerificationError as error:
            words = _("{host} has no valid certificate ({reason}).")
            reason = _short(error.verify_message or str(error))
            raise CertificateError(words.format(host=host, reason=reason)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._in_time()
            words = _("{host} cannot be reached ({reason}). Check the address and the network.")
            reason = _short(getattr(error, "strerror", None) or type(error).__name__)
            raise WebError(words.format(host=host, reason=reason)) from None

    def _ask(self, connection: http.client.HTTPConnection, host: str) -> bytes:
        path = quote(self._url.path or "/", _SAFE)
        query = f"?{quote(self._url.query, _SAFE)}" if self._url.query else ""
        connection.request("GET", path + query, headers=_HEADERS)
        days = _days(connection.sock)
        response = connection.getresponse()
        headers = tuple((name.lower(), value[:_LONGEST]) for name, value in response.getheaders())
        self.hops.append(Hop(self._url.scheme, host, response.status, headers, days))
        body = b"" if response.status in _REDIRECTS else response.read(LARGEST)
        self._in_time()
        return body

    @contextmanager
    def _connected(self, host: str) -> Iterator[http.client.HTTPConnection]:
        """Yield a connection that is cut off when the time is over or a person cancels."""
        self._in_time()
        port = self._url.port or _PORTS[self._url.scheme]
        peer = self._peer(host, port)
        raw = socket.create_connection((peer, port), max(self._end - time.monotonic(), _TICK))
        over = threading.Event()
        watch = threading.Thread(target=self._cut_off, args=(raw.dup(), over), daemon=True)
        watch.start()
        connection = http.client.HTTPConnection(host, self._url.port)
        connection.sock = raw
        try:
            if self._url.scheme == "https":
                connection.sock = self._web.context.wrap_socket(raw, server_hostname=host)
            yield connection
        finally:
            over.set()
            watch.join()
            connection.close()

    def _cut_off(self, raw: socket.socket, over: threading.Event) -> None:
        with raw:
            while not over.wait(_TICK):
                if time.monotonic() > self._end or self._web.cancelled():
                    with suppress(OSError):
                        raw.shutdown(socket.SHUT_RDWR)
                    return

    def _in_time(self) -> None:
        if self._web.cancelled():
            raise CancelledError
        if time.monotonic() > self._end:
            words = _("{host} takes too long to answer.")
            raise WebError(words.format(host=self._url.hostname))

    def _peer(self, host: str, port: int) -> str:
        """Return the one address to connect to; a redirect must not lead into the building."""
        peer = self._resolved(host, port)
        self._first_peer = self._first_peer or peer
        if _is_outside(peer) or (peer == self._first_peer and host == self._first_host):
            return peer
        words = _("{host} redirects into a local network. Name the page it leads to.")
        raise WebError(words.format(host=self._first_host))

    def _resolved(self, host: str, port: int) -> str:
        """Return the first address of a name, in time; a name server may be slow, too."""
        found: list[str] = []

        def look_up() -> None:
            with suppress(OSError, ValueError):
                answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                found.extend(str(answer[4][0]) for answer in answers)

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        while thread.is_alive() and not found:
            thread.join(_TICK)
            self._in_time()
        if not found:
            words = _("There is no {host}, or no network. Check the address.")
            raise WebError(words.format(host=host))
        return found[0]


def _is_outside(peer: str) -> bool:
    address = ipaddress.ip_address(peer.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped.is_global
    return address.is_global


def _days(connection: socket.socket) -> int | None:
    if not isinstance(connection, ssl.SSLSocket):
        return None
    until = str((connection.getpeercert() or {})["notAfter"])
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
    return (end - datetime.now(UTC)).days
