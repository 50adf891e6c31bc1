"""The code that one person reads aloud and another types: six digits, good for one guess."""

import secrets
import unicodedata

from privacykit.errors import PairingError
from privacykit.i18n import _

DIGITS = 6


def fresh(old: str = "") -> str:
    """Return a code by chance, never the old one again."""
    while (made := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}") == old:
        continue
    return made


def shown(code: str) -> str:
    """Return a code as it is read aloud."""
    return f"{code[:3]} {code[3:]}"


def typed(text: str) -> str:
    """Return the code that a person typed, in any script's digits; PairingError if none."""
    digits = [unicodedata.digit(sign, None) for sign in text if sign not in " -\u00a0\u2009"]
    if len(digits) != DIGITS or None in digits:
        raise PairingError(_("The code is six digits. It stands on the other screen."))
    return "".join(map(str, digits))
