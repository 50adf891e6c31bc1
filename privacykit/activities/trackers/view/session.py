"""What the exercises of one page share: the practice web, and the pages that were visited."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from privacykit.activities.trackers.engine.predict import Guess
from privacykit.activities.trackers.engine.recorder import Recorder
from privacykit.look.work import Work
from privacykit.tracking.model import Cookie, Page, Probe, Request, Visit

if TYPE_CHECKING:
    from privacykit.activities.trackers.practice.web import PracticeWeb
    from privacykit.tracking.filters import Filters


def _practice_web(language: str) -> "PracticeWeb":
    from privacykit.activities.trackers.practice.web import PracticeWeb

    return PracticeWeb(language)


class Session(QObject):
    """Made once for the page and handed to each exercise.

    Signals:
        changed: another page, request or cookie, or all of it forgotten
        moved: to the internet, to the practice web, or all is forgotten; browsers begin anew
    """

    changed = Signal()
    moved = Signal()

    def __init__(
        self, language: str = "en", make: Callable[[str], "PracticeWeb"] = _practice_web
    ) -> None:
        super().__init__()
        self.language = language
        self.guesses: list[Guess] = []
        self._make, self._live = make, False
        self._web: PracticeWeb | None = None
        self._filters: Filters | None = None
        self._reading = threading.Lock()
        self._recorder, self._begun = Recorder(), time.monotonic()

    @property
    def web(self) -> "PracticeWeb":
        """The practice web, running or not: its sites, companies and rules."""
        if self._web is None:
            self._web = self._make(self.language)
            self.destroyed.connect(self._web.stop)
            app = QCoreApplication.instance()
            if app is not None:
                app.aboutToQuit.connect(self._stop)
        return self._web

    def practice(self) -> "PracticeWeb":
        """Return the practice web; it starts at the first call."""
        self.web.start()
        return self.web

    @property
    def live(self) -> bool:
        """Whether browsers show the real internet."""
        return self._live

    def set_live(self, live: bool) -> None:
        """Go to the internet or back; what was visited before is forgotten."""
        if live != self._live:
            self._live = live
            self.begin_again()
            self.moved.emit()

    def now(self) -> float:
        """Seconds since the session began."""
        return time.monotonic() - self._begun

    def judge(self, request: Request, url: str) -> Request:
        """Fill in the rule that would stop a request, and whose its host is."""
        from privacykit.tracking.judge import judged

        return judged(request, self.filters(), self.web.companies, url)

    def filters(self) -> "Filters":
        """Return the shipped list with the practice web's own rules; slow the first time."""
        with self._reading:
            if self._filters is None:
                from privacykit.tracking.filters import Filters

                self._filters = Filters.shipped().plus(self.web.filter_lines)
            return self._filters

    def warm_up(self) -> None:
        """Read the lists in the background, while a person still chooses where to go."""
        if self._filters is None:
            Work(self._read_lists).start()

    def _read_lists(self, **_asked: object) -> None:
        self.filters()

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._recorder.pages

    def visit(self) -> Visit:
        return Visit(self.pages, source="live" if self._live else "practice")

    def open(self, page: Page) -> None:
        self._recorder.open(page)
        self.changed.emit()

    def add(self, event: Request | Cookie | Probe) -> None:
        self._recorder.add(event)
        self.changed.emit()

    def take(self, pages: Iterable[Page], guesses: Iterable[Guess]) -> None:
        """Take over what another session of the same person held."""
        self._recorder.take(pages)
        self.guesses[:] = guesses
        self.changed.emit()

    def begin_again(self) -> None:
        """Forget the pages, and let every company of the practice web forget its visitors."""
        self._recorder.clear()
        if self._web is not None:
            self._web.fresh()
        self.changed.emit()

    def forget(self) -> None:
        """Close the browsers and stop the practice web; what its trackers stored goes with it."""
        self._live = False
        self._recorder.clear()
        self.guesses.clear()
        self.moved.emit()
        self._stop()
        self.changed.emit()

    def _stop(self) -> None:
        if self._web is not None:
            self._web.stop()
