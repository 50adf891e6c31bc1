"""B12 to B16: trackers, encryption, search engine, private windows, Tor Browser."""

import json
from pathlib import Path

import pytest

from privacykit.audit.b_choice import b14_search, b15_private, b16_tor, domain
from privacykit.audit.b_tracking import b12_trackers, b13_https
from privacykit.audit.check import Verdict
from tests.unit.laid_out import (
    CHROMIUM,
    FIREFOX,
    LATER,
    chromium,
    evidence,
    firefox,
    lay_out,
    linux,
    windows,
)

BLOCKER = "ddkjiahejlhfcafbddmgiahcphecmpfh"


def _etp(**members: object) -> dict[str, object]:
    return {"EnableTrackingProtection": members}


@pytest.mark.parametrize(
    ("policies", "verdict"),
    [
        (_etp(Category="strict"), "pass"),
        (_etp(Category="standard"), "warn"),
        (_etp(Value=True, Locked=True), "pass"),
        (_etp(Value=True), "warn"),
        (_etp(Value=False), "fail"),
        (_etp(), "fail"),
        ({}, "warn"),
        (
            {
                "ExtensionSettings": {
                    "uBlock0@raymondhill.net": {"installation_mode": "force_installed"}
                }
            },
            "pass",
        ),
        (
            {"ExtensionSettings": {"uBlock0@raymondhill.net": {"installation_mode": "blocked"}}},
            "warn",
        ),
        ({"ExtensionSettings": {"*": {"installation_mode": "force_installed"}}}, "warn"),
        ({"ExtensionSettings": {"uBlock0@raymondhill.net": "x"}}, "warn"),
    ],
)
def test_firefox_protects_from_trackers(tmp_path: Path, policies: object, verdict: Verdict) -> None:
    assert b12_trackers(linux(tmp_path, firefox(policies))).verdict == verdict


@pytest.mark.parametrize(
    ("policies", "verdict"),
    [
        ({"BlockThirdPartyCookies": True}, "pass"),
        ({"BlockThirdPartyCookies": False}, "fail"),
        ({}, "fail"),
        ({"ExtensionInstallForcelist": [f"{BLOCKER};https://example.org/update"]}, "pass"),
        ({"ExtensionInstallForcelist": ["another"]}, "fail"),
    ],
)
def test_chromium_protects_by_cookies_or_by_a_blocker(
    tmp_path: Path, policies: object, verdict: Verdict
) -> None:
    assert b12_trackers(linux(tmp_path, chromium(policies))).verdict == verdict


@pytest.mark.parametrize(("level", "verdict"), [(3, "pass"), (2, "warn"), (0, "warn")])
def test_edge_has_a_prevention_of_its_own(tmp_path: Path, level: int, verdict: Verdict) -> None:
    files = chromium({"TrackingPrevention": level}, which="edge")
    assert b12_trackers(linux(tmp_path, files)).verdict == verdict


def test_debians_packages_of_blockers_count(tmp_path: Path) -> None:
    extensions = "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}"
    files = FIREFOX | CHROMIUM
    files[f"{extensions}/uBlock0@raymondhill.net.xpi"] = ""
    files["/usr/share/chromium/extensions/ublock-origin/manifest.json"] = "{}"
    finding = b12_trackers(linux(tmp_path, files))
    assert finding.verdict == "pass"
    assert evidence(finding) == {"firefox: blockers": "1", "chromium: blockers": "1"}


@pytest.mark.parametrize(
    ("mode", "verdict"),
    [("force_enabled", "pass"), ("enabled", "pass"), ("allowed", "warn"), ("disallowed", "fail")],
)
def test_encryption_is_insisted_on(tmp_path: Path, mode: str, verdict: Verdict) -> None:
    assert b13_https(linux(tmp_path, firefox({"HttpsOnlyMode": mode}))).verdict == verdict


def test_extensions_in_a_registry_are_json(tmp_path: Path) -> None:
    key = "HKLM\\SOFTWARE\\Policies\\Google\\Chrome"
    settings = json.dumps({BLOCKER: {"installation_mode": "force_installed"}})
    computer = windows(tmp_path, {key: {"ExtensionSettings": settings}})
    assert b12_trackers(computer).verdict == "pass"
    computer = windows(tmp_path, {key: {"ExtensionSettings": "{"}})
    assert b12_trackers(computer).verdict == "fail"


def test_dns_over_https_is_told_and_never_judged(tmp_path: Path) -> None:
    policies = {"HttpsOnlyMode": "force_enabled", "DNSOverHTTPS": {"Enabled": False}}
    finding = b13_https(linux(tmp_path, firefox(policies)))
    assert finding.verdict == "pass"
    assert evidence(finding)["firefox: DNSOverHTTPS.Enabled"] == "false"
    assert b13_https(linux(tmp_path, CHROMIUM)).verdict == "warn"


def test_search_and_start_page_are_told_by_domain_only(tmp_path: Path) -> None:
    policies = {
        "DefaultSearchProviderSearchURL": "https://duckduckgo.com/?t=mark&q={searchTerms}",
        "HomepageLocation": "https://user:mark@library.example/mark?mark",
    }
    finding = b14_search(linux(tmp_path, chromium(policies)))
    assert finding.verdict == "pass"
    assert evidence(finding) == {
        "chromium: DefaultSearchProviderSearchURL": "duckduckgo.com",
        "chromium: HomepageLocation": "library.example",
    }
    assert "mark" not in repr(finding)


@pytest.mark.parametrize(
    ("policies", "verdict"),
    [
        (
            {"SearchEngines": {"Default": "DuckDuckGo"}, "Homepage": {"URL": "https://a.example"}},
            "pass",
        ),
        (
            {"SearchEngines": {"Default": "Google"}, "Homepage": {"URL": "https://a.example"}},
            "warn",
        ),
        ({"SearchEngines": {"Default": "DuckDuckGo"}}, "warn"),
        ({}, "warn"),
    ],
)
def test_firefox_has_a_search_engine_and_a_start_page(
    tmp_path: Path, policies: object, verdict: Verdict
) -> None:
    assert b14_search(linux(tmp_path, firefox(policies))).verdict == verdict


def test_pages_that_open_at_the_start_are_a_start_page_too(tmp_path: Path) -> None:
    policies = {
        "DefaultSearchProviderName": "Startpage",
        "RestoreOnStartupURLs": ["https://library.example/x", "https://other.example"],
    }
    finding = b14_search(linux(tmp_path, chromium(policies)))
    assert finding.verdict == "pass"
    assert evidence(finding)["chromium: HomepageLocation"] == "library.example"


def test_an_address_that_is_none_has_no_domain() -> None:
    assert not domain("https://[half")
    assert not domain("library")


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        (FIREFOX | CHROMIUM, "pass"),
        (firefox({"DisablePrivateBrowsing": True}), "fail"),
        (firefox({"PrivateBrowsingModeAvailability": 1}), "fail"),
        (firefox({"PrivateBrowsingModeAvailability": 2}), "pass"),
        (chromium({"IncognitoModeAvailability": 1}), "fail"),
        (chromium({"InPrivateModeAvailability": 1}, which="edge"), "fail"),
    ],
)
def test_private_windows_are_there_unless_forbidden(
    tmp_path: Path, files: dict[str, str], verdict: Verdict
) -> None:
    assert b15_private(linux(tmp_path, files)).verdict == verdict


_TOR = "/opt/tor-browser/Browser/tbb_version.json"


def test_tor_browser_is_found_with_its_version(tmp_path: Path) -> None:
    finding = b16_tor(linux(tmp_path, {_TOR: json.dumps({"version": "15.0.2"})}))
    assert finding.verdict == "pass"
    assert evidence(finding)["tor-browser: version"] == "15.0.2"


def test_an_old_tor_browser_is_a_warning(tmp_path: Path) -> None:
    finding = b16_tor(linux(tmp_path, {_TOR: json.dumps({"version": "15.0.2"})}, now=LATER))
    assert finding.verdict == "warn"
    assert int(evidence(finding)["tor-browser: days here"]) >= 99


@pytest.mark.parametrize("said", ["", "{}", '{"version": "my name is Mark"}', "[1]"])
def test_a_version_that_is_none_is_not_repeated(tmp_path: Path, said: str) -> None:
    home = tmp_path / "home"
    lay_out(home, {"tor-browser/Browser/tbb_version.json": said})
    finding = b16_tor(linux(tmp_path, home=home))
    assert finding.verdict == "pass"
    assert evidence(finding)["tor-browser: version"] == "?"


def test_a_launcher_alone_is_no_tor_browser(tmp_path: Path) -> None:
    assert not b16_tor(linux(tmp_path)).note
    finding = b16_tor(linux(tmp_path, {"/usr/bin/torbrowser-launcher": ""}))
    assert finding.verdict == "warn"
    assert finding.note


def test_tor_browser_on_windows_is_a_fact(tmp_path: Path) -> None:
    there = b16_tor(windows(tmp_path, {"facts": {"TorBrowser.Version": "15.0.2"}}))
    assert there.verdict == "pass"
    assert b16_tor(windows(tmp_path, {})).verdict == "cannot tell"
