"""A made-up computer for the tests of its page, and a root that answers what the real one did."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from privacykit.look import work
from privacykit.staff.deeds import check
from privacykit.staff.rights import Answer
from privacykit.ui import tour_computer as laid
from privacykit.ui.admin import access
from privacykit.ui.admin.computer import ThisComputer
from privacykit.ui.admin.hub import Hub
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Admin, Route
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from tests.ui import made

NAME = laid.NAME
NOW = datetime.now().astimezone()
RECORDED: Mapping[str, Any] = json.loads(
    Path(__file__).with_name("recorded_computer.json").read_text("utf-8")
)
"""What the real command answered once, as JSON: of a preview, and of the wipe after it."""


def said(report: Mapping[str, Any], sentence: str = "") -> Answer:
    return Answer(report["exit_code"], dict(report), sentence, json.dumps(report))


def words(output: str, code: int = 0) -> Answer:
    return Answer(code, None, "", output)


PREVIEW, WIPED = said(RECORDED["preview"]), said(RECORDED["wipe"])


@dataclass
class Root:
    """Answers by the first word of the command that it knows; refuses what is not on the list."""

    answers: dict[str, Answer] = field(
        default_factory=lambda: {"--preview": PREVIEW, "--yes": WIPED}
    )
    then: Callable[[], object] = lambda: None
    """What the command changes, once it has ended."""
    asked: list[tuple[str, ...]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    waits: threading.Event | None = None
    stopped: bool = False

    def __call__(
        self,
        args: Sequence[str],
        *,
        reason: str,
        progress: Progress = silent,
        cancelled: Cancelled = never,
        typed: bytes = b"",
    ) -> Answer:
        check(args)
        self.asked.append(tuple(args))
        self.reasons.append(reason)
        progress("Checking files", 1, 4)
        if self.waits:
            assert self.waits.wait(10)
        self.stopped = cancelled()
        if self.stopped:
            return Answer(4, None, "Stopped before it was finished.")
        self.then()
        return next(answer for word, answer in self.answers.items() if word in args)


def computer(folder: Path, root: Root | None = None, accounts: Iterable[str] = (NAME,)) -> Admin:
    """Return a computer with rules for these accounts, none of them frozen."""
    made_up = access.made_up(folder / "staff")
    laid.set_up(made_up, *accounts)
    return replace(made_up, rights=root or Root())


def frozen(folder: Path, condition: Any = "clean", root: Root | None = None, **more: Any) -> Admin:
    admin = computer(folder, root)
    laid.freeze(admin, NAME, condition, NOW, **more)
    return admin


def in_minutes(minutes: float) -> str:
    return (datetime.now().astimezone() + timedelta(minutes=minutes)).isoformat()


def go(window: MainWindow) -> ThisComputer:
    window.go(Route("staff", "computer"))
    QApplication.processEvents()
    return page(window)


def page(window: MainWindow) -> ThisComputer:
    return cast("ThisComputer", cast("Hub", window.page).page)


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=10_000)
    QApplication.processEvents()


def texts(window: MainWindow) -> str:
    labels = [label.text() for label in made.every(window, QLabel)]
    return "\n".join([*labels, *(button.text() for button in buttons(window))])


def buttons(window: MainWindow) -> list[QPushButton]:
    return [*made.every(page(window), QPushButton)]


def press(window: MainWindow, text: str) -> None:
    next(button for button in buttons(window) if text in button.text()).click()
    QApplication.processEvents()
