"""The ranking station's hands-on part: four exercises at one desk."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from privacykit.activities.ranking.engine.rank import MOST, Weights
from privacykit.activities.ranking.engine.words import Options, Words
from privacykit.activities.ranking.view.be import BeExercise
from privacykit.activities.ranking.view.eleven import ElevenExercise
from privacykit.activities.ranking.view.exercise import Desk, Exercise
from privacykit.activities.ranking.view.opposite import OppositeExercise
from privacykit.activities.ranking.view.two import TwoExercise
from privacykit.i18n import _
from privacykit.look import parts, theme


class RankingView(QWidget):
    """An activities.View. Signal: finished: the person has done all four exercises."""

    finished = Signal()

    def __init__(self, words: Words, options: Options, _language: str) -> None:
        super().__init__()
        self._desk = Desk(words, options)
        kinds = BeExercise, TwoExercise, OppositeExercise, ElevenExercise
        self._exercises: list[Exercise] = [kind(self._desk) for kind in kinds]
        self._done: set[int] = set()
        self._tabs = self._make_tabs()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(16))
        box.addWidget(parts.row(*self._tabs.buttons()))
        for number, exercise in enumerate(self._exercises):
            box.addWidget(exercise)
            exercise.done.connect(lambda number=number: self._note_done(number))
            exercise.onward.connect(lambda number=number: self._choose(number + 1))
        box.addStretch(1)
        self._show(0)

    def _make_tabs(self) -> QButtonGroup:
        group = QButtonGroup(self)
        names = _("Be the algorithm"), _("Two people"), _("Opposite words"), _("Hit 11")
        for number, name in enumerate(names):
            tab: QPushButton = parts.button(name, "quiet")
            tab.setCheckable(True)
            tab.setStyleSheet(f"QPushButton:checked {{ border-color: {theme.tokens().accent}; }}")
            group.addButton(tab, number)
            place = _("Exercise {number} of {count}")
            parts.say(tab, name, place.format(number=number + 1, count=len(names)))
        group.idToggled.connect(self._toggled)
        return group

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self._show(number)

    def _show(self, number: int) -> None:
        self._tabs.button(number).setChecked(True)
        for place, exercise in enumerate(self._exercises):
            exercise.setVisible(place == number)

    def _choose(self, number: int) -> None:
        """Show an exercise and bring the keyboard there."""
        self._show(number)
        self._tabs.button(number).setFocus()

    def _note_done(self, number: int) -> None:
        before = len(self._done)
        self._done.add(number)
        if before < len(self._done) == len(self._exercises):
            self.finished.emit()

    def forget(self) -> None:
        self._desk.forget()
        for exercise in self._exercises:
            exercise.forget()
        self._done.clear()
        self._show(0)

    def state(self) -> Mapping[str, object]:
        return {
            "shown": self._tabs.checkedId(),
            "done": sorted(self._done),
            "question": self._desk.question_number,
            "people": list(self._desk.people),
            "weights": list(self._desk.weights),
            "exercises": [exercise.state() for exercise in self._exercises],
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what was chosen and done, without telling anew that it is finished."""
        self._restore_desk(state)
        kept = state.get("exercises")
        if isinstance(kept, list):
            for exercise, each in zip(self._exercises, kept, strict=True):
                exercise.restore(each)
        done, shown = state.get("done"), state.get("shown")
        self._done = set(done) if isinstance(done, list) else set()
        if isinstance(shown, int):
            self._show(shown)

    def _restore_desk(self, state: Mapping[str, object]) -> None:
        """Take back what fits; another language may have fewer questions."""
        words = self._desk.words
        question, people, weights = (state.get(name) for name in ("question", "people", "weights"))
        if isinstance(question, int) and 0 <= question < len(words.question):
            self._desk.change(question=question)
        if isinstance(people, list) and all(0 <= each < len(words.person) for each in people):
            self._desk.change(people=(people[0], people[1]))
        if isinstance(weights, list) and all(0 <= each <= MOST for each in weights):
            self._desk.change(weights=Weights(*weights))
