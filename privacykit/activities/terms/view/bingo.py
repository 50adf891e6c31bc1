"""Clause bingo: eight clauses to plain statements, then a grade for all of them."""

from random import Random

from PySide6.QtWidgets import QWidget

from privacykit.activities.terms.engine import bingo
from privacykit.activities.terms.engine.words import Clause
from privacykit.activities.terms.view.pieces import refill, signed
from privacykit.i18n import _
from privacykit.look import pane, parts, theme
from privacykit.look.exercise import Exercise, State, prose

_SIGNS = {True: ("plus-circle", "ok"), False: ("minus-circle", "danger")}


class BingoExercise(Exercise):
    """One clause at a time; a wrong choice shows the right one and goes on."""

    def __init__(self, clauses: tuple[Clause, ...], chance: Random) -> None:
        super().__init__()
        self._clauses, self._chance = clauses, chance
        self._chosen: list[str] = []
        self._seen = 0
        self._grade = ""
        self._first: QWidget = self
        """What has the keyboard where all clauses are shown."""
        self._card = parts.Card()
        self._card.body.setSpacing(theme.px(12))
        self.body.addWidget(parts.heading(_("Clause bingo")))
        self.body.addWidget(self._card)
        self._show()

    def _show(self) -> None:
        """Show the clause to choose for, the answer to it, or all of them."""
        if self._seen < len(self._chosen):
            self._show_answer()
        elif self._seen < len(self._clauses):
            self._ask()
        else:
            self._show_all()

    def _top(self) -> list[QWidget]:
        place = _("Clause {number} of {count}")
        quoted = _("“{text}”").format(text=self._clauses[self._seen].text)
        count = place.format(number=self._seen + 1, count=len(self._clauses))
        return [prose(count, "small"), parts.paragraph(quoted, "title")]

    def _ask(self) -> None:
        texts = bingo.statements(self._clauses, self._seen, self._chance)
        choices = [pane.choice(text) for text in texts]
        for choice, text in zip(choices, texts, strict=True):
            choice.clicked.connect(lambda _on=False, text=text: self._choose(text))
        question = prose(_("What does it say in plain words?"), "muted")
        refill(self._card.body, *self._top(), question, *choices)
        if self._seen:
            self._focus(choices[0])

    def _focus(self, widget: QWidget) -> None:
        """Bring the keyboard there, unless another exercise is shown."""
        if self.isVisible():
            widget.setFocus()

    def _choose(self, text: str) -> None:
        self._chosen.append(text)
        self._show()

    def _show_answer(self) -> None:
        clause = self._clauses[self._seen]
        right = self._chosen[self._seen] == clause.plain
        title = _("Yes: {plain}") if right else _("Not quite. It says: {plain}")
        said = parts.Callout(
            "ok" if right else "info", title.format(plain=clause.plain), clause.why
        )
        onward = parts.button(_("Next"), "primary", "arrow-right")
        onward.clicked.connect(self._next)
        refill(self._card.body, *self._top(), said, _at_the_end(onward))
        self._focus(onward)
        parts.announce(said, said.accessibleName())

    def _next(self) -> None:
        self._seen += 1
        self._show()

    def _show_all(self) -> None:
        right = sum(
            chosen == clause.plain
            for chosen, clause in zip(self._chosen, self._clauses, strict=True)
        )
        score = _("{right} of {count} found at the first try").format(
            right=right, count=len(self._clauses)
        )
        rows = parts.column(*map(_line, self._clauses), spacing=16)
        below = self._revealed() if self._grade else self._grades()
        refill(self._card.body, prose(score, "small"), rows, parts.rule(), below)
        self._focus(self._first)

    def _grades(self) -> QWidget:
        question = _("All eight in one service: which grade do you give it, from A to E?")
        buttons = []
        for letter in bingo.GRADES:
            made = parts.button(letter)
            parts.say(made, _("Grade {letter}").format(letter=letter))
            made.clicked.connect(lambda _on=False, letter=letter: self._give(letter))
            buttons.append(made)
        self._first = buttons[0]
        return parts.column(parts.paragraph(question, "title"), parts.row(*buttons), spacing=12)

    def _give(self, letter: str) -> None:
        self._grade = letter
        self._show()
        self.done.emit()

    def _revealed(self) -> QWidget:
        title = _("Your grade: {yours}. This kit's: {ours}").format(
            yours=self._grade, ours=bingo.grade(self._clauses)
        )
        why = _(
            "Each clause counts from 2 for you to 2 against you, and one of the worst kind leaves "
            "at best a C. What did your neighbours give, and why?"
        )
        onward = parts.button(_("Read it for me"), "primary", "arrow-right")
        again = parts.button(_("Try again"))
        onward.clicked.connect(self.onward)
        again.clicked.connect(self.forget)
        self._first = onward
        ahead = parts.row(parts.row(again), onward, stretch_first=True)
        told = parts.Callout("info", title, why)
        parts.announce(told, title)
        return parts.column(told, ahead, spacing=12)

    def forget(self) -> None:
        self._chosen, self._seen, self._grade = [], 0, ""
        self._show()

    def state(self) -> State:
        """Return the choices as places, as the statements have other words in each language."""
        plain = [clause.plain for clause in self._clauses]
        chosen = [plain.index(text) for text in self._chosen]
        return {"chosen": chosen, "seen": self._seen, "grade": self._grade}

    def restore(self, state: State) -> None:
        chosen, seen = state.get("chosen"), state.get("seen")
        if isinstance(chosen, list) and isinstance(seen, int):
            self._chosen = [self._clauses[place].plain for place in chosen]
            self._seen, self._grade = seen, str(state.get("grade", ""))
            self._show()


def _at_the_end(button: QWidget) -> QWidget:
    return parts.row(QWidget(), button, stretch_first=True)


def _line(clause: Clause) -> QWidget:
    good = clause.points > 0
    said = _("speaks for it") if good else _("speaks against it")
    icon, colour = _SIGNS[good]
    return signed(icon, colour, prose(clause.plain), prose(said, colour))
