"""At most so many nodes: the best connected stay, the rest is drawn as one site and one party."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from privacykit.activities.trackers.engine.said import REST_PARTIES, REST_SITES
from privacykit.activities.trackers.engine.web import Node, Tally, WebOfCompanies

MOST = 300
_SHARE = 3
"""A third of the room is kept for sites."""


class Edge(NamedTuple):
    site: int
    party: int
    tally: Tally


class Picture(NamedTuple):
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    """Its ends are places in nodes."""


def picture(web: WebOfCompanies, most: int = MOST, wanted: Collection[str] = ()) -> Picture:
    """Return what is drawn, in order of arrival; wanted nodes stay before all others."""
    sites = [node for node in web.nodes.values() if node.what == "site"]
    parties = [node for node in web.nodes.values() if node.what != "site"]
    room_sites, room_parties = _rooms(len(sites), len(parties), most)
    kept_sites, rest_sites = _split(sites, room_sites, wanted)
    kept_parties, rest_parties = _split(parties, room_parties, wanted)
    nodes = [*kept_sites, *_rest(REST_SITES, rest_sites)]
    nodes += [*kept_parties, *_rest(REST_PARTIES, rest_parties)]
    return Picture(tuple(nodes), _edges(nodes, sites))


def _rooms(sites: int, parties: int, most: int) -> tuple[int, int]:
    """Return how many of each are drawn, the two that stand for the rest not counted."""
    if sites + parties <= most:
        return sites, parties
    least = max(1, (most - 2) // _SHARE)
    room = min(sites, max(least, most - 2 - parties))
    return room, min(parties, most - 2 - room)


def _split(
    nodes: Sequence[Node], room: int, wanted: Collection[str]
) -> tuple[list[Node], list[Node]]:
    if len(nodes) <= room:
        return list(nodes), []
    best = sorted(nodes, key=lambda n: (n.key not in wanted, -len(n.links), -n.tally.calls))
    keys = {node.key for node in best[:room]}
    return [n for n in nodes if n.key in keys], [n for n in nodes if n.key not in keys]


def _rest(key: str, nodes: Iterable[Node]) -> list[Node]:
    """Return the one node that stands for these; none for none. Its hosts are their names."""
    made = Node(key, "rest", "")
    for node in nodes:
        made.tally.take(node.tally)
        made.hosts[node.name] = None
    return [made] if made.hosts else []


def _edges(nodes: Sequence[Node], sites: Iterable[Node]) -> tuple[Edge, ...]:
    """Return one edge for each pair that is drawn, and link the rest to what it stands for."""
    places = {node.key: place for place, node in enumerate(nodes)}
    rest_site, rest_party = places.get(REST_SITES, -1), places.get(REST_PARTIES, -1)
    edges: dict[tuple[int, int], Tally] = {}
    for site in sites:
        start = places.get(site.key, rest_site)
        for key, tally in site.links.items():
            end = places.get(key, rest_party)
            if start == rest_site or end == rest_party:
                edges.setdefault((start, end), Tally()).take(tally)
            else:
                edges[start, end] = tally
    for (start, end), tally in edges.items():
        for one, other in ((start, end), (end, start)):
            if nodes[one].what == "rest":
                nodes[one].links[nodes[other].key] = tally
    return tuple(Edge(start, end, tally) for (start, end), tally in edges.items())
