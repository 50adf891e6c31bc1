"""B1 to B3: whether a session's end throws everything away, whether that was shown, and updates."""

import re
from collections.abc import Iterator

import msgspec

from privacykit import paths
from privacykit.audit.b_ages import days_since, days_since_date
from privacykit.audit.b_settings import best
from privacykit.audit.b_thrown import frozen, ways
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, cannot, check, failed, found
from privacykit.i18n import _

_PROOF_DAYS = 31
_UPDATE_DAYS = 14
_WINDOWS_DAYS = 35
"""Windows has its updates once a month."""
_AUTOMATIC = re.compile(r'^\s*APT::Periodic::Unattended-Upgrade\s+"[1-9]', re.MULTILINE)
_APT = "/etc/apt/apt.conf.d"
_TIMERS = "/etc/systemd/system/timers.target.wants"
_UPDATED = (
    "/var/lib/apt/periodic/unattended-upgrades-stamp",
    "/var/lib/dpkg/status",
    "/usr/lib/sysimage/rpm/rpmdb.sqlite",
    "/var/lib/rpm/rpmdb.sqlite",
)


class _Wiped(msgspec.Struct):
    """What of a line of the record counts here."""

    at: str
    state: str


@check(
    About(
        "B1-RESET",
        "computer",
        duties=("K1", "K2"),
        ala=("P1.2",),
        effort=3,
        effect=3,
        question=lambda: _("Is everything thrown away when a session ends?"),
        means=lambda: _(
            "If not, the next patron can find what the last one read, wrote and downloaded."
        ),
        mend=lambda: _(
            "Freeze the home of the patrons' account: sudo privacykit setup --account NAME, then "
            "sudo privacykit baseline freeze --account NAME. On Windows: Unified Write Filter, or "
            "SharedPC with DeletionPolicy 0."
        ),
        letter=lambda: _(
            "Please set up the public computers so that everything a patron leaves behind is "
            "deleted when the session ends."
        ),
    )
)
def b1_reset(computer: Computer) -> Finding:
    there = ways(computer)
    if there:
        return found(best(there), *(one.evidence for one in there))
    if computer.system == "windows":
        return cannot(_("Whether a write filter is on can only be asked with admin rights."))
    return failed(Evidence("frozen home, tmpfs, guest session", "none"))


@check(
    About(
        "B2-CANARY",
        "computer",
        duties=("K1",),
        ala=("P1.2",),
        effort=2,
        effect=3,
        question=lambda: _("Has anybody shown that the reset really works?"),
        means=lambda: _("A reset that quietly fails looks just like one that works."),
        mend=lambda: _(
            "Run sudo privacykit prove once a month and after every change. Elsewhere: leave a "
            "file, sign out, sign in, and look for it."
        ),
        letter=lambda: _(
            "Please test every month, with a marked file and a marked browser session, that the "
            "reset of the public computers deletes everything, and tell us the result."
        ),
    )
)
def b2_canary(computer: Computer) -> Finding:
    last = _last_wipe(computer)
    age = days_since_date(computer, last[0]) if last else None
    if last is None or age is None:
        return ask()
    evidence = Evidence("privacykit: last look after a wipe, days ago", str(age))
    if not last[1]:
        return failed(evidence, Evidence("privacykit: result", "not clean"))
    return found("pass" if age <= _PROOF_DAYS else "warn", evidence)


def _last_wipe(computer: Computer) -> tuple[str, bool] | None:
    """Return when the last wipe looked again, and whether it found nothing left."""
    wipes = list(_wipes(computer.read(str(paths.public() / "record.jsonl")) or ""))
    if wipes:
        return wipes[-1].at, wipes[-1].state == "clean"
    home = frozen(computer)
    if home and home.condition == "not clean":
        return home.since, False
    return (home.verified_at, True) if home and home.verified_at else None


def _wipes(text: str) -> Iterator[_Wiped]:
    for line in text.splitlines():
        try:
            row = msgspec.json.decode(line, type=_Wiped)
        except msgspec.MsgspecError:
            continue
        if row.state != "key":
            yield row


@check(
    About(
        "B3-UPDATES",
        "computer",
        duties=("K2",),
        ala=("P2.1",),
        effort=2,
        effect=3,
        question=lambda: _("Does the computer get its updates although it is reset?"),
        means=lambda: _("An old browser lets strangers in, and they read along."),
        mend=lambda: _(
            "Turn on unattended-upgrades. Where a write filter is on, plan a weekly time at which "
            "it is off and updates are installed."
        ),
        letter=lambda: _(
            "Please make sure that the public computers install security updates at least once a "
            "week, although they are reset."
        ),
    )
)
def b3_updates(computer: Computer) -> Finding:
    if computer.system == "windows":
        return _windows_updates(computer)
    is_on = _is_automatic(computer)
    automatic = Evidence("automatic updates", "on" if is_on else "off")
    age = days_since(computer, _UPDATED)
    if age is None:
        return found("pass" if is_on else "fail", automatic)
    return found(
        _of_updates(is_on=is_on, age=age), automatic, Evidence("last update, days ago", str(age))
    )


def _of_updates(*, is_on: bool, age: int) -> Verdict:
    if is_on and age <= _UPDATE_DAYS:
        return "pass"
    return "warn" if is_on or age <= _UPDATE_DAYS else "fail"


def _is_automatic(computer: Computer) -> bool:
    if any(name.startswith("dnf") for name in computer.names(_TIMERS)):
        return True
    texts = (computer.read(f"{_APT}/{name}") for name in computer.names(_APT))
    return any(_AUTOMATIC.search(text or "") for text in texts)


def _windows_updates(computer: Computer) -> Finding:
    age = days_since_date(computer, computer.registry.get("facts", {}).get("LastUpdate"))
    if age is None:
        return cannot(_("When the last update was installed could not be asked."))
    evidence = Evidence("last update, days ago", str(age))
    return found("pass" if age <= _WINDOWS_DAYS else "warn", evidence)
