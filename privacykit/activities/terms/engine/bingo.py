"""Clause bingo: statements to choose from, and a grade from A to E for all clauses together."""

from collections.abc import Sequence
from random import Random

from privacykit.activities.terms.engine.words import CHOICES, Clause

GRADES = "ABCDE"
_LEAST = 0.6, 0.2, -0.2, -0.6
"""The least mean of points for A, B, C and D; the points go from -2 to 2."""
_WORST = -2


def statements(clauses: Sequence[Clause], number: int, chance: Random) -> tuple[str, ...]:
    """Return the right plain statement among others of the same round, mixed."""
    others = [each.plain for place, each in enumerate(clauses) if place != number]
    chosen = [clauses[number].plain, *chance.sample(others, CHOICES - 1)]
    chance.shuffle(chosen)
    return tuple(chosen)


def grade(clauses: Sequence[Clause]) -> str:
    """Return the grade by the mean of the points; one clause of -2 leaves at best a C."""
    points = [clause.points for clause in clauses]
    mean = sum(points) / len(points)
    place = sum(mean < least for least in _LEAST)
    return GRADES[max(place, 2) if min(points) == _WORST else place]
