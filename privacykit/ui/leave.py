"""Leave no trace: what is here, removing it, and what a second look found."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.work import Work
from privacykit.ui import leave_screens as screens
from privacykit.ui.ending import Ending
from privacykit.ui.footer import ways
from privacykit.ui.notices import report, sentence
from privacykit.ui.page import Page
from privacykit.ui.world import Route, World

if TYPE_CHECKING:
    from privacykit.wipe.plan import Plan
    from privacykit.wipe.report import Report


class Leave(Page):
    """The work goes on if the page is made anew; the page made anew takes it over."""

    def __init__(self, world: World, forget_everything: Callable[[], None]) -> None:
        super().__init__()
        self._world, self._forget_everything = world, forget_everything
        self._ending: Ending | None = None
        self._practice = False
        self.work: Work | None = None
        self._shown: tuple[str, object] = ("", None)
        self._said: tuple[str, int, int] = ("", 0, 0)
        self._bar: QProgressBar | None = None
        self._what: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._first: QWidget | None = None

    def open(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Look what is on this computer."""
        self._look(self._world.ending, practice=False)

    def try_it(self) -> None:
        """Lay out a practice home and look what is in it."""
        self._tidy()
        self._look(self._world.practice, practice=True)

    def _look(self, make: Callable[[], Ending], *, practice: bool) -> None:
        self._practice = practice
        try:
            self._ending = make()
        except Exception as error:  # noqa: BLE001 - told on the screen, whatever it is
            self._fail(error)
            return
        self._run("looking", self._ending.look, self._found)

    def _run(self, name: str, job: Callable[..., object], then: Callable[[object], None]) -> None:
        self.work = Work(job)
        self._watch(then)
        self._show(name, None)
        self.work.start()

    def _watch(self, then: Callable[[object], None]) -> None:
        if self.work is not None:
            self.work.progressed.connect(self._progress)
            self.work.succeeded.connect(then)
            self.work.failed.connect(self._fail)

    def _found(self, plan: object) -> None:
        self.work = None
        self._show("found", plan)

    def remove(self) -> None:
        plan, ending = cast("Plan", self._shown[1]), cast("Ending", self._ending)

        def job(
            *, progress: Callable[[str, int, int], None], cancelled: Callable[[], bool]
        ) -> object:
            return ending.end(plan, progress=progress, cancelled=cancelled)

        self._run("removing", job, self._ended)

    @property
    def outcome(self) -> "Report | None":
        """Return what a finished removal has led to."""
        return cast("Report", self._shown[1]) if self._shown[0] == "result" else None

    def _ended(self, result: object) -> None:
        self.work = None
        self._show("result", result)

    def _fail(self, error: object) -> None:
        self.work = None
        if isinstance(error, CancelledError) and self._shown[0] == "looking":
            self.asked.emit(Route())
            return
        if isinstance(error, BaseException):
            report(error)
            self._show("failed", sentence(error))

    def _progress(self, what: str, done: int, total: int) -> None:
        self._said = (what, done, total)
        if self._bar is not None and self._what is not None:
            screens.show_progress(self._bar, self._what, *self._said)

    def _cancel(self) -> None:
        if self.work is not None:
            self.work.cancel()
            self._progress(_("Stopping at the next safe place …"), 0, 0)

    def _finish(self) -> None:
        self._tidy()
        self._forget_everything()

    def _tidy(self) -> None:
        if self._ending is not None and self.work is None:
            self._ending.clear_up()

    def _show(self, name: str, content: object) -> None:
        self._shown = (name, content)
        self._bar = self._what = None
        match name:
            case "looking" | "removing":
                screen = self._busy(name)
            case "found":
                screen = self._plan(cast("Plan", content))
            case "result":
                screen = screens.result(cast("Report", content), self._finish, self.begin)
            case _:
                screen = screens.failed(str(content), self.begin, self.try_it)
        self._replace(screen)

    def _plan(self, plan: "Plan") -> screens.Screen:
        if plan.is_empty and not plan.programs:
            return screens.empty(self._finish)
        return screens.found(
            plan, screens.Ways(self.remove, self.try_it, lambda: self.asked.emit(Route()))
        )

    def _busy(self, name: str) -> screens.Screen:
        self._bar, self._what = QProgressBar(), parts.paragraph("", "muted")
        screens.show_progress(self._bar, self._what, *self._said)
        return screens.busy(name, self._bar, self._what, self._cancel)

    def _replace(self, screen: screens.Screen) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        note = [screens.practice_note()] if self._practice else []
        shown = parts.scrolled(parts.column(*note, screen.content)), ways(*screen.buttons)
        for place, widget in enumerate(shown):
            self._box.addWidget(widget, 1 - place)
            widget.show()
        self._first = screen.buttons[0]
        if self.isVisible():
            self._first.setFocus()
        parts.announce(self, screen.spoken)

    def title(self) -> str:
        return _("Leave no trace")

    def first(self) -> QWidget | None:
        return self._first

    def forget(self) -> None:
        """Stop looking; a removal that has begun goes on to its end."""
        if self.work is not None and self._ending is not None:
            if self._shown[0] == "looking":
                self.work.cancel()
            for end in (self.work.succeeded, self.work.failed):
                end.connect(self._ending.when_over)
        self._tidy()
        self._said = ("", 0, 0)

    def state(self) -> Mapping[str, object]:
        return {
            "shown": self._shown,
            "work": self.work,
            "ending": self._ending,
            "practice": self._practice,
            "said": self._said,
        }

    def restore(self, state: Mapping[str, object]) -> None:
        self._ending = cast("Ending | None", state["ending"])
        self._practice = bool(state["practice"])
        self.work = cast("Work | None", state["work"])
        self._said = cast("tuple[str, int, int]", state["said"])
        name, content = cast("tuple[str, object]", state["shown"])
        self._watch(self._found if name == "looking" else self._ended)
        self._show(name, content)
