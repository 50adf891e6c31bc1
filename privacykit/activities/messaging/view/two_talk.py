"""Two computers talk: first the number is compared aloud, then they write."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.messaging.engine.safety import Number
from privacykit.activities.messaging.pairing.news import Text
from privacykit.activities.messaging.pairing.talk import LONGEST
from privacykit.activities.messaging.view.shown import (
    beside,
    digits_shown,
    few,
    fixed_width,
    isolated,
    leading,
    sealed,
)
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.look.field import SecretField

_MOST = 6


class TalkPane(QWidget):
    """Signals: judged: whether the numbers were the same; wrote: a text; left."""

    judged = Signal(bool)
    wrote = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._digits = leading(prose(""))
        fixed_width(self._digits, 20, bold=True)
        self._same = parts.button(_("It is the same"), "primary", "check")
        self._other = parts.button(_("It differs"), "secondary", "x")
        self._compare, self._write = parts.Card(), parts.Card()
        self._field = SecretField(_("Your message"), LONGEST)
        self._field.setPlaceholderText(_("Write something that anybody may see"))
        self._send = parts.button(_("Send"), "primary", "paper-plane-tilt")
        self._leave = parts.button(_("End"), "secondary", "x")
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(8))
        self._count = 0
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._same)

    def _lay_out(self) -> None:
        aloud = _("Read it to one another, five digits each in turn. Is it the same on both?")
        self._compare.body.addWidget(parts.heading(_("Safety number"), 3))
        self._compare.body.addWidget(self._digits)
        self._compare.body.addWidget(prose(aloud))
        self._compare.body.addWidget(parts.row(self._same, self._other))
        self._write.body.addWidget(parts.row(self._field, self._send, stretch_first=True))
        self._write.body.addWidget(self._list)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        for widget in (self._compare, self._write):
            box.addWidget(widget)
        box.addWidget(parts.row(parts.column(), self._leave, stretch_first=True))

    def _connect(self) -> None:
        self._same.clicked.connect(lambda: self.judged.emit(True))
        self._other.clicked.connect(lambda: self.judged.emit(False))
        self._send.clicked.connect(self._go)
        self._field.returnPressed.connect(self._go)
        self._leave.clicked.connect(self.left)

    def _go(self) -> None:
        text = self._field.text().strip()
        if text:
            self._field.forget()
            self.wrote.emit(text)

    def show_news(self, number: Number, texts: Sequence[Text], *, agreed: bool) -> None:
        """Show the number to compare, or what has been said."""
        self._digits.setText(digits_shown(number))
        spoken = _("Safety number: {digits}").format(digits=" ".join(number.groups))
        parts.say(self._digits, spoken)
        came_up = agreed and self._write.isHidden()
        self._compare.setVisible(not agreed)
        self._write.setVisible(agreed)
        if agreed:
            self._list_texts(texts)
        if came_up:
            self._field.setFocus()

    def _list_texts(self, texts: Sequence[Text]) -> None:
        self._clear()
        for text in texts[-_MOST:]:
            line = _line(text)
            self._lines.addWidget(line)
            line.show()
        for text in texts[self._count :]:
            parts.announce(self._list, f"{_who(text)}: {text.text}")
        self._count = len(texts)

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.setParent(None)
                old.deleteLater()

    def forget(self) -> None:
        self._clear()
        self._count = 0
        self._field.forget()
        self._digits.setText("")
        parts.say(self._digits, "")
        self._write.hide()


def _who(text: Text) -> str:
    return _("You") if text.own else _("The other")


def _line(text: Text) -> QWidget:
    name = few(_who(text), "strong")
    name.setMinimumWidth(theme.px(96))
    size = _n("{count} byte", "{count} bytes", len(text.sealed)).format(count=len(text.sealed))
    seen = _("The network saw {size}: {code}")
    below = prose(seen.format(size=size, code=isolated(sealed(text.sealed[:12]))), "small")
    line = beside(name, parts.column(leading(prose(isolated(text.text))), below, spacing=4))
    parts.say(line, f"{_who(text)}: {text.text}")
    return line
