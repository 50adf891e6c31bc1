"""The browser's bar: back, forward, again, all sites, the address."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme

_LONGEST = 2_000


class Bar(QWidget):
    """Signals: back, forward, again, start: pressed; typed: an address, when Enter is pressed."""

    back = Signal()
    forward = Signal()
    again = Signal()
    start = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._back = _icon("arrow-left", _("Back"))
        self._forward = _icon("arrow-right", _("Forward"))
        self._again = _icon("arrow-clockwise", _("Load again"))
        self._start = _icon("squares-four", _("All sites"))
        self._address = QLineEdit()
        self._address.setMaxLength(_LONGEST)
        parts.say(self._address, _("Address"))
        self._where = QLabel()
        parts.set_role(self._where, "small")
        box = QHBoxLayout(self)
        box.setContentsMargins(*[theme.px(8)] * 4)
        box.setSpacing(theme.px(4))
        for widget in (self._back, self._forward, self._again, self._start):
            box.addWidget(widget)
        box.addWidget(self._address, 1)
        box.addSpacing(theme.px(4))
        box.addWidget(self._where)
        self._back.clicked.connect(self.back)
        self._forward.clicked.connect(self.forward)
        self._again.clicked.connect(self.again)
        self._start.clicked.connect(self.start)
        self._address.returnPressed.connect(lambda: self.typed.emit(self._address.text().strip()))
        self.show_page("", ahead=(False, False))

    def show_page(self, address: str, ahead: tuple[bool, bool]) -> None:
        """Show where one is, and whether one can go back and forward."""
        if not self._address.hasFocus() or address:
            self._address.setText(address)
            self._address.setCursorPosition(0)
        self._back.setEnabled(ahead[0])
        self._forward.setEnabled(ahead[1])
        self._again.setEnabled(bool(address))

    def show_place(self, live: bool) -> None:
        self._where.setText(_("the internet") if live else _("practice web"))
        self._start.setVisible(not live)

    def clear(self) -> None:
        self._address.clear()
        self.show_page("", ahead=(False, False))


def _icon(icon: str, name: str) -> QPushButton:
    made = parts.button("", "quiet", icon)
    parts.say(made, name)
    made.setToolTip(name)
    return made
