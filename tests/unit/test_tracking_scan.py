"""What a visit tells staff: companies, cookies, words that leak, open calls, in words and JSON."""

import json
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.tracking import cookies, har, scan, scan_words
from privacykit.tracking.addresses import carried, clean, host_of
from privacykit.tracking.model import Cookie, Page, Request, Visit
from privacykit.tracking.parties import is_third, site_of
from privacykit.tracking.scan import Party, Scan
from tests.unit.haring import CHROMIUM


class Owner(NamedTuple):
    name: str
    category: str = "cdn"
    country: str = "SE"
    year: int = 2018


OWNERS = {
    "track.example": Owner("TrackNet", "advertising"),
    "tracktoo.example": Owner("TrackNet", "advertising"),
    "files.example": Owner("Files", "cdn", "US", 2025),
    "googletagmanager.com": Owner("Google", "essential"),
}


def owners(host: str) -> Owner | None:
    return OWNERS.get(site_of(host))


def as_it_is(visit: Visit) -> Visit:
    return visit


def call(host: str, **known: Any) -> Request:
    site = "library.example"
    return Request(0, site, host, third=is_third(host, site), outcome="sent", **known)


def cookie(name: str, days: float | None = None, host: str = "www.library.example") -> Cookie:
    return Cookie(0, "library.example", host, name, 8, is_third(host, "library.example"), days)


def page(*events: Request | Cookie, path: str = "/") -> Page:
    calls = tuple(one for one in events if isinstance(one, Request))
    kept = tuple(one for one in events if isinstance(one, Cookie))
    return Page(0, "library.example", "www.library.example", path, calls, kept)


def seen(*events: Request | Cookie, **known: Any) -> Scan:
    visit = replace(Visit((page(*events),), "A page", "2026-11-20", "har"), **known)
    return scan.report(visit, as_it_is, owners)


OWN = call("www.library.example", kind="document")


def test_a_quiet_page() -> None:
    found = seen(OWN, cookie("session"))
    assert found.verdict == "quiet"
    assert found.parties == ()
    assert scan_words.verdict(found) == "No other company learns that somebody reads here."
    assert scan_words.points(found) == ()
    assert scan_words.role(found) == "ok"


def test_each_company_once_with_what_is_known_of_it() -> None:
    found = seen(
        OWN,
        call("a.track.example", kind="script"),
        call("b.track.example"),
        call("pixel.tracktoo.example"),
        call("cdn.files.example", kind="font"),
        call("nobody.example"),
    )
    first = found.parties[0]
    assert (first.site, first.company, first.calls) == ("track.example", "TrackNet", 2)
    assert first.hosts == ("a.track.example", "b.track.example")
    assert first.kinds == ("other", "script")
    assert (first.category, first.country, first.year) == ("advertising", "SE", 2018)
    assert found.companies == ("TrackNet", "Files", "nobody.example")
    assert found.following == ("TrackNet",)
    assert scan_words.years(found.parties).startswith("The year is")
    assert scan_words.years(found.parties[-1:]) == ""
    assert found.verdict == "followed"
    assert scan_words.verdict(found).startswith("1 company that follows people learns")
    titles = [point.title for point in scan_words.points(found)]
    assert titles == ["They follow people: TrackNet", "Also called: Files, nobody.example"]


def test_others_who_do_not_follow() -> None:
    found = seen(OWN, call("cdn.files.example"), call("nobody.example"))
    assert found.verdict == "others"
    assert scan_words.role(found) == "warning"
    assert scan_words.verdict(found).startswith("2 other companies learn that")


def test_who_follows_is_told_by_category_rule_cookie_or_what_it_brings() -> None:
    by_rule = call("nobody.example", rule="||nobody.example^")
    (party,) = seen(by_rule).parties
    assert (party.follows, party.rule) == (True, "||nobody.example^")
    assert scan_words.purpose(party) == "on the list of trackers"
    (party,) = seen(call("www.googletagmanager.com")).parties
    assert party.follows
    assert scan_words.purpose(party) == "recognising people"
    (party,) = seen(call("files.example"), cookie("id", 30, "files.example")).parties
    assert (party.follows, party.cookies) == (True, 1)
    (party,) = seen(call("files.example"), cookie("id", None, "files.example")).parties
    assert (party.follows, party.cookies) == (False, 1)
    assert scan_words.purpose(party) == "delivering files"
    assert scan_words.purpose(Party("x.example")) == ""


@pytest.mark.parametrize(
    ("one", "is_for_recognising"),
    [
        (cookie("session"), False),
        (cookie("choice", 30), False),
        (cookie("seen", 31), True),
        (cookie("_ga"), True),
        (cookie("id", 0.5, "a.example"), True),
        (cookie("id", None, "a.example"), False),
    ],
)
def test_which_cookies_recognise_people(one: Cookie, is_for_recognising: bool) -> None:
    assert scan.recognises(one) is is_for_recognising
    found = seen(OWN, one)
    assert (found.verdict == "followed") is is_for_recognising


def test_nobody_said_yes_only_where_nothing_was_pressed() -> None:
    telling = cookie("_ga", 400)
    for source in ("live", "page"):
        found = seen(OWN, telling, source=source)
        assert found.before_a_yes
        assert "before anybody said yes" in scan_words.points(found)[0].title
        assert "recognisable" in scan_words.verdict(found)
    found = seen(OWN, telling, cookie("_gid", 1))
    assert not found.before_a_yes
    assert scan_words.points(found)[0].title.startswith("2 cookies that recognise people were set")


def test_a_cookie_that_is_set_again_counts_once_and_the_worst_stand_first() -> None:
    found = seen(OWN, cookie("session"), cookie("_ga", 400), cookie("session"))
    assert [one.name for one in found.cookies] == ["_ga", "session"]
    lasting = [row[-1] for row in scan_words.cookie_rows((*found.cookies, cookie("x", 0.1)))]
    assert lasting == ["400 days", "this visit", "1 day"]


def test_words_that_leak_and_calls_that_can_be_read_on_the_way() -> None:
    told = call("files.example", carried=("q",))
    found = seen(OWN, told, call("files.example", carried=("q", "page")))
    assert found.told == ("Files",)
    assert found.parties[0].carried == ("q", "page")
    assert scan_words.verdict(found) == "Other companies learn what somebody searches for here."
    assert scan_words.points(found)[0].title == "What somebody searched for was told to: Files"
    found = seen(call("www.library.example", plain=True))
    assert found.plain == ("www.library.example",)
    assert found.verdict == "others"
    assert "not everything is encrypted" in scan_words.verdict(found)
    assert scan_words.points(found)[0].title == "Not encrypted: www.library.example"


def test_what_was_stopped_is_counted() -> None:
    stopped = replace(call("a.track.example"), outcome="stopped")
    (party,) = seen(stopped, call("a.track.example")).parties
    assert (party.calls, party.stopped) == (2, 1)


def test_pages_are_told_apart() -> None:
    visit = Visit((page(OWN, call("files.example"), path="/a"), page(OWN, path="/b")))
    found = scan.report(visit, as_it_is, owners)
    assert [one.address for one in found.pages] == [
        "www.library.example/a",
        "www.library.example/b",
    ]
    assert [len(one.parties) for one in found.pages] == [1, 0]
    text = "\n".join(scan_words.lines(found))
    assert "www.library.example/a calls 1 other site\n" in text
    assert "www.library.example/b calls 0 other sites" in text


def test_a_company_that_only_the_judge_knew_is_named() -> None:
    (party,) = seen(call("x.example", company="Known")).parties
    assert (party.company, party.year) == ("Known", 0)
    assert scan_words.rows((party,))[0] == ("Known", "x.example", "", "", "1")


def test_many_names_are_counted() -> None:
    found = seen(*(call(f"n{number}.example") for number in range(9)))
    assert scan_words.points(found)[0].title.endswith("n5.example and 3 more")


def test_the_json_holds_everything() -> None:
    found = seen(OWN, call("a.track.example", carried=("q",)), cookie("_ga", 400), source="live")
    made = json.loads(scan.as_json(found))
    assert made["format"] == 1
    assert made["verdict"] == "followed"
    assert made["following"] == made["told"] == ["TrackNet"]
    assert made["cookies_before_a_yes"] is True
    assert made["pages"][0]["cookies"][0]["name"] == "_ga"
    assert made["parties"][0]["category"] == "advertising"


def test_how_it_was_made_is_said() -> None:
    assert "no script ran" in scan_words.origin(seen(source="page"))
    assert "nothing was pressed" in scan_words.origin(seen(source="live"))
    assert "browser saved" in scan_words.origin(seen())
    assert scan_words.origin(seen(source="recorded")) == "Out of a recorded visit."


def test_nothing_in_it_steers_a_terminal() -> None:
    found = seen(OWN, cookie("a\x1b[2J\u202e", 400), call("a\x1b.example"))
    for line in scan_words.lines(found):
        assert line.isprintable()


def test_the_kit_s_own_lists_judge_where_no_others_are_given() -> None:
    tracker = call("www.google-analytics.com", path="/analytics.js", kind="script")
    found = scan.report(Visit((page(OWN, tracker),)))
    (party,) = found.parties
    assert (party.company, party.follows) == ("Google", True)
    assert party.rule
    assert scan.report(har.read(CHROMIUM)).verdict == "followed"


# Addresses and what they carry

SEARCH = "https://www.library.example/search?q=sore+knees&lang=sv&page=2"


@pytest.mark.parametrize(
    ("called", "referrer", "names"),
    [
        ("https://a.example/x.js", SEARCH, ("q",)),
        ("https://a.example/x.js", "https://www.library.example/", ()),
        ("https://a.example/c?dl=https%3A%2F%2Fx.example%2F%3Fq%3Dsore%2Bknees", "", ("q",)),
        ("https://a.example/c?u=https%253A//x.example/%253Fq%253Dsore%252Bknees", "", ("q",)),
        ("https://a.example/c?term=sore%20knees", "", ("q",)),
        ("https://a.example/c?language=sv&page=2", "", ()),
        ("https://a.example/c?q=elbows", "", ()),
        ("http://[bad", "http://[bad", ()),
    ],
)  # fmt: skip
def test_what_a_call_takes_along(called: str, referrer: str, names: tuple[str, ...]) -> None:
    assert carried(SEARCH, called, referrer) == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("id=7&u=https%3A%2F%2Fwww.library.example%2Fsearch%3Fq%3Dsore%2Bknees", ("q",)),
        ('{"page": "https://www.library.example/search?q=sore+knees&page=2"}', ("q",)),
        ("term=sore+knees", ("q",)),
        (SEARCH, ("q",)),
        ("hello", ()),
        ("", ()),
    ],
)
def test_what_the_body_of_a_call_takes_along(body: str, names: tuple[str, ...]) -> None:
    assert carried(SEARCH, "https://a.example/collect", "", body) == names


@pytest.mark.parametrize("own", ["https://a.example/", "about:blank", "http://[bad"])
def test_a_page_without_words_gives_nothing_away(own: str) -> None:
    assert carried(own, "https://b.example/?q=x", own) == ()


def test_any_parameter_that_the_referrer_carries_is_named() -> None:
    url = "https://a.example/?patron=12345"
    assert carried(url, "https://b.example/", url) == ("patron",)
    assert carried(url, "https://b.example/?id=12345", "") == (), "a number says nothing by itself"


@pytest.mark.parametrize(
    ("url", "host", "path", "names"),
    [
        ("https://A.Example.:443/x?a=1&b=2&a=3#c", "a.example", "/x", ("a", "b")),
        ("wss://a.example", "a.example", "/", ()),
        ("http://u:p@a.example/å b;c=1", "a.example", "/%C3%A5%20b", ()),
        ("http://[::1]:80/", "::1", "/", ()),
        ("https://a.example/?a%1b=1&%C3%A5=2&=3&word", "a.example", "/", ("å",)),
    ],
)
def test_what_is_kept_of_an_address(url: str, host: str, path: str, names: tuple[str, ...]) -> None:
    found = clean(url)
    assert found is not None
    assert (found.host, found.path, found.names) == (host, path, names)
    assert found.plain is url.startswith("http:")


@given(st.text() | st.text().map("https://".__add__))
def test_any_text_is_an_address_or_none(url: str) -> None:
    found = clean(url)
    assert host_of(url) == (found.host if found else "")
    assert found is None or (found.path.isprintable() and len(found.path) <= 200)
    carried(url, url, url)


@given(st.text(), st.floats(0, 4e9))
def test_any_cookie_line(text: str, now: float) -> None:
    made = cookies.line(text, now)
    if made is not None:
        assert made.name.isprintable()
        assert made.days is None or made.days >= 0
    assert len(cookies.blunt_line(text)) == min(len(text), 8_192)
    assert cookies.names(cookies.blunt(text)) == cookies.names(text) or len(text) > 8_000
