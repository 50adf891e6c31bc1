"""Be the algorithm: four weights to move, and the list sorted anew at every touch."""

from PySide6.QtWidgets import QButtonGroup

from privacykit.activities.ranking.engine.rank import Weights
from privacykit.activities.ranking.engine.words import PAGE
from privacykit.activities.ranking.view.controls import Chips, Sliders
from privacykit.activities.ranking.view.desk import Desk, DeskExercise
from privacykit.activities.ranking.view.hit import HitRow
from privacykit.i18n import _
from privacykit.look import parts, theme


class BeExercise(DeskExercise):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._questions = Chips(_("Search for:"), [each.text for each in desk.words.question])
        self._people = Chips(_("Who asks:"), [each.name for each in desk.words.person])
        self._about = parts.paragraph("", "small")
        self._sliders = Sliders()
        self._rows = [HitRow() for _place in range(PAGE)]
        self._opened = QButtonGroup(self)
        self._again = parts.button(_("As at the beginning"), "secondary", "arrow-clockwise")
        self._onward = parts.button(_("Two people, one question"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._rows[0].setChecked(True)
        self._update()

    def _lay_out(self) -> None:
        how = _("Decide what counts. Press a hit to see why it stands where it stands.")
        self.body.addWidget(parts.heading(_("What comes first?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        controls = parts.Card()
        controls.body.setContentsMargins(*[theme.px(12)] * 4)
        controls.body.setSpacing(theme.px(4))
        for widget in (self._questions, self._people, self._about, self._sliders):
            controls.body.addWidget(widget)
        self.body.addWidget(controls)
        self.body.addWidget(parts.column(*self._rows, spacing=4))
        buttons = parts.row(parts.row(self._again), self._onward, stretch_first=True)
        self.body.addWidget(buttons)

    def _connect(self) -> None:
        for row in self._rows:
            self._opened.addButton(row)
        self._questions.chose.connect(lambda number: self.desk.change(question=number))
        self._people.chose.connect(self._choose_person)
        self._sliders.moved.connect(self._move)
        self._again.clicked.connect(lambda: self.desk.change(weights=Weights()))
        self._onward.clicked.connect(self.onward)
        self.desk.changed.connect(self._update)

    def _choose_person(self, number: int) -> None:
        first, other = self.desk.people
        self.desk.change(people=(number, first if other == number else other))

    def _move(self, weights: Weights) -> None:
        first = self._rows[0].accessibleName()
        self.desk.change(weights=weights)
        if self._rows[0].accessibleName() != first:
            parts.announce(self, self._rows[0].accessibleName())
        self.done.emit()

    def _update(self) -> None:
        person, found = self.desk.person, self.desk.ask()
        before = {each.hit: each.place for each in self.desk.ask(weights=Weights())}
        self._questions.set(self.desk.question_number)
        self._people.set(self.desk.people[0])
        self._about.setText(f"{person.name}: {person.about}")
        self._sliders.set(self.desk.weights)
        for row, each in zip(self._rows, found, strict=False):
            row.set(each, found, person, before[each.hit])

    def forget(self) -> None:
        self._rows[0].setChecked(True)
