"""The tracker's desk: what a company stored, from its own log; of the real web, a guess."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from privacykit.activities.trackers.engine import desk as words
from privacykit.activities.trackers.practice.desk import Desk, Profile
from privacykit.activities.trackers.practice.web import PracticeWeb
from privacykit.activities.trackers.view.facts import Facts
from privacykit.activities.trackers.view.session import Session
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.chips import Chips
from privacykit.look.exercise import Exercise, State, prose

_MOST = 8
"""Companies to choose from."""
_LATER = 300
"""Milliseconds after the last call, until the log is read again."""


class DeskExercise(Exercise):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self._name = session, ""
        self._desks: list[Desk] = []
        self._met: list[words.Met] = []
        self._companies = Chips(_("Company:"))
        self._empty = parts.Callout(
            "info",
            _("No company has met you yet"),
            _("Open some pages in the first exercise. Then come back: somebody will have a desk."),
        )
        self._sheet = _Sheet(session)
        self._onward = parts.button(_("See it with protection"), "primary", "arrow-right")
        self._timer = QTimer(self, singleShot=True, interval=_LATER)
        self._lay_out()
        self._connect()
        self._look()

    def _lay_out(self) -> None:
        how = _("Pick a company. This is what lies on its desk about you.")
        self.body.addWidget(parts.heading(_("The tracker's desk")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        for widget in (self._empty, self._companies, self._sheet):
            self.body.addWidget(widget)
        self.body.addWidget(parts.row(parts.row(), self._onward, stretch_first=True))

    def _connect(self) -> None:
        self._companies.chose.connect(self._choose)
        self.session.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._look)
        self._onward.clicked.connect(self.onward)

    def showEvent(self, event: QShowEvent) -> None:
        self._look()
        super().showEvent(event)

    def _look(self) -> None:
        """Read the logs, and show who is there."""
        self._desks = [] if self.session.live else self._opened()
        self._met = [] if self._desks else words.met(self.session.visit())[:_MOST]
        names = self._names()
        self._companies.offer(
            [words.met_on(each.company.name, self._count(each)) for each in self._desks]
            + [words.met_on(each.name, len(each.sites)) for each in self._met]
        )
        for widget in (self._companies, self._sheet, self._onward):
            widget.setVisible(bool(names))
        self._empty.setVisible(not names)
        if names:
            self._open(names.index(self._name) if self._name in names else 0)

    def _count(self, desk: Desk) -> int:
        return len(words.sites(desk, names_of(self.session.web)))

    def _opened(self) -> list[Desk]:
        if not self.session.pages:
            return []
        web = self.session.web
        desks = [web.ledger.stored(domain) for domain in web.companies]
        return words.opened(desks, names_of(web))[:_MOST]

    def _names(self) -> Sequence[str]:
        return [each.company.name for each in self._desks] + [each.name for each in self._met]

    def open(self, company: str) -> None:
        """Show a company by its domain in the practice web or its name, once it has a desk."""
        made_up = self.session.web.companies.get(company)
        self._name = made_up.name if made_up else company
        self._look()

    def _choose(self, number: int) -> None:
        self._name = self._names()[number]
        self._open(number)
        parts.announce(self._sheet, self._sheet.accessibleName())
        self.done.emit()

    def _open(self, number: int) -> None:
        self._companies.set(number)
        if self._met:
            self._sheet.show_guess(self._met[number])
        else:
            self._sheet.show_desk(self._desks[number])

    def forget(self) -> None:
        self._name = ""
        self._sheet.forget()
        self._look()

    def state(self) -> State:
        return {"company": self._name}

    def restore(self, state: State) -> None:
        self._name = str(state.get("company", ""))
        self._look()


def names_of(web: PracticeWeb) -> words.Names:
    companies = {domain: one.name for domain, one in web.companies.items()}
    return words.Names({card.host: card.title for card in web.sites}, companies)


class _Sheet(parts.Card):
    """One company, and one visitor after the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._desk: Desk | None = None
        self._profiles: list[Profile] = []
        self._number = 0
        self._does, self._who, self._seen = prose("", "small"), prose("", "hero"), prose("")
        self._guess = parts.Callout(
            "warning",
            _("This is a guess"),
            _("Nobody shows you the log itself. This is what the calls would tell."),
        )
        self._several = parts.Callout("ok", "")
        self._visitors = Chips(_("As:"))
        self._facts = Facts()
        above = self._does, self._guess, self._several, self._visitors
        for widget in (*above, self._who, self._seen, parts.rule(), self._facts):
            self.body.addWidget(widget)
        self._visitors.chose.connect(self._choose)

    def show_guess(self, met: words.Met) -> None:
        self._desk = None
        self._fill("", met.name, "", words.guessed(met))
        self._guess.show()
        self._several.hide()
        self._visitors.hide()

    def show_desk(self, desk: Desk) -> None:
        if self._desk is None or self._desk.company != desk.company:
            self._number = 0
        self._desk = desk
        self._guess.hide()
        self._profiles = words.visitors(desk, names_of(self._session.web))[:_MOST]
        self._visitors.offer([words.visitor(profile.uid) for profile in self._profiles])
        self._number = min(self._number, max(0, len(self._profiles) - 1))
        self._visitors.set(self._number)
        self._visitors.setVisible(len(self._profiles) > 1)
        self._say_several(words.people(self._profiles))
        self._show_visitor(desk)

    def _say_several(self, count: int) -> None:
        title = _n("It takes you for {count} person", "It takes you for {count} people", count)
        text = _("It cannot tell that all of them are you.")
        self._several.set("ok", title.format(count=count), text)
        self._several.setVisible(count > 1)

    def _show_visitor(self, desk: Desk) -> None:
        does, names = desk.company.does, names_of(self._session.web)
        if not self._profiles:
            log = words.log(desk.nameless, names)
            rows = [(_("Its log"), log)] if log else []
            self._fill(does, _("Nobody it knows"), words.stranger(desk), rows)
            return
        profile = self._profiles[self._number]
        rows = words.rows(profile, names)
        self._fill(does, words.visitor(profile.uid), words.summary(profile, names), rows)

    def _fill(self, does: str, who: str, seen: str, rows: words.Rows) -> None:
        for label, text in ((self._does, does), (self._who, who), (self._seen, seen)):
            label.setText(text)
            label.setVisible(bool(text))
        self._facts.set(rows)
        told = "; ".join(f"{name}: {value}" for name, value in rows)
        parts.say(self, f"{who}. {seen}", told.replace("\n", ", "))

    def _choose(self, number: int) -> None:
        self._number = number
        if self._desk is not None:
            self._show_visitor(self._desk)

    def forget(self) -> None:
        """Drop what was shown, also what is out of sight."""
        self._desk, self._number, self._profiles = None, 0, []
        self._visitors.offer([])
        self._fill("", "", "", [])
