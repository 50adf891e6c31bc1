"""One page with a profile of its own: off the record, watched, and gone when it is closed.

Imported when the first page is opened: from here on WebEngine is loaded.
"""

import atexit
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QObject, Qt, QUrl, Signal
from PySide6.QtNetwork import QNetworkCookie
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from shiboken6 import delete, isValid

from privacykit.activities.trackers.engine.doors import Door, may_keep_cookie
from privacykit.activities.trackers.view.browser import clicks, probes
from privacykit.activities.trackers.view.browser.gate import gate, refuse
from privacykit.activities.trackers.view.browser.interceptor import Interceptor, Watch
from privacykit.activities.trackers.view.browser.page import WebPage
from privacykit.look import theme
from privacykit.tracking.model import Cookie, Page, Probe, Request
from privacykit.tracking.parties import is_third

_DAY = 86_400


@dataclass(frozen=True)
class Place:
    """Where a tab may go."""

    hosts: frozenset[str] | None
    """The practice web's; None: the real internet."""
    leaf: Callable[[], bytes]
    """The practice web's certificate, in DER."""
    language: str = "en"


class Tab(QObject):
    """Signals as the Browser's; went: a URL."""

    page_opened = Signal(object)
    requested = Signal(object)
    cookie_set = Signal(object)
    probed = Signal(object)
    loaded = Signal(bool)
    went = Signal(QUrl)
    clicked = Signal(str)

    def __init__(
        self,
        place: Place,
        door: Door,
        now: Callable[[], float],
        judge: Callable[[Request, str], Request],
    ) -> None:
        super().__init__()
        self._now, self._word, self._site = now, secrets.token_hex(16), ""
        self.profile = QWebEngineProfile()
        self._interceptor = Interceptor(Watch(door, place.hosts, now, judge, self._take))
        self._set_up_profile(place, door)
        schemes = {"https"} if place.hosts is not None else {"https", "http"}
        self.page = WebPage(self.profile, frozenset(schemes), self._hear)
        self.page.scripts().insert([probes.script(self._word), clicks.script(self._word)])
        self.page.certificateError.connect(
            refuse if place.hosts is None else gate(place.hosts, place.leaf)
        )
        self.page.loadFinished.connect(self.loaded)
        self.page.renderProcessTerminated.connect(lambda *_why: self.loaded.emit(False))
        self.page.urlChanged.connect(self.went)
        self.view = QWebEngineView()
        self.view.setPage(self.page)
        self.view.setZoomFactor(theme.percent() / 100)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setAcceptDrops(False)
        _ALIVE.add(self)
        self.profile.destroyed.connect(lambda: _ALIVE.discard(self))

    def _set_up_profile(self, place: Place, door: Door) -> None:
        profile = self.profile
        profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
        profile.setHttpAcceptLanguage(place.language)
        profile.setSpellCheckEnabled(False)
        profile.setPushServiceEnabled(False)
        profile.setUrlRequestInterceptor(self._interceptor)
        profile.downloadRequested.connect(QWebEngineDownloadRequest.cancel)
        store = profile.cookieStore()
        store.setCookieFilter(lambda asked: may_keep_cookie(door, asked.thirdParty))
        store.cookieAdded.connect(self._take_cookie)

    def _take(self, request: Request) -> None:
        if request.kind == "document":
            self._site = request.site
            self.page_opened.emit(Page(request.at, request.site, request.host, request.path))
        self.requested.emit(request)

    def _take_cookie(self, cookie: QNetworkCookie) -> None:
        host = cookie.domain().lstrip(".")
        days = None
        if not cookie.isSessionCookie():
            seconds = QDateTime.currentDateTimeUtc().secsTo(cookie.expirationDate())
            days = max(0.0, seconds / _DAY)
        self.cookie_set.emit(
            Cookie(
                at=self._now(),
                site=self._site,
                host=host,
                name=bytes(cookie.name().data()).decode("utf-8", "replace"),
                length=cookie.value().size(),
                third=is_third(host, self._site),
                days=days,
            )
        )

    def _hear(self, message: str) -> None:
        if where := clicks.heard(self._word, message):
            self.clicked.emit(where)
        elif told := probes.heard(self._word, message):
            self.probed.emit(Probe(self._now(), self._site, told.host, told.what))

    def click(self, where: str) -> None:
        """Click what another tab told that it had been clicked in."""
        self.page.runJavaScript(clicks.repeat(where), clicks.WORLD)

    def close(self) -> None:
        """Tell nothing more, and delete view, page and profile: a page must not outlive those."""
        self.blockSignals(True)  # what Chromium had begun still arrives
        for one in (self.view, self.page, self.profile):
            if isValid(one):
                one.deleteLater()


_ALIVE: set[Tab] = set()
"""Held here until the profile is gone: what Python collects, it deletes in any order."""


def _close_all() -> None:
    """Delete in order what is still there when the program ends without having closed it."""
    for tab in list(_ALIVE):
        for one in (tab.view, tab.page, tab.profile):
            if isValid(one):
                delete(one)


atexit.register(_close_all)
