"""Four protections, what is counted, and who has met whom; all without a browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.trackers.engine import doors, met, predict
from privacykit.activities.trackers.engine.doors import DOORS, Door
from privacykit.activities.trackers.engine.recorder import MOST, Recorder
from privacykit.activities.trackers.practice.desk import Company, Desk, Guess, Profile, Sighting
from privacykit.tracking.model import Cookie, Outcome, Page, Probe, Request

HOSTS = frozenset({"news.example", "ads.track.example"})


def call(site: str, host: str, company: str = "", outcome: Outcome = "sent") -> Request:
    return Request(1.0, site, host, third=site != host, company=company, outcome=outcome)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_has_a_name_and_says_what_it_does(door: Door) -> None:
    assert doors.name(door)
    assert doors.meaning(door).endswith(".")


@pytest.mark.parametrize(
    ("door", "third", "own"),
    [
        ("bare", True, True),
        ("partitioned", True, True),
        ("no_third_cookies", False, True),
        ("blocked", True, True),
    ],
)
def test_only_one_door_refuses_cookies_and_only_those_of_others(
    door: Door, third: bool, own: bool
) -> None:
    assert doors.may_keep_cookie(door, third=True) is third
    assert doors.may_keep_cookie(door, third=False) is own


def test_the_internet_has_no_partitioned_door() -> None:
    assert doors.offered(live=False) == DOORS
    assert doors.offered(live=True) == ("bare", "no_third_cookies", "blocked")


RULED = Request(0, "news.example", "ads.track.example", third=True, rule="||track.example^")


@pytest.mark.parametrize("door", DOORS)
def test_a_rule_stops_a_call_behind_one_door_only(door: Door) -> None:
    wanted = "stopped" if door == "blocked" else "sent"
    assert doors.passed(RULED, door, HOSTS).outcome == wanted


def test_a_page_that_a_person_opens_is_never_stopped_by_a_rule() -> None:
    page = Request(
        0, "track.example", "ads.track.example", kind="document", rule="||track.example^"
    )
    assert doors.passed(page, "blocked", HOSTS).outcome == "sent"


def test_in_live_mode_nobody_knows_whether_there_was_an_answer() -> None:
    assert doors.passed(RULED, "bare", None).outcome == "tried"
    assert doors.passed(RULED, "blocked", None).outcome == "stopped"


@given(st.sampled_from(DOORS), st.text(max_size=20), st.booleans())
def test_what_is_not_in_the_practice_web_is_stopped_behind_every_door(
    door: Door, host: str, third: bool
) -> None:
    asked = Request(0, "news.example", f"{host}.net", third=third)
    assert doors.passed(asked, door, HOSTS).outcome == "stopped"


def test_a_guess_is_too_low_right_or_too_high() -> None:
    verdicts = [predict.Guess("news.example", guess, 5).verdict for guess in (2, 5, 9)]
    assert verdicts == ["low", "right", "high"]


def test_companies_are_counted_once_and_stopped_ones_too() -> None:
    calls = [
        call("news.example", "news.example"),
        call("news.example", "ads.track.example", "TrackNet"),
        call("news.example", "tag.track.example", "TrackNet", "stopped"),
        call("news.example", "cdn.unknown.example"),
    ]
    assert predict.companies(calls) == ("TrackNet", "unknown.example")


def page(site: str, *requests: Request, at: float = 0.0) -> Page:
    return Page(at, site, site, "/", requests)


def test_events_go_to_the_latest_page_of_their_site() -> None:
    recorder = Recorder()
    recorder.add(call("news.example", "news.example"))
    for at in (1.0, 2.0):
        recorder.open(page("news.example", at=at))
    recorder.open(page("shop.example", at=3.0))
    recorder.add(call("news.example", "late.example"))
    recorder.add(Cookie(4, "shop.example", "shop.example", "uid"))
    recorder.add(Probe(4, "shop.example", "shop.example", "canvas"))
    assert [len(one.requests) for one in recorder.pages] == [0, 1, 0]
    assert len(recorder.pages[2].cookies) == len(recorder.pages[2].probes) == 1
    again = Recorder()
    again.take(recorder.pages)
    assert again.pages == recorder.pages
    recorder.clear()
    assert recorder.pages == ()


def test_a_page_that_calls_for_ever_fills_no_memory() -> None:
    recorder = Recorder()
    recorder.open(page("news.example"))
    for _ in range(MOST + 5):
        recorder.add(call("news.example", "ads.track.example"))
    assert len(recorder.pages[0].requests) == MOST


def desk(name: str, *visitors: Profile) -> Desk:
    return Desk(Company(f"{name.lower()}.example", name, "advertising", "Sells."), visitors)


def visitor(uid: str, *sites: str) -> Profile:
    seen = tuple(Sighting(1.0, site, "/", "page", "cookie") for site in sites)
    guesses = (Guess("knees", "sore knees", "health.example", "/", 1.0),)
    return Profile(uid, seen, guesses, price=0.8)


def test_the_company_that_knows_one_visitor_on_the_most_sites_is_shown() -> None:
    desks = [
        desk("Nobody"),
        desk("Little", visitor("aa11bb22", "news.example")),
        desk("TrackNet", visitor("7f3a9911", "news.example", "shop.example")),
    ]
    assert met.best_known(desks) == met.Met(
        "TrackNet", "tracknet.example", 2, "7f3a", ("sore knees",), 0.8
    )
    assert met.best_known(desks[:1]) is None


def test_live_it_is_the_company_that_most_sites_reached() -> None:
    pages = [
        page("a.net", call("a.net", "x.net", "X"), call("a.net", "y.net", "Y", "stopped")),
        page("b.net", call("b.net", "x.net", "X"), call("b.net", "own.net")),
    ]
    assert met.most_called(pages) == met.Met("X", "", 2)
    assert met.most_called([]) is None


def test_what_one_protection_made_of_a_visit() -> None:
    pages = [
        page("a.net", call("a.net", "x.net", "X"), call("a.net", "y.net", "Y", "stopped")),
        page("b.net", call("b.net", "cdn.x.net"), call("b.net", "b.net")),
    ]
    known = met.Met("X", "x.net", 2)
    assert met.result(pages, known) == met.Result(sites=2, called=2, stopped=1, known=2)
    assert met.result([], None) == met.Result(0, 0, 0, 0)
