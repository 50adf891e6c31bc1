"""One person asks in two opposite wordings: the words decide more than the person does."""

from PySide6.QtWidgets import QWidget

from privacykit.activities.ranking.view.controls import Chips
from privacykit.activities.ranking.view.desk import Desk, DeskExercise
from privacykit.activities.ranking.view.pair import Pair, in_both
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import State


class OppositeExercise(DeskExercise):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._questions = Chips(_("Search for:"), [each.text for each in desk.words.question])
        self._who = parts.paragraph("", "small")
        self._guess = parts.paragraph(
            _("First guess: how many of the first ten hits will stand in both lists?")
        )
        self._alike, self._pair = parts.Callout("info", ""), Pair()
        self._made_up = parts.paragraph(
            _("We made up these pages: they show how it works, not how much it matters outside."),
            "small",
        )
        self._show = parts.button(_("Search both ways"), "primary", "magnifying-glass")
        self._onward = parts.button(_("Hit 11"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self.forget()
        self._update()

    def _lay_out(self) -> None:
        how = _("The same person asks twice, in opposite words.")
        self.body.addWidget(parts.heading(_("Turn the question round")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        for widget in (self._questions, self._who, self._guess, self._alike):
            self.body.addWidget(widget)
        self.body.addWidget(parts.row(parts.row(), self._show, self._onward, stretch_first=True))
        self.body.addWidget(self._pair)
        self.body.addWidget(self._made_up)

    def _connect(self) -> None:
        self._questions.chose.connect(lambda number: self.desk.change(question=number))
        self._show.clicked.connect(self._reveal)
        self._onward.clicked.connect(self.onward)
        self.desk.changed.connect(self._update)

    def _reveal(self) -> None:
        self._switch(revealed=True)
        self._onward.setFocus()
        parts.announce(self._alike, self._alike.accessibleName())
        self.done.emit()

    def _update(self) -> None:
        desk = self.desk
        ways = desk.question.ways
        first, second = (desk.ask(query=way) for way in ways)
        self._questions.set(desk.question_number)
        quoted = [_("“{query}”").format(query=way) for way in ways]
        asks = _("{name} searches for {one} and for {other}.")
        self._who.setText(asks.format(name=desk.person.name, one=quoted[0], other=quoted[1]))
        self._pair.set((quoted[0], quoted[1]), first, second)
        percent, both = desk.alike(first, second)
        title = _("The two lists are {percent} % alike").format(percent=percent)
        self._alike.set("info", title, f"{in_both(both)} {self._beside()}")

    def _beside(self) -> str:
        """Say how alike the lists of two people are who use the same words."""
        one, other = (self.desk.words.person[number] for number in self.desk.people)
        percent, _both = self.desk.alike(self.desk.ask(person=one), self.desk.ask(person=other))
        said = _(
            "{one} and {other}, asking in the same words, get lists that are {percent} % alike."
        )
        return said.format(one=one.name, other=other.name, percent=percent)

    def _switch(self, *, revealed: bool) -> None:
        after: tuple[QWidget, ...] = (self._alike, self._pair, self._made_up, self._onward)
        before: tuple[QWidget, ...] = (self._guess, self._show)
        for widget in (*after, *before):
            widget.setVisible((widget in after) == revealed)

    def forget(self) -> None:
        self._switch(revealed=False)

    def state(self) -> State:
        return {"revealed": not self._pair.isHidden()}

    def restore(self, state: State) -> None:
        self._switch(revealed=bool(state.get("revealed")))
