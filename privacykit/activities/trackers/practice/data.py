"""What the practice web consists of: its sites, companies, rules and words, read from files."""

from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from privacykit import paths

Category = Literal[
    "advertising", "analytics", "social", "replay", "broker", "identity", "fonts", "consent"
]
MissKind = Literal["preconnect", "first_party", "cname", "fingerprint"]
S = TypeVar("S", bound=msgspec.Struct)


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    """Also the name of its folder."""
    hosts: dict[str, str]
    """Language -> host."""
    aliases: dict[str, str] = {}
    """First label of a further host of the site -> domain of the company that answers there."""

    def host(self, language: str) -> str:
        return self.hosts.get(language, self.hosts["en"])


class Owner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    domain: str
    name: str
    category: Category
    hosts: tuple[str, ...] = ()
    """First labels of its hosts."""


class Interest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule: who opens such a page is taken to care for this."""

    id: str
    site: str
    path: str
    """How the path begins."""
    worth: int
    """Hundredths of a cent that it adds to the price of one advertisement."""


class Bidder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Someone who wants to show an advertisement; its name is in the words of that."""

    ad: str
    floor: int
    """What it pays for anybody, in hundredths of a cent."""
    wants: dict[str, int] = {}
    """Interest -> what it pays for someone who has it."""
    takes: int = 20
    """Milliseconds until it answers."""


class Miss(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that goes on although everything on the list is blocked."""

    kind: MissKind
    site: str
    path: str
    company: str


class Web(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """web.toml: everything without words."""

    base: int
    """What anybody is worth, in hundredths of a cent."""
    site: tuple[Site, ...]
    company: tuple[Owner, ...]
    interest: tuple[Interest, ...]
    bidder: tuple[Bidder, ...]
    miss: tuple[Miss, ...]
    filters: tuple[str, ...]


class Ad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    by: str
    title: str
    text: str
    button: str


class Auctioneer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences of an auction, each with its placeholders."""

    page: str
    known: str
    unknown: str
    asked: str
    stranger: str
    bid: str
    won: str
    shown: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """en.toml and sv.toml."""

    does: dict[str, str]
    """Domain -> what the company does, in one sentence."""
    interest: dict[str, str]
    ad: dict[str, Ad]
    auction: Auctioneer
    frame: dict[str, str]
    banner: dict[str, str]


def folder() -> Path:
    return paths.resources() / "practice-web"


@cache
def web() -> Web:
    return read(folder() / "web.toml", Web)


@cache
def words(language: str) -> Words:
    return read(folder() / f"{spoken(language)}.toml", Words)


def spoken(language: str) -> str:
    """Return the language that the pages will speak; English where there is no other."""
    return language if language in web().site[0].hosts else "en"


def read(path: Path, kind: type[S]) -> S:
    return msgspec.toml.decode(path.read_bytes(), type=kind)
