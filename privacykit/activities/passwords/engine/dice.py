"""A passphrase picked by chance: rolled on screen with the system's source of chance, or by dice.

Bits are words times log2(list): 6 of 7,776 words make 77.5 (Reinhold's Diceware; EFF, 2016).
"""

import math
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from privacykit import paths
from privacykit.activities.passwords.engine import durations, lists
from privacykit.activities.passwords.engine.estimate import WORST
from privacykit.i18n import _

SIDES = 6
_FALLBACK = "en"
_LETTERS_AND_DIGITS = 62


class WordList(NamedTuple):
    language: str
    words: tuple[str, ...]

    @property
    def dice_per_word(self) -> int:
        """How many rolls pick one word; 0 where dice do not fit, as with 8,192 words."""
        rolls = round(math.log(len(self.words), SIDES))
        return rolls if SIDES**rolls == len(self.words) else 0


def _folder() -> Path:
    return paths.resources() / "wordlists"


@cache
def word_list(language: str) -> WordList:
    """Return the list of a language ("sv", "pt-BR", "de-AT"), or the English one if it has none."""
    low = language.lower()
    names = low, low.partition("-")[0], _FALLBACK
    name = next(name for name in names if (_folder() / f"{name}.txt").is_file())
    text = (_folder() / f"{name}.txt").read_text(encoding="utf-8")
    words = (entry.split()[-1] for entry in lists.entries(text))
    return WordList(name, tuple(words))


def roll(
    words: WordList, count: int, below: Callable[[int], int] = secrets.randbelow
) -> tuple[str, ...]:
    """Return words picked by chance; below(n) gives a number from 0 to n - 1."""
    return tuple(words.words[below(len(words.words))] for _word in range(count))


def again(
    words: WordList,
    rolled: tuple[str, ...],
    place: int,
    below: Callable[[int], int] = secrets.randbelow,
) -> tuple[str, ...]:
    """Return the words with the one at place rolled again."""
    return (*rolled[:place], *roll(words, 1, below), *rolled[place + 1 :])


def only_rolls(typed: str) -> str:
    """Return what of the typed text can be on dice."""
    return "".join(sign for sign in typed if sign in "123456")


def by_dice(words: WordList, rolls: str) -> str:
    """Return the word for as many rolls as one word takes: "11111" is the first.

    ValueError if a sign is no roll or their number is wrong.
    """
    if len(rolls) != words.dice_per_word or only_rolls(rolls) != rolls:
        raise ValueError(rolls)
    place = 0
    for sign in rolls:
        place = place * SIDES + int(sign) - 1
    return words.words[place]


def bits(words: WordList, count: int) -> float:
    return count * math.log2(len(words.words))


def comparison(strength: float) -> str:
    """Say in everyday terms what so many bits mean."""
    letters = math.ceil(strength / math.log2(_LETTERS_AND_DIGITS))
    time = durations.in_words(2**strength / WORST.per_second)
    return _(
        "As hard to guess as {count} random letters and digits."
        " Even a badly protected stolen file would take a program {time}."
    ).format(count=letters, time=time)


def passphrase(words: Iterable[str]) -> str:
    return " ".join(words)
