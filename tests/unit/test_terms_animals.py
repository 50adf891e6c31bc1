"""Which animal it is, and whom the quiz reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.terms.engine import animals


@pytest.mark.parametrize(
    ("answers", "animal"), [([0, 2, 2, 1], 2), ([1, 1, 0, 0], 1), ([0, 0, 1, 1], 0), ([2], 2)]
)
def test_the_animal_chosen_most_often_and_first_wins(answers: list[int], animal: int) -> None:
    assert animals.result(answers) == animal


@given(st.lists(st.integers(0, 2), min_size=1, max_size=6))
def test_no_other_animal_was_chosen_more_often(answers: list[int]) -> None:
    assert all(answers.count(animals.result(answers)) >= answers.count(each) for each in range(3))


def test_everybody_in_every_book_is_reached() -> None:
    assert animals.reached(8, 150) == 1200
