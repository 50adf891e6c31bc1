"""B14 to B16: what patrons can choose: a search engine, a private window, Tor Browser."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from privacykit.audit.b_ages import days_here
from privacykit.audit.b_installed import Browser, in_browsers, policy_lines
from privacykit.audit.b_settings import NOT_SET, Judged, Wanted, judge, value
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import cannot, check, found
from privacykit.i18n import _
from privacykit.wipe.places import read_small

_KEEP_NO_PROFILE = (
    "brave",
    "duckduckgo",
    "ecosia",
    "metager",
    "mojeek",
    "qwant",
    "searx",
    "startpage",
    "swisscows",
)
"""Search engines that say they keep no profile of a person."""
_TOR = (
    "opt/tor-browser/Browser",
    "opt/torbrowser/Browser",
    "usr/local/tor-browser/Browser",
    "usr/lib/tor-browser/Browser",
)
_TOR_LAUNCHERS = (
    "/usr/bin/torbrowser-launcher",
    "/var/lib/flatpak/app/org.torproject.torbrowser-launcher",
)
_TOR_OWN = (
    ".local/share/torbrowser/tbb/x86_64/tor-browser/Browser",
    ".local/share/torbrowser/tbb/aarch64/tor-browser/Browser",
    ".var/app/org.torproject.torbrowser-launcher/data/torbrowser/tbb/x86_64/tor-browser/Browser",
    "tor-browser/Browser",
)
_TOR_OLD_DAYS = 60
"""Tor Browser has a new version about every month."""
_TOR_VERSION = "tbb_version.json"


class _Version(msgspec.Struct):
    version: str


def _b14_mend() -> str:
    return policy_lines(
        firefox='"SearchEngines": {"Default": "DuckDuckGo"}, "Homepage": {"URL": "https://library.example"}',
        chromium='"DefaultSearchProviderEnabled": true, "DefaultSearchProviderName": "DuckDuckGo", '
        '"DefaultSearchProviderSearchURL": "https://duckduckgo.com/?q={searchTerms}", '
        '"HomepageLocation": "https://library.example"',
    )


def _b15_mend() -> str:
    return policy_lines(
        firefox='"PrivateBrowsingModeAvailability": 0', chromium='"IncognitoModeAvailability": 0'
    )


@check(
    About(
        "B14-SEARCH",
        "computer",
        duties=("K6", "K7"),
        ala=("P3.1",),
        effort=1,
        effect=2,
        question=lambda: _("Which search engine and start page do patrons get?"),
        means=lambda: _(
            "Some search engines keep a profile of what people look for, at the library, too."
        ),
        mend=_b14_mend,
        letter=lambda: _(
            "Please choose a search engine that keeps no profiles, and the library's own start "
            "page, in every browser on the public computers."
        ),
    )
)
def b14_search(computer: Computer) -> Finding:
    return in_browsers(computer, lambda browser: (_engine(browser), _start_page(browser)))


def _engine(browser: Browser) -> Judged:
    names = ("DefaultSearchProviderSearchURL", "DefaultSearchProviderName")
    name = "SearchEngines.Default" if browser.is_firefox else names[0]
    engine = value(browser.policies, name) or value(browser.policies, names[1])
    words = domain(str(engine)) or str(engine) if engine else NOT_SET
    keeps_none = any(known in words.lower() for known in _KEEP_NO_PROFILE)
    verdict: Verdict = "pass" if keeps_none else "warn"
    return Judged(verdict, Evidence(f"{browser.name}: {name}", words))


def _start_page(browser: Browser) -> Judged:
    name = "Homepage.URL" if browser.is_firefox else "HomepageLocation"
    found = value(browser.policies, name) or _opened(browser)
    host = domain(str(found)) if found else ""
    return Judged("pass" if found else "warn", Evidence(f"{browser.name}: {name}", host or NOT_SET))


def _opened(browser: Browser) -> object:
    """Return the first page that opens at the start."""
    pages = browser.policies.get("RestoreOnStartupURLs")
    return pages[0] if isinstance(pages, list) and pages else None


def domain(address: str) -> str:
    """Return the host of an address and nothing else of it; empty if it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


@check(
    About(
        "B15-PRIV",
        "computer",
        duties=("K7",),
        ala=("P3.1",),
        effort=1,
        effect=1,
        question=lambda: _("Can patrons open a private window?"),
        means=lambda: _("Some want the browser to keep nothing while they are still here."),
        mend=_b15_mend,
        letter=lambda: _("Please allow private windows in every browser on the public computers."),
    )
)
def b15_private(computer: Computer) -> Finding:
    return in_browsers(computer, _private)


def _private(browser: Browser) -> list[Judged]:
    if browser.is_firefox:
        wanted = (
            Wanted("PrivateBrowsingModeAvailability", (0, 2), unset="pass"),
            Wanted("DisablePrivateBrowsing", (False,), unset="pass"),
        )
    else:
        wanted = (
            Wanted("IncognitoModeAvailability", (0, 2), unset="pass"),
            Wanted("InPrivateModeAvailability", (0, 2), unset="pass"),
        )
    judged = judge(browser.policies, wanted, browser.name)
    return [one for one in judged if one.evidence.value != NOT_SET] or judged[:1]


@check(
    About(
        "B16-TOR",
        "computer",
        duties=("K7",),
        ala=("P3.2",),
        effort=2,
        effect=2,
        question=lambda: _("Is Tor Browser offered?"),
        means=lambda: _("For some patrons it is the only safe way to look something up."),
        mend=lambda: _(
            "Install Tor Browser for every account, keep it updated, and put up a sign. On Debian: "
            "the package torbrowser-launcher."
        ),
        letter=lambda: _("Please install Tor Browser on the public computers and keep it updated."),
    )
)
def b16_tor(computer: Computer) -> Finding:
    if computer.system == "windows":
        version = computer.registry.get("facts", {}).get("TorBrowser.Version")
        if version:
            return _of_tor(str(version), None)
        return cannot(_("On Windows, look for Tor Browser by hand."))
    for base, path in _tor_places(computer):
        age = days_here(computer, [base / path])
        if age is not None:
            return _of_tor(_tor_version(base, path), age)
    return _no_tor(computer)


def _tor_places(computer: Computer) -> Iterator[tuple[Path, str]]:
    yield from ((computer.root, f"{path}/{_TOR_VERSION}") for path in _TOR)
    if computer.home:
        yield from ((computer.home, f"{path}/{_TOR_VERSION}") for path in _TOR_OWN)


def _tor_version(base: Path, path: str) -> str:
    """Return the version that the file names; a patron may have put anything there."""
    with suppress(msgspec.MsgspecError):
        said = msgspec.json.decode(read_small(base, path.encode()), type=_Version).version
        return said if re.fullmatch(r"[\w.]{1,20}", said) else "?"
    return "?"


def _of_tor(version: str, age: int | None) -> Finding:
    evidence = [Evidence("tor-browser: version", version)]
    if age is not None:
        evidence.append(Evidence("tor-browser: days here", str(age)))
    is_fresh = age is None or age <= _TOR_OLD_DAYS
    return found("pass" if is_fresh else "warn", *evidence)


def _no_tor(computer: Computer) -> Finding:
    launcher = any(map(computer.exists, _TOR_LAUNCHERS))
    note = _("The launcher is there, Tor Browser itself was never fetched.") if launcher else ""
    return found("warn", Evidence("tor-browser", NOT_SET), note=note)
