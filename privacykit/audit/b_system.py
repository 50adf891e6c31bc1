"""B10, B11: malware protection, and what the system and its programs report to their makers."""

import re
from collections.abc import Iterator

from privacykit.audit.b_ages import days_since
from privacykit.audit.b_installed import Browser, browsers, policy_lines
from privacykit.audit.b_settings import Judged, Wanted, any_of, judge, key, worst
from privacykit.audit.b_thrown import thrown_away
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import cannot, check, found, passed
from privacykit.i18n import _

_FRESH_DAYS = 7
_SIGNATURES = tuple(
    f"/var/lib/clamav/{name}.{kind}" for name in ("daily", "main") for kind in ("cld", "cvd")
)
_POLICIES = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\"
_REPORTERS: tuple[tuple[str, str, Verdict], ...] = (
    ("/etc/popularity-contest.conf", "PARTICIPATE", "fail"),
    ("/etc/default/whoopsie", "report_crashes", "fail"),
    ("/etc/default/apport", "enabled", "warn"),
    ("/etc/default/motd-news", "ENABLED", "warn"),
)
"""File, variable, and what it says of the computer when that is on."""
_ON = frozenset({"1", "true", "yes"})
_WINDOWS = (
    (_POLICIES + "DataCollection", Wanted("AllowTelemetry", (0, 1))),
    (_POLICIES + "Windows Error Reporting", Wanted("Disabled", (1,), "warn", "warn")),
    (_POLICIES + "AdvertisingInfo", Wanted("DisabledByGroupPolicy", (1,), "warn", "warn")),
    (
        "HKCU\\SOFTWARE\\Policies\\Microsoft\\Windows\\CloudContent",
        Wanted("DisableTailoredExperiencesWithDiagnosticData", (1,), "warn", "warn"),
    ),
)
_FIREFOX = (
    Wanted("DisableTelemetry", (True,)),
    Wanted("DisableFirefoxStudies", (True,), "warn", "warn"),
    Wanted("FirefoxSuggest.SponsoredSuggestions", (False,), "warn", "warn"),
)
_FIREFOX_EITHER = (
    tuple(
        Wanted(f"FirefoxSuggest.{name}", (False,), "warn", "warn")
        for name in ("OnlineEnabled", "ImproveSuggest")  # the older name of the same
    ),
    (
        Wanted("AIControls.Default.Value", ("blocked",), "warn", "warn"),
        Wanted("GenerativeAI.Enabled", (False,), "warn", "warn"),
    ),
)
_CHROMIUM = (
    Wanted("MetricsReportingEnabled", (False,)),
    Wanted("UrlKeyedAnonymizedDataCollectionEnabled", (False,)),
)
_EDGE = (Wanted("DiagnosticData", (0,)),)


def _b11_mend() -> str:
    lines = policy_lines(
        firefox='"DisableTelemetry": true, "DisableFirefoxStudies": true, '
        '"FirefoxSuggest": {"SponsoredSuggestions": false, "OnlineEnabled": false}, '
        '"AIControls": {"Default": {"Value": "blocked"}}',
        chromium='"MetricsReportingEnabled": false, '
        '"UrlKeyedAnonymizedDataCollectionEnabled": false',
    )
    return "\n".join((_("Turn off what the findings name as on or not set."), lines))


@check(
    About(
        "B10-AV",
        "computer",
        duties=("K2",),
        ala=("P2.1",),
        effort=2,
        effect=2,
        question=lambda: _("Is there protection against malware, and is it fresh?"),
        means=lambda: _("A key logger reads every password that is typed at this computer."),
        mend=lambda: _(
            "Install ClamAV and keep its signatures fresh, or reset the computer after every "
            "session. On Windows: turn on Microsoft Defender."
        ),
        letter=lambda: _(
            "Please make sure that every public computer has malware protection which is updated "
            "every day."
        ),
    )
)
def b10_malware(computer: Computer) -> Finding:
    if computer.system == "windows":
        return _defender(computer)
    age = days_since(computer, _SIGNATURES)
    if age is not None:
        evidence = Evidence("clamav: signatures, days old", str(age))
        return found("pass" if age <= _FRESH_DAYS else "warn", evidence)
    evidence = Evidence("clamav", "not installed")
    if thrown_away(computer):
        return found("pass", evidence, note=_("The reset removes what a patron brought along."))
    return found("warn", evidence)


def _defender(computer: Computer) -> Finding:
    """Judge what Get-MpComputerStatus told."""
    facts = computer.registry.get("facts", {})
    names = ("AntivirusEnabled", "RealTimeProtectionEnabled")
    if not facts.keys() & set(names):
        return cannot(_("Whether Microsoft Defender is on could not be asked."))
    judged = judge(facts, [Wanted(name, (1,), unset="warn") for name in names], "defender")
    age = facts.get("AntivirusSignatureAge")
    if isinstance(age, int):
        verdict: Verdict = "pass" if age <= _FRESH_DAYS else "warn"
        judged.append(Judged(verdict, Evidence("defender: signatures, days old", str(age))))
    return found(worst(judged), *(one.evidence for one in judged))


@check(
    About(
        "B11-TELEM",
        "computer",
        duties=("K5", "K6"),
        ala=("P3.5",),
        effort=2,
        effect=2,
        question=lambda: _("Do the system and the browsers report what patrons do?"),
        means=lambda: _("Their makers learn how this computer is used, and sometimes by whom."),
        mend=_b11_mend,
        letter=lambda: _(
            "Please turn off telemetry, crash reports, studies and advertising identifiers in the "
            "system and in every browser on the public computers."
        ),
    )
)
def b11_telemetry(computer: Computer) -> Finding:
    system = _windows(computer) if computer.system == "windows" else _linux(computer)
    judged = [*system, *(one for browser in browsers(computer) for one in _reports(browser))]
    if not judged:
        return passed(Evidence("apport, popularity-contest, whoopsie", "not installed"))
    return found(worst(judged), *(one.evidence for one in judged))


def _windows(computer: Computer) -> Iterator[Judged]:
    for name, wanted in _WINDOWS:
        yield from judge(key(computer, name), [wanted], "windows")


def _linux(computer: Computer) -> Iterator[Judged]:
    for path, name, verdict in _REPORTERS:
        text = computer.read(path)
        if text is not None:
            found = re.search(rf'^\s*{name}\s*=\s*["\']?(\w+)', text, re.MULTILINE)
            said = found[1].lower() if found else ""
            yield Judged(verdict if said in _ON else "pass", Evidence(f"{path}: {name}", said))


def _reports(browser: Browser) -> list[Judged]:
    if browser.is_firefox:
        either = [any_of(browser.policies, ways, "firefox") for ways in _FIREFOX_EITHER]
        return [*judge(browser.policies, _FIREFOX, "firefox"), *either]
    return judge(browser.policies, _EDGE if browser.name == "edge" else _CHROMIUM, browser.name)
