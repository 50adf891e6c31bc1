"""What the exercises of one page share: the practice web, and the pages that were visited."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from privacykit.activities.trackers.engine.predict import Guess
from privacykit.activities.trackers.engine.recorder import Recorder
from privacykit.tracking.model import Cookie, Page, Probe, Request, Visit

if TYPE_CHECKING:
    from privacykit.activities.trackers.practice import PracticeWeb


def _practice_web() -> "PracticeWeb":
    from privacykit.activities.trackers.practice import PracticeWeb

    return PracticeWeb()


class Session(QObject):
    """Made once for the page and handed to each exercise.

    Signals:
        changed: another page, request or cookie, or all of it forgotten
        forgotten: the practice web has stopped; whoever holds something of it lets go
    """

    changed = Signal()
    forgotten = Signal()

    def __init__(
        self, language: str = "en", web: Callable[[], "PracticeWeb"] = _practice_web
    ) -> None:
        super().__init__()
        self.language = language
        self.guesses: list[Guess] = []
        self._make_web = web
        self._web: PracticeWeb | None = None
        self._recorder = Recorder()

    def practice(self) -> "PracticeWeb":
        """Return the practice web; it starts at the first call."""
        if self._web is None:
            self._web = self._make_web()
            self._web.start()
        return self._web

    @property
    def is_running(self) -> bool:
        return self._web is not None

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._recorder.pages

    def visit(self) -> Visit:
        return Visit(self.pages, source="practice")

    def open(self, page: Page) -> None:
        self._recorder.open(page)
        self.changed.emit()

    def add(self, event: Request | Cookie | Probe) -> None:
        self._recorder.add(event)
        self.changed.emit()

    def forget(self) -> None:
        """Stop the practice web; what its trackers stored goes with it."""
        self.forgotten.emit()
        self._recorder.clear()
        self.guesses.clear()
        web, self._web = self._web, None
        if web is not None:
            web.stop()
        self.changed.emit()
