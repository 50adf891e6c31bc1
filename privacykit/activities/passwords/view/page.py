"""The password station's hands-on part: four exercises, one at a time."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from privacykit.activities.passwords.engine.words import Options, Words
from privacykit.activities.passwords.view.dice import DiceExercise
from privacykit.activities.passwords.view.exercise import Exercise
from privacykit.activities.passwords.view.hold import HoldExercise
from privacykit.activities.passwords.view.leak import LeakExercise
from privacykit.activities.passwords.view.order import OrderExercise
from privacykit.i18n import _
from privacykit.look import parts, theme


class PasswordsView(QWidget):
    """An activities.View. Signal: finished: the person has done all four exercises."""

    finished = Signal()

    def __init__(self, words: Words, options: Options, language: str) -> None:
        super().__init__()
        self._exercises: list[Exercise] = [
            OrderExercise(words.sample),
            HoldExercise(),
            DiceExercise(words.story, options.words, language),
            LeakExercise(words.leak),
        ]
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
        names = _("Guess the order"), _("How long?"), _("Roll dice"), _("Has it leaked?")
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
        (self._exercises[number].focusProxy() or self._tabs.button(number)).setFocus()

    def _note_done(self, number: int) -> None:
        before = len(self._done)
        self._done.add(number)
        if before < len(self._done) == len(self._exercises):
            self.finished.emit()

    def forget(self) -> None:
        for exercise in self._exercises:
            exercise.forget()
        self._done.clear()
        self._show(0)

    def state(self) -> Mapping[str, object]:
        return {
            "shown": self._tabs.checkedId(),
            "done": sorted(self._done),
            "exercises": [exercise.state() for exercise in self._exercises],
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what was typed and done, without telling anew that it is finished."""
        done, shown, kept = state.get("done"), state.get("shown"), state.get("exercises")
        if isinstance(done, list):
            self._done = set(done)
        if isinstance(kept, list):
            for exercise, each in zip(self._exercises, kept, strict=True):
                exercise.restore(each)
        if isinstance(shown, int):
            self._show(shown)
