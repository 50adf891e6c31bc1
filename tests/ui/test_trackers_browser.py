"""The station's browser against a little web on loopback: what it sees, stops, keeps, forgets."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from shiboken6 import isValid

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.view.browser import Browser, start
from privacykit.activities.trackers.view.browser.gate import is_ours
from privacykit.tracking.model import Cookie, Kind, Request
from tests.ui.browsing import LittleSession, Rules, browsing, go, until, wait
from tests.ui.littleweb import Answer, Asked, LittleWeb

ADS, NEWS, SHOP, SYNC = "ads.track.example", "news.example", "shop.example", "sync.other.example"
FRAME = """<script>
let kept = "refused";
try { kept = localStorage.id = localStorage.id || "k" + Math.random(); } catch (error) {}
new Image().src = "/kept?" + kept;
</script>"""
_numbers = count()
_names: list[str] = []
"""What the tracker called whoever came, one for each call."""
Browse = Callable[..., tuple[LittleWeb, Browser]]


def uid(asked: Asked) -> Answer:
    """Name whoever comes without a name, in a jar for each site if the browser asks for it."""
    brought = re.search(r"uid=(\w+)", asked.headers.get("cookie", ""))
    _names.append(brought[1] if brought else f"visitor{next(_numbers)}")
    if brought:
        return Answer(kind="image/gif")
    own = "; Partitioned" if "x-practice-jar" in asked.headers else ""
    name = f"uid={_names[-1]}; Max-Age=864000; Secure; SameSite=None; Path=/{own}"
    return Answer(kind="image/gif", headers=[("Set-Cookie", name)])


def little_web() -> LittleWeb:
    page = f'<img src="https://{ADS}/p.gif"><iframe src="https://{ADS}/frame"></iframe>'
    pages = {f"{NEWS}/": Answer(page), f"{SHOP}/": Answer(page)}
    return LittleWeb({**pages, f"{ADS}/p.gif": uid, f"{ADS}/frame": Answer(FRAME)})


@pytest.fixture
def browse(qapp: QApplication) -> Iterator[Browse]:
    """Return a function that shows a browser on a little web."""
    with ExitStack() as stack:

        def shown(
            web: LittleWeb | None = None, door: Door = "bare", rules: Rules | None = None
        ) -> tuple[LittleWeb, Browser]:
            web = web or little_web()
            browser = Browser(LittleSession(web, rules), door)
            stack.enter_context(browsing(browser.session, browser))
            return web, browser

        yield shown


def visit(web: LittleWeb, browser: Browser, *hosts: str) -> tuple[list[str], list[str]]:
    """Open sites; return what the tracker called the visitor, and what its frame had stored."""
    _names.clear()
    kept = []
    for host in hosts:
        before = len(web.asked)
        go(browser, f"https://{host}/")
        until(lambda: any("/kept" in a.path for a in web.asked[before:]) or not web.heard(ADS))  # noqa: B023
        kept += [a.path for a in web.asked[before:] if a.path.startswith("/kept")]
    return list(_names), kept


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


BUSY = f"""<img src="https://{ADS}/hop?secret=s3cret"><link rel=preconnect href="https://pre.connect.example">
<iframe src="https://{ADS}/frame"></iframe>
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


def calls(browser: Browser) -> dict[str, Request]:
    return {one.path: one for page in browser.session.pages for one in page.requests}


@pytest.mark.parametrize(
    ("path", "kind", "by"),
    [
        ("/hop", "image", ""),
        ("/pixel", "image", ADS),
        ("/frame", "frame", ""),
        ("/in-frame", "image", ADS),
        ("/beacon", "beacon", ""),
        ("/socket", "websocket", ""),
        ("/data", "xhr", ""),
        ("/from-worker", "xhr", ""),
    ],
)
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
        until(lambda: {"/in-frame", "/pixel", "/from-worker"} <= set(calls(browser)))
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


def test_a_host_outside_the_practice_web_is_not_even_asked_of_the_proxy(browse: Browse) -> None:
    pages = {f"{NEWS}/": Answer('<img src="https://outside.net/x.gif"><img src="/own.gif">')}
    web, browser = browse(LittleWeb(pages))
    go(browser, f"https://{NEWS}/")
    until(lambda: "/x.gif" in calls(browser))
    assert calls(browser)["/x.gif"].outcome == "stopped"
    assert not [one for one in web.connected if "outside" in one]


@pytest.mark.parametrize(
    "typed", ["evil.example", "file:///etc/passwd", "javascript:alert(1)", "about:blank", "a b"]
)
def test_what_is_no_practice_site_is_answered_with_a_sentence(browse: Browse, typed: str) -> None:
    web, browser = browse()
    field = browser.findChildren(QLineEdit)[0]
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    said = [label.text() for label in browser.findChildren(QLabel) if label.isVisible()]
    assert "Not in the practice web" in said
    assert web.asked == []
    assert not browser.is_open


def test_another_certificate_for_the_same_name_is_refused(browse: Browse) -> None:
    web, browser = browse()
    web.change_certificate()
    go(browser, f"https://{NEWS}/")
    assert web.asked == []
    said = [label.text() for label in browser.findChildren(QLabel) if label.isVisible()]
    assert "This page could not be loaded" in said


def test_a_naive_gate_lets_the_other_certificate_in(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "privacykit.activities.trackers.view.browser.gate.is_ours",
        lambda host, _chain, hosts, _leaf: host in hosts,
    )
    web, browser = browse()
    web.change_certificate()
    go(browser, f"https://{NEWS}/")
    assert web.heard(NEWS)


@pytest.mark.parametrize(
    ("host", "chain", "leaf", "fine"),
    [
        (NEWS, [b"leaf", b"ca"], b"leaf", True),
        ("outside.net", [b"leaf"], b"leaf", False),
        (NEWS, [b"other", b"leaf"], b"leaf", False),
        (NEWS, [], b"leaf", False),
        (NEWS, [b""], b"", False),
    ],
)
def test_only_this_runs_leaf_for_a_practice_host(
    host: str, chain: list[bytes], leaf: bytes, fine: bool
) -> None:
    assert is_ours(host, chain, {NEWS}, leaf) is fine


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


PUSHY = """<h1 id=said></h1><script>
alert(1); confirm(2); prompt(3);
window.open("https://shop.example/");
Notification.requestPermission();
navigator.geolocation.getCurrentPosition(() => 0, error => new Image().src = "/geo?" + error.code);
navigator.clipboard.readText().catch(() => new Image().src = "/clip?no");
document.body.innerHTML += "<iframe src=/file.zip></iframe><iframe src=file:///etc/passwd></iframe>";
</script>"""


def test_a_pushy_page_gets_no_window_right_download_or_dialog(
    browse: Browse, own_home: Path
) -> None:
    file = Answer("x", "application/zip", headers=[("Content-Disposition", "attachment")])
    web, browser = browse(
        LittleWeb({f"{NEWS}/": Answer(PUSHY), f"{NEWS}/file.zip": file, f"{SHOP}/": Answer()})
    )
    before = {window for window in QApplication.topLevelWidgets() if window.isVisible()}
    go(browser, f"https://{NEWS}/")
    until(lambda: {"/geo?1", "/clip?no"} <= set(web.heard(NEWS)))
    assert {w for w in QApplication.topLevelWidgets() if w.isVisible()} == before
    assert web.heard(SHOP) == []
    assert not list(own_home.rglob("*.zip"))
    assert "file" not in {QUrl(one.path).scheme() for one in calls(browser).values()}


def test_everything_is_gone_after_forgetting(browse: Browse, own_home: Path) -> None:
    web, browser = browse()
    names, _kept = visit(web, browser, NEWS)
    tab = browser.tab
    assert tab is not None
    assert tab.profile.isOffTheRecord()
    browser.forget()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    assert not any(isValid(one) for one in (tab.view, tab.page, tab.profile))
    assert browser.address == ""
    assert names[0].encode() not in b"".join(_files(own_home))
    again, _kept = visit(web, browser, NEWS)
    assert again[0] != names[0]


def _files(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes() + str(path).encode()


def test_a_browser_that_is_not_closed_would_be_known_again(browse: Browse) -> None:
    web, browser = browse()
    names, _kept = visit(web, browser, NEWS)
    browser.show_start()
    again, _kept = visit(web, browser, NEWS)
    assert again == names


def test_after_a_move_the_new_web_is_asked_at_once(browse: Browse) -> None:
    first, browser = browse()
    go(browser, f"https://{NEWS}/")
    second, other = browse()
    browser.set_door("partitioned")
    first.asked.clear()
    go(other, f"https://{NEWS}/")
    assert "/" in second.heard(NEWS)
    assert "/" not in first.heard(NEWS)


def test_back_forward_and_again(browse: Browse) -> None:
    web, browser = browse()
    go(browser, f"https://{NEWS}/")
    go(browser, f"https://{SHOP}/")
    for name, host in (("Back", NEWS), ("Forward", SHOP), ("Load again", SHOP)):
        QTimer.singleShot(0, lambda name=name: _press(browser, name))
        wait(browser.loaded)
        assert browser.address == f"https://{host}/"
    assert web.heard(SHOP).count("/") >= 2


def _press(browser: Browser, name: str) -> None:
    [found] = [b for b in browser.findChildren(QPushButton) if b.accessibleName() == name]
    assert found.isEnabled()
    found.click()


def test_the_list_of_sites_opens_them_and_ticks_those_that_were_visited(browse: Browse) -> None:
    _web, browser = browse()
    _press(browser, "News")
    wait(browser.loaded)
    assert browser.address == f"https://{NEWS}/"
    _press(browser, "All sites")
    assert browser.address == ""
    _press(browser, "Shop")
    wait(browser.loaded)
    assert [page.host for page in browser.session.pages] == [NEWS, SHOP]


def test_without_webengine_there_is_a_sentence_and_nothing_starts(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "is_available", lambda: False)
    web, browser = browse()
    browser.open(f"https://{NEWS}/")
    said = [label.text() for label in browser.findChildren(QLabel) if label.isVisible()]
    assert "Pages cannot be shown on this computer" in said
    assert (web.asked, browser.is_open) == ([], False)


def test_webengine_is_not_loaded_before_the_first_page() -> None:
    looked = """import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from privacykit.activities.trackers.view import live, twin, visit
from privacykit.activities.trackers.view.session import Session
session = Session("en")
shown = visit.VisitExercise(session), twin.TwinExercise(session)
print([name for name in sys.modules if "WebEngine" in name])"""
    done = subprocess.run(
        [sys.executable, "-c", looked], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"
