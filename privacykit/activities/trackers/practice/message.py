"""One request to the practice web and its answer; no sockets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

_LOCAL, _REAL = ".localhost", ".example"
_MOST_FIELDS = 40


def canonical(host: str) -> str:
    """Return the practice web's own name of a host: news.localhost is news.example."""
    name = host.lower().rstrip(".")
    return name.removesuffix(_LOCAL) + _REAL if name.endswith(_LOCAL) else name


def fields(query: str) -> dict[str, str]:
    """Return the first value of each name; nothing from a query that is no text or too long."""
    try:
        return dict(reversed(parse_qsl(query, max_num_fields=_MOST_FIELDS)))
    except ValueError:
        return {}


@dataclass(frozen=True, slots=True)
class Asked:
    host: str
    """As canonical() gives it, without a port."""
    path: str = "/"
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    method: str = "GET"

    @property
    def cookies(self) -> dict[str, str]:
        pairs = (part.partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name.strip(): value.strip() for name, _equals, value in pairs if name.strip()}

    @property
    def form(self) -> dict[str, str]:
        """What a script sent along, in the query or the body; the body comes first."""
        return {**self.query, **fields(self.body.decode("utf-8", "replace"))}

    @property
    def partitioned(self) -> bool:
        """Whether this browser wants cookies of others in a jar for each site."""
        return "x-practice-jar" in self.headers

    @property
    def referrer(self) -> str:
        return self.headers.get("referer", "")


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    """A name may come twice, as Set-Cookie does."""

    def also(self, *headers: tuple[str, str]) -> "Answer":
        return Answer(self.body, self.kind, self.status, (*self.headers, *headers))


def redirect(url: str, status: int = 302) -> Answer:
    return Answer(status=status, headers=(("Location", url),))


NOTHING = Answer(b"404: there is no such page in the practice web.\n", status=404)
EMPTY = Answer(status=204)


def split(url: str) -> tuple[str, str]:
    """Return host and path of an address that a script told; empty if it is none."""
    try:
        parts = urlsplit(url)
        return canonical(parts.hostname or ""), parts.path[:200]
    except ValueError:
        return "", ""
