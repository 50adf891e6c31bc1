"""The check-up: what of this library's room, computer and web pages harms patrons' privacy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from privacykit import i18n
from privacykit.audit import registry
from privacykit.errors import CancelledError, PrivacykitError
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.work import Work
from privacykit.ui import checkup_paper
from privacykit.ui.admin import checkup_list as lists
from privacykit.ui.admin import checkup_screens as screens
from privacykit.ui.admin import interview
from privacykit.ui.admin.checkup_items import Seen, items
from privacykit.ui.admin.checkup_screens import Screen, press
from privacykit.ui.admin.checkup_source import Examining, OfThisComputer
from privacykit.ui.footer import ways
from privacykit.ui.leave_screens import show_progress
from privacykit.ui.notices import report, sentence
from privacykit.ui.page import Page
from privacykit.ui.world import World


@dataclass
class Where:
    """Where a person is on the page, and what they have before them."""

    shown: str = "start"
    seen: Seen | None = None
    problem: str = ""
    filter: str = "mend"
    opened: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    """Whose questions are asked, and below the number of the question."""
    at: int = 0
    typed: str = ""
    language: str = ""
    said: tuple[str, int, int] = ("", 0, 0)


class CheckUp(Page):
    """A run goes on if the page is made anew; the page made anew takes it over."""

    def __init__(self, world: World, examining: Examining | None = None) -> None:
        super().__init__()
        self._world = world
        self._examining = examining or OfThisComputer(world.admin, world.today)
        self.work: Work | None = None
        self._at = Where()
        self._bar: QProgressBar | None = None
        self._what: QWidget | None = None
        self._first: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def title(self) -> str:
        return _("Check-up")

    def first(self) -> QWidget | None:
        return self._first

    def open(self) -> None:
        """Show what was found last time, if there was one."""
        try:
            self._take(self._examining.latest())
        except PrivacykitError as error:
            self.noticed.emit("warning", str(error))
        self.to_list()

    def _take(self, seen: Seen | None) -> None:
        self._at.seen = seen
        mend = seen is not None and any(item.to_mend for item in items(seen))
        self._at.filter = "mend" if mend else "all"
        if seen is not None and seen.problem:
            self.noticed.emit("warning", seen.problem)

    def to_list(self) -> None:
        self._show("list" if self._at.seen else "start")

    def begin(self, addresses: Sequence[str] = ()) -> None:
        """Look at this computer, and at those addresses if there are any."""

        def job(
            *, progress: Callable[[str, int, int], None], cancelled: Callable[[], bool]
        ) -> object:
            return self._examining.look(addresses, progress=progress, cancelled=cancelled)

        self.work, self._at.said = Work(job), ("", 0, 0)
        self._watch()
        self._show("busy")
        self.work.start()

    def _watch(self) -> None:
        if self.work is not None:
            self.work.progressed.connect(self._progress)
            self.work.succeeded.connect(self._ended)
            self.work.failed.connect(self._failed)

    def _progress(self, what: str, done: int, total: int) -> None:
        self._at.said = (what, done, total)
        if self._bar is not None and self._what is not None:
            show_progress(self._bar, self._what, *self._at.said)

    def _stop(self) -> None:
        if self.work is not None:
            self.work.cancel()
            self._progress(_("Stopping …"), 0, 0)

    def _ended(self, seen: object) -> None:
        self.work = None
        self._take(cast("Seen", seen))
        self.to_list()

    def _failed(self, error: object) -> None:
        self.work = None
        if isinstance(error, CancelledError):
            self.to_list()
        elif isinstance(error, BaseException):
            report(error)
            self._at.problem = sentence(error)
            self._show("failed")

    def ask(self, *checks: str) -> None:
        """Ask the questions of these checks."""
        self._at.checks, self._at.at = frozenset(checks), 0
        self._show("interview")

    def _answer(self, question: str, value: str) -> None:
        try:
            self._examining.answer(question, value)
        except (PrivacykitError, OSError) as error:
            self.noticed.emit("warning", sentence(error))
            return
        self._go(self._at.at + 1)

    def _go(self, at: int) -> None:
        self._at.at = at
        self._show("interview")

    def _answered(self) -> None:
        """Judge anew what the answers decide."""
        if self._at.seen is not None:
            kept = self._at.filter
            self._take(self._examining.look_after(self._at.checks, self._at.seen))
            self._at.filter = kept
        self.to_list()

    def _write_in(self, language: str) -> None:
        self._at.language = language
        self._show("letter")

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.noticed.emit("ok", _("Copied. Paste it into an e-mail to your IT department."))

    def _save(self) -> None:
        path = self._world.ask_file(self, checkup_paper.file_name())
        if path is None or self._at.seen is None:
            return
        problem = checkup_paper.save(self._at.seen, path)
        told = _("Saved as {name}.").format(name=path.name)
        self.noticed.emit("warning" if problem else "ok", problem or told)

    def _type(self, text: str) -> None:
        self._at.typed = text

    def _open(self, check: str, opened: bool) -> None:
        self._at.opened = self._at.opened | {check} if opened else self._at.opened - {check}
        if opened:
            QTimer.singleShot(0, self, lambda: self._reveal(check))

    def _reveal(self, check: str) -> None:
        """Scroll to what has opened; its first line matters the most."""
        area, line = self.findChild(QScrollArea), self.findChild(QWidget, f"finding-{check}")
        if isinstance(area, QScrollArea) and isinstance(line, QWidget):
            for widget in (line.parentWidget(), line):
                area.ensureWidgetVisible(widget or line, 0, 8)

    def _choose(self, name: str) -> None:
        self._at.filter = name
        self._show("list")
        chosen = self.findChild(QWidget, f"filter-{name}")
        if isinstance(chosen, QWidget):
            chosen.setFocus()

    def _show(self, name: str) -> None:
        self._at.shown = name
        self._bar = self._what = None
        self._replace(self._screen(name))

    def _screen(self, name: str) -> Screen:
        seen = self._at.seen
        if seen is not None and name in {"list", "letter"}:
            return self._listed(seen) if name == "list" else screens.letter(self._letter(seen))
        match name:
            case "busy":
                self._bar, self._what = QProgressBar(), parts.paragraph("", "muted")
                show_progress(self._bar, self._what, *self._at.said)
                return screens.busy(self._bar, self._what, self._stop)
            case "failed":
                return screens.failed(self._at.problem, self.begin, self.to_list)
            case "web":
                can = screens.Web(self._at.typed, self._type, self.begin, self.to_list)
                return screens.web(can)
            case "interview":
                return interview.screen(self._talk())
        return screens.start(len(registry.abouts()), self.begin)

    def _talk(self) -> interview.Talk:
        return interview.Talk(
            questions=self._examining.questions(self._at.checks),
            answers=self._examining.answers(),
            at=self._at.at,
            answer=self._answer,
            go=self._go,
            done=self._answered,
        )

    def _letter(self, seen: Seen) -> screens.Letter:
        language = self._at.language or i18n.current()
        text = self._examining.letter(seen, language)
        return screens.Letter(text, language, self._write_in, self._copy, self.to_list)

    def _listed(self, seen: Seen) -> Screen:
        found = items(seen)
        can = lists.Ways(
            again=self.begin,
            copy=self._copy,
            answer=self.ask,
            online=lambda: self._show("web"),
            opened=self._open,
            filtered=self._choose,
        )
        content = lists.listed(seen, found, self._at.filter, self._at.opened, can)
        asked = tuple(item.id for item in found if item.verdict == "ask")
        return Screen(content, self._foot(asked), self.title())

    def _foot(self, asked: tuple[str, ...]) -> tuple[QPushButton, ...]:
        to_it = press(
            _("Letter to IT"), "secondary", lambda: self._show("letter"), "envelope-simple"
        )
        paper = press(_("Save as PDF"), "secondary", self._save, "file-pdf")
        if not asked:
            parts.set_role(to_it, "primary")
            return to_it, paper
        count = len(self._examining.questions(asked))
        words = _n("Answer {count} question", "Answer {count} questions", count)
        talk = press(words.format(count=count), "primary", lambda: self.ask(*asked))
        return talk, to_it, paper

    def _replace(self, screen: Screen) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        shown = parts.scrolled(screen.content), ways(*screen.buttons)
        for place, widget in enumerate(shown):
            self._box.addWidget(widget, 1 - place)
            widget.show()
        self._first = screen.first or screen.buttons[0]
        if self.isVisible():
            self._first.setFocus()
        parts.announce(self, screen.spoken)

    def back(self) -> bool:
        if self._at.shown == "interview" and self._at.at:
            self._go(self._at.at - 1)
            return True
        if self._at.shown in {"interview", "letter", "web", "failed"}:
            self.to_list()
            return True
        return False

    def forget(self) -> None:
        """Stop looking, drop what was typed; answers that were given are kept."""
        if self.work is not None:
            self.work.cancel()
        self._at.typed = ""

    def state(self) -> Mapping[str, object]:
        return {"at": self._at, "work": self.work}

    def restore(self, state: Mapping[str, object]) -> None:
        self._at = cast("Where", state["at"])
        self.work = cast("Work | None", state["work"])
        self._watch()
        self._show(self._at.shown)
