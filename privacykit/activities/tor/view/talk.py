"""A hard question: a few minutes by the clock, a few steps, two honest sides."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from privacykit.activities.tor.engine.words import Side, Talk
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State, prose

_MINUTE = 60


class TalkExercise(Exercise):
    def __init__(self, talk: Talk, minutes: int) -> None:
        super().__init__()
        self._talk, self._whole = talk, minutes * _MINUTE
        self._left = self._whole
        self._time = prose("", "hero")
        self._timer = QTimer(self, interval=1000)
        self._start = parts.button(_("Start the clock"), "primary")
        self._onward = parts.button(_("Is Tor here?"), "secondary", "arrow-right")
        self._lay_out()
        self._timer.timeout.connect(self.tick)
        self._start.clicked.connect(self._turn)
        self._onward.clicked.connect(self._finish)
        self._show()

    def _lay_out(self) -> None:
        self.body.addWidget(parts.heading(self._talk.question))
        self.body.addWidget(parts.row(parts.row(self._time), self._start, stretch_first=True))
        card = parts.Card()
        for number, step in enumerate(self._talk.steps, 1):
            card.body.addWidget(prose(f"{number}. {step}"))
        self.body.addWidget(card)
        sides = QWidget()
        box = QHBoxLayout(sides)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        for side in self._talk.side:
            box.addWidget(_card(side), 1)
        self.body.addWidget(sides)
        self.body.addWidget(parts.Callout("info", "", self._talk.close))
        self.body.addWidget(parts.row(QWidget(), self._onward, stretch_first=True))
        self.first = self._start

    def _turn(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
        else:
            self._left = self._left or self._whole
            self._timer.start()
        self._show()

    def tick(self) -> None:
        """One second has gone."""
        self._left = max(0, self._left - 1)
        if not self._left:
            self._timer.stop()
            parts.announce(self._time, _("Time is up"))
            self.done.emit()
        self._show()

    def _show(self) -> None:
        clock = f"{self._left // _MINUTE}:{self._left % _MINUTE:02}"
        said = _("{time} left").format(time=clock) if self._left else _("Time is up")
        self._time.setText(said)
        running = self._timer.isActive()
        self._start.setText(_("Stop the clock") if running else _("Start the clock"))
        self._start.setAccessibleName(self._start.text())

    def _finish(self) -> None:
        self._timer.stop()
        self._show()
        self.done.emit()
        self.onward.emit()

    def forget(self) -> None:
        self._timer.stop()
        self._left = self._whole
        self._show()

    def state(self) -> State:
        return {"left": self._left, "running": self._timer.isActive()}

    def restore(self, state: State) -> None:
        left = state.get("left")
        if isinstance(left, int) and 0 <= left <= self._whole:
            self._left = left
        if state.get("running"):
            self._timer.start()
        self._show()


def _card(side: Side) -> parts.Card:
    card = parts.Card()
    card.body.addWidget(parts.heading(side.title, 3))
    for point in side.points:
        card.body.addWidget(prose(f"•  {point}"))
    card.body.addStretch(1)
    return card
