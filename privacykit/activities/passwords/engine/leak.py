"""Has it leaked? The range question of breach lists, on a bundled toy list and without a network.

A real service (Have I Been Pwned, api.pwnedpasswords.com/range) is asked with the first five signs
of the password's SHA-1 and answers with every ending it knows for them; the comparison is made by
the one who asks. Here the leaked passwords are the station's, and the other endings are made up.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

ASKED = 5
"""Signs of the fingerprint that leave the computer."""
_FEWEST, _SPREAD = 8, 5
_FIRST_SEEN, _FADES = 900_000, 7
_SEEN_BY_OTHERS = 400


@dataclass(frozen=True)
class Line:
    """One line of the answer: an ending, and how often passwords with it were seen in leaks."""

    ending: str
    seen: int


@dataclass(frozen=True)
class Question:
    fingerprint: str

    @property
    def asked(self) -> str:
        """The part that leaves the computer."""
        return self.fingerprint[:ASKED]

    @property
    def kept(self) -> str:
        """The part that stays."""
        return self.fingerprint[ASKED:]


def question(password: str) -> Question:
    """Return the SHA-1 fingerprint of the password, cut in two."""
    typed = password.encode("utf-8", "surrogatepass")
    return Question(hashlib.sha1(typed, usedforsecurity=False).hexdigest().upper())


def _made_up(asked: str) -> Iterable[Line]:
    """Yield endings that only depend on what was asked, so the same question looks the same."""
    for number in range(_FEWEST + int(asked, 16) % _SPREAD):
        noise = hashlib.sha256(f"{asked}:{number}".encode()).hexdigest().upper()
        yield Line(noise[: 40 - ASKED], 1 + int(noise[-4:], 16) % _SEEN_BY_OTHERS)


def _leaked(asked: str, pretend: Iterable[str]) -> Iterable[Line]:
    for place, password in enumerate(pretend, 1):
        each = question(password)
        if each.asked == asked:
            yield Line(each.kept, max(_FIRST_SEEN // place**2, _FADES))


def answer(asked: str, pretend: Iterable[str]) -> tuple[Line, ...]:
    """Return what comes back for five signs: endings in order, real ones among made-up ones."""
    lines = (*_made_up(asked), *_leaked(asked, pretend))
    return tuple(sorted(lines, key=lambda line: line.ending))


def seen(kept: str, lines: Iterable[Line]) -> int:
    """Compare here: how often the password was seen in leaks, 0 if it is not in the answer."""
    return next((line.seen for line in lines if line.ending == kept), 0)
