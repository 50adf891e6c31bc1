"""Several exercises on one page, one at a time, each under a tab."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QSizePolicy, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import flow, parts, theme
from privacykit.look.sight import bring_into_sight

State = Mapping[str, object]


class Exercise(QWidget):
    """One idea on one screen, under a tab.

    Signals:
        done: the person has seen what there is to see
        onward: the person wants the next exercise
    """

    done = Signal()
    onward = Signal()

    first: QWidget | None = None
    """What gets the keyboard when the exercise comes up.

    No focus proxy: Qt skips all of a widget whose proxy is hidden when Tab is pressed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.px(12))

    def forget(self) -> None:
        """Be as new; each exercise drops what it holds."""

    def state(self) -> State:
        """Return what must survive a change of language or theme."""
        return {}

    def restore(self, state: State) -> None:
        """Take back what state() returned, in an exercise made anew."""


class Exercises(QWidget):
    """An activities.View. Signal: finished: the person has done all exercises."""

    finished = Signal()
    WIDTH = 720
    """How wide it may be, in pixels at 100 %."""

    def __init__(self, named: Sequence[tuple[str, Exercise]]) -> None:
        super().__init__()
        self._exercises = [exercise for _name, exercise in named]
        self._done: set[int] = set()
        self._tabs = self._make_tabs([name for name, _exercise in named])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(16))
        centred = self.WIDTH > Exercises.WIDTH
        box.addWidget(flow.flowing(*self._tabs.buttons(), spacing=theme.px(12), centred=centred))
        for number, exercise in enumerate(self._exercises):
            box.addWidget(exercise)
            exercise.done.connect(lambda number=number: self._note_done(number))
            exercise.onward.connect(lambda number=number: self._choose(number + 1))
        box.addStretch(1)
        self._show(0)

    def _make_tabs(self, names: Sequence[str]) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, name in enumerate(names):
            tab = parts.button(name, "quiet")
            tab.setCheckable(True)
            tab.setStyleSheet(f"QPushButton:checked {{ border-color: {theme.tokens().accent}; }}")
            group.addButton(tab, number)
            place = _("Exercise {number} of {count}")
            parts.say(tab, name, place.format(number=number + 1, count=len(names)))
        group.idToggled.connect(lambda number, on: self._show(number) if on else None)
        return group

    def _show(self, number: int) -> None:
        self._tabs.button(number).setChecked(True)
        for place, exercise in enumerate(self._exercises):
            exercise.setVisible(place == number)

    def _choose(self, number: int) -> None:
        """Show an exercise and bring the keyboard there."""
        self._show(number)
        first = self._exercises[number].first or self._tabs.button(number)
        first.setFocus()
        bring_into_sight(first, from_top=True)

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

    def state(self) -> State:
        return {
            "shown": self._tabs.checkedId(),
            "done": sorted(self._done),
            "exercises": [exercise.state() for exercise in self._exercises],
        }

    def restore(self, state: State) -> None:
        """Take back what was typed and done, without telling anew that it is finished."""
        done, shown, kept = state.get("done"), state.get("shown"), state.get("exercises")
        if isinstance(kept, list):
            for exercise, each in zip(self._exercises, kept, strict=True):
                exercise.restore(each)
        if isinstance(done, list):
            self._done = set(done)
        if isinstance(shown, int):
            self._show(shown)


def prose(said: str, role: str = "body") -> QLabel:
    """Return a paragraph that claims no more height than it has lines, for cards with many."""
    label = parts.paragraph(said, role)
    policy = label.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    label.setSizePolicy(policy)
    return label
