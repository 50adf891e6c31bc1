"""When nobody is there any more: a warning with a countdown, then everything is forgotten."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from privacykit.i18n import _, _n
from privacykit.look import parts, theme

SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
}
_MEANT = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}
"""What counts in a dialog in front of the warning, which lets no answer through to it."""


class IdleWatch(QObject):
    """Counts the time since a person last touched a key, the pointer or the screen.

    Signals:
        warned: the seconds that are left, once a second
        returned: somebody is there after a warning
        idle: nobody is there
    """

    warned = Signal(int)
    returned = Signal()
    idle = Signal()

    def __init__(
        self,
        limit: int,
        warning: int,
        clock: Callable[[], float] = monotonic,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self._limit, self._warning = limit, min(warning, limit)
        self._clock, self._busy = clock, busy
        self._last = clock()
        self._warning_shown = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)

    def start(self, watched: QObject, milliseconds: int = 1000) -> None:
        watched.installEventFilter(self)
        self._timer.start(milliseconds)

    def stop(self) -> None:
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS and not self._warning_shown:
            self._last = self._clock()
        elif event.type() in _MEANT and QApplication.activeModalWidget() is not None:
            self.touch()
        return False

    def touch(self) -> None:
        """Take note that somebody is there."""
        self._last = self._clock()
        if self._warning_shown:
            self._warning_shown = False
            self.returned.emit()

    def tick(self) -> None:
        """Look at the clock; long work counts as somebody being there."""
        if self._busy():
            self.touch()
            return
        left = self._limit - (self._clock() - self._last)
        if left <= 0:
            self._warning_shown = False
            self._last = self._clock()
            self.idle.emit()
        elif left <= self._warning:
            self._warning_shown = True
            self.warned.emit(max(1, round(left)))


class StillThere(QFrame):
    """Covers the window during the countdown, so that any touch says: I am still here."""

    answered = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        parts.set_role(self, "veil")
        card = parts.Card()
        self._text = parts.paragraph("")
        self._button = parts.button(_("I am still here"), "primary")
        self._button.clicked.connect(self.answered)
        card.body.setSpacing(theme.px(16))
        card.body.addWidget(parts.heading(_("Still there?")))
        card.body.addWidget(self._text)
        card.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        card.setMaximumWidth(theme.px(560))
        card.setMinimumWidth(min(theme.px(480), max(300, window.width() - 48)))
        box = QVBoxLayout(self)
        box.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(window.rect())

    def count(self, seconds: int) -> None:
        text = _n(
            "To keep your work private, the screen will be cleared in {count} second.",
            "To keep your work private, the screen will be cleared in {count} seconds.",
            seconds,
        )
        first = not self._text.text()
        self._text.setText(text.format(count=seconds))
        if first:
            self.raise_()
            self.show()
            self._button.setFocus()
            parts.announce(self, f"{_('Still there?')} {self._text.text()}")

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.answered.emit()

    def focusNextPrevChild(self, _forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Keep the keyboard here: what lies behind cannot be seen."""
        return True
