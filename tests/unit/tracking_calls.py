"""Calls to judge, made up from the rules of a list: most fit one of them, some just miss."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from privacykit.tracking import grammar
from privacykit.tracking.grammar import Rule
from privacykit.tracking.model import KINDS, Kind

SITES = ("library.example", "daily-news.example", "shop.example.co.uk")
SEPARATORS = "/?&=:;,!"
WORDS = ("a", "x1", "track", "foo-bar", "pixel.gif", "v%20w", "")
ORACLE_KINDS: dict[Kind, str] = {
    "beacon": "ping",
    "frame": "subdocument",
    "prefetch": "other",
    "style": "stylesheet",
    "worker": "script",
    "xhr": "xmlhttprequest",
}
"""What the Rust engine calls a kind, where its name is not ours."""


class Call(NamedTuple):
    url: str
    page: str
    """The page's host."""
    kind: Kind


def calls(rules: Sequence[Rule], count: int, seed: int) -> Iterator[Call]:
    dice = random.Random(seed)  # noqa: S311 - dice for a test
    for _each in range(count):
        yield made(dice.choice(rules), dice)


def made(rule: Rule, dice: random.Random) -> Call:
    kinds = sorted(rule.options.kinds)
    kind = dice.choice(kinds) if dice.random() < 0.7 else dice.choice(KINDS)
    scheme = "wss://" if kind == "websocket" else dice.choice(["https://", "http://"])
    body = rule.body if dice.random() < 0.85 else nearly(rule.body, dice)
    url = address(body, scheme, dice)
    sites = sorted(rule.options.sites or rule.options.not_sites) or SITES
    page = dice.choice([*sites, dice.choice(SITES), host_of(url)])
    return Call(url, dice.choice(["", "", "www."]) + page, kind)


def nearly(body: str, dice: random.Random) -> str:
    """Return a pattern with one sign less, or one more."""
    at = dice.randrange(len(body) + 1)
    return body[:at] + dice.choice(["", "q", ".", "0"]) + body[at + dice.randrange(2) :]


def address(body: str, scheme: str, dice: random.Random) -> str:
    """Return an address that the pattern fits, or nearly."""
    end = "" if body.endswith("|") else dice.choice(["", "/", "?a=1", "/x", "&b=track"])
    if body.startswith("||"):
        host, rest = halves(body.strip("|"))
        start = scheme + dice.choice(["", "", "cdn.", "a.b.", "no"]) + host.replace("*", "mid")
        return start + filled("/" + rest.lstrip("^/") + end, dice)
    if "://" in body[:9]:
        host, rest = halves(body.strip("|").partition("://")[2])
        return scheme + (host or "host.example") + filled("/" + rest.lstrip("^/") + end, dice)
    inner = filled(body.strip("|") + end, dice)
    return f"{scheme}{dice.choice(['cdn.', ''])}host.example/{dice.choice(WORDS)}{inner}"


def halves(body: str) -> tuple[str, str]:
    """Return the host of a pattern and what follows it."""
    host = body.replace("^", "/").partition("/")[0]
    return host.rstrip("*"), body[len(host) :]


def filled(body: str, dice: random.Random) -> str:
    signs = {"^": dice.choice(SEPARATORS), "*": dice.choice(WORDS)}
    return "".join(signs.get(sign, sign) for sign in body)


def host_of(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].partition(":")[0]


def recorded() -> Iterator[Call]:
    text = Path(__file__).with_name("tracking_recorded.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            page, kind, url = line.split()
            yield Call(url, page, cast("Kind", kind))


def lines_of(text: str) -> list[Rule]:
    """Return the rules of a list that the kit uses."""
    return [rule for line in text.splitlines() if (rule := grammar.read(line)) is not None]
