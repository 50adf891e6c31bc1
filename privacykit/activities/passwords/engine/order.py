"""Guess the order: eight samples from weak to strong, and how near a person came."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from privacykit.activities.passwords.engine.estimate import Estimate, estimate
from privacykit.activities.passwords.engine.words import Sample


@dataclass(frozen=True)
class Ranked:
    sample: Sample
    estimate: Estimate


def rank(samples: Sequence[Sample]) -> tuple[Ranked, ...]:
    """Return the samples with their estimates, the weakest first."""
    ranked = (Ranked(sample, estimate(sample.text)) for sample in samples)
    return tuple(sorted(ranked, key=lambda each: each.estimate.guesses))


def shuffled(ranked: Sequence[Ranked], random: Random) -> list[Ranked]:
    """Return the samples in an order that does not give the answer away."""
    mixed = random.sample(ranked, len(ranked))
    given_away = right_neighbours(mixed) == len(mixed) - 1
    return mixed[::-1] if given_away else mixed


def right_neighbours(order: Sequence[Ranked]) -> int:
    """Count the neighbours of which the first is no stronger than the second."""
    return sum(
        first.estimate.guesses <= second.estimate.guesses for first, second in pairwise(order)
    )
