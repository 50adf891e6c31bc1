"""Real or a trap? Five messages to judge, one at a time."""

from collections.abc import Sequence

from privacykit.activities.messaging.engine.words import Message
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.turns import Turns


class JudgeExercise(Turns):
    def __init__(self, messages: Sequence[Message]) -> None:
        self._real = parts.button(_("It is real"), "secondary", "check")
        self._trap = parts.button(_("It is a trap"), "secondary", "warning")
        super().__init__(len(messages), self._real, self._trap)
        self._messages = messages
        self._count, self._sender = parts.paragraph("", "small"), parts.paragraph("", "strong")
        self._text, self._card = parts.paragraph(""), parts.Card()
        self._why, self._do = parts.Callout("info", ""), parts.paragraph("")
        self._next = parts.button(_("Next message"), "primary", "arrow-right")
        self._onward = parts.button(_("Which app?"), "primary", "arrow-right")
        self._lay_out()
        self._next.clicked.connect(self._ahead)
        self._onward.clicked.connect(self.onward)
        self.show_turn()

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

    def _ahead(self) -> None:
        self.ahead()
        parts.announce(self._card, f"{self._sender.text()}: {self._text.text()}")

    def told(self) -> None:
        (self._onward if self.is_last else self._next).setFocus()
        parts.announce(self._why, self._why.accessibleName())

    def show_turn(self) -> None:
        message, judged = self._messages[self.at], self.given is not None
        place = _("Message {at} of {count}")
        self._count.setText(place.format(at=self.at + 1, count=len(self._messages)))
        self._sender.setText(message.sender)
        self._text.setText(message.text)
        parts.say(self._card, message.sender, message.text)
        self._why.set(*_told(message, self.given))
        self._do.setText(message.do)
        for widget, on in (
            (self._why, judged),
            (self._do, judged),
            (self._real, not judged),
            (self._trap, not judged),
            (self._next, judged and not self.is_last),
            (self._onward, judged and self.is_last),
        ):
            widget.setVisible(on)


def _told(message: Message, given: bool | None) -> tuple[str, str, str]:
    title = _("This one is real") if message.genuine else _("This one is a trap")
    return "ok" if given == message.genuine else "info", title, message.why
