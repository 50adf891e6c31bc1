"""Whose a host is, and as of which year that is known.

companies.json in resources/tracking holds what WhoTracks.me knew in 2018; own.toml beside it what
has changed since and who came later. NOTICE.md there says where both come from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from privacykit import paths
from privacykit.tracking.grammar import lineage

Category = Literal[
    "advertising",
    "audio_video_player",
    "cdn",
    "comments",
    "customer_interaction",
    "essential",
    "extensions",
    "hosting",
    "misc",
    "pornvertising",
    "site_analytics",
    "social_media",
    "unknown",
]
"""As WhoTracks.me names them."""


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    category: Category
    """What the host that was asked for is for; a company may have several."""
    country: str = ""
    """Two letters, of its seat; empty: not known."""
    year: int = 0
    """As of which year this is known."""
    source: str = ""


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """companies.json: company -> category -> domains."""

    year: int
    source: str
    companies: dict[str, dict[Category, tuple[str, ...]]]


class _Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of own.toml."""

    name: str
    category: Category
    source: str
    year: int
    country: Annotated[str, msgspec.Meta(pattern="^([A-Z]{2})?$")] = ""
    checked_on: date | None = None
    """When the source was read."""
    domains: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    """Names of 2018 whose domains are this company's now; their categories stay."""


class _OwnFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    company: tuple[_Own, ...]


def company_of(host: str) -> Company | None:
    """Return who is behind a host; None if nobody knows."""
    known = shipped()
    return next((known[name] for name in lineage(host) if name in known), None)


@cache
def shipped() -> dict[str, Company]:
    """Return domain -> company; read once."""
    return load(paths.resources() / "tracking")


def load(folder: Path) -> dict[str, Company]:
    old = msgspec.json.decode((folder / "companies.json").read_bytes(), type=_Known)
    own = msgspec.toml.decode((folder / "own.toml").read_bytes(), type=_OwnFile).company
    later = {name: entry for entry in own for name in entry.was}
    return dict(_of_old(old, later)) | dict(_of_own(own))


def _of_old(old: _Known, later: dict[str, _Own]) -> Iterator[tuple[str, Company]]:
    for name, categories in old.companies.items():
        entry = later.get(name)
        for category, domains in categories.items():
            if entry is None:
                company = Company(name, category, "", old.year, old.source)
            else:
                company = Company(entry.name, category, entry.country, entry.year, entry.source)
            yield from ((domain, company) for domain in domains)


def _of_own(own: tuple[_Own, ...]) -> Iterator[tuple[str, Company]]:
    for entry in own:
        company = Company(entry.name, entry.category, entry.country, entry.year, entry.source)
        yield from ((domain, company) for domain in entry.domains)
