"""Two computers meet: one opens a door and shows a code, the other types where and which."""

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from privacykit.activities.messaging.pairing import addresses, code
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.news import Waiting
from privacykit.activities.messaging.pairing.room import LIMITS
from privacykit.activities.messaging.view.shown import fixed_width, leading
from privacykit.errors import PairingError
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.look.field import SecretField

_LONGEST = 60
OPEN, JOIN = range(2)


class Meet(QWidget):
    """Signals: opened: Place; joined: Place, names to try it under, code; refused: a sentence."""

    opened = Signal(object)
    joined = Signal(object, list, str)
    refused = Signal(str)

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self._places = [Place(host, port) for host in addresses.own(addresses.here())]
        self._ways = _group(self, [_("This computer opens"), _("This computer joins")])
        self._hosts = _group(self, [_apart(str(place)) for place in self._places])
        self._what = prose("")
        self._open = parts.button(_("Open for one computer"), "primary", "broadcast")
        self._address = SecretField(_("Address on the other screen"), _LONGEST)
        self._address.setPlaceholderText("192.168.1.20:21563")
        self._code = SecretField(_("Code on the other screen"), _LONGEST)
        self._join = parts.button(_("Join"), "primary", "sign-in")
        self._panes = self._opening(), self._joining()
        self._lay_out()
        self._connect()
        self.forget()

    def _opening(self) -> QWidget:
        card = parts.Card()
        card.body.addWidget(prose(_("The facilitator does this."), "small"))
        if len(self._places) > 1:
            card.body.addWidget(parts.row(prose(_("Address:")), *self._hosts.buttons()))
        card.body.addWidget(self._what)
        card.body.addWidget(parts.row(parts.column(), self._open, stretch_first=True))
        return card

    def _joining(self) -> QWidget:
        card = parts.Card()
        card.body.addWidget(prose(_("Type what stands on the other screen.")))
        for name, field in ((_("Address"), self._address), (_("Code"), self._code)):
            card.body.addWidget(parts.column(prose(name, "strong"), field, spacing=4))
        card.body.addWidget(parts.row(parts.column(), self._join, stretch_first=True))
        return card

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        box.addWidget(parts.row(*self._ways.buttons()))
        for pane in self._panes:
            box.addWidget(pane)
        self.setFocusProxy(self._ways.button(OPEN))

    def _connect(self) -> None:
        self._ways.idToggled.connect(lambda way, on: self._turn(way) if on else None)
        self._hosts.idToggled.connect(lambda _number, on: self._tell() if on else None)
        self._open.clicked.connect(lambda: self.opened.emit(self._place()))
        self._join.clicked.connect(self._try)
        self._code.returnPressed.connect(self._try)
        for field in (self._address, self._code):
            field.textChanged.connect(lambda _text: self._look())

    def _turn(self, way: int) -> None:
        for number, pane in enumerate(self._panes):
            pane.setVisible(number == way)

    def _place(self) -> Place:
        return self._places[max(self._hosts.checkedId(), 0)]

    def _tell(self) -> None:
        if not self._places:
            self._what.setText(_("This computer is in no network of the room."))
            return
        place = _apart(str(self._place()))
        if addresses.is_loopback(self._place().host):
            alone = _("{place} is this computer itself. No other computer reaches it there.")
            self._what.setText(alone.format(place=place))
            return
        said = _(
            "This computer then listens at {place} for one other computer in the room, for"
            " {minutes} minutes at most. You get a code to read aloud. Leaving this page closes it."
        )
        self._what.setText(said.format(place=place, minutes=int(LIMITS.waiting) // 60))

    def _look(self) -> None:
        self._join.setEnabled(bool(self._address.text().strip() and self._code.text().strip()))

    def _try(self) -> None:
        try:
            place = addresses.typed(self._address.text(), self._port)
            digits = code.typed(self._code.text())
        except PairingError as error:
            self.refused.emit(str(error))
            return
        self._code.forget()
        self.joined.emit(place, list(addresses.hosts(place, addresses.here())), digits)

    def forget(self) -> None:
        self._address.forget()
        self._code.forget()
        self._ways.button(OPEN).setChecked(True)
        self._turn(OPEN)
        if self._places:
            self._hosts.button(0).setChecked(True)
        self._open.setEnabled(bool(self._places))
        self._tell()
        self._look()

    def state(self) -> tuple[int, str, str]:
        return self._ways.checkedId(), self._address.text(), self._code.text()

    def restore(self, state: object) -> None:
        if isinstance(state, tuple):
            way, address, digits = state
            self._ways.button(way).setChecked(True)
            self._address.setText(address)
            self._code.setText(digits)


def latest() -> QTime:
    """Return when a door that is opened now closes by itself."""
    return QTime.currentTime().addSecs(int(LIMITS.waiting))


def _clock(time: QTime) -> str:
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


class Wait(parts.Card):
    """What stands on the screen until the two have met. Signal: closed."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = prose("", "title")
        self._place, self._code = leading(prose("")), leading(prose(""))
        self._wrong, self._until = prose("", "warning"), prose("", "small")
        self._close = parts.button(_("Close"), "secondary", "x")
        for label, pixels in ((self._place, 20), (self._code, 39)):
            fixed_width(label, pixels, bold=True)
        names = prose(_("Address"), "small"), prose(_("Code"), "small")
        self._shown = parts.column(names[0], self._place, names[1], self._code, spacing=4)
        for widget in (self._title, self._shown, self._wrong, self._until):
            self.body.addWidget(widget)
        self.body.addWidget(parts.row(parts.column(), self._close, stretch_first=True))
        self._close.clicked.connect(self.closed)
        self.setFocusProxy(self._close)

    def show_news(self, waiting: Waiting | None, until: QTime) -> None:
        """Show where and with which code to come; None: this computer is the one that comes."""
        self._shown.setVisible(waiting is not None)
        self._until.setVisible(waiting is not None)
        closes = _("It closes by itself at {time}, and as soon as the other is here.")
        self._until.setText(closes.format(time=_clock(until)))
        self._wrong.setVisible(waiting is not None and waiting.wrong > 0)
        if waiting is None:
            self._title.setText(_("Looking for the other computer \u2026"))
            return
        self._title.setText(_("Open for one other computer. Type this there:"))
        digits = code.shown(waiting.code)
        self._place.setText(_apart(str(waiting.place)))
        self._code.setText(_apart(digits))
        parts.say(self._code, _("Code: {digits}").format(digits=" ".join(waiting.code)))
        self._wrong.setText(_about(waiting.wrong))
        parts.announce(self, f"{self._wrong.text()} {self._code.accessibleName()}".strip())


def _about(wrong: int) -> str:
    if not wrong:
        return ""
    said = _n(
        "{count} wrong code came. This one is new.",
        "{count} wrong codes came. This one is new.",
        wrong,
    )
    return said.format(count=wrong)


def _apart(text: str) -> str:
    """Keep numbers from left to right, whatever stands around them."""
    return f"\u2066{text}\u2069"


def _group(parent: QWidget, names: list[str]) -> QButtonGroup:
    group = QButtonGroup(parent)
    for number, name in enumerate(names):
        button = parts.button(name)
        button.setCheckable(True)
        group.addButton(button, number)
    return group
