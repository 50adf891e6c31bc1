"""The safety number: compare it, sit in the middle, take a new phone."""

from PySide6.QtWidgets import QSizePolicy

from privacykit.activities.messaging.engine.pair import Delivery, Pair
from privacykit.activities.messaging.engine.safety import Number
from privacykit.activities.messaging.engine.words import Phones
from privacykit.activities.messaging.view.qr import Code
from privacykit.activities.messaging.view.shown import digits_shown, fixed_width, isolated, leading
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State, prose


class NumberExercise(Exercise):
    def __init__(self, words: Phones, *, two_computers: bool = False) -> None:
        super().__init__()
        self._words = words
        self._pair = Pair(words.sender, words.receiver)
        self._cards = {name: _PhoneCard(name) for name in self._pair.names}
        self._said = parts.Callout("info", "")
        self._middle = parts.button(
            _("{name} sits in between").format(name=words.attacker), "danger", "user-switch"
        )
        self._middle.setCheckable(True)
        self._send = parts.button(_("Send a message"), "secondary", "paper-plane-tilt")
        self._new = parts.button(_("New phone for {name}").format(name=words.receiver))
        self._onward = parts.button(_("Real or a trap?"), "primary", "arrow-right")
        self._lay_out(two_computers=two_computers)
        self._middle.toggled.connect(self._swap)
        self._send.clicked.connect(self._write)
        self._new.clicked.connect(self._replace)
        self._onward.clicked.connect(self.onward)
        self.forget()

    def _lay_out(self, *, two_computers: bool) -> None:
        how = _("Both phones work it out from both keys. Two people read it aloud to one another.")
        self.body.addWidget(parts.heading(_("Is it really you?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(parts.row(*self._cards.values()))
        self.body.addWidget(self._said)
        buttons = parts.row(self._middle, self._send, self._new)
        self.body.addWidget(buttons)
        self.body.addWidget(parts.row(parts.column(), self._onward, stretch_first=True))
        if not two_computers:
            off = _("Two computers in a room can do this too. Here, that is switched off.")
            self.body.addWidget(prose(off, "small"))
        self.first = self._middle

    def _swap(self, on: bool) -> None:
        self._pair.swap(middle=on)
        self._update()
        self._say(*self._compared())
        if on:
            self.done.emit()

    def _replace(self) -> None:
        self._pair.new_phone(self._words.receiver)
        self._update()
        if self._pair.middle:
            self._say(*self._compared())
            return
        text = _("A new phone has new keys. Ask {name}, face to face or by a call: is it yours?")
        said = text.format(name=self._words.receiver)
        self._say("warning", _("The number has changed on both phones"), said)

    def _write(self) -> None:
        sent = self._pair.send(self._words.sender, self._words.samples[0])
        self._say(*self._delivered(sent))

    def _delivered(self, sent: Delivery) -> tuple[str, str, str]:
        title = _("{name} reads: {text}").format(
            name=self._words.receiver, text=isolated(sent.arrives)
        )
        if sent.overheard is None:
            return "ok", title, _("Nobody in between could open it.")
        text = _("{name} read it too, and nobody notices: it arrived as always.")
        return "danger", title, text.format(name=self._words.attacker)

    def _compared(self) -> tuple[str, str, str]:
        if self._pair.middle:
            text = _("Messages still arrive. Only the comparison shows that the keys were swapped.")
            return "danger", _("The numbers differ: someone sits in between"), text
        text = _("Nobody sits in between. Best compared face to face, or by scanning the code.")
        return "ok", _("The numbers are the same"), text

    def _say(self, role: str, title: str, text: str) -> None:
        self._said.set(role, title, text)
        parts.announce(self._said, title)

    def _update(self) -> None:
        for name, card in self._cards.items():
            card.set(self._pair.number(name))

    def forget(self) -> None:
        self._pair = Pair(*self._pair.names)
        self._middle.blockSignals(True)
        self._middle.setChecked(False)
        self._middle.blockSignals(False)
        self._update()
        self._said.set(*self._compared())

    def state(self) -> State:
        return {"pair": self._pair}

    def restore(self, state: State) -> None:
        """Go on with the same phones; names of another language begin anew."""
        pair = state.get("pair")
        if not isinstance(pair, Pair) or pair.names != self._pair.names:
            return
        self._pair = pair
        self._middle.blockSignals(True)
        self._middle.setChecked(pair.middle)
        self._middle.blockSignals(False)
        self._update()
        self._said.set(*self._compared())


class _PhoneCard(parts.Card):
    """What one phone shows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._digits, self._code = leading(prose("")), Code()
        self._digits.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        fixed_width(self._digits, 17, bold=True)
        title = _("{name}\u2019s phone").format(name=name)
        self.body.addWidget(parts.heading(title, 3))
        self.body.addWidget(self._digits)
        self.body.addWidget(self._code)
        self.setFixedWidth(theme.px(330))

    def set(self, number: Number) -> None:
        self._digits.setText(digits_shown(number))
        spoken = _("Safety number on {name}\u2019s phone: {digits}")
        parts.say(self._digits, spoken.format(name=self._name, digits=" ".join(number.groups)))
        self._code.set(number.code)
        parts.say(self._code, _("The same number as a QR code, for {name}").format(name=self._name))
