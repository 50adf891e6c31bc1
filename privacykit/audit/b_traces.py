"""B8: what the desktop remembers beside the files that patrons make."""

import re
from collections.abc import Collection, Iterator

from privacykit.audit.b_settings import Judged, Wanted, any_of, judge, key, worst
from privacykit.audit.b_thrown import thrown_away
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import check, found, passed
from privacykit.i18n import _
from privacykit.wipe import traces

_AUTOSTART = "/etc/xdg/autostart"
_GROUPS: dict[str, Verdict] = {"clipboard": "fail", "search": "warn"}
"""Groups of the wipe's catalogue, and what a running program of each says."""
_SHORTEST = 5
"""Names shorter than this are part of too many others."""
_SYSTEM = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\System"
_AI = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsAI"


@check(
    About(
        "B8-CLIP",
        "computer",
        duties=("K1",),
        ala=("P1.2",),
        effort=2,
        effect=2,
        question=lambda: _("Are copied texts, opened files or pictures of the screen kept?"),
        means=lambda: _(
            "A copied password, or the name of an opened document, can come up for the next patron."
        ),
        mend=lambda: _(
            "Remove clipboard programs and desktop search. On Windows: turn off clipboard history, "
            "activity feed and Recall."
        ),
        letter=lambda: _(
            "Please turn off clipboard history, activity history, desktop search and Recall on the "
            "public computers."
        ),
    )
)
def b8_clipboard(computer: Computer) -> Finding:
    judged = list(_kept_on_windows(computer) if computer.system == "windows" else _kept(computer))
    if not judged:
        return passed(Evidence("clipboard and search programs", "0"))
    verdict, evidence = worst(judged), [one.evidence for one in judged]
    if verdict == "fail" and thrown_away(computer):
        note = _("The reset takes it away when the session ends, but not before.")
        return found("warn", *evidence, note=note)
    return found(verdict, *evidence)


def _kept(computer: Computer) -> Iterator[Judged]:
    """Yield the programs that run now, and those that will at the next sign-in."""
    known = _programs()
    running = dict.fromkeys(sorted(computer.processes() & known.keys()), "running")
    for name, how in (_started(computer, known) | running).items():
        group = known[name]
        yield Judged(_GROUPS[group], Evidence(f"{group}: {name}", how))


def _programs() -> dict[str, str]:
    """Return the group of each program that remembers what was copied or opened."""
    catalogue = (trace for trace in traces.load().traces if trace.group in _GROUPS)
    return {program: trace.group for trace in catalogue for program in trace.programs}


def _started(computer: Computer, known: Collection[str]) -> dict[str, str]:
    """Return the programs that start at sign-in for everybody, by the names of their entries."""
    found: dict[str, str] = {}
    for name in computer.names(_AUTOSTART):
        there = [one for one in known if len(one) >= _SHORTEST and one in name]
        if there and not _is_off(computer.read(f"{_AUTOSTART}/{name}") or ""):
            found[max(there, key=len)] = "starts"
    return found


def _is_off(entry: str) -> bool:
    return bool(re.search(r"^(Hidden=true|X-GNOME-Autostart-enabled=false)", entry, re.MULTILINE))


def _kept_on_windows(computer: Computer) -> Iterator[Judged]:
    system, ai = key(computer, _SYSTEM), key(computer, _AI)
    for name in ("AllowClipboardHistory", "EnableActivityFeed", "UploadUserActivities"):
        yield from judge(system, [Wanted(name, (0,), "warn")], "windows")
    # unverified on a computer that has Recall, so never worse than a warning
    recall = (
        Wanted("DisableAIDataAnalysis", (1,), "warn", "warn"),
        Wanted("AllowRecallEnablement", (0,), "warn", "warn"),
    )
    yield any_of(ai, recall, "windows")
