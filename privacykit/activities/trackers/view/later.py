"""An exercise that is made when it is first shown: nobody waits for what they never open."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from privacykit.look import theme
from privacykit.look.exercise import Exercise, State

NARROW = 720
"""Pixels at 100 % that a column of text may be wide."""


class Later(Exercise):
    def __init__(self, make: Callable[[], Exercise], *, wide: bool = False) -> None:
        super().__init__()
        self._make, self._wide = make, wide
        self.made: Exercise | None = None
        self._kept: State = {}

    def showEvent(self, event: QShowEvent) -> None:
        self.now()
        super().showEvent(event)

    def now(self) -> Exercise:
        """Return the exercise, made if it was not."""
        if self.made is None:
            self.made = made = self._make()
            made.done.connect(self.done)
            made.onward.connect(self.onward)
            made.restore(self._kept)
            self._put(made)
            self.first = made.first
        return self.made

    def _put(self, made: Exercise) -> None:
        if self._wide:
            self.body.addWidget(made)
        else:
            made.setMaximumWidth(theme.px(NARROW))
            middle = QHBoxLayout()
            middle.addStretch(1)
            middle.addWidget(made, 1000)
            middle.addStretch(1)
            self.body.addLayout(middle)
        made.show()

    def forget(self) -> None:
        self._kept = {}
        if self.made is not None:
            self.made.forget()

    def state(self) -> State:
        return self._kept if self.made is None else self.made.state()

    def restore(self, state: State) -> None:
        if self.made is None:
            self._kept = state
        else:
            self.made.restore(state)
