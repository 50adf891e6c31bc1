"""A visit's calls get the rule that would stop them, and their owner."""

from dataclasses import replace

import pytest

from privacykit.tracking.companies import Company
from privacykit.tracking.filters import Filters
from privacykit.tracking.judge import judge_visit, judged, owner_of, url_of
from privacykit.tracking.model import Page, Request, Visit

MADE_UP = {"tracknet.example": Company("TrackNet", "advertising")}
PIXEL = Request(1.0, "news.example", "ads.tracknet.example", "/p.gif", ("id",), "image", third=True)
RULES = Filters.parse(["||tracknet.example^$third-party", "/stats?id="])


def test_a_call_gets_its_rule_and_its_company() -> None:
    found = judged(PIXEL, RULES, MADE_UP)
    assert found == replace(PIXEL, rule="||tracknet.example^$third-party", company="TrackNet")


def test_what_a_call_had_stays_where_nothing_is_found() -> None:
    had = replace(PIXEL, host="own.example", rule="a rule", company="Somebody")
    assert judged(had, RULES, MADE_UP) == had


def test_a_call_that_an_exception_lets_through_has_no_rule() -> None:
    rules = RULES.plus(["@@||tracknet.example^"])
    assert judged(PIXEL, rules, MADE_UP).rule == ""


def test_values_that_are_not_kept_can_be_handed_in() -> None:
    call = replace(PIXEL, host="own.example", path="/stats", names=())
    assert judged(call, RULES).rule == ""
    assert judged(call, RULES, url="https://own.example/stats?id=7").rule == "/stats?id="
    assert judged(replace(call, names=("id",)), RULES).rule == "/stats?id="


def test_a_whole_visit_is_judged_and_nothing_else_of_it_changes() -> None:
    pages = tuple(Page(at, "news.example", "news.example", requests=(PIXEL,)) for at in (0.0, 9.0))
    visit = Visit(pages, title="Evening", source="practice")
    found = judge_visit(visit, RULES, MADE_UP)
    assert [one.company for one in found.requests] == ["TrackNet", "TrackNet"]
    assert replace(found, pages=visit.pages) == visit


def test_the_kits_own_lists_are_asked_unless_others_are_named() -> None:
    call = Request(0.0, "library.example", "www.clarity.ms", "/tag/x", third=True)
    visit = Visit((Page(0.0, "library.example", "library.example", requests=(call,)),))
    (found,) = judge_visit(visit).requests
    assert found.company == "Microsoft"
    assert found.rule == "||clarity.ms^"
    assert judged(call) == found


def test_made_up_companies_go_before_real_ones() -> None:
    assert owner_of("www.facebook.com") == "Meta"
    assert owner_of("www.facebook.com", {"facebook.com": Company("Other", "misc")}) == "Other"
    assert owner_of("nobody.example") == ""


@pytest.mark.parametrize(
    ("call", "url"),
    [
        (PIXEL, "https://ads.tracknet.example/p.gif?id="),
        (replace(PIXEL, plain=True, names=()), "http://ads.tracknet.example/p.gif"),
        (replace(PIXEL, names=("a b", "c")), "https://ads.tracknet.example/p.gif?a%20b=&c="),
    ],
)
def test_an_address_is_put_together_without_values(call: Request, url: str) -> None:
    assert url_of(call) == url
