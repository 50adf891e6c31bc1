"""Steal the key now: what a thief of a phone's keys can open, tried for real."""

from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.messaging.engine.pair import Pair
from privacykit.activities.messaging.engine.phone import Envelope
from privacykit.activities.messaging.engine.theft import Theft
from privacykit.activities.messaging.engine.words import Phones
from privacykit.activities.messaging.view.shown import beside, few, isolated, leading
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State, prose

_MOST = 8


class _Sent(NamedTuple):
    sender: str
    text: str
    opened: bool | None
    """Whether the thief opened it; None: nobody has tried."""
    tried: int


class StealExercise(Exercise):
    def __init__(self, words: Phones) -> None:
        super().__init__()
        self._words = words
        self._pair = Pair(words.sender, words.receiver)
        self._theft: Theft | None = None
        self._sent: list[_Sent] = []
        self._recorded: list[Envelope] = []
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(8))
        self._said = parts.Callout("info", "")
        self._steal = parts.button(_("Steal the key now"), "danger", "key")
        self._write = parts.button(_("{name} writes").format(name=words.sender))
        self._answer = parts.button(_("{name} answers").format(name=words.receiver))
        self._onward = parts.button(_("Safety number"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self.forget()

    def _lay_out(self) -> None:
        names = {"sender": self._words.sender, "receiver": self._words.receiver}
        self.body.addWidget(parts.heading(_("Steal the key")))
        how = _("{sender} and {receiver} have written. Someone has recorded every sealed message.")
        self.body.addWidget(parts.paragraph(how.format(**names), "muted"))
        card = parts.Card()
        card.body.addWidget(self._list)
        self.body.addWidget(card)
        self.body.addWidget(self._said)
        buttons = parts.row(self._steal, self._write, self._answer)
        self.body.addWidget(parts.row(buttons, self._onward, stretch_first=True))

    def _connect(self) -> None:
        self._steal.clicked.connect(self._take)
        self._write.clicked.connect(lambda: self._send(self._words.sender))
        self._answer.clicked.connect(lambda: self._send(self._words.receiver))
        self._onward.clicked.connect(self.onward)

    def _take(self) -> None:
        """Copy the keys of the second phone and try them on all that was recorded."""
        self._theft = Theft(self._pair.phones[self._words.receiver], self._words.sender)
        self._sent = [
            _Sent(sent.sender, sent.text, self._theft.open(envelope) is not None, self._theft.tried)
            for sent, envelope in zip(self._sent, self._recorded, strict=True)
        ]
        self._update()
        self._write.setFocus()
        parts.announce(self._said, self._said.accessibleName())
        self.done.emit()

    def _send(self, sender: str) -> None:
        text = self._words.samples[len(self._sent) % len(self._words.samples)]
        envelope = self._pair.send(sender, text).envelope
        self._recorded.append(envelope)
        opened = None if self._theft is None else self._theft.open(envelope) is not None
        tried = self._theft.tried if self._theft else 0
        self._sent.append(_Sent(sender, text, opened, tried))
        self._update()
        parts.announce(self._said, _status(self._sent[-1]))

    def _update(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for sent in self._sent[-_MOST:]:
            line = _line(sent)
            self._lines.addWidget(line)
            line.show()
        stolen = self._theft is not None
        self._said.set(*self._verdict())
        self._steal.setVisible(not stolen)
        for widget in (self._write, self._answer, self._onward):
            widget.setVisible(stolen)

    def _verdict(self) -> tuple[str, str, str]:
        if self._theft is None:
            text = _("Every message has its own key, and a used key is thrown away.")
            return "info", _("Nobody but the two phones can open them"), text
        last = self._sent[-1]
        names = {"sender": self._words.sender, "receiver": self._words.receiver}
        if last.opened:
            text = _(
                "Let both write by turns, and they make new keys that the thief does not have."
            )
            return "danger", _("The thief reads along from now on"), text
        if len(self._sent) > len(self._words.samples):
            text = _("Both phones have made new keys since. The thief is locked out again.")
            return "ok", _("Closed again"), text
        text = _(
            "The keys of yesterday are gone from the phone. But what is still on {receiver}\u2019s"
            " screen can be read by whoever holds the phone. Now let {sender} write again."
        )
        return "ok", _("A key stolen today does not open yesterday\u2019s"), text.format(**names)

    def forget(self) -> None:
        self._pair = Pair(*self._pair.names)
        self._theft = None
        self._sent, self._recorded = [], []
        for _text in self._words.samples:
            self._send(self._words.sender)

    def state(self) -> State:
        return {
            "pair": self._pair,
            "theft": self._theft,
            "sent": list(self._sent),
            "recorded": list(self._recorded),
        }

    def restore(self, state: State) -> None:
        """Go on with the same phones; names and texts of another language begin anew."""
        pair, theft = state.get("pair"), state.get("theft")
        sent, recorded = state.get("sent"), state.get("recorded")
        if not isinstance(pair, Pair) or pair.names != self._pair.names:
            return
        if isinstance(sent, list) and isinstance(recorded, list):
            self._pair, self._theft = pair, theft if isinstance(theft, Theft) else None
            self._sent, self._recorded = list(sent), list(recorded)
            self._update()


def _status(sent: _Sent) -> str:
    if sent.opened is None:
        return _("recorded, sealed")
    if sent.opened:
        return _("the thief reads it")
    return _n("closed: {count} key tried", "closed: {count} keys tried", sent.tried).format(
        count=sent.tried
    )


def _line(sent: _Sent) -> QWidget:
    role = {None: "small", True: "danger", False: "ok"}[sent.opened]
    name = parts.paragraph(sent.sender, "strong")
    name.setMinimumWidth(theme.px(72))
    line = beside(name, leading(prose(isolated(sent.text))), few(_status(sent), role))
    parts.say(line, f"{sent.sender}: {sent.text}", _status(sent))
    return line
