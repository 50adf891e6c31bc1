"""Three envelopes: a letter locked three times, and what each relay learns by opening one."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from privacykit.activities.tor.engine import onion
from privacykit.activities.tor.engine.onion import Hop, Relay
from privacykit.activities.tor.engine.words import Letter
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.breaks import breakable
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.field import SecretField
from privacykit.look.sight import bring_into_sight

_SHOWN = 12


class EnvelopesExercise(Exercise):
    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self._letter = letter
        self._hops: list[Hop] = []
        self._field = SecretField(_("The letter"), 120)
        self._field.setText(letter.text)
        self._https = QCheckBox(_("HTTPS: one more envelope, for the site alone"))
        self._send = parts.button(_("Put it into three envelopes"), "primary")
        self._opened = QVBoxLayout()
        self._opened.setSpacing(theme.px(8))
        self._end = parts.Callout("info", "")
        self._next = parts.button("", "primary", "arrow-right")
        self._again = parts.button(_("Start again"))
        self._onward = parts.button(_("Who knows what?"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._show(0)

    def _lay_out(self) -> None:
        how = _("The letter goes into three envelopes. Each relay can open one, and no more.")
        real = _("The locks are real. Nothing leaves this computer.")
        self.body.addWidget(parts.heading(_("Three envelopes")))
        to = _("A letter to {site}:").format(site=self._letter.site)
        self._writing = parts.column(
            parts.paragraph(f"{how} {real}", "muted"),
            parts.column(prose(to, "strong"), self._field, spacing=4),
            self._https,
            spacing=12,
        )
        self.body.addWidget(self._writing)
        self.body.addLayout(self._opened)
        self.body.addWidget(self._end)
        ahead = parts.row(self._send, self._next, self._onward)
        self._buttons = parts.row(parts.row(self._again), ahead, stretch_first=True)
        self.body.addWidget(self._buttons)
        self.first = self._field

    def _connect(self) -> None:
        self._send.clicked.connect(self._start)
        self._field.returnPressed.connect(self._start)
        self._next.clicked.connect(self._go_on)
        self._again.clicked.connect(self._restart)
        self._onward.clicked.connect(self.onward)

    def _start(self) -> None:
        relays = [Relay(name) for name in (_("Entry relay"), _("Middle relay"), _("Exit relay"))]
        site = Relay(self._letter.site)
        sent = self._field.text() or self._letter.text
        self._hops = onion.send(_sound(sent), _("You"), site, relays, self._https.isChecked())
        self._show(1)
        self._next.setFocus()

    def _go_on(self) -> None:
        self._show(self._shown() + 1)
        last = self._is_last()
        (self._onward if last else self._next).setFocus()
        if last:
            self.done.emit()

    def _restart(self) -> None:
        self._hops = []
        self._show(0)
        self._field.setFocus()

    def _shown(self) -> int:
        return self._opened.count()

    def _is_last(self) -> bool:
        return bool(self._hops) and self._shown() == len(self._hops)

    def _show(self, count: int) -> None:
        while self._shown() > count:
            item = self._opened.takeAt(self._shown() - 1)
            if item is not None and (card := item.widget()) is not None:
                card.hide()
                card.deleteLater()
        for hop in self._hops[self._shown() : count]:
            card = _card(hop)
            self._opened.addWidget(card)
            parts.announce(self, card.accessibleName())
        self._switch()

    def _switch(self) -> None:
        begun, last = bool(self._hops), self._is_last()
        self._writing.setVisible(not begun)
        self._send.setVisible(not begun)
        self._again.setVisible(begun)
        self._next.setVisible(begun and not last)
        self._onward.setVisible(last)
        self._end.setVisible(last)
        if begun and not last:
            goes_to = self._hops[self._shown() - 1].goes_to
            self._next.setText(_("Hand it on: {name}").format(name=goes_to))
            self._next.setAccessibleName(self._next.text())
        if last:
            self._end.set(*self._verdict())
        if begun:
            bring_into_sight(self._buttons)

    def _verdict(self) -> tuple[str, str, str]:
        nobody = _("No relay knew both you and the site")
        if self._https.isChecked():
            return "ok", nobody, _("And only the site could read the letter.")
        text = _("But the exit relay could read the letter. Start again with HTTPS.")
        return "warning", nobody, text

    def forget(self) -> None:
        self._field.setText(self._letter.text)
        self._https.setChecked(False)
        self._hops = []
        self._show(0)

    def state(self) -> State:
        """Hold what was typed and how far the letter came, not the keys: it is sent anew."""
        return {
            "text": self._field.text(),
            "https": self._https.isChecked(),
            "shown": self._shown(),
        }

    def restore(self, state: State) -> None:
        self._field.setText(str(state.get("text", "")))
        self._https.setChecked(bool(state.get("https")))
        shown = state.get("shown")
        if isinstance(shown, int) and shown > 0:
            self._start()
            self._show(min(shown, len(self._hops)))


def _sound(text: str) -> str:
    """Replace halves of signs, which cannot be sent."""
    return text.encode("utf-8", "replace").decode()


def _card(hop: Hop) -> parts.Card:
    card = parts.Card()
    title = prose(hop.name, "title")
    lines = [_way(hop), _holds(hop)]
    head = QWidget()
    box = QHBoxLayout(head)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(title, 1)
    for _each in range(hop.envelopes_left):
        box.addWidget(parts.picture("envelope-simple", "accent", 20))
    if not hop.envelopes_left:
        box.addWidget(parts.picture("envelope-open", "warning", 20))
    card.body.setSpacing(theme.px(4))
    card.body.setContentsMargins(*[theme.px(12)] * 4)
    for widget in (head, prose(lines[0]), prose(lines[1], "small" if hop.envelopes_left else "")):
        card.body.addWidget(widget)
    parts.say(card, f"{hop.name}. {' '.join(lines)}")
    return card


def _way(hop: Hop) -> str:
    if not hop.goes_to:
        return _("Came from: {giver}.").format(giver=hop.came_from)
    said = _("Came from: {giver}. Goes on to: {taker}.")
    return said.format(giver=hop.came_from, taker=hop.goes_to)


def _holds(hop: Hop) -> str:
    if not hop.envelopes_left:
        return _("I can read it: “{letter}”").format(letter=breakable(hop.inside.decode()))
    said = _n(
        "I see {count} locked envelope: {code} …",
        "I see {count} locked envelopes: {code} …",
        hop.envelopes_left,
    )
    return said.format(count=hop.envelopes_left, code=hop.inside[:_SHOWN].hex(" "))
