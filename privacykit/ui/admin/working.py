"""A page that shows one screen after another, and the progress of the work between them."""

from typing import cast

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.work import Job, Work
from privacykit.ui.footer import ways
from privacykit.ui.leave_screens import Screen, show_progress, working
from privacykit.ui.page import Page


class WorkingPage(Page):
    """The work goes on if the page is made anew; the page made anew takes it over."""

    def __init__(self) -> None:
        super().__init__()
        self.work: Work | None = None
        self._said: tuple[str, int, int] = ("", 0, 0)
        self._bar: QProgressBar | None = None
        self._what: QWidget | None = None
        self._first: QWidget | None = None
        self._spoken = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def first(self) -> QWidget | None:
        return self._first

    def succeeded(self, result: object) -> None:
        """Go on with what the work has led to."""

    def failed(self, error: object) -> None:
        """Tell what went wrong, or take note that a person stopped it."""

    def run(self, job: Job, title: str) -> None:
        work = Work(job)
        self.take_over(work, ("", 0, 0))
        self.show_work(title)
        work.start()

    def take_over(self, work: Work | None, said: tuple[str, int, int]) -> None:
        self.work, self._said = work, said
        if work is not None:
            work.progressed.connect(self._progress)
            work.succeeded.connect(self._succeeded)
            work.failed.connect(self._failed)

    def _succeeded(self, result: object) -> None:
        self.work = None
        self.succeeded(result)

    def _failed(self, error: object) -> None:
        self.work = None
        self.failed(error)

    def _progress(self, what: str, done: int, total: int) -> None:
        self._said = (what, done, total)
        if self._bar is not None and self._what is not None:
            show_progress(self._bar, self._what, *self._said)

    def _cancel(self) -> None:
        if self.work is not None:
            self.work.cancel()
            self._progress(_("Stopping at the next safe place …"), 0, 0)

    def show_work(self, title: str) -> None:
        bar, what = QProgressBar(), parts.paragraph("", "muted")
        self.replace(working(title, bar, what, self._cancel))
        self._bar, self._what = bar, what
        show_progress(bar, what, *self._said)

    def replace(self, screen: Screen, width: int = 720, *, foot: bool = True) -> None:
        """Show a screen; the keyboard stays on a button of the same name, if there is one."""
        self._bar = self._what = None
        focus = cast("QWidget | None", self.focusWidget())
        name = "" if focus is None else focus.objectName()
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        shown = [parts.scrolled(screen.content, width), *([ways(*screen.buttons)] if foot else [])]
        for place, widget in enumerate(shown):
            self._box.addWidget(widget, 1 - place)
            widget.show()
        again = screen.content.findChild(QWidget, name) if name else None
        self._first = again or next(iter(screen.buttons), None)
        if self.isVisible() and self._first is not None:
            self._first.setFocus()
        if screen.spoken != self._spoken:
            self._spoken = screen.spoken
            parts.announce(self, screen.spoken)
