"""Rank-biased overlap, held against the formula of its authors and against their model."""

import math
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.ranking.engine.overlap import rbo, shared

LETTERS = "abcdefghijkl"
lists = st.permutations(LETTERS).map(lambda letters: letters[:10])
persistences = st.sampled_from([0.5, 0.8, 0.9, 0.98])


def by_the_formula(first: Sequence[str], second: Sequence[str], p: float) -> float:
    """Webber, Moffat and Zobel 2010, equation 30, written down word by word."""
    k = len(first)
    x = {d: len(set(first[:d]) & set(second[:d])) for d in range(1, k + 1)}
    return x[k] / k * p**k + (1 - p) / p * sum(x[d] / d * p**d for d in range(1, k + 1))


def by_the_reader(first: Sequence[str], second: Sequence[str], p: Fraction) -> float:
    """Return the agreement that a reader sees where they stop, on average.

    They look at depth d with the chance p^(d-1) and stop there with 1-p; beyond the end of the
    lists the agreement is taken to stay as it is.
    """
    depth = 400
    expected = Fraction(0)
    for d in range(1, depth + 1):
        cut = min(d, len(first))
        agreement = Fraction(len(set(first[:cut]) & set(second[:cut])), cut)
        expected += (1 - p) * p ** (d - 1) * agreement
    return float(expected)


@given(lists, lists, persistences)
def test_it_is_the_formula_of_the_article(first: list[str], second: list[str], p: float) -> None:
    assert rbo(first, second, p) == pytest.approx(by_the_formula(first, second, p))


def test_it_is_the_mean_over_readers_who_stop_by_chance() -> None:
    first, second = list("abcdefghij"), list("bakcdlefgh")
    exact = by_the_reader(first, second, Fraction(9, 10))
    assert rbo(first, second, 0.9) == pytest.approx(exact, abs=1e-12)


def test_an_example_reckoned_by_hand() -> None:
    # agreement 1, 1/2, 1: 0.729 + 0.1/0.9 * (0.9 + 0.405 + 0.729)
    assert rbo("abc", "acb", 0.9) == pytest.approx(0.955)


@given(lists, lists, persistences)
def test_it_is_the_same_both_ways_and_within_bounds(
    first: list[str], second: list[str], p: float
) -> None:
    assert rbo(first, second, p) == pytest.approx(rbo(second, first, p))
    assert 0 <= rbo(first, second, p) <= 1 + 1e-9
    assert rbo(first, first, p) == pytest.approx(1)


def test_nothing_in_common_is_nothing() -> None:
    assert rbo("abc", "xyz", 0.9) == 0
    assert rbo("", "", 0.9) == 0


def test_the_top_counts_for_more_while_a_plain_share_cannot_tell() -> None:
    start = list("abcdefghij")
    top, bottom = list("bacdefghij"), list("abcdefghji")
    assert rbo(start, top, 0.9) < rbo(start, bottom, 0.9)
    assert shared(start, top) == shared(start, bottom) == 10


def test_the_first_ten_places_carry_what_the_fact_card_says() -> None:
    """Equation 21 of the article: the weight of the first d places."""
    p, d = 0.9, 10
    tail = math.log(1 / (1 - p)) - sum(p**i / i for i in range(1, d))
    weight = 1 - p ** (d - 1) + (1 - p) / p * d * tail
    assert weight == pytest.approx(0.86, abs=0.005)
