"""How well a page matches the words of a question: rare words count for more than common ones."""

import math
import re
from collections.abc import Sequence

_SHORTEST = 3
_LONGEST_ENDING = 3
_IN_TEXT = 0.6
"""What a word in the text is worth, compared with one in the title."""


class Index:
    """Pages as pairs of title and text."""

    def __init__(self, pages: Sequence[tuple[str, str]]) -> None:
        self._pages = [(_split(title), _split(text)) for title, text in pages]

    def scores(self, query: str) -> list[float]:
        """Return how well each page matches, from 0 (not at all) to 1 (every word in its title)."""
        asked = _split(query)
        found = [[_worth(word, *page) for word in asked] for page in self._pages]
        rarity = [self._rarity(sum(row[place] > 0 for row in found)) for place in range(len(asked))]
        whole = sum(rarity)
        if not whole:
            return [0.0] * len(self._pages)
        return [sum(map(float.__mul__, row, rarity)) / whole for row in found]

    def _rarity(self, pages_with_it: int) -> float:
        """Return the inverse document frequency of a word."""
        return math.log(1 + len(self._pages) / pages_with_it) if pages_with_it else 0.0


def _split(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST]


def _worth(word: str, title: Sequence[str], text: Sequence[str]) -> float:
    if any(_same(word, other) for other in title):
        return 1.0
    return _IN_TEXT if any(_same(word, other) for other in text) else 0.0


def _same(word: str, other: str) -> bool:
    """Take endings as of no account: "risks" finds "risk", and "coffee" a "coffeehouse"."""
    return other.startswith(word) or (
        word.startswith(other) and len(word) - len(other) <= _LONGEST_ENDING
    )
