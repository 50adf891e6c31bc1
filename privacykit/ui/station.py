"""A station: its four steps along the top, one column, and one button that leads on."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from privacykit.content.station import Station
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.ui.facilitator import Drawer
from privacykit.ui.footer import footer
from privacykit.ui.learn import Learn
from privacykit.ui.page import Page
from privacykit.ui.quiz import Quiz
from privacykit.ui.step import Step
from privacykit.ui.stepbar import StepBar
from privacykit.ui.takehome import TakeHome
from privacykit.ui.tryit import Try
from privacykit.ui.world import Route, World


class StationPage(Page):
    def __init__(self, world: World, station: Station) -> None:
        super().__init__()
        words = station.in_language(world.choices.language)
        self._station, self._title = station, words.about.title
        self._steps: list[Step] = [
            Learn(station, words),
            Try(station, words),
            Quiz(words),
            TakeHome(world, station, words),
        ]
        self._at = 0
        self._bar = StepBar([_("Learn"), _("Try"), _("Quiz"), _("Take home")])
        self._bar.chosen.connect(self.go_to)
        self._stack = QStackedWidget()
        self._back = parts.button(_("Back"), "secondary", "arrow-left")
        self._forward = parts.button(_("Next"), "primary", "arrow-right")
        self.drawer = Drawer(station, words, world.today())
        self._notes: QPushButton | None = None
        self._build()
        self._turn_to(0)

    def _build(self) -> None:
        for step in self._steps:
            self._stack.addWidget(step)
            step.changed.connect(self._look_again)
            step.noticed.connect(self.noticed)
            step.ending.connect(lambda: self.asked.emit(Route("leave")))
            step.answered.connect(self._forward.setFocus)
        self._back.setObjectName("step-back")
        self._forward.setObjectName("step-forward")
        self._back.clicked.connect(self.back)
        self._forward.clicked.connect(self._ahead)
        self._main = QWidget()
        main = QVBoxLayout(self._main)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self._bar)
        main.addWidget(self._stack, 1)
        main.addWidget(footer(self._forward, [self._back]))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._main, 1)
        box.addWidget(self.drawer)
        self.drawer.turned.connect(self._make_room)

    @property
    def step(self) -> Step:
        return self._steps[self._at]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps)

    def go_to(self, number: int) -> None:
        self._turn_to(number)
        self._come_up()

    def _turn_to(self, number: int) -> None:
        self._at = number
        self._stack.setCurrentIndex(number)
        self._look_again()

    def _look_again(self) -> None:
        if self.sender() not in (None, self.step, self._bar, self._forward, self._back):
            return
        forward = self.step.forward()
        self._forward.setText(forward.text)
        parts.say(self._forward, forward.text)
        parts.set_role(self._forward, "primary" if forward.primary else "secondary")
        self._bar.show_at(self._at)

    def _ahead(self) -> None:
        if self.step.ahead():
            self._come_up()
        elif self._at + 1 < len(self._steps):
            self.go_to(self._at + 1)
        else:
            self.asked.emit(Route())

    def back(self) -> bool:
        """Close the notes, or go back a screen; at the very first, out to all stations."""
        if self.drawer.isVisible():
            self.drawer.hide()
        elif self.step.back():
            self._come_up()
        elif self._at > 0:
            self.go_to(self._at - 1)
        else:
            self.asked.emit(Route())
        return True

    def _come_up(self) -> None:
        """Bring the keyboard to what is new on screen, and have it read aloud."""
        (self.step.first() or self._forward).setFocus(Qt.FocusReason.OtherFocusReason)
        if text := self.step.spoken():
            parts.announce(self, text)

    def spoken(self) -> str:
        return f"{self._title}. {self.step.spoken()}"

    def title(self) -> str:
        return self._title

    def first(self) -> QWidget | None:
        return self.step.first() or self._forward

    def extras(self) -> list[QWidget]:
        notes = parts.button(_("Notes for the facilitator"), "quiet", "notebook")
        notes.setObjectName("notes")
        notes.clicked.connect(self._toggle_notes)
        return [notes]

    def _toggle_notes(self) -> None:
        if self.drawer.isVisible():
            self.drawer.hide()
        else:
            self.drawer.open()

    def projected(self, on: bool) -> None:
        if on:
            self.drawer.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Let the notes stand beside the step, or in its place where there is little room."""
        whole = self.drawer.fit(self.width())
        self._main.setVisible(not (whole and self.drawer.isVisible()))

    def forget(self) -> None:
        for step in self._steps:
            step.forget()
        self.drawer.hide()
        self._turn_to(0)

    def state(self) -> Mapping[str, object]:
        return {
            "station": self._station,
            "at": self._at,
            "seen": self._bar.seen,
            "notes": not self.drawer.isHidden(),
            "steps": [step.state() for step in self._steps],
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what was done; not in a station whose texts were changed meanwhile."""
        if state["station"] != self._station:
            return
        states = cast("list[Mapping[str, object]]", state["steps"])
        for step, kept in zip(self._steps, states, strict=True):
            step.restore(kept)
        self._bar.seen = cast("set[int]", state["seen"])
        self._turn_to(cast("int", state["at"]))
        self.drawer.setVisible(bool(state["notes"]))
