"""Which animal are you, and how many people a quiz reaches that nobody asked."""

from collections.abc import Sequence


def result(answers: Sequence[int]) -> int:
    """Return the animal chosen most often; of several, the one that was chosen first."""
    return max(answers, key=answers.count)


def reached(people: int, contacts: int) -> int:
    """Return how many people at most the quiz learns of who never saw it."""
    return people * contacts
