"""Leave no trace: what is there, removing it, and telling the truth about what is left."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from privacykit.errors import BusyError, CancelledError
from privacykit.look import work
from privacykit.ui.ending import OfAPracticeHome
from privacykit.ui.leave import Leave
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.report import Left, Report
from tests.ui import made

if TYPE_CHECKING:
    from privacykit.wipe.plan import Plan

Open = Callable[..., MainWindow]


class Home(OfAPracticeHome):
    """A practice home that tells where it lies."""

    def files(self) -> list[Path]:
        assert self.account is not None
        return [path for path in self.account.home.rglob("*") if path.is_file()]


class NotAllowed(Home):
    def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
        plan = super().look(progress=progress, cancelled=cancelled)
        return replace(plan, allowed=False, why_not="Write a policy.")


class Slow(Home):
    """Waits for a sign in the middle of the work."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def end(self, shown: "Plan", *, progress: Progress, cancelled: Cancelled) -> Report:
        progress("Removing files", 1, 4)
        assert self.go_on.wait(10)
        if cancelled():
            raise CancelledError
        return super().end(shown, progress=progress, cancelled=cancelled)


class Result(Home):
    def __init__(self, outcome: Report | Exception) -> None:
        super().__init__()
        self.outcome = outcome

    def end(self, shown: "Plan", *, progress: Progress, cancelled: Cancelled) -> Report:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def leave(open_window: Open, qtbot: QtBot) -> Iterator[Callable[[Home], MainWindow]]:
    homes: list[Home] = []

    def opened(home: Home, practice: Home | None = None) -> MainWindow:
        homes.extend([home, *([practice] if practice else [])])
        window = open_window(ending=lambda: home, practice=lambda: practice)
        window.go(Route("leave"))
        wait(qtbot)
        return window

    yield opened
    qtbot.waitUntil(lambda: not work.anything_running())
    for home in homes:
        home.clear_up()


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=10_000)
    QApplication.processEvents()


def texts(window: MainWindow) -> str:
    labels = " ".join(label.text() for label in made.every(window.page, QLabel))
    return labels + " ".join(button.text() for button in made.every(window.page, QPushButton))


def press(window: MainWindow, text: str) -> None:
    button = next(b for b in made.every(window.page, QPushButton) if text in b.text())
    button.click()
    QApplication.processEvents()


def page(window: MainWindow) -> Leave:
    assert isinstance(window.page, Leave)
    return window.page


def test_what_is_there_is_shown_and_then_gone(leave: Any, qtbot: QtBot) -> None:
    home = Home()
    window = leave(home)
    count = len(home.files())
    assert count > 10
    assert "Firefox" in texts(window)
    assert "Removing cannot be undone." in texts(window)
    press(window, "and finish")
    wait(qtbot)
    assert "Nothing is left, and we looked twice" in texts(window)
    assert home.files() == []
    outcome = page(window).outcome
    assert outcome is not None
    assert outcome.is_clean
    press(window, "Finish")
    assert window.route == Route()
    assert home.account is None


def test_the_button_says_what_it_does(leave: Any) -> None:
    home = Home()
    window = leave(home)
    plan: Any = page(window).state()["shown"]
    assert f"Remove {plan[1].files} files and finish" in texts(window)
    window.go(Route())
    assert home.account is None


def test_not_now_removes_nothing(leave: Any) -> None:
    home = Home()
    window = leave(home)
    before = home.files()
    kept = [path.read_bytes() for path in before]
    assert kept
    home.clear_up = lambda: None  # type: ignore[method-assign]
    press(window, "Not now")
    assert window.route == Route()
    assert [path.read_bytes() for path in before] == kept
    del home.clear_up


def test_without_a_policy_it_shows_and_offers_practice(leave: Any, qtbot: QtBot) -> None:
    refused, practice = NotAllowed(), Home()
    window = leave(refused, practice)
    assert "Removing is not switched on here" in texts(window)
    assert "Write a policy." in texts(window)
    assert "and finish" not in texts(window)
    press(window, "Try it on a practice home")
    wait(qtbot)
    assert "This is a practice home" in texts(window)
    press(window, "and finish")
    wait(qtbot)
    assert "Nothing is left" in texts(window)


def test_an_empty_home_is_said_to_be_empty(leave: Any, qtbot: QtBot) -> None:
    home = Home()
    window = leave(home)
    press(window, "and finish")
    wait(qtbot)
    page(window).begin()
    wait(qtbot)
    assert "Nothing of yours is left here" in texts(window)


def test_progress_is_shown_and_stop_stops(leave: Any, qtbot: QtBot) -> None:
    home = Slow()
    window = leave(home)
    press(window, "and finish")
    qtbot.waitUntil(lambda: "Removing files" in texts(window))
    bar = next(made.every(window.page, QProgressBar))
    assert (bar.value(), bar.maximum()) == (1, 4)
    press(window, "Stop")
    assert "Stopping" in texts(window)
    home.go_on.set()
    wait(qtbot)
    assert "Stopped before it was finished" in texts(window)


def test_a_change_of_language_does_not_stop_the_work(leave: Any, qtbot: QtBot) -> None:
    home = Slow()
    window = leave(home)
    press(window, "and finish")
    qtbot.waitUntil(lambda: "Removing files" in texts(window))
    window.bar.chose.emit("sv", "dark", 125)
    bar = next(made.every(window.page, QProgressBar))
    assert bar.value() == 1
    home.go_on.set()
    wait(qtbot)
    outcome = page(window).outcome
    assert outcome is not None
    assert outcome.is_clean


def test_the_work_goes_on_when_the_window_is_closed(leave: Any, qtbot: QtBot) -> None:
    home = Slow()
    window = leave(home)
    files = home.files()
    press(window, "and finish")
    window.close()
    home.go_on.set()
    wait(qtbot)
    assert [path for path in files if path.exists()] == []


def test_residue_is_said_plainly(leave: Any, qtbot: QtBot) -> None:
    left = (Left("firefox", "Firefox", 3, "The folder is locked."),)
    window = leave(Result(Report(state="residue", exit_code=1, left=left)))
    press(window, "and finish")
    wait(qtbot)
    shown = texts(window)
    assert "Something is left" in shown
    assert "3 files could not be removed" in shown
    assert "The folder is locked." in shown
    assert "Nothing is left" not in shown


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BusyError("Firefox is still open."), "Firefox is still open."),
        (ValueError("my secret"), "You can go on"),
    ],
)
def test_what_goes_wrong_is_told_and_can_be_tried_again(
    leave: Any, qtbot: QtBot, capsys: pytest.CaptureFixture[str], error: Exception, told: str
) -> None:
    home = Result(error)
    window = leave(home)
    press(window, "and finish")
    wait(qtbot)
    assert told in texts(window)
    assert "my secret" not in texts(window) + capsys.readouterr().err
    press(window, "Look again")
    wait(qtbot)
    assert "What is here" in texts(window)


def test_an_account_that_cannot_be_looked_at_is_told(open_window: Open) -> None:
    def refuse() -> Home:
        raise BusyError("Nothing can be looked at here.")

    window = open_window(ending=refuse)
    window.go(Route("leave"))
    assert "Nothing can be looked at here." in texts(window)


def test_leaving_the_page_stops_looking(open_window: Open, qtbot: QtBot) -> None:
    begun = threading.Event()

    class Looking(Home):
        def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
            begun.set()
            while not cancelled():
                pass
            raise CancelledError

    window = open_window(ending=Looking)
    window.go(Route("leave"))
    assert begun.wait(5)
    window.go(Route("handouts"))
    wait(qtbot)
    assert window.route == Route("handouts")


def test_stopping_to_look_leads_home(open_window: Open, qtbot: QtBot) -> None:
    class Looking(Home):
        def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
            while not cancelled():
                pass
            raise CancelledError

    window = open_window(ending=Looking)
    window.go(Route("leave"))
    press(window, "Stop")
    wait(qtbot)
    assert window.route == Route()
