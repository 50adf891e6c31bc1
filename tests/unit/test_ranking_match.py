"""Which pages a question finds: words count, endings do not, rare words count for more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.ranking.engine.match import Index

PAGES = [
    ("Coffee risks", "Ten risks of a cup."),
    ("Coffee", "Roasted today."),
    ("Tea", "Better than coffee?"),
    ("Ants", "In the garden."),
]


def test_title_beats_text_and_text_beats_nothing() -> None:
    _both, title, text, neither = Index(PAGES).scores("coffee")
    assert title == 1
    assert 0 < text < title
    assert neither == 0


def test_a_rare_word_moves_more_than_a_common_one() -> None:
    both, common, *_rest = Index(PAGES).scores("coffee risks")
    assert both == 1
    assert common < 0.5


@pytest.mark.parametrize("query", ["RISK", "risks", "  risk! "])
def test_endings_and_capitals_are_of_no_account(query: str) -> None:
    assert Index(PAGES).scores(query)[0] == 1


@pytest.mark.parametrize("query", ["", "of a", "zebra"])
def test_what_is_in_no_page_finds_none(query: str) -> None:
    assert Index(PAGES).scores(query) == [0] * 4


def test_a_short_word_is_not_taken_for_a_long_one_that_begins_with_it() -> None:
    pages = [("Trygg för katten", "Med för och mot."), ("Risk", "Fördel: en kaffemaskin.")]
    assert Index(pages).scores("fördelar") == [0, 0.6]
    assert Index(pages).scores("kaffe") == [0, 0.6]


def test_a_word_that_nobody_has_does_not_spoil_the_others() -> None:
    assert Index(PAGES).scores("zebra coffee") == Index(PAGES).scores("coffee")


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40))))
def test_a_score_lies_between_nothing_and_all(query: str, pages: list[tuple[str, str]]) -> None:
    scores = Index(pages).scores(query)
    assert len(scores) == len(pages)
    assert all(0 <= score <= 1.0000001 for score in scores)
