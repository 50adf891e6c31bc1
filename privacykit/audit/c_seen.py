"""What one page of the library's, as it came, says about patrons' privacy."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from privacykit.audit.b_settings import Judged
from privacykit.audit.check import Evidence, Verdict
from privacykit.audit.page import TRACKERS, Page, third_parties
from privacykit.audit.web import Hop, Site, Visit

_MOST_SHOWN = 20
_DAYS_LEFT, _DAY = 14, 86_400
_LONG = 30
"""Days; a cookie that lasts longer is for recognising somebody."""
_HSTS = "strict-transport-security"
_QUIET = frozenset({"no-referrer", "same-origin"})
_TELLING = frozenset({"unsafe-url", "no-referrer-when-downgrade"})
_REFERRERS = _QUIET | _TELLING | {"origin", "strict-origin", "origin-when-cross-origin"}
_REFERRERS |= {"strict-origin-when-cross-origin"}
_FOLLOWING = re.compile(r"(?:_ga|_gid|_fbp|_hj|_pk_id|_clck|_uet|nmstat|IDE|NID|AMCV_|s_vi)\b|_ga_")
"""Names of cookies that are known to follow people."""


class Seen(NamedTuple):
    """A site whose page was reached."""

    host: str
    visit: Visit
    page: Page

    @property
    def last(self) -> Hop:
        return self.visit.hops[-1]

    @property
    def others(self) -> tuple[str, ...]:
        return third_parties(self.page.hosts, self.last.host)


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
        verdict: Verdict = "fail" if other in TRACKERS else "warn"
        yield Judged(verdict, Evidence(other, TRACKERS.get(other, "?")))
    if not seen.page.is_whole:
        yield Judged("warn", Evidence(f"{seen.host}: page", "not read to its end"))


def referrer(seen: Seen) -> Iterator[Judged]:
    policy = _policy(seen)
    reads = bool(third_parties(seen.page.scripts, seen.last.host)) and seen.page.searches
    leaks: Verdict = "fail" if policy in _TELLING else "warn" if seen.others else "pass"
    verdict: Verdict = "pass" if policy in _QUIET else leaks
    yield Judged(verdict, Evidence(f"{seen.host}: referrer-policy", policy or "not set"))
    words = "yes" if seen.page.searches else "no"
    name = f"{seen.host}: search words in the address"
    yield Judged("warn" if reads else "pass", Evidence(name, words))


def _policy(seen: Seen) -> str:
    """Return the last policy that browsers know, the page's own after the header's."""
    said = [*seen.last.all("referrer-policy"), seen.page.referrer]
    words = [word.strip() for line in said for word in line.lower().split(",")]
    return next((word for word in reversed(words) if word in _REFERRERS), "")


def cookies(seen: Seen, now: float) -> Iterator[Judged]:
    set_by = [line for hop in seen.visit.hops for line in hop.all("set-cookie")]
    days = max((_lasts(line, now) for line in set_by), default=0)
    following = sum(bool(_FOLLOWING.match(line.strip())) for line in set_by)
    yield Judged("pass", Evidence(f"{seen.host}: cookies", str(len(set_by))))
    verdict: Verdict = "fail" if days > _LONG else "warn" if days else "pass"
    yield Judged(verdict, Evidence(f"{seen.host}: cookies, days", str(days)))
    name = f"{seen.host}: cookies known to follow"
    yield Judged("fail" if following else "pass", Evidence(name, str(following)))


def _lasts(line: str, now: float) -> int:
    """Return for how many whole days, rounded up, a cookie lasts; 0: as long as the browser."""
    fields = [field.partition("=") for field in line.split(";")[1:]]
    known = {name.strip().lower(): value.strip() for name, _is, value in fields}
    seconds = 0.0
    if re.fullmatch(r"-?\d{1,12}", known.get("max-age", "")):
        seconds = float(known["max-age"])
    elif "expires" in known:
        seconds = _until(known["expires"]) - now
    return max(0, -int(-seconds // _DAY))


def _until(text: str) -> float:
    try:
        return parsedate_to_datetime(text.replace("-", " ")).timestamp()
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return 0.0


def linked(seen: Seen) -> Iterator[Judged]:
    is_there = seen.page.links_policy
    evidence = Evidence(f"{seen.host}: link to a privacy policy", "yes" if is_there else "no")
    yield Judged("pass" if is_there else "fail", evidence)
