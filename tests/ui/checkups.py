"""A made-up check-up: what was found, a computer that is never looked at, and the page on it."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.audit.answers import Answer, Question
from privacykit.audit.check import Evidence, Finding
from privacykit.audit.running import Audit
from privacykit.errors import CancelledError
from privacykit.look import theme, work
from privacykit.ui import language
from privacykit.ui.admin.checkup import CheckUp
from privacykit.ui.admin.checkup_items import Seen
from privacykit.ui.world import Choices
from privacykit.wipe.progress import Cancelled, Progress
from tests.ui import made

TODAY = date(2026, 11, 21)
KEPT = Evidence("PreserveJobFiles", "86400")
FOUND = (
    Finding("B9-PRINT", "fail", (KEPT, Evidence("PreserveJobHistory", "Yes"))),
    Finding("B15-PRIV", "warn", (Evidence("DisablePrivateBrowsing", "true"),)),
    Finding("B12-TRACK", "pass", (Evidence("EnableTrackingProtection", "true"),)),
    Finding("A7-POS", "ask"),
    Finding("A3-BOOT", "cannot tell", note="Only an administrator can see this."),
    Finding("B16-TOR", "not applicable", note="Made up."),
    Finding("B14-SEARCH", "not applicable", note="No address was named."),
)
BEFORE = (Finding("B9-PRINT", "warn"), *FOUND[1:2], Finding("B12-TRACK", "fail"), *FOUND[3:])


def audit(*findings: Finding, at: str = "2026-11-21T10:00:00+00:00") -> Audit:
    return Audit(at=at, system="linux", findings=findings or FOUND)


def seen(*findings: Finding) -> Seen:
    return Seen(audit(*findings))


def after(before: Audit, now: Audit) -> Seen:
    return Seen(now, before)


def question(number: int = 1) -> Question:
    choices = {"yes": lambda: "Yes, from the door", "no": lambda: "No"}
    text = f"Can others read along ({number})?"
    return Question(f"q{number}", "A7-POS", lambda: text, choices, {"yes": "fail", "no": "pass"})


class Made:
    """Stands for a computer: finds what it is told to find."""

    def __init__(self, *found: Seen, kept: Seen | None = None, questions: int = 2) -> None:
        self.found, self.kept = list(found), kept
        self.asked = tuple(question(number) for number in range(1, questions + 1))
        self.given: dict[str, Answer] = {}
        self.addresses: list[tuple[str, ...]] = []
        self.scripts: list[bool] = []
        self.judged: list[frozenset[str]] = []
        self.problem: Exception | None = None
        self.go_on = threading.Event()
        self.go_on.set()

    def latest(self) -> Seen | None:
        return self.kept

    def look(
        self,
        addresses: Sequence[str],
        *,
        scripts: bool = False,
        progress: Progress,
        cancelled: Cancelled,
    ) -> Seen:
        self.addresses.append(tuple(addresses))
        self.scripts.append(scripts)
        progress("Are print jobs kept?", 3, 7)
        assert self.go_on.wait(10)
        if cancelled():
            raise CancelledError
        if self.problem:
            raise self.problem
        return self.found.pop(0)

    def refused(self, addresses: Sequence[str]) -> str:
        bad = [address for address in addresses if " " in address]
        return f"{bad[0]} is not an address." if bad else ""

    def look_as_root(self, seen: Seen, *, progress: Progress, cancelled: Cancelled) -> Seen:
        return self.look(["as root"], progress=progress, cancelled=cancelled)

    def look_after(
        self, checks: Collection[str], seen: Seen, *, progress: Progress, cancelled: Cancelled
    ) -> Seen:
        self.judged.append(frozenset(checks))
        return self.found.pop(0) if self.found else seen

    def questions(self, checks: Collection[str]) -> tuple[Question, ...]:
        return tuple(one for one in self.asked if one.check in checks)

    def waiting(self, checks: Collection[str]) -> tuple[Question, ...]:
        fresh = {one for one, answer in self.given.items() if answer.on.year == TODAY.year}
        return tuple(one for one in self.questions(checks) if one.id not in fresh)

    def answers(self) -> Mapping[str, Answer]:
        return self.given

    def answer(self, question: str, value: str) -> None:
        if self.problem:
            raise self.problem
        self.given[question] = Answer(value, TODAY)

    def letter(self, seen: Seen, language: str) -> str:
        hello = {"en": "Dear colleagues", "sv": "Hej kollegor"}[language]
        return f"{hello}, {len(seen.audit.findings)}"


class Heard(CheckUp):
    """Keeps what it tells the window."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.notices: list[tuple[str, str]] = []
        self.noticed.connect(lambda role, text: self.notices.append((role, text)))


Opened = Callable[..., Heard]


def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """Yield what opens the page on a made-up computer; for a fixture."""
    pages: list[Heard] = []

    def open_page(computer: Made, **changes: Any) -> Heard:
        page = Heard(made.world(tmp_path, **changes), computer)
        page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        page.resize(1366, 700)
        theme.dress(page)
        pages.append(page)
        page.show()
        page.open()
        QApplication.processEvents()
        return page

    yield open_page
    qtbot.waitUntil(lambda: not work.anything_running())
    for page in pages:
        page.close()
        page.deleteLater()
    QApplication.clipboard().clear()
    language.use(Choices("en", "light", 100))


def texts(page: QWidget) -> str:
    labels = [label.text() for label in made.every(page, QLabel)]
    return " | ".join(labels + [button.text() for button in made.every(page, QPushButton)])


def press(page: QWidget, text: str) -> None:
    found = [b for b in made.every(page, QPushButton) if text in (b.text() or b.accessibleName())]
    found[0].click()
    QApplication.processEvents()


def named(page: QWidget, name: str, kind: type = QPushButton) -> Any:
    return next(one for one in made.every(page, kind) if one.objectName() == name)


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=10_000)
    QApplication.processEvents()
