"""What slips through: a page for each thing that blocking does not stop, and consent banners."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from privacykit.activities.trackers.engine import leaks
from privacykit.activities.trackers.engine.words import Leak, Words
from privacykit.activities.trackers.practice.desk import Desk
from privacykit.activities.trackers.practice.web import Missed
from privacykit.activities.trackers.view.browser import Browser, is_available
from privacykit.activities.trackers.view.consent import ConsentLab
from privacykit.activities.trackers.view.desk import names_of
from privacykit.activities.trackers.view.facts import Facts
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.sides import Sides
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.chips import Chips
from privacykit.look.exercise import Exercise, State, prose

_EVERY, _ROUNDS = 400, 15
"""Milliseconds between two looks at the log, and how often it is looked at."""


class MissingExercise(Exercise):
    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._leaks = session, words.leak
        names = [leak.name for leak in words.leak]
        self._which = Chips(_("Show:"), [*names, _("Consent banners")])
        self._leak, self._bench = _LeakCard(session), parts.Card()
        self._browser = Browser(session, "blocked", record=False)
        self._lab = ConsentLab(session, words.banner, self._browser)
        self._sides = Sides(parts.column(self._leak, self._bench), self._browser)
        self._elsewhere = parts.Callout(
            "info",
            _("These pages are in the practice web"),
            _("Switch the real internet off in the first exercise, and come back."),
        )
        self._onward = parts.button(_("Your own visit"), "primary", "arrow-right")
        self._lay_out()
        self._which.chose.connect(self._choose)
        self._leak.opened.clicked.connect(self._open)
        self._onward.clicked.connect(self.onward)
        session.moved.connect(self._move)
        self._move()

    def _move(self) -> None:
        """Begin anew where the browsers are now; on the internet these pages are not found."""
        live = self._session.live
        self._elsewhere.setVisible(live)
        for widget in (self._which, self._sides):
            widget.setHidden(live)
        self._leak.forget()
        self._lab.forget()
        self._show(0)

    def _lay_out(self) -> None:
        how = _("Blocking stops most of it. Here is the rest, and what helps instead.")
        self.body.addWidget(parts.heading(_("What slips through")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(self._which)
        self._bench.body.addWidget(self._lab)
        self._bench.body.addStretch(1)
        self._browser.setHidden(not is_available())
        self.body.addWidget(self._elsewhere)
        self.body.addWidget(self._sides)
        self.body.addWidget(parts.row(parts.row(), self._onward, stretch_first=True))

    def _choose(self, number: int) -> None:
        self._show(number)
        self.done.emit()

    def _show(self, number: int) -> None:
        """Show a leak by its number, or the banners after the last one; the browser is empty."""
        self._which.set(number)
        banners = number >= len(self._leaks)
        if not banners:
            self._leak.take(self._leaks[number])
        self._leak.setVisible(not banners)
        self._bench.setVisible(banners)
        self._browser.set_door("bare" if banners else "blocked")

    def _open(self) -> None:
        self._browser.set_door("blocked")
        self._browser.open(self._leak.begin().url)

    def forget(self) -> None:
        self._move()

    def state(self) -> State:
        return {"shown": max(0, self._which.chosen())}

    def restore(self, state: State) -> None:
        shown = state.get("shown")
        if isinstance(shown, int):
            self._show(min(max(shown, 0), len(self._leaks)))


class _LeakCard(parts.Card):
    """One thing that is not stopped: what the page does, and what arrived all the same."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._now: Leak | None = None
        self._before: Desk | None = None
        self._left = 0
        self._does, self._why, self._help = prose(""), prose(""), parts.Callout("ok", "")
        self.opened = parts.button(_("Open the page, with everything blocked"), icon="play")
        self._log, self._got = prose("", "strong"), Facts()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._look)
        for widget in self._inside():
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def _inside(self) -> tuple[QWidget, ...]:
        without = prose(_("The pages cannot be shown on this computer."), "small")
        without.setHidden(is_available())
        self.opened.setHidden(not is_available())
        return (
            prose(_("What the page does"), "title"), self._does,
            prose(_("Why it is not stopped"), "title"), self._why,
            parts.row(self.opened), without, self._log, self._got, self._help,
        )  # fmt: skip

    def take(self, leak: Leak) -> None:
        self._now = leak
        self._does.setText(leak.does)
        self._why.setText(leak.why)
        self._help.set("ok", _("What helps"), leak.help)
        self._stop()

    def _page(self) -> Missed:
        assert self._now is not None  # noqa: S101 - taken before it is shown
        what = self._now.what
        return next(one for one in self._session.web.missed if one.kind == what)

    def begin(self) -> Missed:
        """Remember what lies on the desk before the page is opened."""
        page = self._page()
        ledger = self._session.practice().ledger
        self._before = ledger.stored(page.company.domain)
        self._left = _ROUNDS
        self._log.setText(_("From the log of {company}:").format(company=page.company.name))
        self._log.show()
        self._timer.start()
        return page

    def _look(self) -> None:
        """Read the log until there is something in it, and on for a while: some calls come late."""
        if self._before is None:
            return
        desk = self._session.web.ledger.stored(self._before.company.domain)
        rows = leaks.rows(leaks.since(self._before, desk), names_of(self._session.web))
        self._got.set(rows or [("", _("Nothing has arrived yet."))])
        self._left -= bool(rows)
        if self._left <= 0:
            self._timer.stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._before = None
        self._log.hide()
        self._got.set([])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._before is not None:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def forget(self) -> None:
        self._stop()
