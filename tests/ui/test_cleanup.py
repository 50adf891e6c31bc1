"""Leaving a public computer, as a person clicks through it."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.cleanup.engine import formats, judge
from privacykit.activities.cleanup.engine.visitor import Visitor
from privacykit.activities.cleanup.engine.words import Options
from privacykit.activities.cleanup.view.card import CardExercise
from privacykit.activities.cleanup.view.hunt import HuntExercise
from privacykit.activities.cleanup.view.page import CleanupView
from privacykit.activities.cleanup.view.private import PrivateExercise
from privacykit.look.exercise import Exercise
from privacykit.look.work import anything_running
from privacykit.ui.leave import Leave
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from tests.ui.pressing import button, press
from tests.ui.test_forgetting import _come, _window
from tests.unit.cleanup import words

LEFT = judge.Verdict((judge.Left("account", (Path("home/cookies.sqlite"),)),), 1)


def said(view: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def shown(qtbot: QtBot, view: QWidget) -> None:
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    if isinstance(view, Exercise) and view.first:
        view.first.setFocus()


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not anything_running(), timeout=20_000)
    QApplication.processEvents()


@pytest.fixture
def hunt(qtbot: QtBot) -> Iterator[HuntExercise]:
    made = HuntExercise(words(), clock=True)
    shown(qtbot, made)
    yield made
    wait(qtbot)
    made.forget()


def sit_down(hunt: HuntExercise) -> Visitor:
    press(hunt, "Sit down at the computer")
    made = hunt._visitor
    assert made is not None
    return made


def test_a_pair_finds_clears_and_is_judged(hunt: HuntExercise, qtbot: QtBot) -> None:
    made = sit_down(hunt)
    assert "0 of 10 out of sight · 0:00" in said(hunt)
    press(hunt, "Sign out")
    button(hunt, "Files").click()
    assert "rash-left-arm.jpg" not in said(hunt)
    hunt.findChildren(QCheckBox)[0].click()
    assert "rash-left-arm.jpg" in said(hunt)
    press(hunt, "Move to Trash")
    assert "It lies in the Trash now" in said(hunt)
    assert "1 of 10 out of sight" in said(hunt)
    press(hunt, "Done: look for what is left")
    wait(qtbot)
    assert "9 traces are still there" in said(hunt)
    assert "Still in: home/.local/share/Trash/files/referral-knee-clinic.pdf" in said(hunt)
    press(hunt, "Let the kit clear the rest")
    wait(qtbot)
    assert "2 traces are still there" in said(hunt)
    assert "What lies outside it, you take with you." in said(hunt)
    assert made.folder.exists()
    hunt.forget()
    assert not made.folder.exists()


def test_who_clears_everything_is_told_so(hunt: HuntExercise, qtbot: QtBot) -> None:
    made = sit_down(hunt)
    press(hunt, "Done: look for what is left")
    wait(qtbot)
    for app in ("browser", "files", "clipboard", "printer", "stick", "trash"):
        for entry in made.entries(app):
            hunt._do(entry.app, entry.trace, entry.deeds[-1])
    with qtbot.waitSignal(hunt.done):
        press(hunt, "Look again")
    wait(qtbot)
    assert "Nothing of Edda Lindqvist can be found" in said(hunt)
    with qtbot.waitSignal(hunt.onward):
        press(hunt, "My checklist")
    press(hunt, "Start anew")
    assert "0 of 10 out of sight" in said(hunt)
    assert not made.folder.exists()


def test_leaving_while_it_searches_leaves_no_folder(hunt: HuntExercise, qtbot: QtBot) -> None:
    made = sit_down(hunt)
    hunt._judge.click()
    hunt.forget()
    wait(qtbot)
    assert not made.folder.exists()
    assert button(hunt, "Sit down at the computer").isEnabled()


@pytest.mark.parametrize("error", [OSError, sqlite3.OperationalError])
def test_no_room_for_the_practice_desktop_is_a_sentence(
    hunt: HuntExercise, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def full(*_args: object) -> None:
        raise error

    monkeypatch.setattr(Visitor, "__init__", full)
    press(hunt, "Sit down at the computer")
    assert "no room for its files" in said(hunt)


def test_the_clock_opens_no_file(hunt: HuntExercise, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(hunt)
    press(hunt, "Sign out")
    monkeypatch.setattr(formats, "count", lambda *_what: pytest.fail("a database was opened"))
    hunt._timer.timeout.emit()
    assert "1 of 10 out of sight" in said(hunt)


def test_nothing_can_be_pressed_on_the_desktop_while_the_kit_clears_it(
    hunt: HuntExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(hunt)
    go = Event()
    monkeypatch.setattr(judge, "look", lambda *_args, **_ways: go.wait(20) and LEFT)
    hunt._judge.click()
    assert not button(hunt, "Sign out").isEnabled()
    go.set()
    wait(qtbot)
    assert button(hunt, "Sign out").isEnabled()


def test_a_search_that_fails_says_so(
    hunt: HuntExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(hunt)

    def fail(*_args: object, **_ways: object) -> None:
        raise OSError

    monkeypatch.setattr(judge, "look", fail)
    press(hunt, "Done: look for what is left")
    wait(qtbot)
    assert "That did not work" in said(hunt)
    assert button(hunt, "Done: look for what is left").isEnabled()
    assert hunt._timer.isActive()


def test_another_language_goes_on_with_the_same_desktop(hunt: HuntExercise, qtbot: QtBot) -> None:
    made = sit_down(hunt)
    button(hunt, "Files").click()
    other = HuntExercise(words("sv"), clock=False)
    shown(qtbot, other)
    other.restore(hunt.state())
    assert "referral-knee-clinic.pdf" in said(other)
    assert "0:00" not in said(other)
    assert isinstance(hunt.state()["since"], QElapsedTimer)
    assert other._visitor is made
    other.restore({"visitor": None})
    other._timer.stop()


def test_claims_are_judged_one_by_one_with_the_studys_figures(qtbot: QtBot) -> None:
    view = PrivateExercise(words())
    shown(qtbot, view)
    press(view, "That is so")
    assert "This is not so" in said(view)
    assert "In the study, 56 % got it wrong." in said(view)
    assert "460 people" in said(view)
    kept = view.state()
    press(view, "Next claim")
    press(view, "That is so")
    assert "460 people" not in said(view)
    for _claim in range(len(words().claim) - 3):
        press(view, "Next claim")
        press(view, "That is not so")
    press(view, "Next claim")
    with qtbot.waitSignal(view.done):
        press(view, "That is not so")
    view.forget()
    assert "Claim 1 of 8" in said(view)
    view.restore(kept)
    assert "This is not so" in said(view)
    view.restore({"at": 99})
    assert "Claim 1 of 8" in said(view)


def test_the_view_passes_the_wish_to_leave_on(qtbot: QtBot) -> None:
    view = CleanupView(words(), Options(), "en")
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.leave):
        view.findChildren(CardExercise)[0].leave.emit()


def test_leave_no_trace_is_one_press_away(open_window: Callable[..., MainWindow]) -> None:
    window = _window(open_window, "cleanup")
    page = _come(window, "cleanup")
    page.step.findChildren(CardExercise)[0].leave.emit()
    assert isinstance(window.page, Leave)


@pytest.mark.parametrize("leave", ["home", "idle"])
def test_the_practice_desktop_is_gone_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], leave: str
) -> None:
    window = _window(open_window, "cleanup")
    page = _come(window, "cleanup")
    new = page.step.state()
    hunt = page.step.findChildren(HuntExercise)[0]
    folder = sit_down(hunt).folder
    page.step.findChildren(PrivateExercise)[0]._true.click()
    if leave == "home":
        window.go(Route())
    else:
        window.idle.idle.emit()
    assert not folder.exists()
    after = _come(window, "cleanup").step.state()
    assert str(after["view"]).split("since")[0] == str(new["view"]).split("since")[0]
