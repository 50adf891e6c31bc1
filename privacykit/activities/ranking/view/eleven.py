"""Hit 11: who fills the first page, and who comes only when one turns it."""

from PySide6.QtWidgets import QLabel

from privacykit.activities.ranking.engine import behind
from privacykit.activities.ranking.engine.words import PAGE
from privacykit.activities.ranking.view.controls import Chips
from privacykit.activities.ranking.view.desk import Desk, DeskExercise
from privacykit.activities.ranking.view.hit import meta
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import State, prose

_SHOWN = 6


class ElevenExercise(DeskExercise):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._questions = Chips(_("Search for:"), [each.text for each in desk.words.question])
        self._first, self._missing = parts.paragraph(""), parts.Callout("info", "")
        self._turn = parts.button(_("Turn the page"), "primary", "arrow-right")
        self._next = parts.Card()
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._lay_out()
        self._questions.chose.connect(lambda number: self.desk.change(question=number))
        self._turn.clicked.connect(self._reveal)
        self.desk.changed.connect(self._update)
        self.forget()
        self._update()

    def _lay_out(self) -> None:
        how = _("Few people look at the second page. What is waiting there?")
        self.body.addWidget(parts.heading(_("Hit 11")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        first = parts.Card()
        first.body.addWidget(parts.heading(_("Who fills the first page"), 3))
        first.body.addWidget(self._first)
        for widget in (self._questions, first, self._missing, self._next):
            self.body.addWidget(widget)
        self.body.addWidget(parts.row(parts.row(), self._turn, stretch_first=True))
        self._next.body.addWidget(parts.heading(_("The next page begins"), 3))
        for _place in range(_SHOWN):
            line = prose("", "strong"), prose("", "small")
            self._lines.append(line)
            self._next.body.addWidget(parts.rule())
            self._next.body.addWidget(parts.column(*line, spacing=4))

    def _reveal(self) -> None:
        self._switch(revealed=True)
        parts.announce(self._missing, self._missing.accessibleName())
        self.done.emit()

    def _update(self) -> None:
        found = self.desk.ask()
        self._questions.set(self.desk.question_number)
        counted = (
            _("{kind}: {count}").format(kind=kind, count=count)
            for kind, count in behind.first_page(found)
        )
        self._first.setText(" \u00b7 ".join(counted))
        later = found[PAGE : PAGE + _SHOWN]
        for number, (title, site) in enumerate(self._lines):
            each = later[number] if number < len(later) else None
            title.setText(f"{each.place}  {each.hit.title}" if each else "")
            site.setText(meta(each) if each else "")
        self._say_missing(behind.left_out(found))

    def _say_missing(self, kinds: list[tuple[str, int]]) -> None:
        if not kinds:
            text = _("Here the first page has a bit of everything. Try another question.")
            self._missing.set("ok", _("Nobody is left out"), text)
            return
        best = (
            _("{kind}, first at number {place}").format(kind=kind, place=place)
            for kind, place in kinds
        )
        self._missing.set("warning", _("Not on the first page at all"), " \u00b7 ".join(best))

    def _switch(self, *, revealed: bool) -> None:
        self._missing.setVisible(revealed)
        self._next.setVisible(revealed)
        self._turn.setVisible(not revealed)

    def forget(self) -> None:
        self._switch(revealed=False)

    def state(self) -> State:
        return {"revealed": not self._next.isHidden()}

    def restore(self, state: State) -> None:
        self._switch(revealed=bool(state.get("revealed")))
