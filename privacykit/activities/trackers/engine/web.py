"""The web of companies: which site called whom, how often, and what was stopped.

Sites and parties are nodes. A party is a company, or the registrable domain of a host whose owner
nobody knows. Only calls to third parties make edges; the table has the others too.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from privacykit.i18n import _n
from privacykit.tracking.model import Kind, Page, Request, Visit
from privacykit.tracking.parties import site_of

What = Literal["site", "company", "unknown", "rest"]
"""unknown: a domain without a known owner; rest: many nodes drawn as one."""
State = Literal["reached", "partly", "stopped"]


@dataclass(slots=True)
class Tally:
    """How many calls, and what came of them; tried counts those whose end nobody saw."""

    calls: int = 0
    tried: int = 0
    sent: int = 0
    stopped: int = 0

    def count(self, request: Request) -> None:
        self.calls += 1
        setattr(self, request.outcome, getattr(self, request.outcome) + 1)

    def take(self, other: "Tally") -> None:
        self.calls += other.calls
        self.tried += other.tried
        self.sent += other.sent
        self.stopped += other.stopped

    @property
    def state(self) -> State:
        if not self.stopped:
            return "reached"
        return "stopped" if self.stopped == self.calls else "partly"


@dataclass(slots=True)
class Node:
    key: str
    what: What
    name: str
    tally: Tally = field(default_factory=Tally)
    links: dict[str, Tally] = field(default_factory=dict)
    """The keys of its neighbours; both ends share one tally."""
    hosts: dict[str, None] = field(default_factory=dict)
    """The hosts that were called, in the order in which they came."""
    by: dict[str, None] = field(default_factory=dict)
    """Names of the parties that brought it in."""


@dataclass(slots=True)
class Line:
    """A line of the table: one site calls one host for one kind of thing."""

    site: str
    host: str
    kind: Kind
    third: bool
    party: str
    """Key of the node; empty: the site itself was called."""
    company: str = ""
    tally: Tally = field(default_factory=Tally)
    rule: str = ""
    """The last rule that matched."""


class Counts(NamedTuple):
    sites: int
    companies: int
    unknown: int


class WebOfCompanies:
    """Grows with each call; order of arrival is kept everywhere."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.lines: dict[tuple[str, str, str, str], Line] = {}
        self._owners: dict[str, str] = {}
        self.revision = 0
        """Another number whenever something has changed."""

    def clear(self) -> None:
        self.nodes.clear()
        self.lines.clear()
        self._owners.clear()
        self.revision += 1

    def show_visit(self, visit: Visit) -> None:
        """Hold this visit and nothing else."""
        self.clear()
        for page in visit.pages:
            self.open_page(page)

    def open_page(self, page: Page) -> None:
        """Take in a site, also one that calls nobody, and the calls that came with it."""
        self._site(page.site)
        self.revision += 1
        for request in page.requests:
            self.add(request)

    def add(self, request: Request) -> None:
        self.revision += 1
        site = self._site(request.site)
        party = self._party(request) if request.third else None
        self._line(request, party).tally.count(request)
        if party is None:
            return
        if party.key not in site.links:
            site.links[party.key] = party.links[site.key] = Tally()
        for tally in (site.tally, party.tally, site.links[party.key]):
            tally.count(request)
        party.hosts[request.host] = None
        self._owners[request.host] = party.name
        by = self._owners.get(request.by, site_of(request.by))
        if by not in {"", party.name, site.name}:
            party.by[by] = None

    def _site(self, name: str) -> Node:
        return self._node("site", name)

    def _party(self, request: Request) -> Node:
        if request.company:
            return self._node("company", request.company)
        return self._node("unknown", site_of(request.host))

    def _node(self, what: What, name: str) -> Node:
        key = f"{what}:{name}"
        node = self.nodes.get(key)
        if node is None:
            node = self.nodes[key] = Node(key, what, name)
        return node

    def _line(self, request: Request, party: Node | None) -> Line:
        key = request.site, request.host, request.kind, request.company
        line = self.lines.get(key)
        if line is None:
            line = self.lines[key] = Line(
                request.site,
                request.host,
                request.kind,
                request.third,
                party.key if party else "",
                request.company,
            )
        line.rule = request.rule or line.rule
        return line

    def counts(self) -> Counts:
        whats = [node.what for node in self.nodes.values()]
        return Counts(whats.count("site"), whats.count("company"), whats.count("unknown"))

    def found(self, text: str) -> frozenset[str]:
        """Return the keys of the nodes with this text in their name or a host; none for none."""
        wanted = text.strip().casefold()
        if not wanted:
            return frozenset()
        return frozenset(node.key for node in self.nodes.values() if _has(node, wanted))

    def summary(self) -> str:
        """Return what a heading says, as "3 sites, 11 companies"."""
        sites, companies, unknown = self.counts()
        said = [
            _n("{count} site", "{count} sites", sites).format(count=sites),
            _n("{count} company", "{count} companies", companies).format(count=companies),
        ]
        if unknown:
            said.append(_n("{count} unknown", "{count} unknown", unknown).format(count=unknown))
        return ", ".join(said)


def _has(node: Node, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (node.name, *node.hosts))
