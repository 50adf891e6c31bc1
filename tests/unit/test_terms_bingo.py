"""Clause bingo: what is to choose from, and the grade."""

from random import Random

import pytest

from privacykit.activities.terms.engine import bingo
from privacykit.activities.terms.engine.words import CHOICES, Clause


def clauses(*points: int) -> list[Clause]:
    return [Clause(f"text {n}", f"plain {n}", "why", each) for n, each in enumerate(points)]


EIGHT = clauses(*[0] * 8)


def test_the_right_statement_is_among_three_different_ones() -> None:
    for number in range(8):
        chosen = bingo.statements(EIGHT, number, Random(number))  # noqa: S311
        assert f"plain {number}" in chosen
        assert len({*chosen}) == CHOICES


def test_neither_its_place_nor_its_company_is_always_the_same() -> None:
    chance = Random(1)  # noqa: S311
    rounds = [bingo.statements(EIGHT, 0, chance) for _ in range(60)]
    assert {each.index("plain 0") for each in rounds} == {0, 1, 2}
    assert {text for each in rounds for text in each} == {f"plain {n}" for n in range(8)}


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ([2, 2, 1], "A"),
        ([1, 1, 0, 0], "B"),
        ([0, 0, 0], "C"),
        ([0, -1, 0], "D"),
        ([-1, -1, -1], "E"),
        ([2, 2, 2, 2, 2, 2, 2, -2], "C"),
        ([-2, -2, -2], "E"),
    ],
)
def test_the_mean_makes_the_grade_and_the_worst_clause_bounds_it(
    points: list[int], grade: str
) -> None:
    assert bingo.grade(clauses(*points)) == grade
