"""The practice web's pages: complete in both languages, every address answered, no dead links."""

import re
import time
from typing import Any

import pytest

from privacykit.activities.trackers.practice import data, pages
from privacykit.activities.trackers.practice.message import Asked
from privacykit.activities.trackers.practice.town import Town
from privacykit.activities.trackers.practice.web import PracticeWeb
from privacykit.tracking.filters import Filters
from privacykit.tracking.model import Kind
from privacykit.tracking.parties import site_of

LANGUAGES = sorted(data.web().site[0].hosts)
OTHERS = [language for language in LANGUAGES if language != "en"]
ADDRESS = re.compile(r"https://([a-z0-9.-]+\.example)(/[\w./-]*)?")
OWN = re.compile(r'(?:href|src|action)="(/[^"?#]*)')
EAGER = re.compile(r'<(?:script|img|iframe|link)\b[^>]* (?:src|href)="https://([a-z0-9.-]+)')


def towns() -> list[tuple[str, Town]]:
    return [(language, Town(language, 1, time.monotonic)) for language in LANGUAGES]


def all_pages(town: Town) -> list[tuple[str, str, str]]:
    """Return host, path and text of every page."""
    found = []
    for host, front in town.sites.items():
        folder = data.folder() / "sites" / front.id
        for path in sorted(folder.glob("*.html")):
            address = "/" + path.stem.replace("index", "")
            found.append((host, address, town.answer(Asked(host, address)).body.decode()))
    return found


PAGES = [
    pytest.param(town, *page, id=f"{language}-{page[0]}{page[1]}")
    for language, town in towns()
    for page in all_pages(town)
]


def test_there_are_sites_enough() -> None:
    assert len(PracticeWeb("en").sites) >= 8
    assert len(PAGES) >= 40


@pytest.mark.parametrize(("town", "host", "path", "text"), PAGES)
class TestPage:
    def test_it_is_whole(self, town: Town, host: str, path: str, text: str) -> None:
        assert "{{" not in text
        assert re.match(r'<!doctype html>\n<html lang="[a-z]{2}">', text)
        assert re.search(r"<title>.{4,}</title>", text)
        assert text.count("<h1") + text.count("<h2") >= 1
        assert not re.search(r"<img(?![^>]*\balt=)", text), "a picture without words"
        assert not re.search(r"<iframe(?![^>]*\btitle=)", text), "a frame without a title"

    def test_every_address_is_answered(self, town: Town, host: str, path: str, text: str) -> None:
        for other, where in ADDRESS.findall(text):
            assert other in town.hosts
            if other in town.sites or where.endswith((".js", ".css")):
                assert town.answer(Asked(other, where or "/")).status == 200, (other, where)
        for where in OWN.findall(text):
            assert town.answer(Asked(host, where)).status == 200, where


@pytest.mark.parametrize(
    "name", ["tag.js", "hub.js", "look.js", "replay.js", "measure.js", "ad.html"]
)
def test_scripts_call_only_the_practice_web(name: str) -> None:
    text = (data.folder() / "parties" / name).read_text(encoding="utf-8")
    assert {host for host, _path in ADDRESS.findall(text)} <= PracticeWeb("en").hosts
    assert "http://" not in text


def keys(value: Any, where: str = "") -> set[str]:
    if isinstance(value, dict):
        return {key for name, inner in value.items() for key in keys(inner, f"{where}.{name}")}
    if isinstance(value, list):
        inside = (keys(inner, f"{where}[{place}]") for place, inner in enumerate(value))
        return {key for each in inside for key in each}
    return {where}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("site", [site.id for site in data.web().site])
def test_every_language_says_the_same_things(site: str, language: str) -> None:
    english, other = pages.texts(site, "en"), pages.texts(site, language)
    assert keys(english) == keys(other)
    assert english["summary"] != other["summary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_company_advertisement_and_step_is_worded(language: str) -> None:
    words, english = data.words(language), data.words("en")
    assert words.does.keys() == {company.domain for company in data.web().company}
    assert words.interest.keys() == {rule.id for rule in data.web().interest}
    assert words.ad.keys() == {bidder.ad for bidder in data.web().bidder}
    assert words.frame.keys() == english.frame.keys()
    assert words.banner.keys() == english.banner.keys()


def test_interests_and_bids_name_what_exists() -> None:
    web = data.web()
    sites = {site.id for site in web.site}
    interests = {rule.id for rule in web.interest}
    for town in (town for _language, town in towns()):
        fronts = {front.id: front for front in town.sites.values()}
        assert all(
            rule.site in sites and fronts[rule.site].page_of(rule.path) for rule in web.interest
        )
    assert all(bidder.wants.keys() <= interests for bidder in web.bidder)
    assert interests <= {wanted for bidder in web.bidder for wanted in bidder.wants}
    pictures = {path.stem for path in (data.folder() / "parties").glob("*.svg")}
    assert pictures == {bidder.ad for bidder in web.bidder}


def test_an_unknown_language_is_english() -> None:
    assert PracticeWeb("fi").language == PracticeWeb("../sv").language == "en"


def test_cards_companies_and_hosts_of_each_language() -> None:
    english, swedish = PracticeWeb("en"), PracticeWeb("sv")
    assert english.site("newspaper").url == "https://daily-news.example/"
    assert swedish.site("newspaper").title == "Hamnbladet"
    assert [card.id for card in english.sites] == [card.id for card in swedish.sites]
    assert english.companies["tracknet.example"].name == "TrackNet"
    assert english.companies["tracknet.example"].does != swedish.companies["tracknet.example"].does
    assert "metrics.skobutiken.example" in swedish.hosts
    assert english.hosts.isdisjoint({card.host for card in swedish.sites})


def page(name: str, path: str = "/") -> str:
    town = Town("en", 1, time.monotonic)
    host = next(host for host, front in town.sites.items() if front.id == name)
    return town.answer(Asked(host, path)).body.decode()


def test_the_newspaper_waits_for_some_and_not_for_others() -> None:
    text = page("newspaper")
    before = set(EAGER.findall(text))
    assert {"js.pixelhub.example", "cdn.agreeably.example"} <= before
    assert not before & {"tag.tracknet.example", "px.peoplepool.example", "like.thumbly.example"}
    assert 'data-wants="yes" data-src="https://tag.tracknet.example/tag.js"' in text
    assert 'data-style="dark"' in text


def test_the_dating_site_waits_for_all() -> None:
    text = page("dating")
    assert set(EAGER.findall(text)) == {"cdn.agreeably.example"}
    assert 'data-style="fair"' in text


def test_the_bee_club_calls_nobody() -> None:
    assert not ADDRESS.search(page("bees"))


def stopped(url: str, site: str, kind: Kind) -> bool:
    host = url.split("/")[2]
    filters = Filters.parse(PracticeWeb("en").filter_lines)
    return filters.match(url, site, kind, site_of(host) != site_of(site)).stopped


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://tag.tracknet.example/tag.js", "script"),
        ("https://ads.tracknet.example/frame?s=1", "frame"),
        ("https://match.adbazaar.example/in?uid=1", "image"),
        ("https://px.peoplepool.example/p.gif?u=x", "image"),
        ("https://js.pixelhub.example/hub.js", "script"),
        ("https://collect.pixelhub.example/hit", "beacon"),
        ("https://like.thumbly.example/button?u=x", "frame"),
        ("https://cdn.rewatch.example/r.js", "script"),
        ("https://id.facet.example/f.js", "script"),
    ],
)
def test_the_rules_stop_those_that_follow(url: str, kind: Kind) -> None:
    assert stopped(url, "daily-news.example", kind)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://cdn.agreeably.example/banner.js", "script"),
        ("https://css.fontbox.example/figtree.css", "style"),
        ("https://find-love.example/look.js", "script"),
        ("https://find-love.example/look", "xhr"),
        ("https://metrics.shoe-shop.example/m.js", "script"),
        ("https://shoe-shop.example/collect?c=1", "xhr"),
    ],
)
def test_the_rules_miss_what_comes_in_the_sites_own_name(url: str, kind: Kind) -> None:
    site = ".".join(url.split("/")[2].split(".")[-2:])
    assert not stopped(url, site if "look" in url or "shoe" in url else "daily-news.example", kind)


def test_every_rule_stops_or_spares_something() -> None:
    assert len(Filters.parse(data.web().filters)) == len(data.web().filters)


def test_what_is_missed_has_a_page_each() -> None:
    web = PracticeWeb("sv")
    assert [miss.kind for miss in web.missed] == [
        "preconnect",
        "first_party",
        "cname",
        "fingerprint",
    ]
    town = Town("sv", 1, time.monotonic)
    for miss in web.missed:
        host, path = miss.url.removeprefix("https://").split("/", 1)
        assert town.answer(Asked(host, f"/{path}")).status == 200
    assert 'rel="preconnect" href="https://pre.earlybird.example"' in page("weather")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_asked_there_is_an_answer(language: str) -> None:
    town = Town(language, 1, time.monotonic)
    names = {path.name for path in data.folder().rglob("*.*")}
    paths = {"/", "//", "/..", *(f"/{name}" for name in names), *(f"/ads/{name}" for name in names)}
    for host in town.hosts:
        for path in paths:
            assert town.answer(Asked(host, path)).status in {200, 204, 302, 404}, (host, path)
    assert town.answer(Asked("example.org")).status == 404


def test_texts_are_made_safe_for_html() -> None:
    assert pages.fill("<b>{{x.y}}</b>", {"x": {"y": '<&">'}}) == "<b>&lt;&amp;&quot;&gt;</b>"


def test_pieces_see_their_own_words_and_those_outside() -> None:
    scope = {"all": "!", "row": [{"one": "a"}, {"one": "b"}]}
    assert pages.fill("{{#row}}{{one}}{{all}}{{/row}}", scope) == "a!b!"


def test_a_missing_word_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        pages.fill("{{nothing}}", {})


def test_fonts_come_with_their_licence() -> None:
    folder = data.folder() / "fonts"
    notice = (folder / "NOTICE.md").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8").upper()
    assert all(path.name in notice for path in folder.glob("*.woff2"))
