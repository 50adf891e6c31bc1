"""What a line of a filter list says: EasyList's syntax, as far as the kit carries it out.

A line with an option that is not known here is not used at all: half of a rule would stop what its
author wanted to let through, or the other way round.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from privacykit.tracking.model import KINDS, Kind

KIND_OPTIONS: dict[str, tuple[Kind, ...]] = {
    "beacon": ("beacon",),
    "css": ("style",),
    "document": ("document",),
    "font": ("font",),
    "frame": ("frame",),
    "image": ("image",),
    "media": ("media",),
    "other": ("other", "prefetch"),
    "ping": ("beacon",),
    "script": ("script", "worker"),
    "stylesheet": ("style",),
    "subdocument": ("frame",),
    "websocket": ("websocket",),
    "xhr": ("xhr",),
    "xmlhttprequest": ("xhr",),
}
"""What lists call the kinds; a worker is a script to them, what is fetched ahead is `other`."""
THIRD = frozenset({"third-party", "3p", "~first-party", "~1p"})
FIRST = frozenset({"~third-party", "~3p", "first-party", "1p"})
SITES = frozenset({"domain", "from"})
_WITHOUT_PAGES = frozenset(KINDS) - {"document"}
_COSMETIC = re.compile(r"#[@?$%]{0,2}#")
_SITE = re.compile(r"~?[\w-]+(?:\.[\w-]+)*", re.ASCII)
SIGNS = re.compile(r"([\^*])")
WORD = re.compile(r"[a-z0-9%]+")
_HOST_OF_BODY = re.compile(r"\|\|[^/^*|:?]*")


class Options(NamedTuple):
    """What stands behind the dollar sign."""

    kinds: frozenset[Kind] = _WITHOUT_PAGES
    third: bool | None = None
    """None: whoever calls."""
    sites: frozenset[str] = frozenset()
    """Pages on which the rule holds; empty: on all."""
    not_sites: frozenset[str] = frozenset()
    important: bool = False

    def fit(self, site: str, kind: Kind, *, third: bool) -> bool:
        if kind not in self.kinds or self.third not in {None, third}:
            return False
        if not (self.sites or self.not_sites):
            return True
        names = lineage(site)
        is_there = not self.sites or not self.sites.isdisjoint(names)
        return is_there and self.not_sites.isdisjoint(names)


@dataclass(frozen=True, slots=True)
class Rule:
    line: str
    """As it stands in the list."""
    body: str
    """The pattern in lower case and ASCII, with its anchors."""
    options: Options = Options()  # noqa: RUF009 - as frozen as a constant
    excepts: bool = False


class Split(NamedTuple):
    """A line's parts as they are written; together they are the line."""

    mark: str
    """`@@` or nothing."""
    body: str
    options: str
    """With its dollar sign."""


def split(line: str) -> Split:
    mark = "@@" if line.startswith("@@") else ""
    rest = line.removeprefix("@@")
    body, dollar, options = rest.rpartition("$")
    return Split(mark, body, dollar + options) if dollar else Split(mark, rest, "")


def is_note(line: str) -> bool:
    """Tell whether a line is for people: empty, a comment or the list's title."""
    return not line or line[0] in "!["


def hides(line: str) -> bool:
    """Tell whether a line is about what a page shows, not about what it calls."""
    return _COSMETIC.search(line) is not None


def is_blank_inside(line: str) -> bool:
    return any(map(str.isspace, line))


def is_regex(body: str) -> bool:
    return len(body) > 1 and body[0] == body[-1] == "/"


def lineage(host: str) -> list[str]:
    """Return a host and everything above it: a.b.se, b.se, se."""
    labels = host.lower().rstrip(".").split(".")
    return [".".join(labels[at:]) for at in range(len(labels))]


def read(line: str) -> Rule | None:
    """Return what a line says; None if it is no rule, or none that the kit can carry out."""
    if is_note(line) or hides(line) or is_blank_inside(line):
        return None
    parts = split(line)
    options = options_of(parts.options.removeprefix("$"))
    if (
        options is None
        or parts.options == "$"
        or is_regex(parts.body)
        or (parts.mark and "document" in options.kinds)
    ):
        return None
    return Rule(line, in_ascii(parts.body).lower(), options, bool(parts.mark))


@lru_cache(maxsize=2_000)
def options_of(text: str) -> Options | None:
    """Return what options say, None if one of them is not known or they contradict each other.

    Empty: there is no dollar sign.
    """
    if not text:
        return Options()
    only: set[Kind] = set()
    never: set[Kind] = set()
    found = Options()
    for name in text.split(","):
        kinds = KIND_OPTIONS.get(name.removeprefix("~"))
        added = found if kinds else _with(found, name)
        if added is None:
            return None
        found = added
        (never if name.startswith("~") else only).update(kinds or ())
    return found._replace(kinds=frozenset(only or _WITHOUT_PAGES) - never)


def _with(options: Options, name: str) -> Options | None:
    key, has_value, value = name.partition("=")
    if has_value:
        return _with_sites(options, value) if key in SITES and not _has_sites(options) else None
    if name in THIRD | FIRST and options.third is None:
        return options._replace(third=name in THIRD)
    return options._replace(important=True) if name == "important" else None


def _has_sites(options: Options) -> bool:
    return bool(options.sites or options.not_sites)


def _with_sites(options: Options, value: str) -> Options | None:
    names = value.lower().split("|")
    if not all(map(_SITE.fullmatch, names)):
        return None
    return options._replace(
        sites=frozenset(name for name in names if name[0] != "~"),
        not_sites=frozenset(name[1:] for name in names if name[0] == "~"),
    )


def in_ascii(body: str) -> str:
    """Return a pattern as addresses are sent: hosts in Punycode, the rest with percent signs."""
    if body.isascii():
        return body
    host = _HOST_OF_BODY.match(body)
    start = host[0] if host else ""
    return start[:2] + host_in_ascii(start[2:]) + quote(body[len(start) :], _AS_IS)


_AS_IS = "".join(map(chr, range(33, 127)))


def host_in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return quote(host, _AS_IS)
