"""C1 to C6 against real servers on loopback."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.audit import c_seen, c_web, registry, running
from privacykit.audit.check import Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import Function
from privacykit.audit.web import Hop, Site, Visit, Web
from privacykit.errors import CancelledError
from tests.unit.laid_out import NOW, evidence
from tests.unit.sites import HOST, certified, page, redirect, serving, trusting

FETCHING = (c_web.c1_https, c_web.c2_third_parties, c_web.c3_referrer, c_web.c4_cookies)


def looked(check: Function, body: str, *headers: str) -> Finding:
    with serving(page(body, *headers)) as port:
        return check(online(f"http://{HOST}:{port}/"))


def online(*addresses: str, **known: Any) -> Computer:
    return Computer(web=Web(addresses, **known), now=NOW)


@pytest.mark.parametrize("check", FETCHING)
def test_nothing_goes_online_unless_a_page_is_named(check: Function) -> None:
    finding = check(Computer(now=NOW))
    assert finding.verdict == "not applicable"
    assert "goes online" in finding.note


@pytest.mark.parametrize("check", FETCHING)
def test_a_page_that_is_not_there_is_told(check: Function) -> None:
    finding = check(online("not an address"))
    assert finding.verdict == "cannot tell"
    assert "not the address of a web page" in finding.note


def test_a_page_without_encryption_fails() -> None:
    finding = looked(c_web.c1_https, "")
    assert finding.verdict == "fail"
    assert evidence(finding) == {f"{HOST}: http leads to": "http"}


@pytest.mark.parametrize(
    ("header", "days", "verdict"),
    [
        ("Strict-Transport-Security: max-age=31536000; includeSubDomains", 60, "pass"),
        ("Strict-Transport-Security: max-age=0", 60, "warn"),
        ("X: y", 60, "warn"),
        ('strict-transport-security: Max-Age="864000"', 3, "warn"),
    ],
)
def test_an_encrypted_page_is_judged_by_how_long_it_lasts(
    tmp_path: Path, header: str, days: int, verdict: Verdict
) -> None:
    with (
        serving(page("", header), certified(tmp_path, days=days)) as secure,
        serving(redirect(f"https://{HOST}:{secure}/")) as plain,
    ):
        computer = online(f"http://{HOST}:{plain}", context=trusting(tmp_path))
        finding = c_web.c1_https(computer)
    assert finding.verdict == verdict
    assert evidence(finding)[f"{HOST}: http leads to"] == "https"
    assert evidence(finding)[f"{HOST}: certificate, days left"] == str(days)


def test_a_wrong_certificate_fails(tmp_path: Path) -> None:
    with serving(page(""), certified(tmp_path, days=-3)) as port:
        finding = c_web.c1_https(online(f"https://{HOST}:{port}", context=trusting(tmp_path)))
    assert finding.verdict == "fail"
    assert evidence(finding) == {f"{HOST}: certificate": "not valid"}
    assert "no valid certificate" in finding.note


def test_an_encrypted_page_that_leads_back_fails(tmp_path: Path) -> None:
    with (
        serving(page("")) as plain,
        serving(redirect(f"http://{HOST}:{plain}/"), certified(tmp_path)) as port,
    ):
        finding = c_web.c1_https(online(f"https://{HOST}:{port}", context=trusting(tmp_path)))
    assert finding.verdict == "fail"
    assert evidence(finding)[f"{HOST}: https leads to"] == "http"


def test_only_http_being_closed_is_no_fault() -> None:
    good = Hop("https", "library.example", 200, (("strict-transport-security", "max-age=9e6"),), 50)
    site = Site("library.example", Visit(problem="closed"), Visit((good,)))
    assert not list(c_web._failed(site))
    assert [one.evidence.value for one in c_seen.encrypted(site)] == ["https", "0", "50"]


def test_a_page_that_cannot_be_reached_is_told_beside_one_that_can() -> None:
    with serving(page("")) as port:
        gone = port
    with serving(page("")) as port:
        finding = c_web.c1_https(online(f"http://{HOST}:{port}", f"http://{HOST}:{gone}"))
    assert finding.verdict == "fail"
    assert "cannot be reached" in finding.note


@pytest.mark.parametrize(
    ("body", "verdict", "known"),
    [
        ("<img src=/own.png>", "pass", {}),
        ("<link rel=stylesheet href=//fonts.cdn.example/x>", "warn", {"cdn.example": "?"}),
        (
            "<script src=//www.google-analytics.com/a.js>",
            "fail",
            {"google-analytics.com": "Google"},
        ),
    ],
)
def test_other_companies_are_named(body: str, verdict: Verdict, known: dict[str, str]) -> None:
    finding = looked(c_web.c2_third_parties, body)
    assert finding.verdict == verdict
    assert evidence(finding) == {f"{HOST}: other companies": str(len(known)), **known}


KNOWN = [
    "addthis.com",
    "adform.net",
    "adobedtm.com",
    "bing.com",
    "clarity.ms",
    "doubleclick.net",
    "facebook.com",
    "facebook.net",
    "google-analytics.com",
    "googleadservices.com",
    "googlesyndication.com",
    "googletagmanager.com",
    "hotjar.com",
    "licdn.com",
    "linkedin.com",
    "omtrdc.net",
    "scorecardresearch.com",
    "sharethis.com",
    "siteimproveanalytics.com",
    "siteimproveanalytics.io",
    "snapchat.com",
    "tiktok.com",
    "twitter.com",
    "yandex.ru",
]


@pytest.mark.parametrize("site", KNOWN)
def test_those_whose_business_is_to_follow_people_fail(site: str) -> None:
    finding = looked(c_web.c2_third_parties, f"<img src=//a.{site}/x>")
    assert finding.verdict == "fail"
    assert evidence(finding)[site] not in {"?", ""}


def test_a_page_that_was_too_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privacykit.audit.page._SECONDS", -1)
    finding = looked(c_web.c2_third_parties, "<p>")
    assert evidence(finding)[f"{HOST}: page"] == "not read to its end"


THIRD = "<script src=//a.example/x></script>"
SEARCH = "<form><input name=q></form>"


@pytest.mark.parametrize(
    ("body", "header", "verdict", "policy"),
    [
        (THIRD, "Referrer-Policy: same-origin", "pass", "same-origin"),
        (THIRD + SEARCH, "Referrer-Policy: same-origin", "warn", "same-origin"),
        (THIRD, "X: y", "warn", "not set"),
        (SEARCH, "X: y", "pass", "not set"),
        (SEARCH, "Referrer-Policy: unsafe-url", "fail", "unsafe-url"),
        ("", "Referrer-Policy: no-referrer, strict-origin, new", "pass", "strict-origin"),
        (
            "<meta name=referrer content=unsafe-url>",
            "Referrer-Policy: origin",
            "fail",
            "unsafe-url",
        ),
    ],
)
def test_search_words_that_leak(body: str, header: str, verdict: Verdict, policy: str) -> None:
    finding = looked(c_web.c3_referrer, body, header)
    assert finding.verdict == verdict
    assert evidence(finding)[f"{HOST}: referrer-policy"] == policy


@pytest.mark.parametrize(
    ("cookies", "verdict", "days"),
    [
        ([], "pass", "0"),
        (["session=1; Path=/; HttpOnly"], "pass", "0"),
        (["a=1; Max-Age=90000"], "warn", "2"),
        (["a=1; Max-Age=-5"], "pass", "0"),
        (["a=1; Expires=Wed, 01 Jan 2020 00:00:00 GMT"], "pass", "0"),
        (["a=1; Expires=Fri, 31-Dec-9998 23:59:59 GMT"], "fail", None),
        (["a=1; Expires=never"], "pass", "0"),
        (["a=1; Max-Age=1; Expires=Fri, 31 Dec 9998 23:59:59 GMT"], "warn", "1"),
        (["_ga=secret"], "fail", "0"),
    ],
)
def test_cookies_before_a_yes(cookies: list[str], verdict: Verdict, days: str | None) -> None:
    finding = looked(c_web.c4_cookies, "", *(f"Set-Cookie: {one}" for one in cookies))
    assert finding.verdict == verdict
    assert evidence(finding)[f"{HOST}: cookies"] == str(len(cookies))
    assert days in {None, evidence(finding)[f"{HOST}: cookies, days"]}
    assert "secret" not in repr(finding)


@given(st.text())
def test_any_cookie_lasts_some_days(line: str) -> None:
    assert c_seen._lasts(f"a=b; {line}", 1e9) >= 0
    assert c_seen._lasts(f"a=b; expires={line}", 1e9) >= 0


def test_a_policy_that_is_linked_is_asked_about_and_a_missing_one_fails() -> None:
    linked = looked(c_web.c5_policy, "<a href=/x>Dataskydd</a>")
    assert linked.verdict == "ask"
    assert evidence(linked) == {f"{HOST}: link to a privacy policy": "yes"}
    assert looked(c_web.c5_policy, "").verdict == "fail"
    assert c_web.c5_policy(Computer(now=NOW)).verdict == "ask"
    assert c_web.c6_suppliers(Computer(now=NOW)).verdict == "ask"


def test_a_person_can_stop_a_check_up_that_waits_for_a_page() -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 1

    with serving(page("")) as port, pytest.raises(CancelledError):
        running.run(online(f"http://{HOST}:{port}"), ids={"C1-HTTPS"}, cancelled=cancelled)


def test_every_check_has_its_words() -> None:
    ours = [one.about for one in registry.all_checks() if one.about.id[0] in "LNC"]
    assert len(ours) == 13
    for about in ours:
        assert about.question().endswith("?")
        assert about.letter().startswith("Please ")
        assert about.means()
        assert about.mend()
