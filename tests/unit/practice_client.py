"""A small browser for the practice web: it knows tunnels, cookies and redirects, and no scripts."""

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from privacykit.activities.trackers.practice.web import PracticeWeb


@dataclass(frozen=True)
class Got:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def cookies(self) -> list[str]:
        return [value for key, value in self.headers if key == "Set-Cookie"]


@dataclass
class Client:
    web: PracticeWeb
    keeps: bool = True
    """Whether it keeps cookies."""
    headers: Mapping[str, str] = field(default_factory=dict)
    jar: dict[str, dict[str, str]] = field(default_factory=dict)

    @contextmanager
    def tunnel(self, host: str) -> Iterator[http.client.HTTPSConnection]:
        context = ssl.create_default_context(cadata=self.web.ca_pem)
        connection = http.client.HTTPSConnection("127.0.0.1", self.web.port, context=context)
        connection.set_tunnel(host, 443)
        try:
            yield connection
        finally:
            connection.close()

    def get(self, url: str, body: str | None = None, **headers: str) -> Got:
        parts = urlsplit(url)
        host = parts.hostname or ""
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        with self.tunnel(host) as connection:
            sent = {**self.headers, **self._cookie(host), **headers}
            connection.request("POST" if body is not None else "GET", target or "/", body, sent)
            answer = connection.getresponse()
            got = Got(answer.status, tuple(answer.getheaders()), answer.read())
        self._keep(host, got)
        return got

    def follow(self, url: str) -> list[str]:
        """Go where the redirects lead; return every address on the way."""
        way = [url]
        while (got := self.get(way[-1])).status == 302:
            way.append(got.header("Location"))
        return way

    def _cookie(self, host: str) -> dict[str, str]:
        pairs = {
            name: value
            for domain, cookies in self.jar.items()
            if host == domain or host.endswith(f".{domain}")
            for name, value in cookies.items()
        }
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in pairs.items())} if pairs else {}

    def _keep(self, host: str, got: Got) -> None:
        for line in got.cookies if self.keeps else ():
            pair, *attributes = line.split("; ")
            domain = next((a[7:] for a in attributes if a.startswith("Domain=")), host)
            name, _equals, value = pair.partition("=")
            self.jar.setdefault(domain, {})[name] = value


def visit(client: Client, page: str) -> Got:
    """Do what TrackNet's script does on a page: be recognised, tell it, compare, fill a place."""
    tag = client.get("https://tag.tracknet.example/tag.js")
    session = tag.body.decode().partition('s: "')[2][:12]
    told = f"s={session}&u={page}"
    client.get(f"https://ads.tracknet.example/view.gif?{told}")
    client.follow(f"https://ads.tracknet.example/sync?s={session}")
    return client.get(f"https://ads.tracknet.example/frame?{told}")
