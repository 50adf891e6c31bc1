"""A passphrase: how hard it is to guess, and the check value that is kept in its place."""

import hmac
import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Literal, NamedTuple

import msgspec

from privacykit import paths
from privacykit.errors import LockError
from privacykit.i18n import _

LONGEST = 256
"""Characters."""
ENOUGH = 3
"""Of 4, as zxcvbn judges: safely out of reach of guessing at a lock that slows one down."""
_JUDGED, _KEY = 72, 32
_KIT = ("privacykit", "privacy", "library", "bibliotek", "biblioteket", "staff", "personal")


class Cost(NamedTuple):
    """How much work one guess is: scrypt's n, r and p. These take 128 MiB for half a second."""

    n: int = 1 << 17
    r: int = 8
    p: int = 1


USUAL = Cost()


class Verifier(msgspec.Struct, frozen=True):
    """What is kept of a passphrase; the bounds keep a damaged file from asking for all memory."""

    salt: Annotated[bytes, msgspec.Meta(min_length=16, max_length=64)]
    hash: Annotated[bytes, msgspec.Meta(min_length=_KEY, max_length=_KEY)]
    n: Annotated[int, msgspec.Meta(ge=2, le=1 << 18)]
    r: Annotated[int, msgspec.Meta(ge=1, le=16)]
    p: Annotated[int, msgspec.Meta(ge=1, le=4)]
    version: Literal[1] = 1


def strength(passphrase: str, about: Sequence[str] = ()) -> int:
    """Return 0 to 4; `about` are words that a guesser tries first, such as the account's name."""
    from zxcvbn import zxcvbn  # late: its word lists take a while

    if not passphrase:
        return 0
    return int(zxcvbn(passphrase[:_JUDGED], [*about, *_KIT, *_common()])["score"])


@cache
def _common() -> tuple[str, ...]:
    """Return what people use as passwords in the languages that zxcvbn does not know."""
    files = sorted((paths.resources() / "wordlists").glob("common-*.txt"))
    lines = "\n".join(file.read_text("utf-8") for file in files).splitlines()
    words = (line.partition("#")[0].strip() for line in lines)
    return tuple(word for word in words if word)


def problem(passphrase: str, about: Sequence[str] = ()) -> str:
    """Return what is wrong with a new passphrase; empty if nothing is."""
    if len(passphrase) > LONGEST:
        words = _("That is longer than {count} characters. Choose a shorter one.")
        return words.format(count=LONGEST)
    if strength(passphrase, about) < ENOUGH:
        return _(
            "That is too easy to guess. Take four or more words that do not belong together: "
            "easy to remember, hard to guess."
        )
    return ""


def make(passphrase: str, about: Sequence[str] = (), cost: Cost = USUAL) -> Verifier:
    """Return the check value of a new passphrase. Raises LockError for one that is too weak."""
    if wrong := problem(passphrase, about):
        raise LockError(wrong)
    salt = os.urandom(16)
    return Verifier(salt, _derive(passphrase, salt, cost), *cost)


def matches(verifier: Verifier, passphrase: str) -> bool:
    """Tell whether it is the one, in the same time whether or not."""
    cost = Cost(verifier.n, verifier.r, verifier.p)
    return hmac.compare_digest(_derive(passphrase, verifier.salt, cost), verifier.hash)


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # late: the window starts quicker

    typed = encoded(passphrase)
    try:
        return Scrypt(salt, _KEY, *cost).derive(typed)
    finally:
        wipe(typed)


def encoded(passphrase: str) -> bytearray:
    """Return it as bytes, the same whichever way the keyboard composed its letters."""
    return bytearray(unicodedata.normalize("NFKC", passphrase), "utf-8", "surrogatepass")


def wipe(secret: bytearray) -> None:
    """Overwrite it in memory."""
    secret[:] = bytes(len(secret))
