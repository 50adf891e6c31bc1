"""Two phones and a server: one message, three ways, and who reads it on the way."""

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from privacykit.activities.messaging.engine.pair import Pair
from privacykit.activities.messaging.engine.ways import Journey, Sight, Way
from privacykit.activities.messaging.engine.words import Phones
from privacykit.activities.messaging.view.shown import (
    beside,
    few,
    fixed_width,
    isolated,
    leading,
    sealed,
)
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.field import SecretField
from privacykit.look.sight import bring_into_sight

_LONGEST = 120


class PhonesExercise(Exercise):
    def __init__(self, words: Phones) -> None:
        super().__init__()
        self._words = words
        self._pair = Pair(words.sender, words.receiver)
        self._field = SecretField(_("Message from {name}").format(name=words.sender), _LONGEST)
        self._field.setPlaceholderText(_("Write something, or take an example"))
        self._send = parts.button(_("Send"), "primary")
        self._ways = self._make_ways()
        self._rows = _Row("wifi-high", _("On the network")), _Row("hard-drives", _("On the server"))
        self._arrived = _Row(
            "device-mobile", _("On {name}\u2019s phone").format(name=words.receiver)
        )
        self._way, self._card = parts.paragraph("", "muted"), parts.Card()
        self._more = self._not_hidden()
        self._onward = parts.button(_("Steal the key"), "primary", "arrow-right")
        self._lay_out()
        self._send.clicked.connect(self._go)
        self._field.returnPressed.connect(self._go)
        self._onward.clicked.connect(self.onward)
        self.forget()

    def _make_ways(self) -> QButtonGroup:
        group = QButtonGroup(self)
        names = _("Not encrypted"), _("To the server only (TLS)"), _("End-to-end")
        for number, name in enumerate(names):
            button = parts.button(name)
            button.setCheckable(True)
            group.addButton(button, number)
        group.idToggled.connect(lambda _number, on: self._chosen() if on else None)
        return group

    def _lay_out(self) -> None:
        how = _("{sender} writes to {receiver}. Choose how, send, and see who can read it.")
        names = {"sender": self._words.sender, "receiver": self._words.receiver}
        self.body.addWidget(parts.heading(_("Who can read it on the way?")))
        self.body.addWidget(parts.paragraph(how.format(**names), "muted"))
        self.body.addWidget(parts.row(self._field, self._send, stretch_first=True))
        self.body.addWidget(parts.row(*self._examples()))
        self.body.addWidget(parts.row(*self._ways.buttons()))
        self.body.addWidget(self._way)
        for place, row in enumerate((*self._rows, self._arrived)):
            if place:
                self._card.body.addWidget(parts.rule())
            self._card.body.addWidget(row)
        self.body.addWidget(self._card)
        self.body.addWidget(self._more)
        self.body.addWidget(parts.row(parts.column(), self._onward, stretch_first=True))
        self.first = self._field

    def _examples(self) -> list[QWidget]:
        made: list[QWidget] = [parts.paragraph(_("Examples:"), "small")]
        for text in self._words.samples:
            button = parts.button(text, "quiet")
            button.clicked.connect(lambda _checked=False, text=text: self._field.setText(text))
            made.append(button)
        return made

    def _not_hidden(self) -> QWidget:
        lines = [
            parts.column(parts.paragraph(card.title, "strong"), prose(card.text), spacing=4)
            for card in self._words.not_hidden
        ]
        return parts.column(parts.heading(_("What is not hidden"), 2), *lines, spacing=12)

    def _chosen(self) -> None:
        """Say what a way means; what was sent another way is cleared."""
        self._way.setText(_MEANING[self._current()]())
        self._card.hide()

    def _current(self) -> Way:
        return list(Way)[self._ways.checkedId()]

    def _go(self) -> None:
        text = self._field.text().strip() or self._words.samples[0]
        self._field.setText(text)
        journey = self._pair.journey(self._current(), self._words.sender, text)
        self._show(journey)
        bring_into_sight(self._card)
        if self._current() is Way.END_TO_END:
            self._reveal()
            self.done.emit()

    def _reveal(self) -> None:
        parts.set_role(self._send, "secondary")
        self._more.show()
        self._onward.show()

    def _show(self, journey: Journey) -> None:
        for row, sight in zip(self._rows, (journey.network, journey.server), strict=True):
            row.see(sight, self._who(sight))
        self._arrived.read(journey.arrives)
        self._card.show()
        parts.announce(self._card, "; ".join(row.accessibleName() for row in self._rows))

    def _who(self, sight: Sight) -> str:
        size = _n("{count} byte", "{count} bytes", sight.size).format(count=sight.size)
        if not sight.knows_names:
            return _("Seen all the same: a phone talks to the server, when, {size}").format(
                size=size
            )
        said = _("Seen all the same: {sender} to {receiver}, when, {size}")
        return said.format(sender=self._words.sender, receiver=self._words.receiver, size=size)

    def forget(self) -> None:
        self._pair = Pair(*self._pair.names)
        self._field.forget()
        self._ways.button(0).setChecked(True)
        for row in (*self._rows, self._arrived):
            row.forget()
        for widget in (self._card, self._more, self._onward):
            widget.hide()
        parts.set_role(self._send, "primary")

    def state(self) -> State:
        return {
            "text": self._field.text(),
            "way": self._ways.checkedId(),
            "sent": not self._card.isHidden(),
            "revealed": not self._more.isHidden(),
        }

    def restore(self, state: State) -> None:
        self._field.setText(str(state.get("text", "")))
        way = state.get("way")
        if isinstance(way, int) and 0 <= way < len(Way):
            self._ways.button(way).setChecked(True)
        if state.get("revealed"):
            self._reveal()
        if state.get("sent") and self._field.text():
            self._show(self._pair.journey(self._current(), self._words.sender, self._field.text()))


_MEANING = {
    Way.PLAIN: lambda: _("Like a postcard: whoever carries it can read it."),
    Way.TLS: lambda: _(
        "Sealed as far as the server, opened there, and sealed again for the rest of the way."
    ),
    Way.END_TO_END: lambda: _("Sealed by one phone, opened by the other, and by nobody between."),
}


class _Row(QWidget):
    """One place on the way: what passes there and whether it can be read."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self._name = name
        self._verdict, self._seen, self._who = few(), leading(prose("")), prose("", "small")
        fixed_width(self._seen, 15)
        title = parts.row(few(name, "strong"), self._verdict)
        box = parts.column(title, self._seen, self._who, spacing=4)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(beside(parts.picture(icon), box))

    def see(self, sight: Sight, who: str) -> None:
        role = "ok" if sight.text is None else "danger"
        verdict = _("cannot read it") if sight.text is None else _("can read it")
        self._set(role, verdict, sealed(sight.data) if sight.text is None else sight.text, who)

    def read(self, text: str) -> None:
        self._set("ok", _("reads it, as it should"), text, "")

    def _set(self, role: str, verdict: str, seen: str, who: str) -> None:
        parts.set_role(self._verdict, role)
        self._verdict.setText(verdict)
        self._seen.setText(isolated(seen))
        self._who.setText(who)
        self._who.setVisible(bool(who))
        parts.say(self, f"{self._name}: {verdict}", who)

    def forget(self) -> None:
        self._set("ok", "", "", "")
