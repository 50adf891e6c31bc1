"""The browser against a little web on loopback: what it refuses, and what it forgets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from privacykit.activities.trackers.view.browser import proxy, start
from privacykit.activities.trackers.view.browser.gate import is_ours
from tests.ui.browsing import NEWS, SHOP, Browse, calls, go, opener, said, until, visit
from tests.ui.littleweb import Answer, LittleWeb


@pytest.fixture
def browse(qapp: QApplication) -> Iterator[Browse]:
    with ExitStack() as stack:
        yield opener(stack)


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
    assert "Not in the practice web" in said(browser)
    assert web.asked == []
    assert not browser.is_open


def test_where_the_practice_web_has_stopped_nothing_is_found(browse: Browse) -> None:
    web, browser = browse()
    go(browser, f"https://{NEWS}/")
    web.stop()
    go(browser, f"https://{SHOP}/")
    assert "This page could not be loaded" in said(browser)
    assert web.heard(SHOP) == []


def test_another_certificate_for_the_same_name_is_refused(browse: Browse) -> None:
    web, browser = browse()
    web.change_certificate()
    go(browser, f"https://{NEWS}/")
    assert web.asked == []
    assert "This page could not be loaded" in said(browser)


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


def test_what_comes_after_forgetting_is_told_to_nobody(browse: Browse) -> None:
    """Chromium goes on for a while with what it had begun."""
    _web, browser = browse()
    go(browser, f"https://{NEWS}/")
    tab, [page] = browser.tab, browser.session.pages
    heard: list[object] = []
    for signal in (browser.page_opened, browser.requested, browser.loaded, browser.went):
        signal.connect(heard.append)
    browser.forget()
    browser.session.begin_again()
    assert tab is not None
    tab._take(page.requests[0])
    tab.page.loadFinished.emit(False)
    assert (heard, browser.session.pages) == ([], ())
    assert "This page could not be loaded" not in said(browser)


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


def test_an_old_profile_would_still_ask_the_old_web(browse: Browse) -> None:
    first, browser = browse()
    go(browser, f"https://{NEWS}/")
    until(lambda: "/favicon.ico" in first.heard(NEWS))
    second, _other = browse()
    second.start()
    proxy.to_practice(second.port)
    first.asked.clear()
    go(browser, f"https://{NEWS}/")
    assert "/" in first.heard(NEWS), "this is why every change takes a new profile"
    assert "/" not in second.heard(NEWS)


def test_live_and_back_again(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, real_server: tuple[str, list[str]]
) -> None:
    start.prepare()
    monkeypatch.setattr(start, "is_root", lambda: False)
    address, heard = real_server
    web, browser = browse()
    browser.session.set_live(True)
    assert "Type an address above." in said(browser)
    go(browser, address)
    until(lambda: "/pixel" in calls(browser))
    assert calls(browser)["/pixel"].outcome == "tried"
    assert not [name for name in heard if name.lower().startswith("x-practice")]
    browser.session.set_live(False)
    assert not browser.is_open
    heard.clear()
    go(browser, f"https://{NEWS}/")
    assert "/" in web.heard(NEWS)
    browser.open(address)
    assert "Not in the practice web" in said(browser)
    assert heard == []


@pytest.fixture
def real_server() -> Iterator[tuple[str, list[str]]]:
    """Serve a page outside the practice web; return its address and the headers that it heard."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.extend(self.headers)
            body = b'<img src="/pixel">'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", heard
        server.shutdown()


def test_without_webengine_there_is_a_sentence_and_nothing_starts(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "is_available", lambda: False)
    web, browser = browse()
    browser.open(f"https://{NEWS}/")
    assert "Pages cannot be shown on this computer" in said(browser)
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
