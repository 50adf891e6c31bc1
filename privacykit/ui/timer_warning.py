"""The warning before a session ends: friendly, in front of everything, counting in calm steps."""

import math

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.staff.timing import State

_LAST = 10
"""Seconds that are counted one by one."""
_MINUTE = 60


class WarningScreen(QWidget):
    """Fills the screen, with what a person can answer.

    Signals:
        stays: somebody is there, or wants the minutes that the library gives
        hides: back to the work, until the end
        ends: end it now
    """

    stays = Signal()
    hides = Signal()
    ends = Signal()

    def __init__(self, state: State, extend_minutes: int) -> None:
        super().__init__()
        self._state, self._whole, self._said = state, state.left, math.inf
        self._extend = extend_minutes
        theme.dress(self)
        self.setWindowTitle(_("Privacy Kit"))
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        parts.set_role(self, "veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = parts.paragraph("", "hero")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._buttons = self._make_buttons()
        card = parts.Card()
        card.body.setSpacing(theme.px(16))
        for widget in (
            parts.heading(self._title()),
            self._count,
            self._bar,
            parts.paragraph(self._text()),
            parts.row(*self._buttons),
        ):
            card.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(parts.centred(card, 640))
        box.addStretch(1)
        self.count(state)

    def _title(self) -> str:
        if self._state.why == "idle":
            return _("Still there?")
        return _("Your time is nearly over")

    def _text(self) -> str:
        if self._state.why == "idle":
            return _("Then everything of yours will be removed from this computer.")
        return _(
            "Save what you want to keep, on a memory stick for example. Then everything of yours "
            "will be removed from this computer."
        )

    def _make_buttons(self) -> list[QPushButton]:
        end = _press(_("End now"), "secondary", self.ends)
        if self._state.why == "idle":
            return [_press(_("I am still here"), "primary", self.stays), end]
        back = _press(_("Back to my work"), "primary", self.hides)
        if not self._state.may_extend:
            return [back, end]
        parts.set_role(back, "secondary")
        words = _n("{count} more minute", "{count} more minutes", self._extend)
        more = _press(words.format(count=self._extend), "primary", self.stays)
        return [more, back, end]

    def open(self) -> None:
        """Come up in front of everything, and have it spoken once."""
        fill_screen(self)
        self.raise_()
        self.activateWindow()
        self._buttons[0].setFocus()
        parts.announce(self, f"{self._title()} {self._count.text()} {self._text()}")

    def count(self, state: State) -> None:
        """Show how long is left, in steps that get smaller; spoken again only near the end."""
        shown = _stepped(state.left)
        self._bar.setRange(0, max(1, round(self._whole)))
        self._bar.setValue(round(state.left))
        parts.say(self._bar, _("Time left"))
        self._count.setText(_in_words(shown))
        if shown <= _LAST < self._said:
            self._said = shown
            if self.isVisible():
                parts.announce(self, self._count.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._state.why == "idle":
            self.stays.emit()
        else:
            self.hides.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        if self._state.why == "idle":
            self.stays.emit()


def fill_screen(window: QWidget) -> None:
    """Fill the screen also where no window manager helps, as on many public computers."""
    window.setGeometry(window.screen().geometry())
    window.showFullScreen()


def _press(text: str, role: str, signal: SignalInstance) -> QPushButton:
    made = parts.button(text, role)
    made.clicked.connect(lambda _on=False: signal.emit())
    return made


def _stepped(left: float) -> int:
    """Round up: to minutes, then to tens of seconds, at last to seconds."""
    step = _MINUTE if left > 2 * _MINUTE else _LAST if left > _LAST else 1
    return math.ceil(left / step) * step


def _in_words(seconds: int) -> str:
    if seconds > 2 * _MINUTE:
        minutes = seconds // _MINUTE
        words = _n("{count} minute left", "{count} minutes left", minutes)
        return words.format(count=minutes)
    return _n("{count} second left", "{count} seconds left", seconds).format(count=seconds)
