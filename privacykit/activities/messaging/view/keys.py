"""A key pair: the half to give away, as text and as a square code, and the half to keep."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.messaging.engine import sealed
from privacykit.activities.messaging.engine.sealed import KeyPair
from privacykit.activities.messaging.view.qr import Code
from privacykit.activities.messaging.view.shown import beside, fixed_width, leading
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

_HALF = 31


class KeysPane(QWidget):
    """Signals: made: there is a new pair; asked: the secret half is to be saved."""

    made = Signal()
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pair: KeyPair | None = None
        self._make = parts.button(_("Make a key pair"), "primary")
        self._public, self._code = leading(prose("")), Code()
        fixed_width(self._public, 16)
        self._copy = parts.button(_("Copy"), "secondary", "copy")
        self._save = parts.button(_("Save the secret key \u2026"), "secondary", "download-simple")
        self._card = self._lay_out_card()
        self._lay_out()
        self._make.clicked.connect(self._begin)
        self._copy.clicked.connect(self._take_along)
        self._save.clicked.connect(self.asked)

    def _lay_out(self) -> None:
        how = _(
            "The public key is for giving away: with it, friends encrypt for you. The secret key"
            " opens what they send; it stays with you."
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        for widget in (prose(how), parts.row(self._make), self._card):
            box.addWidget(widget)

    def _lay_out_card(self) -> parts.Card:
        card = parts.Card()
        title = parts.heading(_("Your public key"), 3)
        text = parts.column(title, self._public, parts.row(self._copy), spacing=8)
        keep = _(
            "The secret key is in the memory of this computer, and gone when you leave the page."
            " Save it on your own stick if you want to use it at home."
        )
        card.body.addWidget(beside(self._code, text))
        card.body.addWidget(prose(keep, "small"))
        card.body.addWidget(parts.row(self._save))
        return card

    def _begin(self) -> None:
        self.show_pair(sealed.make_keys())
        self.made.emit()
        parts.announce(self._public, self._public.accessibleName())

    def show_pair(self, pair: KeyPair | None) -> None:
        self.pair = pair
        self._card.setVisible(pair is not None)
        parts.set_role(self._make, "secondary" if pair else "primary")
        public = pair.public if pair else ""
        halves = "\n".join((public[:_HALF], public[_HALF:]))
        self._public.setText(f"\u2066{halves}\u2069" if pair else "")
        parts.say(self._public, _("Public key: {key}").format(key=public) if pair else "")
        parts.say(self._code, _("The same key as a QR code"))
        if pair is not None:
            self._code.set(public.encode())

    def _take_along(self) -> None:
        if self.pair is not None:
            QGuiApplication.clipboard().setText(self.pair.public)

    def forget(self) -> None:
        """Drop both halves, also the one that was copied, and the picture of it."""
        clipboard = QGuiApplication.clipboard()
        if self.pair is not None and clipboard.text() == self.pair.public:
            clipboard.clear()
        self.show_pair(None)
        self._code.forget()
