"""What a check-up found, in words."""

from collections import Counter
from collections.abc import Iterator

from privacykit.audit import compare, registry
from privacykit.audit.check import TO_MEND, About, Evidence, Finding, Part, Verdict
from privacykit.audit.running import Audit
from privacykit.i18n import _, _n

_SEEN_ALA = {
    "P1.1": "Use analog signage and/or splash screens to explain the library's network and wifi "
    "access policies",
    "P1.2": "Set up public computers to purge downloads, saved files, browsing history, and other "
    "data from individual user sessions",
    "P1.3": "Ensure that paper sign-up sheets … are destroyed when no longer needed",
    "P1.4": "Offer classes and other educational materials to users about best practices for "
    "privacy and security",
    "P1.5": "Offer privacy screens to users who desire to use them",
    "P2.1": "Use antivirus software on all public computers",
}
"""Of the American Library Association's checklist, only what was read at its own page."""


def verdict(verdict: Verdict) -> str:
    return {
        "pass": _("Good"),
        "warn": _("Could be better"),
        "fail": _("To mend"),
        "not applicable": _("Not needed here"),
        "cannot tell": _("Cannot be seen"),
        "ask": _("Ask a person"),
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
    """Return a line of ALA's checklist: its own words where we read them, else its number."""
    words = _SEEN_ALA.get(key, "")
    return f"ALA {key}: “{words}”" if words else f"ALA {key}"


def evidence(seen: tuple[Evidence, ...]) -> str:
    """Return settings and values in one line; those of one program with one value are joined."""
    told: dict[tuple[str, str], list[str]] = {}
    for one in seen:
        program, colon, name = one.name.rpartition(": ")
        told.setdefault((program + colon, one.value), []).append(name)
    return "; ".join(f"{of}{', '.join(names)} = {value}" for (of, value), names in told.items())


def to_mend(audit: Audit) -> int:
    return sum(finding.verdict in TO_MEND for finding in audit.findings)


def lines(audit: Audit, before: Audit | None = None) -> Iterator[str]:
    """Yield what a terminal shows: the sums, then each finding, the most worthwhile first."""
    yield _sums(audit)
    if before:
        yield _changes(before, audit)
    known = {about.id: about for about in registry.abouts()}
    heading: Verdict | None = None
    for finding in compare.ordered(audit):
        if finding.verdict != heading:
            heading = finding.verdict
            yield from ("", verdict(heading))
        yield from _finding(finding, known[finding.id])


def _sums(audit: Audit) -> str:
    count = Counter(finding.verdict for finding in audit.findings)
    mend = to_mend(audit)
    return " · ".join(
        (
            _n("{count} thing to mend", "{count} things to mend", mend).format(count=mend),
            _("{count} good").format(count=count["pass"]),
            _("{count} to answer").format(count=count["ask"]),
            _("{count} could not be seen").format(count=count["cannot tell"]),
        )
    )


def _changes(before: Audit, now: Audit) -> str:
    count = Counter(change.kind for change in compare.changes(before, now))
    words = _("Since {date}: {better} better, {worse} worse.")
    return words.format(date=before.at[:10], better=count["better"], worse=count["worse"])


def _finding(finding: Finding, about: About) -> Iterator[str]:
    yield f"  {finding.id:<12} {about.question()}"
    if finding.evidence:
        yield f"{'':15}{evidence(finding.evidence)}"
    if finding.note:
        yield f"{'':15}{finding.note}"
    if finding.verdict in TO_MEND:
        yield from (f"{'':15}{line}" for line in about.mend().splitlines())
