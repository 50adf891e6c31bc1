"""Auction, leaks, banners and rules: what the exercises count and say."""

from dataclasses import replace

import pytest

from privacykit.activities.trackers.engine import auction, consent, leaks, why
from privacykit.activities.trackers.engine.desk import Names
from privacykit.activities.trackers.engine.words import Sample
from privacykit.activities.trackers.practice.auction import Step
from privacykit.activities.trackers.practice.desk import Company, Desk, Profile, Sighting
from privacykit.errors import RuleError
from privacykit.tracking.filters import Filters
from privacykit.tracking.model import Page, Request

NEWS = "daily-news.example"
EARLY = Company("earlybird.example", "Earlybird", "identity", "It waits.")
NAMES = Names({NEWS: "The Daily News"}, {})
SEEN = Sighting(5.0, NEWS, "/", "page", "first_party")


def test_somebody_known_is_sold_for_more_than_a_stranger() -> None:
    known, stranger = auction.made_up("en"), auction.stranger("en")
    assert known.price > stranger.price
    assert known.because is not None
    assert known.because.name in auction.reason(known)
    assert "knows nothing about you" in auction.reason(stranger)
    assert known.winner in auction.outcome(known)


def test_the_auction_speaks_the_language_of_the_station() -> None:
    assert auction.made_up("sv").site != auction.made_up("en").site


def test_the_latest_auction_in_which_somebody_was_known_is_shown() -> None:
    known, stranger = auction.made_up("en"), auction.stranger("en")
    assert auction.last([]) is None
    assert auction.last([stranger]) is None
    assert auction.last([known, stranger]) is known


def test_a_step_without_a_bid_has_no_price() -> None:
    assert auction.bid(Step(9, "TrackNet", "Asks.")) == ""
    assert auction.bid(Step(26, "Soap", "Bids.", 0.09)) == "0.09 cents"
    assert auction.when(Step(26, "Soap", "Bids.")) == "26 ms"


def test_only_what_came_since_counts_as_a_leak() -> None:
    before = Desk(EARLY, (Profile("aa", (SEEN,)),), connections=1)
    later = replace(SEEN, at=9.0)
    after = Desk(EARLY, (Profile("aa", (SEEN, later), fingerprint="f00d"),), (SEEN,), 3)
    arrived = leaks.since(before, after)
    assert arrived.connections == 2
    assert arrived.sightings == (SEEN, later)
    rows = dict(leaks.rows(arrived, NAMES))
    assert rows["Connections"] == "2 opened"
    assert rows["Fingerprint"] == "f00d"
    assert "by a cookie under the site's own name" in rows["Its log"]


def test_nothing_new_is_nothing_told() -> None:
    same = Desk(EARLY, (Profile("aa", (SEEN,), fingerprint="f00d"),), connections=1)
    assert leaks.rows(leaks.since(same, same), NAMES) == []


def call(host: str, path: str = "/", *, third: bool = True) -> Request:
    return Request(0.0, NEWS, host, path, third=third, outcome="sent", company=host.title())


def test_calls_are_counted_on_both_sides_of_the_answer() -> None:
    count = consent.Count()
    for request in (call("font"), call(NEWS, third=False), replace(call("ad"), outcome="stopped")):
        count.add(request)
    assert count.said() == "Before the answer: 1 call (Font)"
    count.add(call("agree", "/choice"))
    assert count.said().endswith("After it: 0 calls")
    for request in (call("ad"), call("ad"), call("tag")):
        count.add(request)
    assert count.said() == "Before the answer: 1 call (Font)\nAfter it: 3 calls (Ad, Tag)"


SAMPLE = Sample("A counter", "https://tag.count.example/a.js?x=1", NEWS, "script", "It counts.")


def test_a_sample_is_a_call_of_its_host() -> None:
    (made,) = why.samples([SAMPLE])
    assert made.host == "tag.count.example"
    assert made.third
    own = replace(made, host=NEWS)
    assert not own.third


def test_the_rule_of_the_list_is_told_and_none_where_none_matches() -> None:
    (made,) = why.samples([SAMPLE])
    assert why.rule(made, Filters.parse(["||count.example^"])) == "||count.example^"
    assert why.rule(made, Filters.parse(["||other.example^"])) == ""


def test_ones_own_calls_come_with_the_rule_that_matched() -> None:
    requests = [replace(call(f"t{n}"), rule=f"||t{n}^") for n in range(5)]
    unnamed = replace(call("x.example"), rule="||x^", company="")
    found = why.met([Page(0.0, NEWS, NEWS, "/", (call("font"), *requests, unnamed))])
    assert [one.name for one in found] == ["T3", "T4", "x.example"]
    assert why.rule(found[0], Filters.parse([])) == "||t3^"
    assert NEWS in found[0].about


def test_a_rule_of_ones_own_is_tried_and_a_mistake_is_a_sentence() -> None:
    (made,) = why.samples([SAMPLE])
    assert why.own("||count.example^$third-party", made)
    assert not why.own("||other.example^", made)
    with pytest.raises(RuleError):
        why.own("/(a+)+$/", made)
