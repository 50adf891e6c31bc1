"""Something to decide, one after another: yes or no, what is behind it, the next."""

from PySide6.QtWidgets import QPushButton

from privacykit.look.exercise import Exercise, State


class Turns(Exercise):
    """What exercises share that ask several times; each lays itself out and shows a turn."""

    def __init__(self, count: int, yes: QPushButton, no: QPushButton) -> None:
        super().__init__()
        self._last = count - 1
        self._at = 0
        self._given: dict[int, bool] = {}
        self.first = yes
        yes.clicked.connect(lambda: self._answer(yes=True))
        no.clicked.connect(lambda: self._answer(yes=False))

    @property
    def at(self) -> int:
        """Which turn it is, from 0."""
        return self._at

    @property
    def given(self) -> bool | None:
        """The answer to this turn; None: not yet."""
        return self._given.get(self._at)

    @property
    def is_last(self) -> bool:
        return self._at == self._last

    def show_turn(self) -> None:
        """Show what the turn is about, and if it was answered what is behind it."""

    def told(self) -> None:
        """Bring the keyboard on and have the answer read aloud."""

    def _answer(self, *, yes: bool) -> None:
        self._given[self._at] = yes
        self.show_turn()
        self.told()
        if len(self._given) > self._last:
            self.done.emit()

    def ahead(self) -> None:
        self._at += 1
        self.show_turn()
        if self.first is not None:
            self.first.setFocus()

    def forget(self) -> None:
        self._given, self._at = {}, 0
        self.show_turn()

    def state(self) -> State:
        return {"at": self._at, "given": dict(self._given)}

    def restore(self, state: State) -> None:
        at, given = state.get("at"), state.get("given")
        if isinstance(at, int) and 0 <= at <= self._last and isinstance(given, dict):
            self._at, self._given = at, dict(given)
            self.show_turn()
