"""Has it leaked? How one can ask without telling: four steps, one at a time."""

from PySide6.QtWidgets import QWidget

from privacykit.activities.passwords.engine import leak
from privacykit.activities.passwords.engine.words import Leak
from privacykit.activities.passwords.view.range_picture import RangePicture
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State
from privacykit.look.field import SecretField
from privacykit.look.sight import bring_into_sight

_EXAMPLES = 2


class LeakExercise(Exercise):
    def __init__(self, words: Leak) -> None:
        super().__init__()
        self._words = words
        self._step = 0
        self._field = SecretField(_("A password like one of yours, never your own"))
        parts.set_role(self._field, "large")
        self._field.setPlaceholderText(_("Type something, or take an example"))
        self._count, self._text = parts.paragraph("", "small"), parts.paragraph("")
        self._picture, self._card = RangePicture(), parts.Card()
        self._result = parts.Callout("info", "")
        self._back = parts.button(_("One step back"))
        self._next = parts.button(_("Next step"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._show(0)

    def _lay_out(self) -> None:
        how = _("A list of leaked passwords can be asked without telling it the password.")
        here = _("This one is made up, and nothing is sent: the kit stays offline.")
        self.body.addWidget(parts.heading(_("Has it leaked?")))
        self.body.addWidget(parts.paragraph(f"{how} {here}", "muted"))
        self.body.addWidget(self._field)
        self.body.addWidget(parts.row(*self._examples()))
        self.body.addWidget(self._result)
        for widget in (self._count, self._text, self._picture):
            self._card.body.addWidget(widget)
        self.body.addWidget(self._card)
        self.body.addSpacing(theme.px(4))
        self._ahead: QWidget = parts.row(parts.row(self._back), self._next, stretch_first=True)
        self.body.addWidget(self._ahead)
        self.first = self._field

    def _examples(self) -> list[QWidget]:
        made: list[QWidget] = [parts.paragraph(_("Examples:"), "small")]
        for password in self._words.pretend[:_EXAMPLES]:
            button = parts.button(password, "quiet")
            parts.say(button, _("Take the example {password}").format(password=password))
            button.clicked.connect(lambda _checked=False, text=password: self._field.setText(text))
            made.append(button)
        return made

    def _connect(self) -> None:
        self._field.textChanged.connect(lambda _text: self._show(0))
        self._back.clicked.connect(lambda: self._go(self._step - 1))
        self._next.clicked.connect(lambda: self._go(self._step + 1))

    def _go(self, step: int) -> None:
        self._show(step)
        if self._is_last():
            self._back.setFocus()
        bring_into_sight(self._result if self._is_last() else self._text)
        said = self._result.accessibleName() if self._is_last() else self._text.text()
        parts.announce(self._card, said)
        if self._is_last():
            self.done.emit()

    def _is_last(self) -> bool:
        return self._step == len(self._words.steps) - 1

    def _show(self, step: int) -> None:
        typed = self._field.text()
        self._step = step if typed else 0
        steps = self._words.steps
        self._count.setText(
            _("Step {step} of {count}").format(step=self._step + 1, count=len(steps))
        )
        self._text.setText(steps[self._step])
        asked = leak.question(typed)
        lines = leak.answer(asked.asked, self._words.pretend) if typed else ()
        self._picture.show_step(self._step, asked if typed else None, lines)
        self._say_result(leak.seen(asked.kept, lines))
        self._back.setEnabled(self._step > 0)
        self._next.setEnabled(bool(typed))
        self._next.setVisible(not self._is_last())

    def _say_result(self, seen: int) -> None:
        self._result.setVisible(self._is_last())
        if seen:
            title = _("It is in the list")
            text = _("Everyone who guesses has it too. Where you use it, change it.")
            self._result.set("danger", title, text)
        else:
            text = _("That says nothing about how strong it is, only that nobody has published it.")
            self._result.set("ok", _("It is not in the list"), text)

    def forget(self) -> None:
        self._field.forget()
        self._show(0)

    def state(self) -> State:
        return {"text": self._field.text(), "step": self._step}

    def restore(self, state: State) -> None:
        self._field.setText(str(state.get("text", "")))
        step = state.get("step")
        if isinstance(step, int) and 0 <= step < len(self._words.steps):
            self._show(step)
