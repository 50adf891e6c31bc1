"""What pages call, seen by staff: other companies, cookies, words that leak, open calls."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

import msgspec

from privacykit.tracking.cookies import follows
from privacykit.tracking.model import Cookie, Kind, Page, Request, Visit
from privacykit.tracking.parties import site_of

Verdict = Literal["quiet", "others", "followed"]
"""Nobody else learns of it; others do; and some of them are there to follow people."""
FOLLOWING = frozenset(
    {"advertising", "pornvertising", "site_analytics", "social_media"}
    | {"analytics", "broker", "identity", "replay", "social"}  # of the practice web
)
"""Categories of companies whose business is to follow people."""
_BRINGING = frozenset(
    {"adobedtm.com", "googletagmanager.com", "licdn.com", "linkedin.com", "tiqcdn.com"}
)
"""Domains that bring in those who follow people, or do so beside something else."""
LONG = 30
"""Days; a cookie that lasts longer is for recognising somebody."""


class Owner(Protocol):
    """A company as `companies.company_of` returns it."""

    @property
    def name(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def year(self) -> int: ...


Owners = Callable[[str], Owner | None]
"""Finds the owner of a host."""
Judge = Callable[[Visit], Visit]
"""Fills in which calls the list of trackers knows."""


@dataclass(frozen=True)
class Party:
    """Another registrable domain that pages called."""

    site: str
    company: str = ""
    """Empty: nobody knows whose it is."""
    category: str = ""
    country: str = ""
    year: int = 0
    """The year in which that was so; 0: no company is known."""
    hosts: tuple[str, ...] = ()
    calls: int = 0
    stopped: int = 0
    kinds: tuple[Kind, ...] = ()
    rule: str = ""
    """A line of the list of trackers that matched one of the calls."""
    follows: bool = False
    """It is there to follow people."""
    cookies: int = 0
    carried: tuple[str, ...] = ()
    """Names of the page's parameters whose values it was told."""


@dataclass(frozen=True)
class Seen:
    """One page."""

    address: str
    """Host and path."""
    site: str
    parties: tuple[Party, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    plain: tuple[str, ...] = ()
    """Hosts that were called without encryption."""


@dataclass(frozen=True)
class Scan:
    pages: tuple[Seen, ...] = ()
    source: str = ""
    """As in Visit: live and page were looked at by the kit, without a click."""
    title: str = ""
    made: str = ""
    notes: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    """Of all pages together, those who follow people first, then by the number of calls."""

    @property
    def companies(self) -> tuple[str, ...]:
        """Names of the owners; a domain whose owner nobody knows stands for itself."""
        return tuple(dict.fromkeys(one.company or one.site for one in self.parties))

    @property
    def following(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.company or one.site for one in self.parties if one.follows))

    @property
    def told(self) -> tuple[str, ...]:
        """Who was told something of what stands in the page's address."""
        return tuple(dict.fromkeys(one.company or one.site for one in self.parties if one.carried))

    @property
    def cookies(self) -> tuple[Cookie, ...]:
        """Each cookie once, those for recognising somebody first."""
        every = {(one.host, one.name): one for page in self.pages for one in page.cookies}
        return tuple(sorted(every.values(), key=lambda one: (not recognises(one), one.host)))

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(host for page in self.pages for host in page.plain))

    @property
    def before_a_yes(self) -> bool:
        """Nobody pressed anything, so nobody had agreed to a cookie."""
        return self.source in {"live", "page"}

    @property
    def verdict(self) -> Verdict:
        if self.following or self.told or any(map(recognises, self.cookies)):
            return "followed"
        return "others" if self.parties or self.plain else "quiet"


def is_following(site: str, owner: Owner | None) -> bool:
    """Tell whether a domain is known for following people."""
    return site in _BRINGING or (owner is not None and owner.category in FOLLOWING)


def recognises(cookie: Cookie) -> bool:
    """Tell whether a cookie is there to know somebody again."""
    return follows(cookie.name) or (cookie.days or 0) > (0 if cookie.third else LONG)


def report(visit: Visit, judge: Judge | None = None, owners: Owners | None = None) -> Scan:
    """Return what a visit tells staff; without others, the kit's own lists are asked."""
    judged = (judge or _shipped_judge())(visit)
    known = owners or _shipped_owners()
    pages = tuple(_seen(page, known) for page in judged.pages)
    return Scan(
        pages=pages,
        source=judged.source,
        title=judged.title,
        made=judged.made,
        notes=judged.notes,
        parties=_parties(judged.requests, judged.cookies, known),
    )


def _shipped_judge() -> Judge:
    from privacykit.tracking.judge import judge_visit

    return judge_visit


def _shipped_owners() -> Owners:
    from privacykit.tracking.companies import company_of

    return company_of


def _seen(page: Page, owners: Owners) -> Seen:
    plain = dict.fromkeys(one.host for one in page.requests if one.plain)
    return Seen(
        address=page.host + page.path,
        site=page.site,
        parties=_parties(page.requests, page.cookies, owners),
        cookies=page.cookies,
        plain=(*plain,),
    )


def _parties(
    requests: Iterable[Request], cookies: Sequence[Cookie], owners: Owners
) -> tuple[Party, ...]:
    calls: dict[str, list[Request]] = {}
    for request in requests:
        if request.third:
            calls.setdefault(site_of(request.host), []).append(request)
    found = [_party(site, made, cookies, owners) for site, made in calls.items()]
    return tuple(sorted(found, key=lambda one: (not one.follows, -one.calls, one.site)))


def _party(site: str, calls: Sequence[Request], cookies: Sequence[Cookie], owners: Owners) -> Party:
    owner = next(filter(None, (owners(one.host) for one in calls)), None)
    rule = next((one.rule for one in calls if one.rule), "")
    own = [one for one in cookies if one.third and site_of(one.host) == site]
    return Party(
        site=site,
        company=owner.name if owner else next((one.company for one in calls if one.company), ""),
        category=owner.category if owner else "",
        country=owner.country if owner else "",
        year=owner.year if owner else 0,
        hosts=tuple(sorted({one.host for one in calls})),
        calls=len(calls),
        stopped=sum(one.outcome == "stopped" for one in calls),
        kinds=tuple(sorted({one.kind for one in calls})),
        rule=rule,
        follows=bool(rule) or is_following(site, owner) or any(map(recognises, own)),
        cookies=len({one.name for one in own}),
        carried=tuple(dict.fromkeys(name for one in calls for name in one.carried)),
    )


def as_json(scan: Scan) -> str:
    """Return one JSON object with everything that was seen."""
    whole = {
        "format": 1,
        "verdict": scan.verdict,
        "companies": scan.companies,
        "following": scan.following,
        "told": scan.told,
        "cookies_before_a_yes": scan.before_a_yes,
        "plain": scan.plain,
        **asdict(scan),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()
