"""The check-up: what of this library's room, computer and web pages harms patrons' privacy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QScrollArea

from privacykit import i18n
from privacykit.audit import registry
from privacykit.audit.answers import Question
from privacykit.errors import CancelledError, PrivacykitError
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.work import Work
from privacykit.ui import checkup_paper
from privacykit.ui.admin import checkup_list as lists
from privacykit.ui.admin import checkup_screens as screens
from privacykit.ui.admin.checkup_items import Seen, items
from privacykit.ui.admin.checkup_screens import Screen, press
from privacykit.ui.admin.checkup_source import Examining, OfThisComputer
from privacykit.ui.admin.interview import Asked, Interview
from privacykit.ui.admin.working import WorkingPage
from privacykit.ui.leave_screens import Screen as Shown
from privacykit.ui.notices import report, sentence
from privacykit.ui.world import World


@dataclass
class Where:
    """Where a person is on the page, and what they have before them."""

    shown: str = "start"
    seen: Seen | None = None
    problem: str = ""
    filter: str = "mend"
    opened: frozenset[str] = frozenset()
    addresses: str = ""
    scripts: bool = False
    """The pages' scripts are to run, too."""
    letter: str = ""
    """As a person changed it; empty: as it was written."""
    language: str = ""


class CheckUp(WorkingPage):
    def __init__(self, world: World, examining: Examining | None = None) -> None:
        super().__init__()
        self._world = world
        self._examining = examining or OfThisComputer(world.admin, world.today)
        self._at = Where()
        self.talk = Interview(
            self._examining,
            show=lambda: self._show("interview"),
            done=self._answered,
            tell=lambda problem: self.noticed.emit("warning", problem),
        )

    def title(self) -> str:
        return _("Check-up")

    def open(self) -> None:
        """Show what was found last time, if there was one."""
        try:
            self._take(self._examining.latest())
        except PrivacykitError as error:
            self.noticed.emit("warning", str(error))
        self.to_list()

    def _take(self, seen: Seen | None) -> None:
        self._at.seen = seen
        if seen is None:
            return
        found = items(seen)
        if not any(map(lists.FILTERS[self._at.filter], found)):
            self._at.filter = "mend" if any(item.to_mend for item in found) else "all"
        if seen.problem:
            self.noticed.emit("warning", seen.problem)

    def to_list(self) -> None:
        self._show("list" if self._at.seen else "start")

    def to_letter(self) -> None:
        self._at.letter = ""
        self._show("letter")

    def to_web(self) -> None:
        self._at.problem = ""
        self._show("web")

    def begin(self, addresses: Sequence[str] = ()) -> None:
        """Look at this computer, and at those addresses if there are any."""
        self._at.filter = "mend"
        scripts = bool(addresses) and self._at.scripts
        self.run(partial(self._examining.look, addresses, scripts=scripts), screens.looking())

    def _look_as_root(self) -> None:
        if (seen := self._at.seen) is not None:
            self.run(partial(self._examining.look_as_root, seen), screens.looking())

    def _go_online(self, addresses: Sequence[str]) -> None:
        self._at.problem = self._examining.refused(addresses)
        if self._at.problem:
            self._show("web")
        else:
            self.begin(addresses)

    def succeeded(self, result: object) -> None:
        self._take(cast("Seen", result))
        self.to_list()

    def failed(self, error: object) -> None:
        if isinstance(error, CancelledError):
            self.to_list()
        elif isinstance(error, BaseException):
            report(error)
            self._at.problem = sentence(error)
            self._show("failed")

    def ask(self, check: str) -> None:
        """Ask all questions of one check."""
        self.talk.begin(self._examining.questions({check}))

    def _answered(self) -> None:
        """Judge anew what the answers decide."""
        seen = self._at.seen
        if seen is not None:
            self.run(partial(self._examining.look_after, self.talk.checks, seen), screens.looking())

    def _write_in(self, language: str) -> None:
        self._at.language = language
        self.to_letter()

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

    def _type_addresses(self, text: str) -> None:
        self._at.addresses = text

    def _tick(self, on: bool) -> None:
        self._at.scripts = on

    def _type_letter(self, text: str) -> None:
        self._at.letter = text

    def open_finding(self, check: str) -> None:
        for line in self._lines(check):
            line.click()

    def _note(self, check: str, opened: bool) -> None:
        self._at.opened = self._at.opened | {check} if opened else self._at.opened - {check}
        if opened:
            QTimer.singleShot(0, self, lambda: self._reveal(check))

    def _reveal(self, check: str) -> None:
        """Scroll to what has opened; its first line matters the most."""
        areas = [area for area in self.findChildren(QScrollArea) if area.isVisible()]
        for line in self._lines(check):
            for widget in (line.parentWidget(), line):
                areas[0].ensureWidgetVisible(widget or line, 0, theme.px(8))

    def _lines(self, check: str) -> list[QPushButton]:
        found = self.findChildren(QPushButton, f"finding-{check}")
        return [line for line in found if line.isVisible()]

    def _choose(self, name: str) -> None:
        self._at.filter = name
        self._show("list")

    def _show(self, name: str) -> None:
        self._at.shown = name
        screen = self._screen(name)
        self.replace(Shown(screen.content, screen.buttons, screen.spoken))
        if screen.first is not None:
            self._first = screen.first
            screen.first.setFocus()

    def _screen(self, name: str) -> Screen:
        seen = self._at.seen
        if seen is not None and name in {"list", "letter"}:
            return self._listed(seen) if name == "list" else screens.letter(self._letter(seen))
        match name:
            case "failed":
                return screens.failed(self._at.problem, self.begin, self.to_list)
            case "web":
                can = screens.Web(self._type_addresses, self._go_online, self.to_list, self._tick)
                return screens.web(self._at.addresses, self._at.problem, can, self._at.scripts)
            case "interview":
                return self.talk.screen()
        return screens.start(len(registry.abouts()), self.begin)

    def _letter(self, seen: Seen) -> screens.Letter:
        language = self._at.language or i18n.current()
        return screens.Letter(
            text=self._at.letter or self._examining.letter(seen, language),
            language=language,
            typed=self._type_letter,
            choose=self._write_in,
            copy=self._copy,
            back=self.to_list,
        )

    def _listed(self, seen: Seen) -> Screen:
        found = items(seen)
        can = lists.Ways(
            again=self.begin,
            copy=self._copy,
            answer=self.ask,
            online=self.to_web,
            as_root=self._look_as_root,
            opened=self._note,
            filtered=self._choose,
        )
        content = lists.listed(seen, found, self._at.filter, self._at.opened, can)
        asked = {item.id for item in found if item.verdict == "ask"}
        return Screen(content, self._foot(self._examining.waiting(asked)), self.title())

    def _foot(self, waiting: Sequence[Question]) -> tuple[QPushButton, ...]:
        to_it = press(_("Letter to IT"), "secondary", self.to_letter, "envelope-simple")
        paper = press(_("Save as PDF"), "secondary", self._save, "file-pdf")
        if not waiting:
            parts.set_role(to_it, "primary")
            return to_it, paper
        words = _n("Answer {count} question", "Answer {count} questions", len(waiting))
        talk = press(words.format(count=len(waiting)), "primary", lambda: self.talk.begin(waiting))
        return talk, to_it, paper

    def back(self) -> bool:
        if self.work is not None or self._at.shown in {"start", "list"}:
            return False
        (self.talk.back if self._at.shown == "interview" else self.to_list)()
        return True

    def forget(self) -> None:
        """Stop looking, drop what was typed; answers that were given are kept."""
        if self.work is not None:
            self.work.cancel()
        self._at.addresses = self._at.letter = ""

    def state(self) -> Mapping[str, object]:
        return {"at": self._at, "asked": self.talk.asked, "work": self.work, "said": self._said}

    def restore(self, state: Mapping[str, object]) -> None:
        self._at = cast("Where", state["at"])
        self.talk.asked = cast("Asked", state["asked"])
        work, said = cast("Work | None", state["work"]), state["said"]
        self.take_over(work, cast("tuple[str, int, int]", said))
        if work is None:
            self._show(self._at.shown)
        else:
            self.show_work(screens.looking())
