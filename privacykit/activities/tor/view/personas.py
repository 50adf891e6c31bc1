"""Which tool? Made-up people with different worries, one at a time."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.tor.engine.words import Persona, Tool
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.pane import choice


def tool_name(tool: Tool) -> str:
    return {
        "browser": _("An ordinary browser with a blocker"),
        "vpn": _("A VPN"),
        "tor": _("Tor Browser"),
        "other-device": _("Another device, and someone to talk to"),
    }[tool]


class PersonasExercise(Exercise):
    def __init__(self, personas: Sequence[Persona]) -> None:
        super().__init__()
        self._personas = personas
        self._number = 0
        self._chosen: Tool | None = None
        self._count, self._name = prose("", "small"), parts.heading("", 2)
        self._story = parts.paragraph("")
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme.px(8))
        self._said = parts.Callout("info", "")
        self._next = parts.button(_("Next person"), "primary", "arrow-right")
        self._onward = parts.button(_("A hard question"), "primary", "arrow-right")
        self._lay_out()
        self._show(0, None)

    def _lay_out(self) -> None:
        how = _("None of them is real. Which tool would you hand over?")
        self.body.addWidget(parts.heading(_("Which tool?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        for widget in (self._count, self._name, self._story):
            self.body.addWidget(widget)
        self.body.addLayout(self._choices)
        self.body.addWidget(self._said)
        ahead = parts.row(self._next, self._onward)
        self.body.addWidget(parts.row(QWidget(), ahead, stretch_first=True))
        self._next.clicked.connect(lambda: self._show(self._number + 1, None))
        self._onward.clicked.connect(self.onward)

    def _show(self, number: int, chosen: Tool | None) -> None:
        self._number, self._chosen = number, chosen
        person = self._personas[number]
        place = _("Person {number} of {count}")
        self._count.setText(place.format(number=number + 1, count=len(self._personas)))
        self._name.setText(person.name)
        self._name.setAccessibleName(person.name)
        self._story.setText(person.story)
        self._offer(person)
        self._answer(person)

    def _offer(self, person: Persona) -> None:
        while (item := self._choices.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in person.choice:
            fits = self._chosen is not None and each.tool == person.fits
            made = choice(tool_name(each.tool), *(("choice-right", "check", "ok") if fits else ()))
            made.clicked.connect(lambda _checked=False, tool=each.tool: self._choose(tool))
            self._choices.addWidget(made)

    def _choose(self, tool: Tool) -> None:
        self._show(self._number, tool)
        last = self._number == len(self._personas) - 1
        (self._onward if last else self._next).setFocus()
        parts.announce(self._said, self._said.accessibleDescription())
        if last:
            self.done.emit()

    def _answer(self, person: Persona) -> None:
        last = self._number == len(self._personas) - 1
        self._said.setVisible(self._chosen is not None)
        self._next.setVisible(self._chosen is not None and not last)
        self._onward.setVisible(self._chosen is not None and last)
        if self._chosen is not None:
            role = "ok" if self._chosen == person.fits else "info"
            self._said.set(role, tool_name(self._chosen), person.answer(self._chosen).says)

    def forget(self) -> None:
        self._show(0, None)

    def state(self) -> State:
        return {"number": self._number, "chosen": self._chosen}

    def restore(self, state: State) -> None:
        number, chosen = state.get("number"), state.get("chosen")
        if isinstance(number, int) and 0 <= number < len(self._personas):
            offered = {each.tool: each.tool for each in self._personas[number].choice}
            self._show(number, offered.get(chosen))  # type: ignore[call-overload]
