"""Full screen that patrons cannot leave: as far as a program has that in its hands.

What the system itself does with keys (virtual terminals, the window manager, the power button)
is beyond any program; the rules say so beside the choice.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.work import Work
from privacykit.staff.checking import Result
from privacykit.staff.lock import Lock
from privacykit.wipe.policy import Kiosk


class KioskWatch(QObject):
    """Watches one window; asks for the passphrase where it would be left or closed."""

    def __init__(self, window: QWidget, rules: Kiosk, lock: Lock) -> None:
        super().__init__(window)
        self._window, self._lock = window, lock
        self._asks = rules.passphrase_to_leave
        self._let_out = False
        self._question: LeaveQuestion | None = None
        window.installEventFilter(self)

    @property
    def holds(self) -> bool:
        """Tell whether the passphrase is needed: not before one is set, nor once it was given."""
        return self._asks and not self._let_out and self._lock.state != "unset"

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.WindowStateChange if self._fills_the_screen:
                self._let_out = False
            case QEvent.Type.WindowStateChange if self.holds:
                self._window.showFullScreen()
                return True
            case QEvent.Type.Close if self.holds:
                event.ignore()
                self.ask(self._close)
                return True
        return False

    @property
    def _fills_the_screen(self) -> bool:
        """A window can be minimised and full screen at once."""
        return self._window.isFullScreen() and not self._window.isMinimized()

    def leave(self, act: Callable[[], object]) -> None:
        """Do what leaves full screen; ask first if the rules say so."""
        if self.holds:
            self.ask(act)
        else:
            act()

    def ask(self, act: Callable[[], object]) -> None:
        if self._question is not None:
            return
        self._question = LeaveQuestion(self._window, self._lock)
        self._question.answered.connect(lambda: self._let_go(act))
        self._question.dismissed.connect(self.drop)
        self._question.open()

    def _let_go(self, act: Callable[[], object]) -> None:
        self._let_out = True
        self.drop()
        act()

    def drop(self) -> None:
        """Ask no longer, forget what was typed, and take no answer that is still on its way."""
        if self._question is not None:
            self._question.blockSignals(True)
            self._question.hide()
            self._question.deleteLater()
            self._question = None

    def _close(self) -> None:
        self._window.close()


class LeaveQuestion(QFrame):
    """Covers the window and asks for the staff's passphrase.

    Signals: answered: it was the right one; dismissed: the person thought better of it
    """

    answered = Signal()
    dismissed = Signal()

    def __init__(self, window: QWidget, lock: Lock) -> None:
        super().__init__(window)
        self._behind, self._lock = window, lock
        parts.set_role(self, "veil")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        parts.say(self.field, _("The staff's passphrase"))
        self._problem = parts.paragraph("", "danger")
        self._problem.hide()
        leave = parts.button(_("Leave full screen"), "primary")
        stay = parts.button(_("Stay here"), "secondary")
        leave.clicked.connect(self._try)
        self.field.returnPressed.connect(self._try)
        stay.clicked.connect(self.dismissed)
        self._stops: list[QWidget] = [self.field, leave, stay]
        card = parts.Card()
        card.body.setSpacing(theme.px(16))
        text = parts.paragraph(_("Only staff can leave full screen here."))
        title = parts.heading(_("The staff's passphrase"))
        for widget in (title, text, self.field, self._problem, parts.row(leave, stay)):
            card.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(parts.centred(card, 560))
        box.addStretch(1)
        window.installEventFilter(self)

    def open(self) -> None:
        self.setGeometry(self._behind.rect())
        self.raise_()
        self.show()
        self.field.setFocus()
        parts.announce(self, _("Only staff can leave full screen here."))

    def _try(self) -> None:
        if not self.field.isEnabled():
            return
        typed = self.field.text()
        self.field.clear()
        self.field.setEnabled(False)
        self._work = Work(lambda **_news: self._lock.judge(typed))
        self._work.succeeded.connect(self._judged)
        self._work.start()

    def _judged(self, answer: object) -> None:
        result = cast("Result", answer)
        self.field.setEnabled(True)
        if result.ok:
            self.answered.emit()
            return
        self._problem.setText(result.told)
        self._problem.show()
        self.field.setFocus()
        parts.announce(self, result.told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in front of a page that is made anew, and as large as the window."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest} and self.isVisible():
            self.setGeometry(self._behind.rect())
            self.raise_()
            focus = QApplication.focusWidget()
            if focus is None or not self.isAncestorOf(focus):
                self.field.setFocus()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Keep the keyboard here: what lies behind cannot be seen."""
        here = self._stops.index(self.focusWidget()) if self.focusWidget() in self._stops else 0
        there = self._stops[(here + (1 if forward else -1)) % len(self._stops)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)
