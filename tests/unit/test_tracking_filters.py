"""Which calls rules stop, and which of them is named."""

import pytest

from privacykit.tracking.filters import Filters, Verdict
from privacykit.tracking.model import Kind

URL = "https://cdn.ads.example/x/track.js?id=7"


def judged(
    lines: str | list[str],
    url: str = URL,
    site: str = "www.news.example",
    kind: Kind = "script",
    *,
    third: bool = True,
) -> Verdict:
    kept = lines.split() if isinstance(lines, str) else lines
    return Filters.parse(kept).match(url, site, kind, third)


@pytest.mark.parametrize(
    "rule",
    [
        "||ads.example^",
        "||ADS.example^",
        "||cdn.ads.example^",
        "||example^",
        "||ads.example/x/",
        "||ads.exam",
        "||ads.example^x^track",
        "||ads.*^track",
        "||*.example/x",
        "|https://cdn.ads",
        "|https:",
        "track.js",
        "/track.",
        "/TRACK.js",
        "^track.js^",
        "^id=",
        "id=7^",
        "=7|",
        "*7|",
        "*|",
        "/x/*?id=",
        "*track*",
        "/track.js$script",
        "/track.js$~image",
        "/track.js$third-party,script",
        "/track.js$3p",
        "/track.js$domain=news.example",
        "/track.js$from=www.news.example|other.example",
        "/track.js$domain=~other.example",
        "$domain=news.example",
        "$third-party",
    ],
)
def test_a_rule_that_fits_is_named(rule: str) -> None:
    assert judged(rule) == Verdict(stopped=True, rule=rule)


@pytest.mark.parametrize(
    "rule",
    [
        "||ds.example^",
        "||ads.exam^",
        "||x/track",
        "|cdn",
        "|https://ads",
        "track|",
        "^rack",
        "^track^",
        "/track.js$image",
        "/track.js$~script",
        "/track.js$~third-party",
        "/track.js$1p",
        "/track.js$domain=other.example",
        "/track.js$domain=sub.www.news.example",
        "/track.js$domain=~news.example",
        "/track.js$domain=news.example|~www.news.example",
        "/x/*?id=*&",
        "track.js$document",
        "!||ads.example^",
        "[Adblock]",
        "ads.example##.track",
        "",
    ],
)
def test_a_rule_that_does_not_fit_stops_nothing(rule: str) -> None:
    assert judged([rule]) == Verdict()


@pytest.mark.parametrize(
    "options",
    [
        "match-case",
        "popup",
        "redirect=noop.js",
        "script,csp=x",
        "method=get",
        "domain=news.*",
        "domain=/news/",
        "domain=",
        "domain=news.example,domain=www.news.example",
        "third-party,first-party",
        "script=1",
        "",
        "script,",
    ],
)
def test_a_rule_is_used_whole_or_not_at_all(options: str) -> None:
    filters = Filters.parse([f"/track.js${options}", f"@@/nothing${options}"])
    assert not filters.match(URL, "news.example", "script", third=True).stopped
    assert (len(filters), filters.unused) == (0, 2)


@pytest.mark.parametrize(
    "line", ["/track.js/", "/(a+)+b/$script", "two words", "@@||a.example^$document"]
)
def test_what_the_kit_does_not_do_is_counted_as_unused(line: str) -> None:
    assert Filters.parse([line]).unused == 1


def test_a_page_that_is_opened_is_stopped_only_by_a_rule_for_pages() -> None:
    assert not judged("||ads.example^", kind="document").stopped
    assert judged("||ads.example^$document", kind="document").stopped


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        ("stylesheet", "style"),
        ("css", "style"),
        ("subdocument", "frame"),
        ("xhr", "xhr"),
        ("ping", "beacon"),
        ("script", "worker"),
        ("other", "prefetch"),
        ("websocket", "websocket"),
        ("media", "media"),
        ("font", "font"),
    ],
)
def test_kinds_have_their_names_in_lists(option: str, kind: Kind) -> None:
    assert judged(f"||ads.example^${option}", kind=kind).stopped
    assert not judged(f"||ads.example^${option}", kind="image").stopped
    assert not judged(f"||ads.example^$~{option}", kind=kind).stopped


def test_an_exception_lets_through_and_both_are_named() -> None:
    found = judged("||ads.example^ @@/x/track.js$script")
    assert found == Verdict(stopped=False, rule="||ads.example^", exception="@@/x/track.js$script")
    assert judged("@@||ads.example^") == Verdict()


def test_an_important_rule_beats_exceptions() -> None:
    found = judged("||ads.example^ /track.js$important @@||ads.example^")
    assert found == Verdict(stopped=True, rule="/track.js$important")
    assert judged("||ads.example^$important @@||ads.example^").stopped


def test_two_rules_for_one_host_both_hold() -> None:
    lines = "||ads.example^$image ||ads.example^$script ||ads.example^$script"
    assert judged(lines).rule == "||ads.example^$script"
    assert judged(lines, kind="image").rule == "||ads.example^$image"


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("||ads.example^", "||ads.example^$badfilter"),
        ("/track.js$script,third-party", "/track.js$script,badfilter,third-party"),
        ("/track.js$script", "/track.js$badfilter,script"),
    ],
)
def test_a_bad_rule_is_taken_back(rule: str, bad: str) -> None:
    assert judged([rule]).stopped
    assert not judged([rule, bad]).stopped
    assert judged([rule, "/other$badfilter"]).stopped


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ads.example",
        "about:blank",
        "data:text/html,ads.example",
        "ftp://ads.example/",
        "https://",
        "https:///x",
    ],
)
def test_only_addresses_of_the_web_are_judged(url: str) -> None:
    assert judged("ads.example ||ads.example^ $third-party", url) == Verdict()


@pytest.mark.parametrize(
    "url",
    [
        "https://ads.example",
        "HTTPS://ADS.EXAMPLE/",
        "wss://ads.example:8080/",
        "http://me:pw@ads.example/",
        "https://ads.example./x",
        "https://a.b.c.ads.example?x",
    ],
)
def test_a_host_is_found_however_it_is_written(url: str) -> None:
    assert judged("||ads.example^", url).stopped


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/?u=https://ads.example/",
        "https://ads.example@news.example/",
        "https://xads.example/",
    ],
)
def test_a_host_elsewhere_in_the_address_is_none(url: str) -> None:
    assert not judged("||ads.example^", url).stopped


def test_addresses_are_compared_as_they_are_sent() -> None:
    assert judged("||sökmotor.example^", "https://www.xn--skmotor-90a.example/").stopped
    assert judged("||xn--skmotor-90a.example^", "https://www.sökmotor.example/å").stopped
    assert judged("/spår.", "https://a.example/sp%C3%A5r.js").stopped
    assert judged("||[::1]/x", "http://[::1]/x").stopped
    too_long = "å" * 70
    assert judged(f"||{too_long}.example/", f"https://{too_long}.example/").stopped


def test_a_list_that_is_added_comes_first_and_changes_no_other() -> None:
    one = Filters.parse(["||ads.example^", "! Last modified: 2025-01-02"])
    both = one.plus(["/track.js", "x$popup"])
    assert both.match(URL, "news.example", "script", third=True).rule == "/track.js"
    assert (len(one), len(both), both.unused, both.date) == (1, 2, 1, "2025-01-02")
    assert one.match(URL, "news.example", "script", third=True).rule == "||ads.example^"
    spared = one.plus(["@@||ads.example^"], own=True)
    assert spared.match(URL, "news.example", "script", third=True).exception == "@@||ads.example^"


def test_the_shipped_list_is_read_once_and_has_a_day() -> None:
    shipped = Filters.shipped()
    assert shipped is Filters.shipped()
    assert shipped.date == "2025-10-31"
    assert len(shipped) > 54_000
    found = shipped.match("https://www.clarity.ms/tag/x", "library.example", "script", third=True)
    assert found.rule == "||clarity.ms^"


def test_a_list_without_a_day_says_none() -> None:
    assert Filters.parse(["! Version: 7"]).date == ""
