"""What lies on a company's desk, put into words; and what one may guess if its log is not ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privacykit.activities.trackers.practice.desk import Desk, Event, Profile, Sighting, Way
from privacykit.i18n import _, _n, decimal
from privacykit.tracking.model import Request, Visit
from privacykit.tracking.parties import site_of

_MINUTE = 60
_LATEST = 6
"""Lines of the log that are shown."""
_SIGNS = 4
"""Characters of a visitor's number that are shown."""
Rows = list[tuple[str, str]]
"""What it is, and what is written there, maybe in several lines."""


@dataclass(frozen=True, slots=True)
class Met:
    """A company whose log we cannot read: what its calls would let it write down."""

    name: str
    seen: tuple[tuple[float, str], ...]
    """When and on which site; the first call of each page."""
    calls: int
    cookies: int

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(site for _at, site in self.seen))


@dataclass(frozen=True, slots=True)
class Names:
    """What is called how in the practice web."""

    sites: Mapping[str, str]
    """Host -> title."""
    companies: Mapping[str, str]
    """Domain -> name."""

    def site(self, host: str) -> str:
        return self.sites.get(host, host) or _("somewhere")


def opened(desks: Iterable[Desk], names: Names) -> list[Desk]:
    """Return the desks on which something lies, first who followed somebody furthest."""
    known = [desk for desk in desks if desk.profiles or desk.nameless or desk.connections]

    def rank(desk: Desk) -> tuple[int, int, str]:
        return -_furthest(desk, names), -len(sites(desk, names)), desk.company.name

    return sorted(known, key=rank)


def _furthest(desk: Desk, names: Names) -> int:
    """Return on how many sites it met one and the same visitor."""
    met = (sum(site in names.sites for site in one.sites) for one in desk.profiles)
    return max(met, default=0)


def sites(desk: Desk, names: Names) -> tuple[str, ...]:
    """Return where the company met anybody, each host once, under whatever number."""
    seen = [one for profile in desk.profiles for one in profile.sightings]
    found = (one.site for one in (*seen, *desk.nameless))
    return tuple(dict.fromkeys(site for site in found if site in names.sites))


def visitors(desk: Desk, names: Names) -> list[Profile]:
    """Return whom it met on a site; a call from inside another company's frame tells of none."""
    return [one for one in desk.profiles if any(site in names.sites for site in one.sites)]


def people(visited: Iterable[Profile]) -> int:
    """Return for how many people the company takes its visitors."""
    return len({min((profile.uid, *profile.same_as)) for profile in visited})


def met(visit: Visit) -> list[Met]:
    """Return who was reached during a visit, those on most sites first."""
    calls: dict[str, list[Request]] = {}
    for request in visit.requests:
        if request.third and request.outcome != "stopped":
            calls.setdefault(_owner(request), []).append(request)
    left = {site_of(cookie.host): 0 for cookie in visit.cookies}
    for cookie in visit.cookies:
        left[site_of(cookie.host)] += cookie.third
    found = [_met(name, requests, left) for name, requests in calls.items()]
    return sorted(found, key=lambda one: (-len(one.sites), -one.calls, one.name))


def _met(name: str, requests: list[Request], left: dict[str, int]) -> Met:
    first: dict[str, float] = {}
    for one in requests:
        first[one.site] = min(one.at, first.get(one.site, one.at))
    seen = sorted(first.items(), key=lambda each: each[1])
    cookies = sum(left.get(domain, 0) for domain in {site_of(one.host) for one in requests})
    return Met(name, tuple((at, site) for site, at in seen), len(requests), cookies)


def _owner(request: Request) -> str:
    return request.company or site_of(request.host)


def way(known: Way) -> str:
    """Say how a company knew who it was."""
    return {
        "cookie": _("by its cookie"),
        "first_party": _("by a cookie under the site's own name"),
        "fingerprint": _("by how your browser draws"),
        "link": _("by a mark in the link"),
        "nothing": _("not knowing who it was"),
    }[known]


def event(what: Event) -> str:
    return {
        "page": _("opened a page"),
        "ad": _("was shown an advert"),
        "click": _("clicked"),
        "like": _("met a “like” button"),
        "typed": _("typed something"),
        "sync": _("was told to a partner"),
        "choice": _("answered a banner"),
        "file": _("fetched a file"),
    }[what]


def clock(seconds: float) -> str:
    """Return a time since the beginning as minutes and seconds."""
    return f"{int(seconds) // _MINUTE}:{int(seconds) % _MINUTE:02d}"


def met_on(name: str, count: int) -> str:
    """Return what a button says, as "TrackNet · 4 sites"."""
    if not count:
        return name
    said = _n("{name} · {count} site", "{name} · {count} sites", count)
    return said.format(name=name, count=count)


def visitor(uid: str) -> str:
    return _("Visitor {number}").format(number=uid[:_SIGNS])


def summary(profile: Profile, names: Names) -> str:
    count = len(profile.sightings)
    places = sum(host in names.sites for host in profile.sites)
    times = _n("Met {count} time", "Met {count} times", count).format(count=count)
    on = _n("on {count} site.", "on {count} sites.", places).format(count=places)
    return f"{times} {on}"


def stranger(desk: Desk) -> str:
    """Say what a company has that knows nobody."""
    if desk.nameless:
        said = _n(
            "It was called {count} time and does not know by whom.",
            "It was called {count} times and does not know by whom.",
            len(desk.nameless),
        )
        return said.format(count=len(desk.nameless))
    said = _n(
        "Nothing was fetched from it, but a connection to it was opened {count} time.",
        "Nothing was fetched from it, but a connection to it was opened {count} times.",
        desk.connections,
    )
    return said.format(count=desk.connections)


def rows(profile: Profile, names: Names) -> Rows:
    """Return what a company has about a visitor, without what it does not have."""
    on = (names.sites[host] for host in profile.sites if host in names.sites)
    found = [
        (_("Seen on"), ", ".join(on)),
        (_("It guesses"), "\n".join(_guesses(profile, names))),
        (_("You typed"), "\n".join(_typed(profile, names))),
        (_("Told to"), "\n".join(_partners(profile, names))),
        (_("The same as"), _same(profile)),
        (_("One advert"), _("{cents} cents (made up)").format(cents=decimal(profile.price, 2))),
        (_("Its log"), log(profile.sightings, names)),
    ]
    return [row for row in found if row[1]]


def log(sightings: Iterable[Sighting], names: Names) -> str:
    """Return the latest lines of a log."""
    said = _("{time}  {site}: {what}, known {way}")
    nameless = _("{time}  {site}: {what}")
    return "\n".join(
        (nameless if one.way == "nothing" else said).format(
            time=clock(one.at), site=names.site(one.site), what=event(one.event), way=way(one.way)
        )
        for one in list(sightings)[-_LATEST:]
    )


def guessed(one: Met) -> Rows:
    """Return what a company could write down; its own log is not ours to read."""
    times = "\n".join(f"{clock(at)}  {site}" for at, site in one.seen[-_LATEST:])
    return [
        (_("Seen on"), ", ".join(one.sites)),
        (_("Calls"), str(one.calls)),
        (_("Cookies left"), str(one.cookies)),
        (_("First call"), times),
    ]


def recorded_on(day: str) -> str:
    return _("Recorded on {day}.").format(day=day)


def _guesses(profile: Profile, names: Names) -> Iterable[str]:
    said = _("{interest}: you were on {site}")
    for guess in profile.guesses:
        yield said.format(interest=guess.name, site=names.site(guess.site))


def _typed(profile: Profile, names: Names) -> Iterable[str]:
    said = _("“{text}” in the field “{field}” on {site}")
    for one in profile.typed:
        yield said.format(text=one.text, field=one.name, site=names.site(one.site))


def _partners(profile: Profile, names: Names) -> Iterable[str]:
    said = _("{company}, who calls you {number}")
    for one in profile.partners:
        yield said.format(company=names.companies[one.company], number=one.uid[:_SIGNS])


def _same(profile: Profile) -> str:
    if not profile.same_as:
        return ""
    numbers = ", ".join(uid[:_SIGNS] for uid in profile.same_as)
    how = way("link" if profile.joined_by == "link" else "fingerprint")
    return _("{numbers}, recognised {way}").format(numbers=numbers, way=how)
