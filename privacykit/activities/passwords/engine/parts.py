"""What a password is made of, as a guessing program sees it, in plain words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from zxcvbn import matching, scoring

from privacykit.activities.passwords.engine import lists
from privacykit.i18n import _

Match = Mapping[str, Any]
"""One of zxcvbn's matches: pattern, i, j, token, guesses, and more by pattern."""


class Kind(Enum):
    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a secret
    NAME = "name"
    WORD = "word"
    ENGLISH = "common-en"
    SWEDISH = "common-sv"
    SWAPPED = "swapped"
    BACKWARDS = "backwards"
    KEYS = "keys"
    SEQUENCE = "sequence"
    REPEAT = "repeat"
    YEAR = "year"
    DATE = "date"
    LETTER = "letter"
    DIGIT = "digit"
    SIGN = "sign"
    SPACE = "space"
    NOTHING = "nothing"


WORDS = frozenset({Kind.PASSWORD, Kind.NAME, Kind.WORD, Kind.ENGLISH, Kind.SWEDISH})
DISGUISED = frozenset({Kind.SWAPPED, Kind.BACKWARDS})
PATTERNS = frozenset({Kind.KEYS, Kind.SEQUENCE, Kind.REPEAT, Kind.YEAR, Kind.DATE})
UNPATTERNED = frozenset({Kind.LETTER, Kind.DIGIT, Kind.SIGN, Kind.SPACE, Kind.NOTHING})

IN_WORDS: Mapping[Kind, Callable[[], str]] = {
    Kind.PASSWORD: lambda: _("a common password"),
    Kind.NAME: lambda: _("a name"),
    Kind.WORD: lambda: _("a common word"),
    Kind.ENGLISH: lambda: _("a common English word"),
    Kind.SWEDISH: lambda: _("a common Swedish word"),
    Kind.SWAPPED: lambda: _("a common word, signs for letters"),
    Kind.BACKWARDS: lambda: _("a common word, backwards"),
    Kind.KEYS: lambda: _("keys next to each other"),
    Kind.SEQUENCE: lambda: _("a sequence"),
    Kind.REPEAT: lambda: _("repeats"),
    Kind.YEAR: lambda: _("a year"),
    Kind.DATE: lambda: _("a date"),
    Kind.LETTER: lambda: _("one letter"),
    Kind.DIGIT: lambda: _("one digit"),
    Kind.SIGN: lambda: _("one sign"),
    Kind.SPACE: lambda: _("a space"),
    Kind.NOTHING: lambda: _("no pattern found"),
}

_SOURCES = {
    "passwords": Kind.PASSWORD,
    "female_names": Kind.NAME,
    "male_names": Kind.NAME,
    "surnames": Kind.NAME,
    "english_wikipedia": Kind.ENGLISH,
    "us_tv_and_film": Kind.ENGLISH,
    "common-sv": Kind.SWEDISH,
    lists.YEARS: Kind.YEAR,
}
_SHAPES = {
    "spatial": Kind.KEYS,
    "sequence": Kind.SEQUENCE,
    "repeat": Kind.REPEAT,
    "regex": Kind.YEAR,
    "date": Kind.DATE,
}
_CLEAR, _CLEAR_WORD = 3, 4
_OBVIOUS = (matching.sequence_match, matching.repeat_match, matching.spatial_match)


@dataclass(frozen=True)
class Part:
    """A piece of the text, [start:end], and how many tries it costs to guess it alone."""

    text: str
    start: int
    end: int
    kind: Kind
    tries: int

    def in_words(self) -> str:
        return IN_WORDS[self.kind]()


def read(text: str, sequence: Iterable[Match]) -> Iterator[Part]:
    """Yield the parts that zxcvbn's sequence of matches stands for; together they are the text."""
    for match in sequence:
        for piece in _pieces(match["token"]) if match["pattern"] == "bruteforce" else (match,):
            start = piece["i"] if piece is match else match["i"] + piece["i"]
            end = start + len(piece["token"])
            yield Part(text[start:end], start, end, _kind(piece), int(piece["guesses"]))


def _pieces(token: str) -> list[Match]:
    """Return what can be seen in a stretch that zxcvbn did not take apart.

    For the count "2026!" may be as cheap as five odd signs; a person sees a year and a sign.
    """
    clear = [match for match in matching.omnimatch(token) if _is_clear(match)]
    found = scoring.most_guessable_match_sequence(token, clear, _exclude_additive=True)
    return list(found["sequence"])


def _is_clear(match: Match) -> bool:
    """Tell whether a person sees the pattern too; chance makes short words by itself."""
    return len(match["token"]) >= (_CLEAR_WORD if match["pattern"] == "dictionary" else _CLEAR)


def _kind(match: Match) -> Kind:
    if match["pattern"] == "dictionary":
        return _word(match)
    if match["pattern"] == "bruteforce":
        return _unpatterned(match["token"])
    return _SHAPES[match["pattern"]]


def _word(match: Match) -> Kind:
    source = lists.known()[match["matched_word"]].source
    kind = Kind.NAME if source.endswith("-names") else _SOURCES.get(source, Kind.WORD)
    if kind is Kind.YEAR:
        return kind
    if match["l33t"]:
        return Kind.SWAPPED
    return _obvious(match["token"]) or (Kind.BACKWARDS if match["reversed"] else kind)


def _obvious(token: str) -> Kind | None:
    """Return the shape of a listed word that shows more than the list: "qwerty", "123456"."""
    for matcher in _OBVIOUS:
        for found in matcher(token):
            if len(found["token"]) == len(token) > 1:
                return _SHAPES[found["pattern"]]
    return None


def _unpatterned(token: str) -> Kind:
    if len(token) > 1:
        return Kind.NOTHING
    tests = (token.isalpha, Kind.LETTER), (token.isdigit, Kind.DIGIT), (token.isspace, Kind.SPACE)
    return next((kind for test, kind in tests if test()), Kind.SIGN)
