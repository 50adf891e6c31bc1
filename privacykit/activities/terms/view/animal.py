"""Which animal are you? The quiz, and then what it would have taken, friends included."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from privacykit import i18n
from privacykit.activities.terms.engine import animals
from privacykit.activities.terms.engine.words import Animal, Taken
from privacykit.activities.terms.view.pieces import number, refill, reveal, signed
from privacykit.i18n import _, _n
from privacykit.look import pane, parts
from privacykit.look.exercise import Exercise, State, prose


class AnimalExercise(Exercise):
    def __init__(self, words: Animal, contacts: int) -> None:
        super().__init__()
        self._words, self._usual = words, contacts
        self._answers: list[int] = []
        self._quiz, self._result = parts.Card(), parts.Card()
        people, self._people = number(_("People who take the quiz"), 99)
        names, self._contacts = number(_("Names in an address book"), 1000)
        self._reached = parts.Callout("warning", "")
        self._after = self._make_after(people, names)
        self.body.addWidget(parts.heading(_("Which animal are you?")))
        for widget in (self._quiz, self._result, self._after):
            self.body.addWidget(widget)
        self.forget()

    def _make_after(self, *fields: QWidget) -> QWidget:
        card = parts.Card()
        card.body.addWidget(parts.heading(_("What it would have taken"), 2))
        card.body.addWidget(prose(_("Behind the button for your result, a real one asks for:")))
        for each in self._words.taken:
            card.body.addWidget(_taken(each))
        reach = parts.Card()
        reach.body.addWidget(parts.heading(_("And who was never asked?"), 2))
        for field in fields:
            reach.body.addWidget(field)
        for spin in (self._people, self._contacts):
            spin.valueChanged.connect(lambda _value: self._count())
        reach.body.addWidget(self._reached)
        today = _("Today it is called “find friends” or “sign in with”. Both have a way past them.")
        again = parts.button(_("Try again"))
        again.clicked.connect(self.forget)
        self._onward = parts.button(_("Play clause bingo"), "primary", "arrow-right")
        self._onward.clicked.connect(self.onward)
        safe = parts.Callout("ok", _("Say no to the address book, and it stays with you"), today)
        ahead = parts.row(parts.row(again), self._onward, stretch_first=True)
        return parts.column(card, reach, safe, ahead, spacing=12)

    def _answer(self, choice: int) -> None:
        self._answers.append(choice)
        self._show()
        if self._is_over():
            self._onward.setFocus()
            reveal(self._result)
            parts.announce(self._result, self._words.animal[animals.result(self._answers)].name)
            self.done.emit()

    def _is_over(self) -> bool:
        return len(self._answers) == len(self._words.question)

    def _show(self) -> None:
        over = self._is_over()
        for widget, shown in ((self._quiz, not over), (self._result, over), (self._after, over)):
            widget.setVisible(shown)
        if over:
            self._show_result()
        else:
            self._ask(len(self._answers))

    def _ask(self, number: int) -> None:
        question = self._words.question[number]
        place = _("Question {number} of {count}")
        choices = [pane.choice(text) for text in question.choices]
        for place_of, choice in enumerate(choices):
            choice.clicked.connect(lambda _on=False, place_of=place_of: self._answer(place_of))
        refill(
            self._quiz.body,
            prose(place.format(number=number + 1, count=len(self._words.question)), "small"),
            parts.heading(question.text, 2),
            *choices,
        )
        if number:
            choices[0].setFocus()

    def _show_result(self) -> None:
        animal = self._words.animal[animals.result(self._answers)]
        said = parts.heading(animal.name, 2), prose(animal.text)
        refill(self._result.body, signed(animal.icon, "accent", *said))

    def _count(self) -> None:
        people, contacts = self._people.value(), self._contacts.value()
        reached = animals.reached(people, contacts)
        said = _n(
            "Up to {count} person who never saw the quiz",
            "Up to {count} people who never saw the quiz",
            reached,
        ).format(count=QLocale(i18n.current()).toString(reached))
        why = _("Some are in several books, so it may be fewer. None of them has said yes.")
        self._reached.set("warning", said, why)

    def forget(self) -> None:
        self._answers = []
        self._people.setValue(8)
        self._contacts.setValue(self._usual)
        self._count()
        self._show()

    def state(self) -> State:
        return {
            "answers": list(self._answers),
            "people": self._people.value(),
            "contacts": self._contacts.value(),
        }

    def restore(self, state: State) -> None:
        answers, people, contacts = (state.get(key) for key in ("answers", "people", "contacts"))
        if isinstance(people, int) and isinstance(contacts, int):
            self._people.setValue(people)
            self._contacts.setValue(contacts)
        if isinstance(answers, list) and len(answers) <= len(self._words.question):
            self._answers = list(answers)
            self._show()


def _taken(each: Taken) -> QWidget:
    whose = _("about others") if each.friends else _("about you")
    icon = "users" if each.friends else "user"
    role = "warning" if each.friends else "small"
    return signed(
        icon, "warning" if each.friends else "muted", prose(each.text), prose(whose, role)
    )
