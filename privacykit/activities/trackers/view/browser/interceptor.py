"""Sees every request before it leaves, has it judged, and stops what the door stops."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from privacykit.activities.trackers.engine.doors import Door, passed
from privacykit.tracking.addresses import carried, clean
from privacykit.tracking.model import Kind, Request
from privacykit.tracking.parties import is_third, site_of

_Type = QWebEngineUrlRequestInfo.ResourceType
_KINDS: dict[_Type, Kind] = {
    _Type.ResourceTypeMainFrame: "document",
    _Type.ResourceTypeNavigationPreloadMainFrame: "document",
    _Type.ResourceTypeSubFrame: "frame",
    _Type.ResourceTypeNavigationPreloadSubFrame: "frame",
    _Type.ResourceTypeStylesheet: "style",
    _Type.ResourceTypeScript: "script",
    _Type.ResourceTypeImage: "image",
    _Type.ResourceTypeFavicon: "image",
    _Type.ResourceTypeFontResource: "font",
    _Type.ResourceTypeMedia: "media",
    _Type.ResourceTypeXhr: "xhr",
    _Type.ResourceTypeJson: "xhr",
    _Type.ResourceTypePing: "beacon",
    _Type.ResourceTypeWebSocket: "websocket",
    _Type.ResourceTypeWorker: "worker",
    _Type.ResourceTypeSharedWorker: "worker",
    _Type.ResourceTypeServiceWorker: "worker",
    _Type.ResourceTypePrefetch: "prefetch",
}
JAR = b"X-Practice-Jar"
"""Asks the practice web to set cookies with `Partitioned`."""
_HOP = b"X-Practice-Hop"
"""Stays on a request that is sent on elsewhere, and so tells by whom."""


@dataclass(frozen=True)
class Watch:
    """What an interceptor goes by, and whom it tells."""

    door: Door
    hosts: frozenset[str] | None
    """The practice web's; None: the real internet."""
    now: Callable[[], float]
    judge: Callable[[Request, str], Request]
    """Fills in rule and company; the second is the whole address, which is not kept."""
    tell: Callable[[Request], None]


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Runs on the main thread, before the network; a request it drops reaches nobody."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        watch, url = self._watch, info.requestUrl().toString()
        request = self._request(info, url)
        if request is None:
            info.block(info.requestUrl().scheme() not in {"data", "blob", "about"})
            return
        request = passed(watch.judge(request, url), watch.door, watch.hosts)
        if request.outcome == "stopped":
            info.block(True)
        elif watch.hosts is not None:
            self._mark(info, request.host)
        watch.tell(request)

    def _request(self, info: QWebEngineUrlRequestInfo, url: str) -> Request | None:
        kept = clean(url)
        if kept is None:
            return None
        page = info.firstPartyUrl()
        host = page.host() or kept.host
        headers = {bytes(k.data()): bytes(v.data()) for k, v in info.httpHeaders().items()}
        hop = headers.get(_HOP, b"").decode() or info.initiator().host()
        return Request(
            at=self._watch.now(),
            site=site_of(host),
            host=kept.host,
            path=kept.path,
            names=kept.names,
            kind=_KINDS.get(info.resourceType(), "other"),
            third=is_third(kept.host, host),
            by="" if hop == host else hop,
            plain=kept.plain,
            carried=carried(page.toString(), url, headers.get(b"Referer", b"").decode()),
        )

    def _mark(self, info: QWebEngineUrlRequestInfo, host: str) -> None:
        info.setHttpHeader(QByteArray(_HOP), QByteArray(host.encode()))
        if self._watch.door == "partitioned":
            info.setHttpHeader(QByteArray(JAR), QByteArray(b"one for each site"))
