"""Two check-ups side by side, and one of them with the most worthwhile first."""

from typing import Literal, NamedTuple

from privacykit.audit import registry
from privacykit.audit.check import Finding, Verdict
from privacykit.audit.running import Audit

_RANK: tuple[Verdict, ...] = ("fail", "warn", "ask", "cannot tell", "pass", "not applicable")
_GOODNESS: tuple[Verdict, ...] = ("fail", "warn", "pass")


class Change(NamedTuple):
    id: str
    before: Verdict | None
    """None: the check was not made."""
    now: Verdict
    kind: Literal["better", "worse", "new", "changed"]


def changes(before: Audit, now: Audit) -> tuple[Change, ...]:
    """Return what a check-up finds otherwise than the one before, by the checks' ids.

    What was looked at before and not now, such as the web, is no change.
    """
    old = {finding.id: finding.verdict for finding in before.findings}
    return tuple(
        _change(finding.id, old.get(finding.id), finding.verdict)
        for finding in now.findings
        if finding.verdict not in {old.get(finding.id), "not applicable"}
    )


def ordered(audit: Audit) -> tuple[Finding, ...]:
    """Return the findings: what fails first, then by how much mending helps and how easy it is."""
    worth = {about.id: (-about.effect, about.effort) for about in registry.abouts()}
    return tuple(
        sorted(
            (finding for finding in audit.findings if finding.id in worth),
            key=lambda finding: (_RANK.index(finding.verdict), worth[finding.id]),
        )
    )


def _change(check: str, before: Verdict | None, now: Verdict) -> Change:
    if before in {None, "not applicable"}:
        return Change(check, None, now, "new")
    if before not in _GOODNESS or now not in _GOODNESS:
        return Change(check, before, now, "changed")
    is_better = _GOODNESS.index(now) > _GOODNESS.index(before)
    return Change(check, before, now, "better" if is_better else "worse")
