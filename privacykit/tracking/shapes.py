"""Whether a rule's pattern fits an address, in time that grows with its length and no faster.

A pattern is cut at its asterisks. The pieces have a fixed length and are sought from left to right,
each at the first place where it fits: if that leads nowhere, no later place does, so nothing is
ever tried again. One regular expression with `.*` for each asterisk would try.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from privacykit.tracking.grammar import WORD, host_in_ascii, lineage

LONGEST = 8_192
"""Signs of an address that are looked at."""
_ADDRESS = re.compile(r"((?:https?|wss?)://(?:[^/?#@]*@)?)([^/?#:\[]+|\[[^]/?#]*\])", re.IGNORECASE)
_SEPARATOR = r"(?:[^\w.%-]|\Z)"
_AS_IS = "".join(map(chr, range(33, 127)))


@dataclass(frozen=True, slots=True)
class Address:
    """What is called, made ready for looking up rules."""

    text: str
    """In lower case and ASCII."""
    hosts: list[str]
    """The host and everything above it."""
    starts: list[int]
    """Where in the text the host and everything above it begin."""
    words: list[str]
    """Each once; the last one is empty."""


def address(url: str) -> Address | None:
    """Return an address made ready; None if it is not one of the web."""
    url = url[:LONGEST]
    found = _ADDRESS.match(url)
    if found is None:
        return None
    host = found[2]
    if not url.isascii():
        host = host_in_ascii(host)
        url = quote(found[1], _AS_IS) + host + quote(url[found.end() :], _AS_IS)
        found = _ADDRESS.match(url) or found
    text, begin = url.lower(), found.start(2)
    starts = [begin, *(begin + at + 1 for at, sign in enumerate(host) if sign == ".")]
    return Address(text, lineage(host), starts, [*dict.fromkeys(WORD.findall(text)), ""])


class Shape(NamedTuple):
    """A pattern, cut at its asterisks."""

    anchor: str
    """`||` the first piece begins a part of the host, `|` the address; empty: anywhere."""
    pieces: tuple[re.Pattern[str], ...]

    def fits(self, where: Address) -> bool:
        first, *rest = self.pieces
        starts = {"||": where.starts, "|": [0]}.get(self.anchor)
        if starts is None:
            found = first.search(where.text)
        else:
            tries = (first.match(where.text, at) for at in starts)
            found = next(filter(None, tries), None)
        for piece in rest:
            if found is None:
                break
            found = piece.search(where.text, found.end())
        return found is not None


@lru_cache(maxsize=4_096)
def shape(body: str) -> Shape:
    anchor = "||" if body.startswith("||") else "|" if body.startswith("|") else ""
    inner = body.removeprefix(anchor)
    first, *rest = inner.removesuffix("|").split("*")
    pieces = [first, *filter(None, rest)]
    patterns = [re.escape(one).replace(r"\^", _SEPARATOR) for one in pieces]
    if inner.endswith("|") and not inner.endswith("*|"):
        patterns[-1] += r"\Z"
    return Shape(anchor, tuple(re.compile(one, re.ASCII) for one in patterns))


def words(body: str) -> list[str]:
    """Return the words that every address has whole that the pattern fits."""
    return [
        found[0]
        for found in WORD.finditer(body)
        if _is_edge(body, found.start() - 1) and _is_edge(body, found.end())
    ]


def _is_edge(body: str, at: int) -> bool:
    """Tell whether a word surely ends beside this place: a sign stands there, and no asterisk."""
    return 0 <= at < len(body) and body[at] != "*"
