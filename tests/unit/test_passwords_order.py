"""Guess the order: the answer is hidden at first and the score shames nobody."""

from random import Random

import pytest

from privacykit.activities.passwords.engine.order import rank, right_neighbours, shuffled
from privacykit.activities.passwords.engine.words import Sample

TEXTS = ("letmein", "maria1987", "kX9!vQ2zLm#4tR7p", "qwerty", "kX9!vQ2z", "1987-05-12", "z", "abc")
SAMPLES = tuple(Sample(text, f"because of {text}") for text in TEXTS)


def test_samples_are_ranked_by_guesses() -> None:
    ranked = rank(SAMPLES)
    guesses = [each.estimate.guesses for each in ranked]
    assert guesses == sorted(guesses)
    assert ranked[-1].sample.text == "kX9!vQ2zLm#4tR7p"
    assert {each.sample for each in ranked} == set(SAMPLES)


@pytest.mark.parametrize("seed", range(30))
def test_the_first_order_never_is_the_answer(seed: int) -> None:
    ranked = rank(SAMPLES[:3])
    mixed = shuffled(ranked, Random(seed))  # noqa: S311 - a game, no secret
    assert sorted(map(id, mixed)) == sorted(map(id, ranked))
    assert right_neighbours(mixed) < len(mixed) - 1


def test_equal_samples_do_not_go_on_for_ever() -> None:
    ranked = rank([SAMPLES[0]] * 8)
    assert len(shuffled(ranked, Random(1))) == 8  # noqa: S311


def test_right_neighbours_are_counted() -> None:
    ranked = list(rank(SAMPLES))
    assert right_neighbours(ranked) == 7
    assert right_neighbours(ranked[::-1]) == 0
    assert right_neighbours([*ranked[1:], ranked[0]]) == 6
