"""What the browser's tests share: a session on a little web, and waiting for pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple, cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, SignalInstance

from privacykit.activities.trackers.practice.web import PracticeWeb
from privacykit.activities.trackers.view.browser import Browser
from privacykit.activities.trackers.view.session import Session
from privacykit.tracking.model import Kind, Request
from tests.ui.littleweb import LittleWeb

_LONGEST = 10_000


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
