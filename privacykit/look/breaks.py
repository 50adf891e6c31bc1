"""Where a line may break inside what a person typed without a space."""

import re

_LONG_WORD = re.compile(r"\S{16}(?=[\w!-~])")
"""Not in front of a sign that belongs to the one before."""
_MAY_BREAK = "\u200b"


def breakable(text: str) -> str:
    """Return a text that no long word in it makes wider than the page."""
    return _LONG_WORD.sub(lambda found: found[0] + _MAY_BREAK, text)
