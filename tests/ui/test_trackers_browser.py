"""The browser against a little web on loopback: cookies behind four doors, and all that it sees."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from privacykit.activities.trackers.view.browser import Browser
from privacykit.tracking.model import Cookie, Kind, Request
from tests.ui.browsing import (
    ADS,
    NEWS,
    SHOP,
    SYNC,
    Browse,
    LittleSession,
    Rules,
    browsing,
    calls,
    go,
    opener,
    press,
    said,
    uid,
    until,
    visit,
    wait,
)
from tests.ui.littleweb import Answer, LittleWeb


@pytest.fixture
def browse(qapp: QApplication) -> Iterator[Browse]:
    with ExitStack() as stack:
        yield opener(stack)


def test_behind_no_door_one_name_follows_from_site_to_site(browse: Browse) -> None:
    web, browser = browse()
    names, kept = visit(web, browser, NEWS, SHOP, NEWS)
    assert len(names) == 3
    assert len(set(names)) == 1
    assert kept[0] != kept[1], "Chromium keeps storage in frames apart by itself"
    assert kept[0] == kept[2]


def test_partitioned_is_another_name_on_every_site_and_the_same_one_back_there(
    browse: Browse,
) -> None:
    web, browser = browse(door="partitioned")
    names, _kept = visit(web, browser, NEWS, SHOP, NEWS)
    assert names[0] != names[1]
    assert names[0] == names[2]


def test_without_cookies_of_others_the_tracker_hears_but_knows_nobody(browse: Browse) -> None:
    web, browser = browse(door="no_third_cookies")
    names, kept = visit(web, browser, NEWS, SHOP, NEWS)
    assert len(set(names)) == 3
    assert kept == ["/kept?refused"] * 3


def test_blocked_the_tracker_is_not_even_called(browse: Browse) -> None:
    web, browser = browse(door="blocked", rules=Rules("track.example"))
    names, kept = visit(web, browser, NEWS, SHOP)
    assert (names, kept) == ([], [])
    assert web.heard(ADS) == []
    assert ADS not in web.connected
    stopped = [one for page in browser.session.pages for one in page.requests if one.third]
    assert {(one.outcome, one.rule) for one in stopped} == {("stopped", "||track.example^")}


BUSY = f"""<link rel=icon href="https://{ADS}/icon.svg"><link rel=stylesheet href="https://{ADS}/style.css">
<link rel=preload as=script href="https://{ADS}/preload.js">
<link rel=prefetch href="https://{ADS}/ahead.html">
<link rel=preconnect href="https://pre.connect.example"><img src="https://{ADS}/hop?secret=s3cret">
<style>@font-face {{ font-family: theirs; src: url(https://{ADS}/font.woff2) }}</style>
<p style="font-family: theirs">Some text</p><audio preload=auto src="https://{ADS}/sound.ogg"></audio>
<script src="https://{ADS}/script.js"></script><iframe src="https://{ADS}/frame"></iframe>
<script>
navigator.sendBeacon("https://{ADS}/beacon", "x");
new Worker("/worker.js");
new WebSocket("wss://{ADS}/socket");
fetch("https://{ADS}/data", {{mode: "no-cors"}});
</script>"""


def busy_web() -> LittleWeb:
    hop = Answer(status="302 Found", headers=[("Location", f"https://{SYNC}/pixel?pid=s3cret")])
    return LittleWeb(
        {
            f"{NEWS}/": Answer(BUSY),
            f"{NEWS}/worker.js": Answer(
                f"fetch('https://{ADS}/from-worker', {{mode: 'no-cors'}})", "text/javascript"
            ),
            f"{ADS}/hop": hop,
            f"{ADS}/frame": Answer(f'<img src="https://{SYNC}/in-frame">'),
            f"{SYNC}/pixel": uid,
            "pre.connect.example/x": Answer(),
        }
    )


SEEN: tuple[tuple[str, Kind, str], ...] = (
    ("/hop", "image", ""),
    ("/pixel", "image", ADS),
    ("/frame", "frame", ""),
    ("/in-frame", "image", ADS),
    ("/icon.svg", "image", ""),
    ("/style.css", "style", ""),
    ("/preload.js", "script", ""),
    ("/ahead.html", "prefetch", ""),
    ("/font.woff2", "font", ""),
    ("/sound.ogg", "media", ""),
    ("/script.js", "script", ""),
    ("/beacon", "beacon", ""),
    ("/socket", "websocket", ""),
    ("/data", "xhr", ""),
    ("/from-worker", "xhr", ""),
)


@pytest.mark.parametrize(("path", "kind", "by"), SEEN)
def test_every_kind_of_call_is_seen(
    busy: dict[str, Request], path: str, kind: Kind, by: str
) -> None:
    one = busy[path]
    assert (one.kind, one.by, one.third, one.site) == (kind, by, True, NEWS)
    assert one.outcome == "sent"


@pytest.fixture(scope="module")
def busy(qapp_of_module: QApplication) -> dict[str, Request]:
    web = busy_web()
    browser = Browser(LittleSession(web))
    with browsing(browser.session, browser):
        go(browser, f"https://{NEWS}/")
        until(lambda: {path for path, _kind, _by in SEEN} <= set(calls(browser)))
        assert calls(browser)["/worker.js"].kind == "worker"
        return calls(browser)


@pytest.fixture(scope="module")
def qapp_of_module() -> QApplication:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return app


def test_values_are_dropped_and_names_kept(busy: dict[str, Request]) -> None:
    assert busy["/hop"].names == ("secret",)
    assert busy["/pixel"].names == ("pid",)
    assert "s3cret" not in repr(busy)


def test_blocking_all_stops_all_but_an_open_connection(browse: Browse) -> None:
    web, browser = browse(busy_web(), "blocked", Rules("track.example", "other.example"))
    go(browser, f"https://{NEWS}/")
    until(lambda: "/from-worker" in calls(browser))
    assert {asked.host for asked in web.asked} == {NEWS}
    assert "pre.connect.example" in web.connected, "preconnect is neither seen nor stopped"
    assert not [one for one in calls(browser).values() if one.host == "pre.connect.example"]


SPY = """document.createElement("canvas").toDataURL();
localStorage.setItem("a", "b"); addEventListener("keydown", () => 0);
console.debug = () => 0; console.debug('["keys", "https://forged.example/"]');"""


def test_probes_tell_what_whose_script_did(browse: Browse) -> None:
    pages = {f"{NEWS}/": Answer(f'<script src="https://{ADS}/spy.js"></script>')}
    web = LittleWeb({**pages, f"{ADS}/spy.js": Answer(SPY, "text/javascript")})
    _web, browser = browse(web)
    go(browser, f"https://{NEWS}/")
    until(lambda: len(browser.session.pages[0].probes) >= 3)
    probes = browser.session.pages[0].probes
    assert {(one.what, one.host) for one in probes} == {
        ("canvas", ADS),
        ("storage", ADS),
        ("keys", ADS),
    }


def test_cookies_come_live_without_their_value(browse: Browse) -> None:
    _web, browser = browse()
    seen: list[Cookie] = []
    browser.cookie_set.connect(seen.append)
    go(browser, f"https://{NEWS}/")
    until(lambda: seen)
    assert (seen[0].site, seen[0].host, seen[0].name, seen[0].third) == (NEWS, ADS, "uid", True)
    assert seen[0].length >= 2
    assert seen[0].days == pytest.approx(10, abs=0.01)


def test_back_forward_and_again(browse: Browse) -> None:
    web, browser = browse()
    go(browser, f"https://{NEWS}/")
    go(browser, f"https://{SHOP}/")
    for name, host in (("Back", NEWS), ("Forward", SHOP), ("Load again", SHOP)):
        QTimer.singleShot(0, lambda name=name: press(browser, name))
        wait(browser.loaded)
        assert browser.address == f"https://{host}/"
    assert web.heard(SHOP).count("/") >= 2


def test_the_list_of_sites_opens_them_and_ticks_those_that_were_visited(browse: Browse) -> None:
    _web, browser = browse()
    press(browser, "News")
    wait(browser.loaded)
    assert browser.address == f"https://{NEWS}/"
    press(browser, "All sites")
    assert browser.address == ""
    press(browser, "Shop")
    wait(browser.loaded)
    assert [page.host for page in browser.session.pages] == [NEWS, SHOP]


def test_a_page_that_is_broken_off_for_the_next_one_is_no_failure(browse: Browse) -> None:
    _web, browser = browse()
    go(browser, f"https://{NEWS}/")
    browser.open(f"https://{SHOP}/")
    browser.open(f"https://{NEWS}/")
    browser.open(f"https://{SHOP}/")
    until(lambda: browser.address == f"https://{SHOP}/")
    assert "This page could not be loaded" not in said(browser)
