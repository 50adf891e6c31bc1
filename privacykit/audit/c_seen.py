"""What one page of the library's, as it came, says about patrons' privacy."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from privacykit.audit.b_settings import Judged
from privacykit.audit.check import Evidence, Verdict
from privacykit.audit.page import Page, third_parties
from privacykit.audit.web import Hop, Site, Visit
from privacykit.tracking import cookies as lines
from privacykit.tracking.companies import company_of
from privacykit.tracking.scan import Scan, is_following, recognises

_MOST_SHOWN = 20
_DAYS_LEFT, _DAY = 14, 86_400
_LONG = 30
"""Days; a cookie that lasts longer is for recognising somebody."""
_HSTS = "strict-transport-security"
_QUIET = frozenset({"no-referrer", "same-origin"})
_TELLING = frozenset({"unsafe-url", "no-referrer-when-downgrade"})
_REFERRERS = _QUIET | _TELLING | {"origin", "strict-origin", "origin-when-cross-origin"}
_REFERRERS |= {"strict-origin-when-cross-origin"}


class Seen(NamedTuple):
    """A site whose page was reached."""

    host: str
    visit: Visit
    page: Page
    scan: Scan | None = None
    """What its scripts call, where a person chose to have them run."""

    @property
    def last(self) -> Hop:
        return self.visit.hops[-1]

    @property
    def others(self) -> tuple[str, ...]:
        """Registrable domains of other companies, in the HTML or called by scripts."""
        called = {one.site for one in self.scan.parties} if self.scan else set()
        return tuple(sorted({*third_parties(self.page.hosts, self.last.host), *called}))


def encrypted(site: Site) -> Iterator[Judged]:
    if site.secure and site.secure.has_bad_certificate:
        yield Judged("fail", Evidence(f"{site.host}: certificate", "not valid"))
    for name, visit in (("http", site.plain), ("https", site.secure)):
        if visit and visit.end:
            verdict: Verdict = "pass" if visit.end.scheme == "https" else "fail"
            yield Judged(verdict, Evidence(f"{site.host}: {name} leads to", visit.end.scheme))
    ends = [visit.end for visit in (site.secure, site.plain) if visit and visit.end]
    if ends and ends[0].scheme == "https":
        yield from _lasting(site.host, ends[0])


def _lasting(host: str, hop: Hop) -> Iterator[Judged]:
    ages = re.findall(r"max-age\s*=\s*\"?(\d{1,12})", " ".join(hop.all(_HSTS)).lower())
    days = int(ages[0]) // _DAY if ages else 0
    yield Judged("pass" if days else "warn", Evidence(f"{host}: {_HSTS}, days", str(days)))
    left = hop.certificate_days or 0
    verdict: Verdict = "pass" if left >= _DAYS_LEFT else "warn"
    yield Judged(verdict, Evidence(f"{host}: certificate, days left", str(left)))


def third(seen: Seen) -> Iterator[Judged]:
    count = f"{seen.host}: other companies"
    yield Judged("warn" if seen.others else "pass", Evidence(count, str(len(seen.others))))
    for other in seen.others[:_MOST_SHOWN]:
        yield _whose(other, seen.scan)
    if not seen.page.is_whole:
        yield Judged("warn", Evidence(f"{seen.host}: page", "not read to its end"))


def _whose(other: str, scan: Scan | None) -> Judged:
    owner = company_of(other)
    called = next((one for one in scan.parties if one.site == other), None) if scan else None
    follows = is_following(other, owner) or bool(called and called.follows)
    verdict: Verdict = "fail" if follows else "warn"
    return Judged(verdict, Evidence(other, owner.name if owner else "?"))


def referrer(seen: Seen) -> Iterator[Judged]:
    policy = _policy(seen)
    reads = bool(third_parties(seen.page.scripts, seen.last.host)) and seen.page.searches
    leaks: Verdict = "fail" if policy in _TELLING else "warn" if seen.others else "pass"
    verdict: Verdict = "pass" if policy in _QUIET else leaks
    yield Judged(verdict, Evidence(f"{seen.host}: referrer-policy", policy or "not set"))
    words = "yes" if seen.page.searches else "no"
    name = f"{seen.host}: search words in the address"
    yield Judged("warn" if reads else "pass", Evidence(name, words))
    if seen.scan and seen.scan.told:
        name = f"{seen.host}: was told what stands in the address"
        yield Judged("fail", Evidence(name, ", ".join(seen.scan.told)))


def _policy(seen: Seen) -> str:
    """Return the last policy that browsers know, the page's own after the header's."""
    said = [*seen.last.all("referrer-policy"), seen.page.referrer]
    words = [word.strip() for line in said for word in line.lower().split(",")]
    return next((word for word in reversed(words) if word in _REFERRERS), "")


def cookies(seen: Seen, now: float) -> Iterator[Judged]:
    set_by = [line for hop in seen.visit.hops for line in hop.all("set-cookie")]
    days = max((_lasts(line, now) for line in set_by), default=0)
    following = sum(lines.follows(line.strip().partition("=")[0]) for line in set_by)
    yield Judged("pass", Evidence(f"{seen.host}: cookies", str(len(set_by))))
    verdict: Verdict = "fail" if days > _LONG else "warn" if days else "pass"
    yield Judged(verdict, Evidence(f"{seen.host}: cookies, days", str(days)))
    name = f"{seen.host}: cookies known to follow"
    yield Judged("fail" if following else "pass", Evidence(name, str(following)))
    if seen.scan:
        count = sum(map(recognises, seen.scan.cookies))
        name = f"{seen.host}: cookies for recognising, by scripts and others"
        yield Judged("fail" if count else "pass", Evidence(name, str(count)))


def _lasts(line: str, now: float) -> int:
    """Return for how many whole days, rounded up, a cookie lasts; 0: as long as the browser."""
    found = lines.line(line, now)
    return math.ceil((found and found.days) or 0)


def linked(seen: Seen) -> Iterator[Judged]:
    is_there = seen.page.links_policy
    evidence = Evidence(f"{seen.host}: link to a privacy policy", "yes" if is_there else "no")
    yield Judged("pass" if is_there else "fail", evidence)
