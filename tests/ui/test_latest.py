"""A screen hears of the job it waits for, and of no other."""

from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privacykit.errors import CancelledError, WebError
from privacykit.look.latest import Latest
from privacykit.look.work import anything_running


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject()


class Heard:
    def __init__(self, latest: Latest) -> None:
        self.news: list[object] = []
        latest.succeeded.connect(lambda result: self.news.append(("succeeded", result)))
        latest.failed.connect(lambda sentence: self.news.append(("failed", sentence)))
        latest.progressed.connect(lambda *words: self.news.append(words))


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not anything_running())


def fails(error: Exception) -> Any:
    def job(**_ways: object) -> None:
        raise error

    return job


def test_it_tells_how_far_it_is_and_what_came_of_it(owner: QObject, qtbot: QtBot) -> None:
    latest = Latest(owner)
    heard = Heard(latest)

    def job(*, progress: Any, cancelled: Any) -> str:
        progress("Counting", 1, 2)
        return "done"

    with qtbot.waitSignal(latest.changed):
        latest.start(job)
    assert latest.is_busy
    assert latest.work is not None
    wait(qtbot)
    assert heard.news == [("Counting", 1, 2), ("succeeded", "done")]
    assert not latest.is_busy


@pytest.mark.parametrize(
    ("error", "news"),
    [
        (WebError("No network."), [("failed", "No network.")]),
        (ZeroDivisionError("secret detail"), [("failed", "")]),
        (CancelledError(), []),
    ],
)
def test_an_error_is_a_sentence_or_nothing(
    owner: QObject, qtbot: QtBot, error: Exception, news: list[object]
) -> None:
    latest = Latest(owner)
    heard = Heard(latest)
    latest.start(fails(error))
    wait(qtbot)
    assert heard.news == news
    assert not latest.is_busy


def test_news_of_a_job_that_was_replaced_or_stopped_are_dropped(
    owner: QObject, qtbot: QtBot
) -> None:
    latest, go = Latest(owner), Event()
    heard = Heard(latest)

    def slow(*, progress: Any, cancelled: Any) -> str:
        go.wait(10)
        progress("Late", 0, 0)
        return "old"

    latest.start(slow)
    latest.start(lambda **_ways: "new")
    go.set()
    wait(qtbot)
    assert heard.news == [("succeeded", "new")]
    latest.start(lambda **_ways: "never")
    latest.stop()
    latest.stop()
    wait(qtbot)
    assert heard.news == [("succeeded", "new")]


def test_a_screen_that_is_gone_hears_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    owner, go = QObject(), Event()
    latest = Latest(owner)
    heard = Heard(latest)

    def slow(**_ways: object) -> str:
        go.wait(10)
        return "late"

    latest.start(slow)
    del latest, owner
    go.set()
    wait(qtbot)
    assert heard.news == []
