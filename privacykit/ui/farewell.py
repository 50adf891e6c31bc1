"""The end of a session that the timer ended: signing out, or removing and looking again."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.work import Job, Work
from privacykit.ui import leave_screens as screens
from privacykit.ui.ending import Ending
from privacykit.ui.footer import ways
from privacykit.ui.notices import report, sentence
from privacykit.ui.timer_warning import fill_screen
from privacykit.ui.world import World
from privacykit.wipe.progress import Cancelled, Progress

if TYPE_CHECKING:
    from privacykit.wipe.plan import Plan
    from privacykit.wipe.report import Report


class Farewell(QWidget):
    """Fills the screen until it is over.

    Signals:
        over: a person has read what came of it
    """

    over = Signal()

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._ending: Ending | None = None
        self.work: Work | None = None
        theme.dress(self)
        self.setWindowTitle(_("Privacy Kit"))
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._bar, self._what = QProgressBar(), parts.paragraph("", "muted")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def open(self) -> None:
        """Come up, and end the session in the way that this account's home needs."""
        self._busy(_("Your session is over"), _("Thank you for your visit."))
        fill_screen(self)
        self.raise_()
        if self._world.leaving.is_frozen():
            self._run(self._sign_out, self._signed_out)
        else:
            self._run(self._remove, self._removed)

    def _run(self, job: Job, then: object) -> None:
        self.work = Work(job)
        self.work.progressed.connect(self._progress)
        self.work.succeeded.connect(then)
        self.work.failed.connect(self._failed)
        self.work.start()

    def _sign_out(self, *, progress: Progress, cancelled: Cancelled) -> str:
        return self._world.leaving.sign_out()

    def _signed_out(self, problem: object) -> None:
        self.work = None
        if problem:
            self._explain(str(problem))

    def _remove(self, *, progress: Progress, cancelled: Cancelled) -> "Report | str":
        """Return the report, or why nothing was removed."""
        self._ending = self._world.ending()
        plan: Plan = self._ending.look(progress=progress, cancelled=cancelled)
        if not plan.allowed:
            return _("The staff have not allowed removing on this computer. Please sign out now.")
        return self._ending.end(plan, progress=progress, cancelled=cancelled)

    def _removed(self, result: object) -> None:
        self.work = None
        if isinstance(result, str):
            self._explain(result)
            return
        told = cast("Report", result)
        self._show(screens.result(told, self._finish, self.open))

    def _failed(self, error: BaseException) -> None:
        self.work = None
        report(error)
        self._explain(sentence(error))

    def _progress(self, what: str, done: int, total: int) -> None:
        screens.show_progress(self._bar, self._what, what, done, total)

    def _busy(self, title: str, text: str) -> None:
        self._bar, self._what = QProgressBar(), parts.paragraph("", "muted")
        parts.say(self._bar, title)
        screens.show_progress(self._bar, self._what, "", 0, 0)
        content = parts.column(parts.heading(title), parts.paragraph(text), self._bar, self._what)
        self._put(parts.scrolled(content))
        parts.announce(self, f"{title}. {text}")

    def _explain(self, text: str) -> None:
        title = _("Your session is over")
        done = parts.button(_("Finish"), "primary")
        done.clicked.connect(self._finish)
        callout = parts.Callout("warning", title, text, large=True)
        self._show(screens.Screen(parts.column(callout), (done,), f"{title}. {text}"))

    def _show(self, screen: screens.Screen) -> None:
        self._put(parts.scrolled(screen.content), ways(*screen.buttons))
        screen.buttons[0].setFocus()
        parts.announce(self, screen.spoken)

    def _put(self, *widgets: QWidget) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, widget in enumerate(widgets):
            self._box.addWidget(widget, 1 - place)
            widget.show()

    def _finish(self) -> None:
        self.clear_up()
        self.over.emit()

    def clear_up(self) -> None:
        if self._ending is not None:
            self._ending.clear_up()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay until the end is reached, whatever keys are pressed."""
        if self.work is not None and self.isVisible():
            event.ignore()
        else:
            super().closeEvent(event)
