"""Real or a trap? Five messages to judge, one at a time."""

from collections.abc import Sequence

from privacykit.activities.messaging.engine.words import Message
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State


class JudgeExercise(Exercise):
    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__()
        self._messages = messages
        self._given: dict[int, bool] = {}
        self._at = 0
        self._count, self._sender = parts.paragraph("", "small"), parts.paragraph("", "strong")
        self._text, self._card = parts.paragraph(""), parts.Card()
        self._why, self._do = parts.Callout("info", ""), parts.paragraph("")
        self._real = parts.button(_("It is real"), "secondary", "check")
        self._trap = parts.button(_("It is a trap"), "secondary", "warning")
        self._next = parts.button(_("Next message"), "primary", "arrow-right")
        self._onward = parts.button(_("Which app?"), "primary", "arrow-right")
        self._lay_out()
        self._real.clicked.connect(lambda: self._judge(genuine=True))
        self._trap.clicked.connect(lambda: self._judge(genuine=False))
        self._next.clicked.connect(self._ahead)
        self._onward.clicked.connect(self.onward)
        self._update()

    def _lay_out(self) -> None:
        how = _("Most accounts are not broken into: someone asks, and gets an answer.")
        self.body.addWidget(parts.heading(_("What would you do?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(self._count)
        self._card.body.addWidget(self._sender)
        self._card.body.addWidget(self._text)
        for widget in (self._card, self._why, self._do):
            self.body.addWidget(widget)
        answers = parts.row(self._real, self._trap)
        self.body.addWidget(parts.row(answers, self._next, self._onward, stretch_first=True))
        self.first = self._real

    def _judge(self, *, genuine: bool) -> None:
        self._given[self._at] = genuine
        self._update()
        (self._onward if self._is_last() else self._next).setFocus()
        parts.announce(self._why, self._why.accessibleName())
        if len(self._given) == len(self._messages):
            self.done.emit()

    def _ahead(self) -> None:
        self._at += 1
        self._update()
        self._real.setFocus()
        parts.announce(self._card, f"{self._sender.text()}: {self._text.text()}")

    def _is_last(self) -> bool:
        return self._at == len(self._messages) - 1

    def _update(self) -> None:
        message, given = self._messages[self._at], self._given.get(self._at)
        place = _("Message {at} of {count}")
        self._count.setText(place.format(at=self._at + 1, count=len(self._messages)))
        self._sender.setText(message.sender)
        self._text.setText(message.text)
        parts.say(self._card, message.sender, message.text)
        self._why.set(*_told(message, given))
        self._do.setText(message.do)
        judged = given is not None
        for widget, on in (
            (self._why, judged),
            (self._do, judged),
            (self._real, not judged),
            (self._trap, not judged),
            (self._next, judged and not self._is_last()),
            (self._onward, judged and self._is_last()),
        ):
            widget.setVisible(on)

    def forget(self) -> None:
        self._given, self._at = {}, 0
        self._update()

    def state(self) -> State:
        return {"at": self._at, "given": dict(self._given)}

    def restore(self, state: State) -> None:
        at, given = state.get("at"), state.get("given")
        if isinstance(at, int) and 0 <= at < len(self._messages) and isinstance(given, dict):
            self._at, self._given = at, dict(given)
            self._update()


def _told(message: Message, given: bool | None) -> tuple[str, str, str]:
    title = _("This one is real") if message.genuine else _("This one is a trap")
    return "ok" if given == message.genuine else "info", title, message.why
