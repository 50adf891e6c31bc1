"""B4 to B6 and B11: policies of browsers that are laid out in a folder, or in a registry."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.audit.b_browsers import b4_firefox_clears, b5_chromium_clears, b6_saved_passwords
from privacykit.audit.b_settings import shown, value
from privacykit.audit.check import Verdict
from tests.unit.laid_out import (
    CHROMIUM,
    FIREFOX,
    chromium,
    evidence,
    firefox,
    frozen,
    linux,
    windows,
)

ALL = dict.fromkeys(("Cache", "Cookies", "FormData", "History", "Sessions", "SiteSettings"), True)
ALL_NEW = dict.fromkeys(
    ("BrowsingHistoryAndDownloads", "Cache", "CookiesAndStorage", "FormData", "SiteSettings"), True
)
LIST = [
    "autofill",
    "browsing_history",
    "cached_images_and_files",
    "cookies_and_other_site_data",
    "download_history",
    "hosted_app_data",
    "password_signin",
    "site_settings",
]


@pytest.mark.parametrize(
    ("policies", "verdict"),
    [
        ({"SanitizeOnShutdown": True}, "pass"),
        ({"SanitizeOnShutdown": ALL}, "pass"),
        ({"SanitizeOnShutdown": {**ALL, "Locked": True}}, "pass"),
        ({"SanitizeOnShutdown": {**ALL, "Locked": False}}, "warn"),
        ({"SanitizeOnShutdown": {**ALL, "FormData": False}}, "fail"),
        ({"SanitizeOnShutdown": {"Cookies": True}}, "fail"),
        ({"SanitizeOnShutdown": False}, "fail"),
        ({"ClearOnShutdown": True}, "pass"),
        ({"ClearOnShutdown": ALL_NEW}, "pass"),
        ({"ClearOnShutdown": {"Cache": True}, "SanitizeOnShutdown": True}, "fail"),
        ({"PrivateBrowsingModeAvailability": 2}, "pass"),
        ({"PrivateBrowsingModeAvailability": 0}, "fail"),
        ({}, "fail"),
    ],
)
def test_firefox_forgets_only_what_its_policy_names(
    tmp_path: Path, policies: object, verdict: Verdict
) -> None:
    assert b4_firefox_clears(linux(tmp_path, firefox(policies))).verdict == verdict


def test_a_browser_that_keeps_is_no_failure_where_the_home_goes(tmp_path: Path) -> None:
    computer = linux(tmp_path, FIREFOX | CHROMIUM | frozen())
    assert b4_firefox_clears(computer).verdict == "warn"
    assert b5_chromium_clears(computer).verdict == "warn"
    assert b5_chromium_clears(computer).note


def test_the_evidence_names_settings_and_says_what_is_not_set(tmp_path: Path) -> None:
    finding = b4_firefox_clears(linux(tmp_path, firefox({"SanitizeOnShutdown": {"Cache": True}})))
    said = evidence(finding)
    assert said["firefox: SanitizeOnShutdown.Cache"] == "true"
    assert said["firefox: SanitizeOnShutdown.Cookies"] == "not set"


def test_a_computer_without_a_browser_is_not_judged(tmp_path: Path) -> None:
    for check in (b4_firefox_clears, b5_chromium_clears, b6_saved_passwords):
        finding = check(linux(tmp_path))
        assert finding.verdict == "not applicable"
        assert finding.note


@pytest.mark.parametrize(
    ("policies", "verdict"),
    [
        ({"ForceEphemeralProfiles": True, "BrowserSignin": 0}, "pass"),
        ({"ForceEphemeralProfiles": True, "BrowserSignin": 1, "SyncDisabled": True}, "warn"),
        ({"ForceEphemeralProfiles": True}, "warn"),
        ({"ClearBrowsingDataOnExitList": LIST, "BrowserSignin": 0}, "pass"),
        ({"ClearBrowsingDataOnExitList": LIST[1:], "BrowserSignin": 0}, "fail"),
        ({"ClearBrowsingDataOnExitList": "all", "BrowserSignin": 0}, "fail"),
        ({"IncognitoModeAvailability": 2, "BrowserSignin": 0}, "pass"),
        ({"IncognitoModeAvailability": 0, "BrowserSignin": 0}, "fail"),
        ({"BrowserSignin": 0}, "fail"),
        ({}, "fail"),
    ],
)
def test_chromium_forgets_by_one_way_of_several(
    tmp_path: Path, policies: object, verdict: Verdict
) -> None:
    assert b5_chromium_clears(linux(tmp_path, chromium(policies))).verdict == verdict


def test_the_worst_of_the_browsers_decides(tmp_path: Path) -> None:
    good = {"ForceEphemeralProfiles": True, "BrowserSignin": 0}
    files = chromium(good) | chromium({}, which="edge")
    finding = b5_chromium_clears(linux(tmp_path, files))
    assert finding.verdict == "fail"
    assert evidence(finding)["chromium: ForceEphemeralProfiles"] == "true"


def test_edge_has_a_switch_of_its_own(tmp_path: Path) -> None:
    files = chromium({"ClearBrowsingDataOnExit": True, "BrowserSignin": 0}, which="edge")
    assert b5_chromium_clears(linux(tmp_path, files)).verdict == "pass"


_FILLED = {"AutofillAddressEnabled": False, "AutofillCreditCardEnabled": False}


@pytest.mark.parametrize(
    ("policies", "verdict"),
    [
        ({"PasswordManagerEnabled": False, "DisableFormHistory": True, **_FILLED}, "pass"),
        ({"OfferToSaveLogins": False, "DisableFormHistory": True, **_FILLED}, "pass"),
        ({"PasswordManagerEnabled": False, **_FILLED}, "warn"),
        ({"PasswordManagerEnabled": False, "DisableFormHistory": True}, "warn"),
        ({"PasswordManagerEnabled": True, "DisableFormHistory": True, **_FILLED}, "fail"),
        ({}, "fail"),
    ],
)
def test_firefox_offers_to_save_what_no_policy_turns_off(
    tmp_path: Path, policies: object, verdict: Verdict
) -> None:
    assert b6_saved_passwords(linux(tmp_path, firefox(policies))).verdict == verdict


def test_chrome_offers_too(tmp_path: Path) -> None:
    off = {"PasswordManagerEnabled": False, **_FILLED}
    assert b6_saved_passwords(linux(tmp_path, chromium(off, which="chrome"))).verdict == "pass"
    assert b6_saved_passwords(linux(tmp_path, chromium({}, which="chrome"))).verdict == "fail"


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ([{"url_pattern": "*", "blocked_types": ["contact_info", "payments"]}], "pass"),
        ([{"url_pattern": "*", "blocked_types": ["contact_info"]}], "warn"),
        ([{"url_pattern": "a.example", "blocked_types": ["contact_info", "payments"]}], "warn"),
        (["*", {"url_pattern": "*", "blocked_types": "payments"}], "warn"),
        ("*", "warn"),
    ],
)
def test_the_newer_rules_of_filling_in_count(
    tmp_path: Path, rules: object, verdict: Verdict
) -> None:
    policies = {"PasswordManagerEnabled": False, "AutofillSettings": rules}
    assert b6_saved_passwords(linux(tmp_path, chromium(policies))).verdict == verdict


def test_windows_browsers_are_known_from_the_start_menu(tmp_path: Path) -> None:
    clients = "HKLM\\SOFTWARE\\Clients\\StartMenuInternet\\"
    policies = {"PasswordManagerEnabled": 0, "DisableFormHistory": 1, **dict.fromkeys(_FILLED, 0)}
    key = "HKLM\\SOFTWARE\\Policies\\Mozilla\\Firefox"
    there = {clients + "Firefox-308046B0AF4A39CB": {}, key: policies}
    assert b6_saved_passwords(windows(tmp_path, there)).verdict == "pass"
    there[clients + "Google Chrome"] = {}
    assert b6_saved_passwords(windows(tmp_path, there)).verdict == "fail"
    assert b6_saved_passwords(windows(tmp_path, {})).verdict == "not applicable"


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["A", "B"]), _ANY), st.sampled_from(["A", "A.B", "A.B.C"]))
def test_no_policy_of_any_shape_breaks_the_look(table: dict[str, object], name: str) -> None:
    found = value(table, name)
    assert isinstance(shown(found), str)


def test_lists_and_tables_are_shown_by_their_length() -> None:
    assert shown(["https://example.org/secret"]) == "1"
    assert shown({"a": 1, "b": 2}) == "2"
    assert shown(False) == "false"
    assert shown(0) == "0"
