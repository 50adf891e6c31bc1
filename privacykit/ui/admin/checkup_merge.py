"""One check-up out of two: what could not be seen this time, from when it could."""

from collections.abc import Iterable

import msgspec

from privacykit.audit.check import Evidence, Finding
from privacykit.audit.running import Audit

ONLINE = frozenset({"C1-HTTPS", "C2-THIRD", "C3-REFER", "C4-COOKIE"})
"""Decided by the library's pages alone."""
SEEN_ON = "last looked at"
"""Evidence of a finding that is older than its check-up: an ISO date."""
_SURE = frozenset({"pass", "warn", "fail"})


def replaced(audit: Audit, findings: Iterable[Finding]) -> Audit:
    """Return the check-up with these findings in the place of its own."""
    new = {finding.id: finding for finding in findings}
    mixed = tuple(new.get(finding.id, finding) for finding in audit.findings)
    return msgspec.structs.replace(audit, findings=mixed)


def carried(before: Audit, now: Audit, *, online: bool) -> Audit:
    """Return the check-up with what only the one before it saw, and the day of that."""
    hidden = {one.id for one in now.findings if one.verdict == "cannot tell"}
    wanted = hidden if online else hidden | ONLINE
    sure = (one for one in before.findings if one.id in wanted and one.verdict in _SURE)
    return replaced(now, (_dated(finding, before.at) for finding in sure))


def _dated(finding: Finding, at: str) -> Finding:
    if any(one.name == SEEN_ON for one in finding.evidence):
        return finding
    evidence = (*finding.evidence, Evidence(SEEN_ON, at[:10]))
    return msgspec.structs.replace(finding, evidence=evidence)
