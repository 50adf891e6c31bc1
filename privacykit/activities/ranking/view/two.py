"""Two people ask the same: how alike their lists are, and what is left if nobody knows them."""

from privacykit.activities.ranking.view.controls import Chips, side_by_side
from privacykit.activities.ranking.view.desk import Desk, DeskExercise
from privacykit.activities.ranking.view.pair import Pair, in_both
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import State


class TwoExercise(DeskExercise):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        names = [each.name for each in desk.words.person]
        self._questions = Chips(_("Search for:"), [each.text for each in desk.words.question])
        self._first, self._second = Chips(_("One:"), names), Chips(_("The other:"), names)
        self._alike, self._pair = parts.Callout("info", ""), Pair()
        self._leave_out = parts.button(_("Leave out who they are"), "secondary", "user-minus")
        self._leave_out.setCheckable(True)
        self._onward = parts.button(_("Opposite words"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._update()

    def _lay_out(self) -> None:
        how = _("Same words, same weights. Only what the computer knows about them differs.")
        self.body.addWidget(parts.heading(_("Two people, one question")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(self._questions)
        self.body.addWidget(side_by_side(self._first, self._second))
        self.body.addWidget(self._alike)
        self.body.addWidget(parts.row(parts.row(self._leave_out), self._onward, stretch_first=True))
        self.body.addWidget(self._pair)

    def _connect(self) -> None:
        self._questions.chose.connect(lambda number: self.desk.change(question=number))
        self._first.chose.connect(lambda number: self._choose(number, self.desk.people[1]))
        self._second.chose.connect(lambda number: self._choose(self.desk.people[0], number))
        self._leave_out.toggled.connect(self._left_out)
        self._onward.clicked.connect(self.onward)
        self.desk.changed.connect(self._update)

    def _choose(self, first: int, second: int) -> None:
        self.desk.change(people=(first, second))

    def _left_out(self) -> None:
        self._update()
        parts.announce(self._alike, self._alike.accessibleName())
        self.done.emit()

    def _update(self) -> None:
        desk = self.desk
        people = [desk.words.person[number] for number in desk.people]
        weights = desk.weights.impersonal() if self._leave_out.isChecked() else desk.weights
        lists = [desk.ask(person=person, weights=weights) for person in people]
        self._questions.set(desk.question_number)
        self._first.set(desk.people[0])
        self._second.set(desk.people[1])
        self._pair.set((people[0].name, people[1].name), lists[0], lists[1])
        percent, both = desk.alike(lists[0], lists[1])
        text = _("The top counts for most in this figure: it is called rank-biased overlap.")
        title = _("The two lists are {percent} % alike").format(percent=percent)
        self._alike.set("info", title, f"{in_both(both)} {text}")

    def forget(self) -> None:
        self._leave_out.setChecked(False)

    def state(self) -> State:
        return {"left_out": self._leave_out.isChecked()}

    def restore(self, state: State) -> None:
        self._leave_out.setChecked(bool(state.get("left_out")))
