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
    """A sentence with one phrase of each list in `has`, and none of `without`, scores `weight`.

    A phrase is whole words; a star at its end stands for any ending: "collect*".
    """

    subject: Subject
    has: Annotated[tuple[Phrases, ...], msgspec.Meta(min_length=1)]
    without: tuple[str, ...] = ()
    weight: Annotated[int, msgspec.Meta(ge=1, le=3)] = ENOUGH


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    common: Phrases
    """Words by which the language is known."""
    rule: Annotated[tuple[Rule, ...], msgspec.Meta(min_length=1)]


class Matcher:
    """One rule, ready to be looked for; literal words only, so its time is bounded."""

    def __init__(self, rule: Rule) -> None:
        self.subject, self.weight = rule.subject, rule.weight
        self._has = [_pattern(phrases) for phrases in rule.has]
        self._without = _pattern(rule.without) if rule.without else None

    def score(self, sentence: str) -> int:
        """Return the weight if the sentence, in small letters, fits; else 0."""
        if not all(pattern.search(sentence) for pattern in self._has):
            return 0
        return 0 if self._without and self._without.search(sentence) else self.weight


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_one, phrases))})")


def _one(phrase: str) -> str:
    words = r"\s+".join(re.escape(word) for word in phrase.rstrip("*").split())
    return words if phrase.endswith("*") else rf"{words}\b"


@cache
def load(language: str) -> tuple[frozenset[str], tuple[Matcher, ...]]:
    """Return the common words of one of LANGUAGES, and its rules."""
    data = (paths.resources() / "terms" / f"{language}.toml").read_bytes()
    rules = msgspec.toml.decode(data, type=Rules)
    return frozenset(rules.common), tuple(map(Matcher, rules.rule))
