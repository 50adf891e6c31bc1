"""Who is behind a host, and as of when."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from privacykit import paths
from privacykit.tracking import companies
from privacykit.tracking.companies import Company, company_of, load
from privacykit.tracking.parties import site_of

FOLDER = paths.resources() / "tracking"
OLD = b"""{"year": 2018, "source": "a list", "companies": {
    "Chirp": {"social_media": ["chirp.example", "sold.example"], "cdn": ["img.example"]},
    "Still": {"misc": ["still.example"]}}}"""
OWN = """
[[company]]
name = "Chirp, renamed"
category = "advertising"
country = "SE"
year = 2025
source = "said so"
domains = ["new.example"]
was = ["Chirp"]

[[company]]
name = "Buyer"
category = "misc"
country = "NO"
year = 2024
source = "said so"
domains = ["sold.example"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "companies.json").write_bytes(OLD)
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    return tmp_path


def test_a_renamed_company_keeps_what_its_domains_are_for(folder: Path) -> None:
    known = load(folder)
    assert known["chirp.example"] == Company(
        "Chirp, renamed", "social_media", "SE", 2025, "said so"
    )
    assert known["img.example"].category == "cdn"
    assert known["new.example"].category == "advertising"


def test_what_nobody_wrote_down_again_is_as_old_as_the_list(folder: Path) -> None:
    assert load(folder)["still.example"] == Company("Still", "misc", "", 2018, "a list")


def test_a_domain_that_was_sold_goes_with_its_buyer(folder: Path) -> None:
    assert load(folder)["sold.example"].name == "Buyer"


@pytest.mark.parametrize("wrong", ['category = "spies"', 'country = "Sweden"', 'colour = "red"'])
def test_a_misspelt_entry_is_not_taken(folder: Path, wrong: str) -> None:
    key = wrong.split(" ", maxsplit=1)[0]
    kept = [line for line in OWN.splitlines() if not line.startswith(key)]
    lines = [f"{line}\n{wrong}" if line == "[[company]]" else line for line in kept]
    (folder / "own.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(msgspec.ValidationError):
        load(folder)


@pytest.mark.parametrize(
    ("host", "name", "year"),
    [
        ("www.google-analytics.com", "Google", 2018),
        ("CONNECT.facebook.net", "Meta", 2025),
        ("d3iwjrnl4m67rd.cloudfront.net", "TripleLift", 2018),
        ("other.cloudfront.net", "Amazon", 2018),
        ("analytics.tiktok.com.", "TikTok (ByteDance)", 2025),
        ("www.tumblr.com", "Automattic", 2019),
    ],
)
def test_the_nearest_name_above_a_host_decides(host: str, name: str, year: int) -> None:
    company = company_of(host)
    assert company is not None
    assert (company.name, company.year) == (name, year)


@pytest.mark.parametrize("host", ["", "com", "library.example", "127.0.0.1", "notfacebook.net"])
def test_nobody_is_made_up(host: str) -> None:
    assert company_of(host) is None


def test_the_shipped_data_are_whole() -> None:
    known = companies.shipped()
    assert len(known) > 1_900
    assert all(domain == domain.lower() and one.name and one.year for domain, one in known.items())
    assert {one.year for one in known.values() if one.source == "WhoTracks.me"} == {2018}


def own_entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((FOLDER / "own.toml").read_text("utf-8"))[
        "company"
    ]
    return entries


def test_an_own_entry_has_an_address_where_it_was_read_and_the_day() -> None:
    entries = own_entries()
    assert [e["name"] for e in entries if not re.search(r"https?://\S+\.\S+", e["source"])] == []
    assert [e["name"] for e in entries if not isinstance(e.get("checked_on"), date)] == []
    assert [e["name"] for e in entries if e["year"] > e["checked_on"].year] == []


def test_an_own_entry_says_something_of_a_known_company_or_a_domain() -> None:
    old = msgspec.json.decode((FOLDER / "companies.json").read_bytes())["companies"]
    entries = own_entries()
    assert len(entries) >= 60
    assert all(entry.get("domains") or entry.get("was") for entry in entries)
    assert {name for entry in entries for name in entry.get("was", [])} <= old.keys()


@pytest.mark.parametrize("key", ["domains", "was"])
def test_own_entries_name_nothing_twice(key: str) -> None:
    names = [name for entry in own_entries() for name in entry.get(key, [])]
    assert len(names) == len(set(names))


def test_own_domains_are_registrable_and_real() -> None:
    names = [name for entry in own_entries() for name in entry.get("domains", [])]
    assert [name for name in names if site_of(name) != name] == []
    assert not [name for name in companies.shipped() if name.endswith((".example", ".test"))]


def test_all_of_it_is_small() -> None:
    shipped = [file for file in FOLDER.iterdir() if file.suffix != ".py" and file.is_file()]
    assert sum(file.stat().st_size for file in shipped) < 1_200_000
