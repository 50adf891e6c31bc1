"""What a check-up found, in words."""

from collections.abc import Iterator

from privacykit.audit import compare, registry
from privacykit.audit.check import TO_MEND, Part, Verdict
from privacykit.audit.running import Audit
from privacykit.i18n import _, _n


def verdict(verdict: Verdict) -> str:
    return {
        "pass": _("good"),
        "warn": _("could be better"),
        "fail": _("mend"),
        "not applicable": _("not needed here"),
        "cannot tell": _("cannot be seen"),
        "ask": _("ask a person"),
    }[verdict]


def part(part: Part) -> str:
    return {
        "room": _("The room"),
        "computer": _("The computer"),
        "web": _("The library on the web"),
    }[part]


def duty(key: str) -> str:
    """Return the words for K1 to K7, the National Library of Sweden's advice in our own words."""
    return {
        "K1": _("No traces of earlier patrons"),
        "K2": _("Locked down and cleaned"),
        "K3": _("Few may read logs"),
        "K4": _("No eyes over the shoulder"),
        "K5": _("Patrons' data goes nowhere"),
        "K6": _("No needless trackers"),
        "K7": _("Patrons learn, and find tools"),
    }[key]


def ala(key: str) -> str:
    return f"ALA {key}"


def to_mend(audit: Audit) -> int:
    """Return how many findings are to be mended."""
    return sum(finding.verdict in TO_MEND for finding in audit.findings)


def lines(audit: Audit) -> Iterator[str]:
    """Yield what a terminal shows, the most worthwhile first."""
    known = {about.id: about for about in registry.abouts()}
    count = to_mend(audit)
    yield _n("{count} thing to mend", "{count} things to mend", count).format(count=count)
    for finding in compare.ordered(audit):
        yield f"{finding.id:12} {verdict(finding.verdict)}: {known[finding.id].question()}"
