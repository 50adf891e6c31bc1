"""What the browser's tests share: a session on a little web, a tracker in it, and waiting."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from typing import NamedTuple, cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QLabel, QPushButton

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.practice.web import PracticeWeb
from privacykit.activities.trackers.view.browser import Browser
from privacykit.activities.trackers.view.session import Session
from privacykit.tracking.model import Kind, Request
from tests.ui.littleweb import Answer, Asked, LittleWeb

ADS, NEWS, SHOP, SYNC = "ads.track.example", "news.example", "shop.example", "sync.other.example"
FRAME = """<script>
let kept = "refused";
try { kept = localStorage.id = localStorage.id || "k" + Math.random(); } catch (error) {}
new Image().src = "/kept?" + kept;
</script>"""
_LONGEST = 30_000
_numbers = count()
_names: list[str] = []
"""What the tracker called whoever came, one for each call."""


class _Verdict(NamedTuple):
    stopped: bool
    rule: str


class Rules:
    """Stops what is called from hosts that end so."""

    def __init__(self, *endings: str) -> None:
        self._endings = endings

    def match(self, url: str, _site: str, _kind: Kind, third: bool) -> _Verdict:
        host = url.partition("://")[2].partition("/")[0]
        found = [ending for ending in self._endings if third and host.endswith(ending)]
        return _Verdict(bool(found), f"||{found[0]}^" if found else "")


class LittleSession(Session):
    """A session whose lists are short, so that no test waits for a long one."""

    def __init__(self, web: LittleWeb, rules: Rules | None = None) -> None:
        super().__init__("en", lambda _language: cast("PracticeWeb", web))
        self._rules = rules or Rules()

    def judge(self, request: Request, url: str) -> Request:
        verdict = self._rules.match(url, request.site, request.kind, request.third)
        company = "TrackNet" if request.host.endswith("track.example") else ""
        return replace(request, rule=verdict.rule, company=company)

    def warm_up(self) -> None:
        """Nothing to read."""


def wait(signal: SignalInstance, longest: int = _LONGEST) -> None:
    """Let Qt work until the signal comes; fail if it does not."""
    loop, late = QEventLoop(), QTimer(singleShot=True, interval=longest)
    came: list[bool] = []
    signal.connect(loop.quit)
    signal.connect(lambda *_: came.append(True))
    late.timeout.connect(loop.quit)
    late.start()
    loop.exec()
    late.stop()
    signal.disconnect(loop.quit)
    assert came, "the signal did not come"


def until(true: Callable[[], object], longest: int = _LONGEST) -> None:
    """Let Qt work until something holds; fail if it never does."""
    loop, look = QEventLoop(), QTimer(interval=10)
    late = QTimer(singleShot=True, interval=longest)
    look.timeout.connect(lambda: loop.quit() if true() else None)
    late.timeout.connect(loop.quit)
    look.start()
    late.start()
    loop.exec()
    look.stop()
    late.stop()
    assert true(), "it did not happen"


def go(browser: Browser, url: str) -> None:
    """Open a page and wait until it has loaded."""
    QTimer.singleShot(0, lambda: browser.open(url))
    wait(browser.loaded)


@contextmanager
def browsing(session: Session, *browsers: Browser) -> Iterator[None]:
    """Show browsers; at the end everything of theirs is deleted, as when a station is left."""
    for browser in browsers:
        browser.resize(640, 480)
        browser.show()
    try:
        yield
    finally:
        session.forget()
        for browser in browsers:
            browser.close()
            browser.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


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


Browse = Callable[..., tuple[LittleWeb, Browser]]


def opener(stack: ExitStack) -> Browse:
    """Return a function that shows a browser on a little web until the stack ends."""

    def shown(
        web: LittleWeb | None = None, door: Door = "bare", rules: Rules | None = None
    ) -> tuple[LittleWeb, Browser]:
        web = web or little_web()
        browser = Browser(LittleSession(web, rules), door)
        stack.enter_context(browsing(browser.session, browser))
        return web, browser

    return shown


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


def calls(browser: Browser) -> dict[str, Request]:
    return {one.path: one for page in browser.session.pages for one in page.requests}


def said(browser: Browser) -> list[str]:
    return [label.text() for label in browser.findChildren(QLabel) if label.isVisible()]


def press(browser: Browser, name: str) -> None:
    [found] = [b for b in browser.findChildren(QPushButton) if b.accessibleName() == name]
    assert found.isEnabled()
    found.click()
