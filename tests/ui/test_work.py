"""Long work: off the main thread, its news on it, and nothing cuts it short."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from privacykit.errors import CancelledError
from privacykit.look import work
from privacykit.look.work import Work

Job = Callable[..., Any]


def test_the_job_runs_elsewhere_and_the_news_arrive_here(qtbot: QtBot) -> None:
    ran: list[threading.Thread] = []
    told: list[threading.Thread] = []

    def job(*, progress: Any, cancelled: Any) -> str:
        ran.append(threading.current_thread())
        progress("Counting", 1, 2)
        return "done"

    made = Work(job)
    news: list[tuple[object, ...]] = []
    made.progressed.connect(lambda *words: news.append(words))
    made.progressed.connect(lambda *_news: told.append(threading.current_thread()))
    with qtbot.waitSignal(made.succeeded) as end:
        made.start()
    assert news == [("Counting", 1, 2)]
    assert end.args == ["done"]
    assert ran[0] is not threading.main_thread()
    assert told == [threading.main_thread()]
    assert not work.anything_running()


def test_an_error_is_handed_over(qtbot: QtBot) -> None:
    error = ValueError("broken")

    def job(**_ways: Any) -> None:
        raise error

    made = Work(job)
    with qtbot.waitSignal(made.failed) as news:
        made.start()
    assert news.args == [error]


def test_it_can_be_cancelled(qtbot: QtBot) -> None:
    begun = threading.Event()

    def job(*, progress: Any, cancelled: Callable[[], bool]) -> None:
        begun.set()
        while not cancelled():
            pass
        raise CancelledError

    made = Work(job)
    with qtbot.waitSignal(made.failed) as news:
        made.start()
        assert begun.wait(5)
        made.cancel()
    assert isinstance(news.args[0], CancelledError)


def test_it_can_be_cancelled_before_its_turn(qtbot: QtBot) -> None:
    hold, ran = threading.Event(), threading.Event()
    first = Work(lambda **_ways: hold.wait(5))
    second = Work(lambda **_ways: ran.set())
    with qtbot.waitSignals([first.succeeded, second.failed]):
        first.start()
        second.start()
        second.cancel()
        hold.set()
    assert second.is_cancelled
    assert not ran.is_set()


def test_it_survives_the_window_that_started_it(qtbot: QtBot) -> None:
    go_on, steps = threading.Event(), []

    def job(*, progress: Callable[[str, int, int], None], cancelled: Any) -> int:
        assert go_on.wait(5)
        for step in range(5):
            progress("Removing", step, 5)
            steps.append(step)
        return len(steps)

    class Window(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.work = Work(job)
            self.work.start()

    window = Window()
    made = window.work
    with qtbot.waitSignal(made.succeeded) as news:
        window.deleteLater()
        qtbot.wait(1)
        del window
        go_on.set()
    assert news.args == [5]


@pytest.mark.parametrize("count", [3])
def test_one_job_at_a_time(qtbot: QtBot, count: int) -> None:
    inside: list[int] = []
    most: list[int] = []

    def job(**_ways: Any) -> None:
        inside.append(1)
        most.append(len(inside))
        inside.pop()

    made = [Work(job) for _ in range(count)]
    with qtbot.waitSignals([one.succeeded for one in made]):
        for one in made:
            one.start()
    assert max(most) == 1


QUITS_AT_ONCE = """
import pathlib, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from privacykit.look.work import Work

def job(*, progress, cancelled):
    for step in range(5):
        progress("Removing", step, 5)
        time.sleep(0.05)
    pathlib.Path(sys.argv[1]).write_text("whole")

app = QApplication([])
work = Work(job)
work.start()
QTimer.singleShot(0, app.quit)
sys.exit(app.exec())
"""


def test_quitting_waits_for_the_end_of_a_job(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUITS_AT_ONCE, str(tmp_path / "done")], timeout=60, check=False
    )
    assert done.returncode == 0
    assert (tmp_path / "done").read_text() == "whole"
