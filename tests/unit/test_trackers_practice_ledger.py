"""The ledger's bounds and guesses, and the auction: honest arithmetic, the same every time."""

import threading
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.trackers.practice import adtech, data, ledger
from privacykit.activities.trackers.practice.auction import Auction, House
from privacykit.activities.trackers.practice.desk import Guess, Partner, Profile, Sighting, Typed
from privacykit.activities.trackers.practice.ledger import Ledger
from privacykit.activities.trackers.practice.message import fields, split
from privacykit.activities.trackers.practice.town import Town

TRACKNET, REWATCH, FACET = "tracknet.example", "rewatch.example", "facet.example"
HERE = Sighting(1.0, "health-advice.example", "/sore-knees", "page", "cookie")
A, B = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


@pytest.fixture
def book() -> Ledger:
    return Town("en", 1, time.monotonic).ledger


def test_nobody_can_fill_the_memory(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_MOST_VISITORS", 3)
    monkeypatch.setattr(ledger, "_MOST_SIGHTINGS", 2)
    monkeypatch.setattr(ledger, "_MOST_TYPED", 2)
    uids = [book.uid(FACET)[0] for _each in range(5)]
    for place, uid in enumerate(uids):
        book.fingerprint(FACET, uid, "0badcafe")
        for _each in range(4):
            book.see(FACET, uid, HERE)
            book.see(FACET, "", HERE)
        book.typed(FACET, uid, Typed(1.0, "x", f"{place}", "y"))
        for name in "abc":
            book.typed(FACET, uid, Typed(1.0, "x", name, "y"))
    desk = book.stored(FACET)
    assert {one.uid for one in desk.profiles} == set(uids[2:])
    assert {len(one.sightings) for one in desk.profiles} == {2}
    assert {len(one.typed) for one in desk.profiles} == {2}
    assert {len(one.same_as) for one in desk.profiles} == {2}
    assert len(desk.nameless) == 2


def test_who_falls_out_takes_the_joint_along(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_MOST_VISITORS", 2)
    for uid in (A, B):
        book.admit(FACET, uid)
    book.join(FACET, A, B, "link")
    newest = book.admit(FACET, "cccccccccccc")
    assert [(p.uid, p.same_as, p.joined_by) for p in book.stored(FACET).profiles] == [
        (B, (), ""),
        (newest, (), ""),
    ]


def test_three_numbers_of_one_person(book: Ledger) -> None:
    for uid in (A, B, "cccccccccccc"):
        book.admit(FACET, uid)
    book.join(FACET, A, B, "link")
    book.join(FACET, "cccccccccccc", A, "fingerprint")
    book.see(FACET, B, HERE)
    for one in book.stored(FACET).profiles:
        assert len(one.same_as) == 2
        assert [guess.id for guess in one.guesses] == ["knees"]


def test_strangers_leave_no_trace(book: Ledger) -> None:
    book.typed(REWATCH, A, Typed(1.0, "x", "y", "z"))
    book.fingerprint(FACET, A, "0badcafe")
    book.join(FACET, A, B, "link")
    book.sync(Partner(TRACKNET, A), Partner("adbazaar.example", B))
    assert all(not book.stored(company).profiles for company in (TRACKNET, REWATCH, FACET))
    assert book.profile(TRACKNET, A) == Profile("", price=0.1)


def test_only_a_uid_is_taken_for_one(book: Ledger) -> None:
    assert book.admit(FACET, A) == A
    for wrong in ("", "A" * 12, "a" * 13, "<script>", "aaaaaaaaaaa\n"):
        assert book.admit(FACET, wrong) != wrong


def test_the_price_grows_with_what_is_known(book: Ledger) -> None:
    uid, _new = book.uid(TRACKNET)
    assert book.profile(TRACKNET, uid).price == 0.1
    book.see(TRACKNET, uid, HERE)
    book.see(TRACKNET, uid, HERE)  # the same thing twice tells nothing new
    assert book.profile(TRACKNET, uid).price == 0.44
    book.see(TRACKNET, uid, replace(HERE, path="/worry"))
    assert book.profile(TRACKNET, uid).price == 0.85


def test_the_best_known_lie_on_top(book: Ledger) -> None:
    for uid, sites in ((A, ["x"]), (B, ["x", "y"])):
        book.admit(TRACKNET, uid)
        for site in sites:
            book.see(TRACKNET, uid, replace(HERE, site=site))
    desk = book.stored(TRACKNET)
    assert desk.best
    assert (desk.best.uid, desk.company.name) == (B, "TrackNet")
    assert book.stored(FACET).best is None


def test_an_unknown_company_has_no_desk(book: Ledger) -> None:
    with pytest.raises(KeyError):
        book.stored("nobody.example")


def test_many_threads_lose_nothing(book: Ledger) -> None:
    uid = book.admit(TRACKNET, A)

    def see_often() -> None:
        for _each in range(30):
            book.see(TRACKNET, uid, HERE)

    work = [threading.Thread(target=see_often) for _thread in range(8)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(book.profile(TRACKNET, uid).sightings) == 240


def house() -> House:
    words = data.words("en")
    return House("TrackNet", data.web().bidder, words.auction, words.ad, adtech.PARTNER)


INTERESTS = [rule.id for rule in data.web().interest]


def profile(interests: frozenset[str], *, synced: bool = True) -> Profile:
    guesses = tuple(Guess(i, f"name of {i}", "x.example", "/", 1.0) for i in sorted(interests))
    partners = (Partner(adtech.PARTNER, B),) if synced else ()
    return Profile(A, guesses=guesses, partners=partners)


def bids(auction: Auction) -> dict[str, float]:
    prices = (step for step in auction.steps[:-2] if step.price is not None)
    return {step.who: step.price or 0 for step in prices}


@given(st.frozensets(st.sampled_from(INTERESTS)))
def test_whoever_bids_most_wins_and_pays_hardly_more_than_the_second(
    interests: frozenset[str],
) -> None:
    auction = house().hold(profile(interests), "x.example", "/", 2.0)
    first, second = sorted(bids(auction).values(), reverse=True)[:2]
    assert bids(auction)[auction.winner] == first
    assert second <= auction.price <= first
    assert auction.price <= second + 0.0101
    assert auction.because is None or auction.because.id in interests
    assert auction == house().hold(profile(interests), "x.example", "/", 2.0)


@given(st.frozensets(st.sampled_from(INTERESTS), min_size=1))
def test_who_was_not_compared_is_a_stranger_to_every_bidder(interests: frozenset[str]) -> None:
    auction = house().hold(profile(interests, synced=False), "x.example", "/", 2.0)
    assert (auction.ad, auction.because) == ("soap", None)
    assert max(bids(auction).values()) == 0.09


def test_each_interest_is_wanted_by_somebody() -> None:
    for interest in INTERESTS:
        auction = house().hold(profile(frozenset({interest})), "x.example", "/", 2.0)
        assert auction.because, interest
        assert f"name of {interest}" in auction.steps[1].what


def test_an_auction_is_over_in_a_blink() -> None:
    auction = house().hold(profile(frozenset()), "x.example", "/", 2.0)
    assert auction.steps[0].ms == 0
    assert 60 < auction.steps[-1].ms < 250
    assert auction.steps[1].what == data.words("en").auction.unknown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "just now"),
        (4, "just now"),
        (40, "40 seconds ago"),
        (119, "119 seconds ago"),
        (130, "2 minutes ago"),
    ],
)
def test_how_long_ago(seconds: int, said: str) -> None:
    assert adtech._ago(data.words("en").frame, seconds) == said


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://A.Example:443/x?y#z", ("a.example", "/x")),
        ("http://news.localhost:8080/x", ("news.example", "/x")),
        ("http://[x/", ("", "")),
        ("", ("", "")),
    ],
)
def test_addresses_that_scripts_tell(url: str, parts: tuple[str, str]) -> None:
    assert split(url) == parts


def test_fields_of_a_query() -> None:
    assert fields("a=1&b=2&a=3") == {"a": "1", "b": "2"}
    assert fields("a=1&" * 100) == {}
