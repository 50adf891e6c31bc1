"""What may be kept of an address: host, path and names; and what of the page's a call takes along.

Values of a query are looked at here and nowhere kept.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, unquote_plus, urlsplit

LONGEST_PATH, LONGEST_NAME = 200, 60
_HOST = re.compile(r"[\w:.-]{1,253}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\\\]+")
_SAFE = "/%:@!$&'()*+,=~"
_MOST_NAMES = 50
_LONGEST_QUERY = 8_192
_PLAIN = {"http": True, "ws": True, "https": False, "wss": False}
_SHORTEST_VALUE = 3
SEARCHING = frozenset(
    {"find", "fritext", "keyword", "keywords", "kw", "lookfor", "q", "query", "s", "search"}
    | {"searchterm", "searchtext", "sok", "sokord", "term", "terms", "text", "w", "words"}
)
"""Parameters in which pages put what somebody searches for."""


class Clean(NamedTuple):
    """An address without anything secret."""

    host: str
    path: str
    names: tuple[str, ...]
    plain: bool
    """Not encrypted."""


def clean(url: str) -> Clean | None:
    """Return what may be kept of a web address; None if it is none."""
    parts = _split(url)
    if parts is None:
        return None
    path = quote(parts.path.partition(";")[0][:LONGEST_PATH], _SAFE)[:LONGEST_PATH] or "/"
    names = dict.fromkeys(name for name, _value in _pairs(parts.query))
    return Clean(_host(parts), path, (*names,), _PLAIN[parts.scheme])


def host_of(url: str) -> str:
    parts = _split(url)
    return _host(parts) if parts else ""


def carried(page: str, called: str, referrer: str, body: str = "") -> tuple[str, ...]:
    """Return the names of the page's parameters whose values a call to somebody else takes along.

    They go in the Referer, in a copy of the page's address, or as search words of their own; that
    may be in the address that is called or in the body of what is sent.
    """
    own = _split(page)
    if own is None or not own.query:
        return ()
    copies = (*_addresses_in(called), *_addresses_in(f" {body}"))
    told = {pair for address in (referrer, *copies) for pair in _of(address)}
    words = {value for _name, value in (*_of(called), *_pairs(body))}
    return tuple(
        name
        for name, value in dict.fromkeys(_pairs(own.query))
        if len(value) >= _SHORTEST_VALUE
        and ((name, value) in told or (name.lower() in SEARCHING and value in words))
    )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in _PLAIN and _HOST.fullmatch(_host(parts)) is not None
    except ValueError:
        return None
    return parts if is_fine else None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    """Yield names and values; a word without = is a value, and so has no name."""
    for field in query[:_LONGEST_QUERY].split("&", _MOST_NAMES)[:_MOST_NAMES]:
        name, is_pair, value = field.partition("=")
        if is_pair and name and len(name) <= LONGEST_NAME and unquote_plus(name).isprintable():
            yield unquote_plus(name), unquote_plus(value)


def _of(url: str) -> Iterator[tuple[str, str]]:
    parts = _split(url)
    if parts is not None:
        yield from _pairs(parts.query)


def _addresses_in(text: str) -> Iterator[str]:
    """Yield the addresses that stand in a text behind its start, also if encoded once or twice."""
    once = unquote(text[:_LONGEST_QUERY])
    for form in (text[:_LONGEST_QUERY], once, unquote(once)):
        yield from _ADDRESS.findall(form, 1)
