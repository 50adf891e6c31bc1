"""Read it for me: the language, the time to read it, and the passages that are worth the time."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from privacykit.activities.terms.engine import rules
from privacykit.activities.terms.engine.rules import Subject
from privacykit.errors import CancelledError, TermsError
from privacykit.i18n import _

LONGEST = 600_000
"""Characters; the longest real terms are well below."""
SHORTEST = 20
"""Words."""
SHOWN = 3
"""Passages of a subject that are shown."""
PACE, SLOW, FAST = 238, 175, 300
"""Words a minute, silent reading of English non-fiction: the mean, and where most adults lie.

Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047
"""
_ENDS = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"”)]))\s+(?=[\"“”(]?[A-ZÅÄÖÉ0-9])"
    r"|(?<!\n)\n++(?![ \t]{0,8}[•*–-][ \t].{1,120}(?:\n|\Z))"  # noqa: RUF001
)
"""The short items of a list belong to the sentence that leads to them."""
_HEADING, _HEADING_WITH_STOP = 6, 2
"""Words of the longest heading."""
_WORD = re.compile(r"[^\W\d_]+")
_WIDEST = 2000
_PIECE = re.compile(rf".{{1,{_WIDEST}}}(?:\s|\Z)|.{{1,{_WIDEST}}}", re.DOTALL)
"""A text without full stops is cut, so that no passage is longer than a screen."""
_SAMPLE = 20_000
_KNOWN = 0.15
"""The share of common words from which on a language counts as known."""


class Passage(NamedTuple):
    start: int
    text: str
    score: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Reading(NamedTuple):
    language: str
    words: int
    found: dict[Subject, tuple[Passage, ...]]
    """All marked passages of each subject, the clearest first."""

    def minutes(self, pace: int = PACE) -> int:
        return max(1, round(self.words / pace))

    def shown(self, subject: Subject) -> tuple[Passage, ...]:
        return self.found[subject][:SHOWN]


def seconds(text: str) -> int:
    """Return how long an adult reads on average."""
    return round(60 * sum(1 for _word in _WORD.finditer(text)) / PACE)


def folded(text: str) -> str:
    """Break lines that are too long to be laid out quickly: one sentence a line, the words kept."""
    lines = (_folded(line) if len(line) > _WIDEST else line for line in text.split("\n"))
    return "\n".join(lines)


def _folded(line: str) -> str:
    return "\n".join(said for _start, said in sentences(line))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each sentence or line starts, and what it says."""
    start = 0
    for end in _ENDS.finditer(text):
        yield from _trimmed(start, text[start : end.start()])
        start = end.end()
    yield from _trimmed(start, text[start:])


def _trimmed(start: int, piece: str) -> Iterator[tuple[int, str]]:
    for part in _PIECE.finditer(piece):
        said = part[0].strip()
        if said:
            yield start + part.start() + part[0].index(said), said


def language_of(text: str) -> str:
    """Return one of rules.LANGUAGES, "" if it is none of them."""
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    shares = {
        language: sum(word in rules.load(language).common for word in words) / max(1, len(words))
        for language in rules.LANGUAGES
    }
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _KNOWN else ""


def read(text: str, cancelled: Callable[[], bool] = lambda: False) -> Reading:
    """Mark a text; raises TermsError if it is too short, too long or in another language."""
    if len(text) > LONGEST:
        raise TermsError(_("This text is longer than any terms we know of. Paste a part of it."))
    words = sum(1 for _word in _WORD.finditer(text))
    if words < SHORTEST:
        raise TermsError(_("There is too little text to read. Paste the whole text of the terms."))
    language = language_of(text)
    if not language:
        raise TermsError(
            _("This is neither English nor Swedish, and the kit has rules for these two alone.")
        )
    return Reading(language, words, _marked(text, language, cancelled))


def _marked(
    text: str, language: str, cancelled: Callable[[], bool]
) -> dict[Subject, tuple[Passage, ...]]:
    reader = rules.load(language)
    found: dict[Subject, list[Passage]] = {subject: [] for subject in rules.SUBJECTS}
    for start, said in sentences(text):
        if cancelled():
            raise CancelledError
        if _is_heading(said):
            continue
        for subject, score in reader.scores(said).items():
            if score >= rules.ENOUGH:
                found[subject].append(Passage(start, said, score))
    return {subject: tuple(sorted(each, key=_clearest)) for subject, each in found.items()}


def _is_heading(said: str) -> bool:
    """Tell a heading, which says what comes but not how it is, by its few words."""
    words = len(said.split())
    stops = said.endswith((".", "!", "?", ":", ";"))
    return words <= (_HEADING_WITH_STOP if stops else _HEADING)


def _clearest(passage: Passage) -> tuple[int, int]:
    return -passage.score, passage.start
