"""How long a password would hold: zxcvbn's count of guesses, against four named attackers.

The answer is an estimate and a floor for nobody: zxcvbn does not know a person's pets or songs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from zxcvbn import matching, zxcvbn

from privacykit.activities.passwords.engine import durations, lists
from privacykit.activities.passwords.engine.parts import Part, read
from privacykit.i18n import _

LONGEST = 72
"""Characters looked at; zxcvbn grows with the square of the length."""
_QUICK_LENGTH, _QUICK_READINGS = 40, 25_000
"""Measured with tests/benchmarks/passwords.py: about 8 ms at most."""
_FAIR_FROM, _STRONG_FROM = durations.DAY, durations.YEAR
"""Seconds that a badly protected stolen file must hold."""


class Setting(NamedTuple):
    """Where a guessing program stands, and how many guesses a second it gets there."""

    name: Callable[[], str]
    per_second: float


SETTINGS = (
    Setting(lambda: _("A login page with a limit"), 100 / 3600),
    Setting(lambda: _("A login page with no limit"), 10),
    Setting(lambda: _("A stolen file, well protected"), 1e4),
    Setting(lambda: _("A stolen file, badly protected"), 1e10),
)
WELL_PROTECTED, WORST = SETTINGS[-2:]


class Verdict(Enum):
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True)
class Estimate:
    text: str
    """What was looked at: the first LONGEST characters of what was typed."""
    guesses: int
    parts: tuple[Part, ...]

    def seconds(self, setting: Setting) -> float:
        return self.guesses / setting.per_second

    def holds(self, setting: Setting) -> str:
        return durations.in_words(self.seconds(setting))

    @property
    def verdict(self) -> Verdict:
        seconds = self.seconds(WORST)
        if seconds < _FAIR_FROM:
            return Verdict.WEAK
        return Verdict.FAIR if seconds < _STRONG_FROM else Verdict.STRONG


def quick(text: str) -> bool:
    """Tell whether an estimate fits in one frame (16 ms) of the screen.

    zxcvbn reads each piece of the text once for every way to take its signs for letters.
    """
    signs = matching.relevant_l33t_subtable(text, matching.L33T_TABLE).values()
    readings = len(text) ** 2 * math.prod(len(each) for each in signs)
    return len(text) <= _QUICK_LENGTH and readings <= _QUICK_READINGS


def estimate(text: str) -> Estimate:
    """Return how hard the text is to guess; any text will do, the empty one too."""
    lists.known()
    looked_at = text[:LONGEST]
    if not looked_at:
        return Estimate("", 1, ())
    # U+0130 is the one letter that grows when zxcvbn lowers it, and would shift what follows
    result = zxcvbn(looked_at.replace("\u0130", "I"))
    return Estimate(looked_at, int(result["guesses"]), tuple(read(looked_at, result["sequence"])))
