"""What happened while pages were open: requests, cookies and visits, without anything secret.

Values of queries, cookies and forms are never part of it; names and lengths are.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "document",
    "frame",
    "script",
    "style",
    "image",
    "font",
    "xhr",
    "beacon",
    "websocket",
    "worker",
    "media",
    "prefetch",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Outcome = Literal["tried", "sent", "stopped"]
"""tried: the page asked; sent: it went out and was answered; stopped: a rule held it back."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call that a page made."""

    at: float
    """Seconds since the session or recording began."""
    site: str
    """Registrable domain of the page in the address bar."""
    host: str
    """The host that was called, in lower case, without a port."""
    path: str = "/"
    """Without query and fragment; at most 200 characters."""
    names: tuple[str, ...] = ()
    """Names of the query's parameters; their values are dropped at the door."""
    kind: Kind = "other"
    third: bool = False
    """The host belongs to another registrable domain than the page."""
    by: str = ""
    """The host that made the page ask (a frame, a script, a redirect); empty: the page itself."""
    outcome: Outcome = "tried"
    rule: str = ""
    """The exact line of the list that matched; empty: none."""
    company: str = ""
    """Name of the owner, empty if nobody knows."""
    plain: bool = False
    """It went without encryption."""
    carried: tuple[str, ...] = ()
    """Names of the page's own query parameters whose values this call took along."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie that was set; of its value only the length."""

    at: float
    site: str
    host: str
    name: str
    length: int = 0
    third: bool = False
    days: float | None = None
    """How long it is to last; None: until the browser is closed."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Something a script did in the page beside calling others."""

    at: float
    site: str
    host: str
    """Whose script it was."""
    what: Literal["canvas", "storage", "keys"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page that was opened, and what followed from it."""

    at: float
    site: str
    host: str
    path: str = "/"
    requests: tuple[Request, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True)
class Visit:
    """Some pages opened one after another, from a browser, a HAR or a recorded visit."""

    pages: tuple[Page, ...] = ()
    title: str = ""
    made: str = ""
    """ISO day on which it was recorded; empty: not known."""
    source: Literal["practice", "live", "har", "recorded", "page"] = "recorded"
    """page: only the HTML was read, no script ran."""
    notes: tuple[str, ...] = field(default=())
    """What was left out or cut, in sentences."""

    @property
    def requests(self) -> tuple[Request, ...]:
        return tuple(one for page in self.pages for one in page.requests)

    @property
    def cookies(self) -> tuple[Cookie, ...]:
        return tuple(one for page in self.pages for one in page.cookies)
