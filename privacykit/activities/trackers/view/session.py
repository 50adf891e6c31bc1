"""What the exercises of one page share: the practice web, and the pages that were visited."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from privacykit.activities.trackers.engine.predict import Guess
from privacykit.activities.trackers.engine.recorder import Recorder
from privacykit.look.work import Work
from privacykit.tracking.model import Cookie, Page, Probe, Request, Visit
from privacykit.tracking.parties import site_of

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
        self._lists: tuple[Filters, ...] = ()
        self._recorder, self._begun = Recorder(), time.monotonic()

    @property
    def web(self) -> "PracticeWeb":
        """The practice web, running or not: its sites, companies and rules."""
        if self._web is None:
            self._web = self._make(self.language)
            self.destroyed.connect(self._web.stop)
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
        if live != self._live:
            self._live = live
            self.moved.emit()

    def now(self) -> float:
        """Seconds since the session began."""
        return time.monotonic() - self._begun

    def judge(self, request: Request, url: str) -> Request:
        """Fill in the rule that would stop a request, and whose its host is."""
        return replace(request, rule=self._rule(request, url), company=self.owner(request.host))

    def _rule(self, request: Request, url: str) -> str:
        for rules in self._filters():
            verdict = rules.match(url, request.site, request.kind, request.third)
            if verdict.stopped:
                return verdict.rule
        return ""

    def warm_up(self) -> None:
        """Read the lists in the background, while a person still chooses where to go."""
        if not self._lists:
            Work(self._read_lists).start()

    def _read_lists(self, **_asked: object) -> None:
        self._filters()

    def _filters(self) -> "tuple[Filters, ...]":
        if not self._lists:
            from privacykit.tracking.filters import Filters

            self._lists = Filters.parse(self.web.filter_lines), Filters.shipped()
        return self._lists

    def owner(self, host: str) -> str:
        """Return the name of the company behind a host; empty if nobody knows."""
        made_up = self.web.companies.get(site_of(host))
        if made_up is not None:
            return made_up.name
        from privacykit.tracking.companies import company_of

        found = company_of(host)
        return found.name if found else ""

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
        self.moved.emit()
        self._recorder.clear()
        self.guesses.clear()
        if self._web is not None:
            self._web.stop()
        self.changed.emit()
