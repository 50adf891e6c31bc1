"""What lies on a desk, in words: numbers, sites, guesses, what was typed, and a guess at a log."""

from dataclasses import replace

from privacykit.activities.trackers.engine import desk as words
from privacykit.activities.trackers.practice.desk import (
    Company,
    Desk,
    Guess,
    Partner,
    Profile,
    Sighting,
    Typed,
)
from privacykit.tracking.model import Cookie, Outcome, Page, Request, Visit

TRACKNET = Company("tracknet.example", "TrackNet", "advertising", "It sells places.")
NEWS, SHOP = "daily-news.example", "shoe-shop.example"
NAMES = words.Names({NEWS: "The Daily News", SHOP: "Shoe Shop"}, {"adbazaar.example": "AdBazaar"})
SEEN = Sighting(65.0, NEWS, "/harbour", "page", "cookie")
BOUGHT = Sighting(70.0, SHOP, "/", "ad", "cookie")
BARE = Sighting(3.0, NEWS, "/", "file", "nothing")
KNOWN = Profile("7f3a52c09e41", (SEEN, BOUGHT), price=0.4)


def desk(*profiles: Profile, nameless: tuple[Sighting, ...] = (), connections: int = 0) -> Desk:
    return Desk(TRACKNET, profiles, nameless, connections)


def told(profile: Profile) -> dict[str, str]:
    return dict(words.rows(profile, NAMES))


def test_a_desk_with_nothing_on_it_is_not_offered() -> None:
    empty, touched = desk(), desk(connections=1)
    assert words.opened([empty, touched], NAMES) == [touched]


def test_who_followed_somebody_furthest_comes_first() -> None:
    nameless = desk(nameless=(BARE, replace(BARE, site=SHOP), BARE))
    apart = desk(Profile("aa", (SEEN,)), Profile("bb", (BOUGHT,)))
    assert words.opened([nameless, apart, desk(KNOWN)], NAMES) == [desk(KNOWN), apart, nameless]


def test_sites_are_counted_under_whatever_number() -> None:
    other = Profile("91c2", (replace(SEEN, site=SHOP), replace(SEEN, site="")))
    assert words.sites(desk(KNOWN, other, nameless=(BARE,)), NAMES) == (NEWS, SHOP)


def test_numbers_taken_for_one_person_count_once() -> None:
    apart = Profile("aa"), Profile("bb")
    joined = Profile("aa", same_as=("bb",)), Profile("bb", same_as=("aa",))
    assert words.people(apart) == 2
    assert words.people(joined) == 1


def test_a_call_from_inside_another_companys_frame_is_no_visitor() -> None:
    inside = Profile("aa", (replace(SEEN, site="ads.tracknet.example"),))
    assert words.visitors(desk(inside, KNOWN), NAMES) == [KNOWN]


def test_a_visitor_is_shown_by_the_beginning_of_the_number() -> None:
    assert words.visitor(KNOWN.uid) == "Visitor 7f3a"
    assert words.summary(KNOWN, NAMES) == "Met 2 times on 2 sites."
    assert words.met_on("TrackNet", 1) == "TrackNet · 1 site"
    assert words.met_on("Earlybird", 0) == "Earlybird"


def test_only_what_a_company_has_is_told() -> None:
    assert list(told(KNOWN)) == ["Seen on", "One advert", "Its log"]
    assert told(KNOWN)["Seen on"] == "The Daily News, Shoe Shop"
    assert told(KNOWN)["One advert"] == "0.40 cents (made up)"
    assert told(KNOWN)["Its log"].splitlines() == [
        "1:05  The Daily News: opened a page, known by its cookie",
        "1:10  Shoe Shop: was shown an advert, known by its cookie",
    ]


def test_guesses_typing_and_partners_are_told_with_where_they_come_from() -> None:
    full = replace(
        KNOWN,
        guesses=(Guess("swim", "swimming", NEWS, "/harbour", 65.0),),
        typed=(Typed(71.0, SHOP, "size", "41"),),
        partners=(Partner("adbazaar.example", "91c2aaaa"),),
        same_as=("55aa0000",),
        joined_by="fingerprint",
    )
    assert told(full)["It guesses"] == "swimming: you were on The Daily News"
    assert told(full)["You typed"] == "“41” in the field “size” on Shoe Shop"
    assert told(full)["Told to"] == "AdBazaar, who calls you 91c2"
    assert told(full)["The same as"] == "55aa, recognised by how your browser draws"
    assert "by a mark in the link" in told(replace(full, joined_by="link"))["The same as"]


def test_the_log_shows_its_latest_lines_and_says_where_it_does_not_know() -> None:
    many = [replace(BARE, at=float(at), site="") for at in range(9)]
    lines = words.log(many, NAMES).splitlines()
    assert len(lines) == 6
    assert lines[-1] == "0:08  somewhere: fetched a file"


def test_a_company_that_knows_nobody_says_what_it_has() -> None:
    assert (
        words.stranger(desk(nameless=(BARE,))) == "It was called 1 time and does not know by whom."
    )
    assert "was opened 2 times" in words.stranger(desk(connections=2))


def call(site: str, host: str, at: float, outcome: Outcome = "tried", company: str = "") -> Request:
    return Request(at, site, host, third=True, outcome=outcome, company=company)


def test_a_real_company_may_have_seen_what_was_not_stopped() -> None:
    requests = (
        call(NEWS, "a.count.example", 2.0, company="Count"),
        call(NEWS, "b.count.example", 1.0, company="Count"),
        call(NEWS, "font.example", 1.0),
        call(NEWS, "gone.example", 1.0, "stopped"),
        Request(0.0, NEWS, NEWS),
    )
    later = (call(SHOP, "a.count.example", 64.0, company="Count"),)
    cookies = (
        Cookie(1.0, NEWS, "a.count.example", "id", third=True),
        Cookie(1.0, NEWS, NEWS, "own"),
    )
    visit = Visit(
        (Page(0.0, NEWS, NEWS, "/", requests, cookies), Page(63.0, SHOP, SHOP, "/", later))
    )
    count, font = words.met(visit)
    assert (count.name, count.sites, count.calls, count.cookies) == ("Count", (NEWS, SHOP), 3, 1)
    assert font.name == "font.example"
    assert font.cookies == 0
    rows = dict(words.guessed(count))
    assert rows["First call"] == f"0:01  {NEWS}\n1:04  {SHOP}"


def test_the_day_of_a_recording_is_told() -> None:
    assert words.recorded_on("2026-11-21") == "Recorded on 2026-11-21."
