"""The desk at which all four exercises work: what is asked, who asks, and what counts."""

from PySide6.QtCore import QObject, Signal

from privacykit.activities.ranking.engine.overlap import rbo, shared
from privacykit.activities.ranking.engine.rank import Engine, Ranked, Weights
from privacykit.activities.ranking.engine.words import PAGE, Options, Person, Question, Words
from privacykit.look.exercise import Exercise

Found = tuple[Ranked, ...]


class Desk(QObject):
    """What is asked, who asks, and what counts. Signal: changed: one of them is another now."""

    changed = Signal()

    def __init__(self, words: Words, options: Options) -> None:
        super().__init__()
        self.words = words
        self._engine = Engine(words.hit)
        self._persistence = options.persistence
        self.question_number, self.people, self.weights = 0, (0, 1), Weights()

    @property
    def question(self) -> Question:
        return self.words.question[self.question_number]

    @property
    def person(self) -> Person:
        return self.words.person[self.people[0]]

    def change(
        self,
        question: int | None = None,
        people: tuple[int, int] | None = None,
        weights: Weights | None = None,
    ) -> None:
        self.question_number = self.question_number if question is None else question
        self.people = people or self.people
        self.weights = weights or self.weights
        self.changed.emit()

    def forget(self) -> None:
        self.change(0, (0, 1), Weights())

    def ask(
        self, query: str = "", person: Person | None = None, weights: Weights | None = None
    ) -> Found:
        """Search for the question as it stands, save for what is given."""
        return self._engine.ask(
            query or self.question.text, person or self.person, weights or self.weights
        )

    def alike(self, first: Found, second: Found) -> tuple[int, int]:
        """Return how alike two first pages are, in per cent, and how many hits are on both."""
        one, other = ([each.hit for each in found[:PAGE]] for found in (first, second))
        return round(100 * rbo(one, other, self._persistence)), shared(one, other)


class DeskExercise(Exercise):
    """One that works at a desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
