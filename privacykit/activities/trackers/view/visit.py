"""Visit a few pages: guess, browse, see who is called, and try four protections."""

from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from privacykit.activities.trackers.engine import doors, predict
from privacykit.activities.trackers.engine.doors import DOORS, Door
from privacykit.activities.trackers.engine.met import Met, Result, best_known, most_called, result
from privacykit.activities.trackers.view.ask import Ask
from privacykit.activities.trackers.view.browser import Browser, start
from privacykit.activities.trackers.view.browser.widget import not_as_root
from privacykit.activities.trackers.view.compared import Compared, line
from privacykit.activities.trackers.view.live import LiveSwitch
from privacykit.activities.trackers.view.metcard import MetCard
from privacykit.activities.trackers.view.segments import Segments
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.sides import Sides
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State, prose
from privacykit.tracking.model import Page
from privacykit.tracking.parties import site_of

_QUIET = 700
"""Milliseconds without a call, after which a page that has loaded is counted."""
_LONGEST = 4.0
"""Seconds; a page that goes on calling is counted all the same."""


class VisitExercise(Exercise):
    """The first exercise.

    Signals:
        desk_wanted: a company's domain in the practice web, or its name in live mode
        settled: a page has loaded, been given its time and counted
    """

    desk_wanted = Signal(str)
    settled = Signal()

    def __init__(self, session: Session, visits: int = 5, *, live: bool = True) -> None:
        super().__init__()
        self._session, self._visits = session, visits
        self.results: dict[Door, Result] = {}
        self._addresses: dict[str, str] = {}
        self._again: list[str] = []
        self._latest = 0.0
        self._guess: int | None = None
        self._asked = ""
        self._browser, self._web, self._met = Browser(session), WebOfCompaniesView(), MetCard()
        self._ask, self._compared = Ask(), Compared()
        names, tips = [doors.name(d) for d in DOORS], [doors.meaning(d) for d in DOORS]
        self._doors = Segments(_("Protection"), names, tips)
        self._progress = prose("", "muted")
        self._onward = parts.button(_("Next exercise"), "secondary", "arrow-right")
        self._still = QTimer(self, singleShot=True, interval=_QUIET)
        self._lay_out(live)
        self._connect()
        self._move()

    def _lay_out(self, live: bool) -> None:
        count = self._visits
        title = _n("Visit {count} page", "Visit {count} pages", count).format(count=count)
        head = parts.row(parts.heading(title), self._progress, stretch_first=False)
        self.body.addWidget(parts.row(head, self._doors, stretch_first=True))
        self.body.addWidget(self._met)
        self.body.addWidget(Sides(self._browser, self._web))
        self.body.addWidget(self._compared)
        foot = QHBoxLayout()
        foot.addWidget(parts.column(*self._about_live(live), spacing=8), 1)
        foot.addWidget(self._onward, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)

    def _about_live(self, live: bool) -> list[QWidget]:
        """Return the switch, and for root why it cannot be switched and what is off."""
        switch: list[QWidget] = [LiveSwitch(self._session)] if live else []
        return [*switch, parts.paragraph(not_as_root(), "small")] if start.is_root() else switch

    def _connect(self) -> None:
        self._browser.before = self._hold
        self._browser.page_opened.connect(self._opened)
        self._browser.requested.connect(self._web.add)
        self._browser.loaded.connect(self._end_loading)
        self._browser.requested.connect(self._wait)
        self._browser.went.connect(self._remember)
        self._still.timeout.connect(self._settle)
        self._ask.guessed.connect(self._take_guess)
        self._ask.skipped.connect(lambda: self._browser.open(self._asked))
        self._doors.chose.connect(lambda number: self._change_door(DOORS[number]))
        self._met.opened.connect(self.desk_wanted)
        self._session.moved.connect(self._move)
        self._onward.clicked.connect(self.onward)

    def _hold(self, url: str) -> bool:
        """Ask first about a practice site that was not visited yet."""
        cards = {card.host: card for card in self._session.web.sites}
        host = url.removeprefix("https://").partition("/")[0]
        if self._session.live or host not in cards or host in self._hosts():
            return True
        self._asked, self._guess = url, None
        self._ask.about(cards[host].title)
        self._browser.cover(self._ask)
        self._ask.setFocus()
        return False

    def _hosts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(page.host for page in self._session.pages))

    def _take_guess(self, guess: int) -> None:
        self._guess = guess
        self._browser.open(self._asked)

    def _opened(self, page: Page) -> None:
        self._web.open_page(page)
        self._met.show_guess(None, "")
        self._show_progress()

    def _remember(self, url: str) -> None:
        host = url.partition("://")[2].partition("/")[0]
        self._addresses.setdefault(host, url)

    def _end_loading(self) -> None:
        self._latest = self._session.now() + _LONGEST
        self._still.start()

    def _wait(self) -> None:
        """Begin to wait anew: the page is calling still."""
        if self._still.isActive() and self._session.now() < self._latest:
            self._still.start()

    def _settle(self) -> None:
        """Compare with the guess and see who knows the person, once the page has had its time."""
        if self._browser.is_loading:  # another one, for which the last was left
            return
        guessed = self._count_guess()
        self._show()
        if self._again:
            self._browser.open(self._again.pop(0))
        elif self._session.pages:
            self.results[self._browser.door] = result(self._session.pages, self._who())
            self._compared.show_results(self.results)
            if not guessed:
                self._met.tell(line(self.results))
        self.settled.emit()

    def _count_guess(self) -> bool:
        """Say what came of a guess; False: there was none."""
        if self._guess is None or not self._session.pages:
            return False
        page = self._session.pages[-1]
        if page.host not in self._asked:
            return False
        truth = len(predict.companies(page.requests))
        made = predict.Guess(page.site, self._guess, truth)
        self._guess = None
        self._session.guesses.append(made)
        titles = {site_of(card.host): card.title for card in self._session.web.sites}
        self._met.show_guess(made, titles.get(page.site, page.site))
        return True

    def _who(self) -> Met | None:
        if self._session.live:
            return most_called(self._session.pages)
        web = self._session.web
        return best_known(web.ledger.stored(domain) for domain in web.companies)

    def _show(self) -> None:
        self._show_progress()
        seen = len(self._hosts())
        self._met.show_met(self._who() if seen else None, seen)

    def _show_progress(self) -> None:
        seen = len(self._hosts())
        text = _("{count} of {visits} visited").format(count=seen, visits=self._visits)
        if self._again:
            text = _("The same pages once more …")
        self._progress.setText(text)
        if seen >= self._visits:
            self.done.emit()

    def _change_door(self, door: Door) -> None:
        """Begin as a new visitor and open the same pages again behind the other protection."""
        if door == self._browser.door:
            return
        again = [self._addresses[host] for host in self._hosts() if host in self._addresses]
        self._begin_again()
        self._session.begin_again()
        self._browser.set_door(door)
        self._again = again[1:]
        self._show_door()
        if again:
            self._browser.open(again[0])

    def _show_door(self) -> None:
        self._doors.set(DOORS.index(self._browser.door))
        self._met.explain(doors.meaning(self._browser.door))
        self._show()

    def _begin_again(self) -> None:
        self._still.stop()
        self._again.clear()
        self._addresses.clear()
        self._guess = None
        self._web.clear()
        self._met.clear()
        for number, door in enumerate(DOORS):
            self._doors.offer(number, door in doors.offered(self._session.live))
        self._show()

    def _move(self) -> None:
        """Be as new; on the internet not every door is there."""
        self.results.clear()
        self._compared.show_results({})
        self._browser.set_door("bare")
        self._begin_again()
        self._show_door()

    def forget(self) -> None:
        self._move()

    def state(self) -> State:
        return {
            "pages": self._session.pages,
            "guesses": tuple(self._session.guesses),
            "door": self._browser.door,
            "addresses": dict(self._addresses),
            "results": dict(self.results),
        }

    def restore(self, state: State) -> None:
        """Show again who was called, behind which door; browser and practice web begin anew."""
        if not state:
            return
        pages, guesses = cast("tuple[Page, ...]", state["pages"]), state["guesses"]
        self._session.take(pages, cast("tuple[predict.Guess, ...]", guesses))
        here = self._session.web.hosts  # fewer in another language
        addresses = cast("dict[str, str]", state["addresses"])
        live = self._session.live
        self._addresses.update({h: url for h, url in addresses.items() if live or h in here})
        self.results.update(cast("dict[Door, Result]", state["results"]))
        self._browser.set_door(cast("Door", state["door"]))
        self._show_door()
        self._web.show_visit(self._session.visit())
        self._compared.show_results(self.results)
