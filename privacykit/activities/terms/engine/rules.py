"""Rules as data: resources/terms/<language>.toml says by which phrases a passage is known."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Literal

import msgspec

from privacykit import paths

Subject = Literal["taken", "shared", "leaving", "changes"]
SUBJECTS: tuple[Subject, ...] = "taken", "shared", "leaving", "changes"
LANGUAGES = "en", "sv"
ENOUGH = 2
"""The score from which on a sentence is marked."""

Phrases = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence with a phrase of each list in `has`, and of none in `without`, scores `weight`."""

    subject: Subject
    has: Phrases
    without: tuple[str, ...] = ()
    weight: Annotated[int, msgspec.Meta(ge=1, le=3)] = ENOUGH


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase is whole words; a star stands for any ending or any beginning: "*name*"."""

    common: Phrases
    """Words by which the language is known."""
    lists: dict[str, Phrases]
    rule: Annotated[tuple[Rule, ...], msgspec.Meta(min_length=1)]

    def __post_init__(self) -> None:
        named = {name for rule in self.rule for name in (*rule.has, *rule.without)}
        if unknown := sorted(named ^ {*self.lists}):
            raise ValueError(f"these lists are not there, or not used: {', '.join(unknown)}")


class Reader:
    """The rules of a language, ready to be looked for."""

    def __init__(self, rules: Rules) -> None:
        self.common = frozenset(rules.common)
        self._rules = rules.rule
        self._lists = {name: _patterns(phrases) for name, phrases in rules.lists.items()}

    def scores(self, sentence: str) -> dict[Subject, int]:
        """Return how much speaks for each subject that anything speaks for."""
        low = sentence.casefold()
        held = {
            name
            for name, patterns in self._lists.items()
            if any(pattern.search(low) for pattern in patterns)
        }
        found: dict[Subject, int] = {}
        for rule in self._rules:
            if held.issuperset(rule.has) and held.isdisjoint(rule.without):
                found[rule.subject] = found.get(rule.subject, 0) + rule.weight
        return found


def _patterns(phrases: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Look for literal words only, so that the time is bounded; apart, as that is much quicker."""
    whole = [_one(phrase) for phrase in phrases if not phrase.startswith("*")]
    parts = [_one(phrase) for phrase in phrases if phrase.startswith("*")]
    found = [rf"\b(?:{'|'.join(whole)})"] if whole else []
    return tuple(map(re.compile, [*found, *(["|".join(parts)] if parts else [])]))


def _one(phrase: str) -> str:
    words = r"\s+".join(re.escape(word) for word in phrase.strip("*").split())
    return words if phrase.endswith("*") else rf"{words}\b"


@cache
def load(language: str) -> Reader:
    """Return the rules of one of LANGUAGES."""
    data = (paths.resources() / "terms" / f"{language}.toml").read_bytes()
    return Reader(msgspec.toml.decode(data, type=Rules))
