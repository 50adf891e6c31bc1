"""A page that asks for nothing beyond itself: no windows, files, downloads, dialogs, rights."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)

_Setting = QWebEngineSettings.WebAttribute
_OFF = (
    _Setting.AllowWindowActivationFromJavaScript,
    _Setting.DnsPrefetchEnabled,
    _Setting.FullScreenSupportEnabled,
    _Setting.HyperlinkAuditingEnabled,
    _Setting.JavascriptCanAccessClipboard,
    _Setting.JavascriptCanOpenWindows,
    _Setting.JavascriptCanPaste,
    _Setting.LocalContentCanAccessFileUrls,
    _Setting.LocalContentCanAccessRemoteUrls,
    _Setting.NavigateOnDropEnabled,
    _Setting.PdfViewerEnabled,
    _Setting.PluginsEnabled,
    _Setting.ScreenCaptureEnabled,
    _Setting.ErrorPageEnabled,
)
_INSIDE = frozenset({"about", "blob", "data"})
"""Addresses that a frame may show beside those of the web: they come from the page itself."""


class WebPage(QWebEnginePage):
    def __init__(
        self, profile: QWebEngineProfile, schemes: frozenset[str], said: Callable[[str], None]
    ) -> None:
        """Hand every line that scripts write to the console to said."""
        super().__init__(profile)
        self._schemes, self._said = schemes, said
        for name in _OFF:
            self.settings().setAttribute(name, False)
        self.settings().setAttribute(_Setting.WebRTCPublicInterfacesOnly, True)
        self.permissionRequested.connect(QWebEnginePermission.deny)
        self.fullScreenRequested.connect(lambda request: request.reject())
        self.registerProtocolHandlerRequested.connect(lambda request: request.reject())
        self.fileSystemAccessRequested.connect(lambda request: request.reject())
        self.selectClientCertificate.connect(lambda choice: choice.selectNone())
        self.desktopMediaRequested.connect(lambda request: request.cancel())
        self.newWindowRequested.connect(self._stay)

    def _stay(self, request: QWebEngineNewWindowRequest) -> None:
        """Open in this page what a person clicked; what a script wants to open, nowhere."""
        if request.isUserInitiated():
            self.setUrl(request.requestedUrl())

    def acceptNavigationRequest(  # noqa: N802 - Qt's name
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, is_main: bool
    ) -> bool:
        scheme = QUrl(url).scheme()
        return scheme in self._schemes or (not is_main and scheme in _INSIDE)

    def javaScriptConsoleMessage(  # noqa: N802
        self,
        _level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        _line: int,
        _source: str,
    ) -> None:
        self._said(message)

    def javaScriptAlert(self, _origin: QUrl | str, _message: str) -> None:  # noqa: N802
        """Show no dialog."""

    def javaScriptConfirm(self, _origin: QUrl | str, _message: str) -> bool:  # noqa: N802
        return False

    def javaScriptPrompt(self, *_asked: Any) -> Any:  # noqa: N802
        return False, ""

    def chooseFiles(self, *_asked: Any) -> list[str]:  # noqa: N802
        return []
