"""The words that guessing programs try first, in one table for zxcvbn.

zxcvbn brings English lists. The languages of the library come from resources/wordlists/common-*.txt
(UTF-8, one entry a line, the most common first, `#` starts a comment), for every screen language:
a Swede also uses the English screen. One merged table instead of ten makes a keystroke several
times cheaper, as zxcvbn looks up every piece of the text in every table.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zxcvbn import matching

from privacykit import paths

YEARS = "years"
_LATEST, _EARLIEST = 2034, 1920


class Known(NamedTuple):
    rank: int
    """1 is the most common of its list."""
    source: str
    """The list's name: "passwords", "female_names", "common-sv" …"""


def entries(text: str) -> Iterator[str]:
    """Yield the entries of a word list, without comments and empty lines."""
    for line in text.splitlines():
        entry = line.split("#", maxsplit=1)[0].strip()
        if entry:
            yield unicodedata.normalize("NFC", entry)


def plain(word: str) -> str:
    """Return the word as typed without accents: å and ä as a, ö as o."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def merged(lists: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Known]:
    """Return every word of the named lists with its best rank, also as typed without accents."""
    known: dict[str, Known] = {}
    for source, words in lists:
        for rank, word in enumerate(words, 1):
            low = word.lower()
            for spelling in (low,) if low.isascii() else (low, plain(low)):
                if spelling not in known or rank < known[spelling].rank:
                    known[spelling] = Known(rank, source)
    return known


def _own(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for file in sorted(folder.glob("common-*.txt")):
        yield file.stem, list(entries(file.read_text(encoding="utf-8")))


@cache
def known() -> dict[str, Known]:
    """Return all common words, and hand their ranks to zxcvbn the first time.

    zxcvbn's own table is replaced, not passed along: it looks at repeated pieces with its own.
    """
    years = [str(year) for year in range(_LATEST, _EARLIEST - 1, -1)]
    theirs = matching.RANKED_DICTIONARIES.items()
    words = merged([*_own(paths.resources() / "wordlists"), (YEARS, years), *theirs])
    matching.RANKED_DICTIONARIES.clear()
    matching.RANKED_DICTIONARIES["all"] = {word: entry.rank for word, entry in words.items()}
    return words
