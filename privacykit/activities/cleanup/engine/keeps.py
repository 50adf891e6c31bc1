"""Who keeps what a patron cannot remove, as far as this computer's last check-up knows."""

from dataclasses import dataclass
from pathlib import Path

from privacykit import paths
from privacykit.audit import running, told
from privacykit.audit.check import Verdict
from privacykit.audit.running import Audit
from privacykit.i18n import _

_CHECKS = ("B9-PRINT", "L1-JOURNAL", "L2-RESERV", "L3-PROXY", "L5-LIST")


@dataclass(frozen=True)
class Kept:
    what: str
    who: str
    verdict: Verdict | None
    """Of the last check-up; None: nobody has looked, or no check can."""
    evidence: str = ""


def last_checkup() -> Audit | None:
    """Return the last check-up that a patron may read; None if there is none."""
    for folder in (paths.public(), paths.state()):
        if found := running.latest(Path(folder) / "audit"):
            return found
    return None


def kept(audit: Audit | None) -> tuple[Kept, ...]:
    """Return a row for each thing that stays outside the account."""
    found = {one.id: one for one in audit.findings} if audit else {}
    rows = []
    for check, (what, who) in zip(_CHECKS, _known(), strict=True):
        one = found.get(check)
        evidence = told.evidence(one.evidence) if one else ""
        rows.append(Kept(what, who, one.verdict if one else None, evidence))
    return (*rows, Kept(_("What you did on a site"), _("The site and its partners"), None))


def _known() -> tuple[tuple[str, str], ...]:
    return (
        (_("What you printed, and when"), _("The computer and the printer")),
        (_("When you were signed in here"), _("The computer's own logs")),
        (_("When you had booked a computer"), _("The library's booking system")),
        (_("Which sites you visited"), _("The library's network and its provider")),
        (_("Your name, if you signed up on paper"), _("The library")),
    )
