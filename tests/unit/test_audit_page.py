"""What a page's HTML says, however broken it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.audit import page
from privacykit.audit.page import host_of, parse, third_parties
from privacykit.tracking.parties import site_of


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("<script src=https://a.example/x></script>", "a.example"),
        ("<SCRIPT SRC='//A.example/x'>", "a.example"),
        ("<img srcset='/x 1x, https://b.example/y 2x'>", "b.example"),
        ("<link rel='preload stylesheet' href=//fonts.example/c>", "fonts.example"),
        ("<style>@import url(//c.example/x); </style>", "c.example"),
        (
            "<script>var u='https:\\/\\/www.google-analytics.com'</script>",
            "www.google-analytics.com",
        ),
        ("<iframe src='\\\\d.example/'>", "d.example"),
    ],
)
def test_a_host_that_is_asked_at_once_is_found(text: str, host: str) -> None:
    assert parse(text).hosts == {host}


@pytest.mark.parametrize(
    "text",
    [
        "<a href=https://a.example/>out</a>",
        "<link rel=canonical href=https://a.example/>",
        "<!-- <script src=https://a.example/x></script> -->",
        "<script>var context='https://schema.example/'</script>",
        "<img src=/own.png><img src=data:image/png;base64,AA><img src=http://[bad><img src>",
        "https://a.example/",
    ],
)
def test_what_is_not_loaded_is_none(text: str) -> None:
    assert not parse(text).hosts


@pytest.mark.parametrize(
    ("text", "searches"),
    [
        ("<form><input name=q></form>", True),
        ("<form method=GET><input type=search name=q>", True),
        ("<form method=post><input name=q></form>", False),
        ("<form><input type=hidden name=q></form>", False),
        ("<form></form><input name=q>", False),
        ("<form><input></form>", False),
    ],
)
def test_a_form_that_puts_words_into_the_address(text: str, searches: bool) -> None:
    assert parse(text).searches is searches


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("<a href=/x>Så behandlar vi <b>personuppgifter</b></a>", True),
        ("<a href=/privacy>x</a>", True),
        ("<link rel=privacy-policy href=/x>", True),
        ("<a>Privacy</a>", False),
        ("<p>Privacy</p><a href=/x>Opening hours</a>", False),
    ],
)
def test_the_way_to_a_policy(text: str, there: bool) -> None:
    assert parse(text).links_policy is there


def test_what_the_page_says_of_its_referrer() -> None:
    assert parse("<meta name=Referrer content=' No-Referrer '>").referrer == "no-referrer"
    assert parse("<meta name=other content=x>").referrer == ""


def test_hosts_are_counted_up_to_a_limit() -> None:
    assert len(parse("".join(f"<img src=//h{n}.example>" for n in range(900))).hosts) == 500


@pytest.mark.parametrize("piece", ["<a b=c ", "</", "<", "<!DOCTYPE [", "<script></scrip", "<a\n"])
def test_what_is_made_to_take_long_is_left(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    monkeypatch.setattr(page, "_SECONDS", 0.2)
    before = time.monotonic()
    parse(piece * ((5 << 20) // len(piece)))
    assert time.monotonic() - before < 2


def test_a_page_that_took_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_SECONDS", -1)
    assert not parse("<p>").is_whole


def test_a_page_that_the_parser_gives_up_on_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_fed: object) -> None:
        raise AssertionError

    monkeypatch.setattr(page._Parser, "feed", give_up)
    assert not parse("<p>").is_whole


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.library.example", "library.example"),
        ("opac.kommun.co.uk.", "kommun.co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("localhost", "localhost"),
        ("a..b", "a..b"),
    ],
)
def test_whose_a_host_is(host: str, site: str) -> None:
    assert site_of(host) == site


def test_third_parties_are_others_than_the_library() -> None:
    hosts = frozenset({"img.library.example", "a.ads.example", "b.ads.example"})
    assert third_parties(hosts, "www.library.example") == ("ads.example",)


_TAGS = st.sampled_from(
    ["<script src=", "<a href=", "<form>", "</a>", "<style>", "<!--", "//", '"']
)


@given(st.lists(st.one_of(_TAGS, st.text(max_size=20)), max_size=30))
def test_any_text_is_read(parts: list[str]) -> None:
    found = parse("".join(parts))
    for host in found.hosts:
        assert site_of(host)
    assert found.scripts <= found.hosts


@given(st.text(max_size=80))
def test_any_address_has_a_host_or_none(address: str) -> None:
    assert isinstance(host_of(address), str)
