"""One page of the internet, opened in a process of its own and told as JSON.

`python -m privacykit.activities.trackers.view.browser.record URL` writes a tracking.model.Visit to
the output, or one sentence to stderr. Nobody clicks anything: its cookies were set without consent.
Exit codes: 0 done, 2 not an address, 69 no browser here, 75 the page did not load, 78 root.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QApplication

from privacykit.activities.trackers.engine.recorder import Recorder
from privacykit.activities.trackers.view.browser import start
from privacykit.i18n import _
from privacykit.tracking.model import Visit

if TYPE_CHECKING:
    from privacykit.activities.trackers.view.browser.tab import Tab

USAGE, NO_BROWSER, AGAIN, REFUSED = 2, 69, 75, 78
LOADING, SETTLING = 30_000, 4_000
"""Milliseconds: the longest a page may take, and how long it may go on calling afterwards."""
_SIZE = 1366, 768


class Recording:
    """Opens one page and ends the program when it has been still for a while."""

    def __init__(self, app: QApplication, tab: "Tab") -> None:
        self._app, self._tab, self.kept, self.loaded = app, tab, Recorder(), False
        tab.page_opened.connect(self.kept.open)
        for signal in (tab.requested, tab.cookie_set, tab.probed):
            signal.connect(self.kept.add)
        tab.loaded.connect(self._finish)

    def _finish(self, ok: bool) -> None:
        self.loaded = self.loaded or ok
        QTimer.singleShot(SETTLING if ok else 0, self._app.quit)

    def run(self, url: QUrl) -> Visit:
        self._tab.view.resize(*_SIZE)
        self._tab.view.show()
        self._tab.page.setUrl(url)
        QTimer.singleShot(LOADING, self._app.quit)
        self._app.exec()
        return Visit(self.kept.pages, made=datetime.now(UTC).date().isoformat(), source="live")


def address(text: str) -> QUrl | None:
    """Return a web address as one types it; None if it is none, or names a file."""
    url = QUrl(text if "://" in text else f"https://{text}", QUrl.ParsingMode.StrictMode)
    return url if url.isValid() and url.scheme() in {"http", "https"} and url.host() else None


def record(url: QUrl) -> tuple[Visit, bool]:
    """Return what happened, and whether the page has loaded; starts Qt."""
    start.prepare()
    app = QApplication(sys.argv[:1])
    from privacykit.activities.trackers.view.browser import proxy
    from privacykit.activities.trackers.view.browser.tab import Place, Tab
    from privacykit.activities.trackers.view.session import Session

    proxy.to_the_internet()
    session = Session()
    tab = Tab(Place(None, bytes), "bare", session.now, session.judge)
    recording = Recording(app, tab)
    visit = recording.run(url)
    tab.close()
    app.sendPostedEvents()
    return visit, recording.loaded


def main(arguments: Sequence[str]) -> int:
    url = address(arguments[0]) if len(arguments) == 1 else None
    if url is None:
        return _refuse(USAGE, _("That is not the address of a web page."))
    if start.is_root():
        return _refuse(REFUSED, _("Root opens no pages of strangers. Run it as an ordinary user."))
    if not start.is_available():
        return _refuse(NO_BROWSER, _("Qt WebEngine is not installed, so no page can be opened."))
    visit, loaded = record(url)
    if not loaded:
        return _refuse(AGAIN, _("The page could not be loaded."))
    sys.stdout.buffer.write(msgspec.json.encode(visit))
    sys.stdout.flush()
    return 0


def _refuse(code: int, sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
