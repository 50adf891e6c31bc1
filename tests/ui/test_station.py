"""A station's steps: reading, trying, a kind quiz, and what to take home."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from privacykit.content.shelf import Shelf
from privacykit.content.station import Question
from privacykit.look import parts
from privacykit.look.exercise import Exercise, Exercises
from privacykit.look.parts import Callout
from privacykit.ui.guide import Guide
from privacykit.ui.quiz import Quiz
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from tests.ui import made

Open = Callable[..., MainWindow]
QUIZ = (
    Question("Which is heavier?", ("Lead", "Down", "Brass"), "Lead", "For the same size."),
    Question("Which is longer?", ("A mile", "An inch"), "A mile", "It just is."),
)


def at(window: MainWindow, step: int) -> StationPage:
    window.go(Route("station", "notes"))
    page = window.page
    assert isinstance(page, StationPage)
    page.go_to(step)
    QApplication.processEvents()
    return page


def texts(window: MainWindow) -> str:
    return " ".join(label.text() for label in made.every(window.page, QLabel))


def forward(window: MainWindow) -> QPushButton:
    return cast("QPushButton", window.page.findChild(QPushButton, "step-forward"))


def choice(window: MainWindow, text: str) -> QPushButton:
    buttons = made.every(window.page, QPushButton)
    return cast("QPushButton", next(b for b in buttons if b.accessibleName().startswith(text)))


def test_reading_goes_on_screen_by_screen(window: MainWindow) -> None:
    page = at(window, 0)
    guide = page.step.findChild(Guide)
    assert isinstance(guide, Guide)
    assert "One idea" in guide.toPlainText()
    assert forward(window).text() == "Next"
    forward(window).click()
    assert forward(window).text() == "Try it yourself"
    assert page.back()
    assert forward(window).text() == "Next"


def test_a_link_is_told_not_followed(window: MainWindow) -> None:
    page = at(window, 0)
    guide = page.step.findChild(Guide)
    assert isinstance(guide, Guide)
    guide.anchorClicked.emit(QUrl("https://example.org/more"))
    assert "https://example.org/more" in window.notices.text


def test_the_button_on_is_pressing_only_when_the_exercise_is_done(window: MainWindow) -> None:
    page = at(window, 1)
    assert forward(window).property("role") == "secondary"
    view = page.step.findChild(made.NoteView)
    assert isinstance(view, made.NoteView)
    view.finished.emit()
    assert forward(window).property("role") == "primary"


def test_a_right_answer_is_said_to_be_right_and_why(window: MainWindow) -> None:
    at(window, 2)
    choice(window, "A mile").click()
    assert "Yes, that is it." in texts(window)
    assert "It just is." in texts(window)
    assert choice(window, "A mile").accessibleName() == "A mile: this is right"
    assert forward(window).text() == "Next question"


def test_another_answer_is_met_kindly(window: MainWindow) -> None:
    at(window, 2)
    choice(window, "An inch").click()
    shown = texts(window)
    assert "Many people think so. The answer: A mile" in shown
    for harsh in ("wrong", "Wrong", "score", "fail"):
        assert harsh not in shown
    assert choice(window, "An inch").accessibleName() == "An inch: your answer"
    assert not choice(window, "An inch").isEnabled()


def test_a_question_can_be_skipped_and_is_explained_in_the_end(window: MainWindow) -> None:
    page = at(window, 2)
    assert forward(window).text() == "Skip this question"
    for _ in range(2):
        forward(window).click()
    QApplication.processEvents()
    shown = texts(window)
    assert "That was the quiz" in shown
    assert "For the same size." in shown
    assert "also those you skipped" in shown
    assert forward(window).text() == "What to take home"
    assert page.back()
    assert "Which is heavier?" in texts(window)


def test_answers_survive_a_change_of_look_and_not_the_station(window: MainWindow) -> None:
    at(window, 2)
    choice(window, "An inch").click()
    window.bar.chose.emit("en", "dark", 125)
    QApplication.processEvents()
    assert "Many people think so" in texts(window)
    page = at(window, 2)
    assert cast("Quiz", page.step).state()["given"] == {}


def test_a_station_changed_meanwhile_begins_anew(open_window: Open, tmp_path: Path) -> None:
    shelves = [Shelf((made.station(tmp_path, quiz=quiz),), ()) for quiz in (QUIZ, QUIZ[:1])]
    window = open_window(shelf=lambda: shelves[0])
    at(window, 2)
    choice(window, "Brass").click()
    shelves.reverse()
    window.bar.chose.emit("en", "dark", 100)
    assert "One idea" in next(made.every(window.page, Guide)).toPlainText()
    assert window.bar.isVisible()


def test_a_language_with_fewer_choices_takes_over_what_fits(open_window: Open) -> None:
    """A trainer's languages need not match."""
    station = made.station(Path("notes"), quiz=QUIZ)
    window = open_window(shelf=lambda: Shelf((station,), ()))
    at(window, 2)
    choice(window, "Brass").click()
    window.bar.chose.emit("sv", "light", 100)
    assert window.bar.isVisible()
    assert cast("Quiz", cast("StationPage", window.page).step).state() == {"at": 0, "given": {}}


def test_after_an_answer_the_keyboard_leads_on_and_not_back(window: MainWindow) -> None:
    at(window, 2)
    QTest.keyClick(choice(window, "An inch"), Qt.Key.Key_Space)
    QApplication.processEvents()
    assert forward(window).hasFocus()
    QTest.keyClick(forward(window), Qt.Key.Key_Return)
    assert "Which is heavier?" in texts(window)
    assert choice(window, "Lead").hasFocus()


def test_in_the_exercise_the_keyboard_is_at_the_first_thing_to_do(window: MainWindow) -> None:
    page = at(window, 0)
    while page.step is not page.steps[1]:
        QTest.keyClick(forward(window), Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "line en"


class TwoView(Exercises):
    def __init__(self, *_words: object) -> None:
        super().__init__([("First", Exercise()), ("Second", Exercise())])


def test_back_in_the_exercise_the_keyboard_is_at_the_one_that_is_shown(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.register(monkeypatch, TwoView)
    page = at(window, 1)
    choice(window, "Second").click()
    page.go_to(2)
    page.go_to(1)
    assert choice(window, "Second").hasFocus()


def test_what_comes_up_is_read_aloud(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: heard.append(text))
    page = at(window, 0)
    forward(window).click()
    page.go_to(2)
    forward(window).click()
    page.go_to(3)
    assert heard[0].startswith("Notes that hold. One idea\nWith words.")
    assert heard[1:3] == ["One idea\nWith words.", "Another\nfirst\nsecond"]
    assert heard[3] == "Question 1 of 2. Which is longer?"
    assert heard[4] == "Question 2 of 2. Which is heavier?"
    assert heard[5] == "What to do at home. Buy paper Buy a pen Write to a friend"
    heard.clear()
    window.go(Route())
    assert heard == ["Privacy Kit"]


def test_forgetting_makes_the_station_as_new(window: MainWindow) -> None:
    page = at(window, 1)
    view = page.step.findChild(made.NoteView)
    assert isinstance(view, made.NoteView)
    view.line.setText("secret")
    view.finished.emit()
    page.forget()
    assert view.line.text() == ""
    assert forward(window).text() == "Next"
    page.go_to(1)
    assert forward(window).property("role") == "secondary"


def test_steps_that_were_visited_are_ticked(window: MainWindow) -> None:
    at(window, 2)
    names = [b.accessibleName() for b in made.every(window.page, QPushButton)]
    assert "Step 1 of 4: Learn, visited" in names
    assert "Step 2 of 4: Try" in names
    assert "Step 3 of 4: Quiz, you are here" in names


def test_what_to_take_home_is_on_screen(window: MainWindow) -> None:
    at(window, 3)
    shown = texts(window)
    for words in ("Buy paper", "Buy a pen", "Write to a friend", "Paper needs no password."):
        assert words in shown
    forward(window).click()
    assert window.route == Route()


def test_the_explanation_comes_into_sight_in_large_text(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(Choices("en", "light", 200))
    window.resize(1024, 768)
    at(window, 2)
    choice(window, "An inch").click()
    area = next(made.every(window.page, QScrollArea))
    told = next(made.every(window.page, Callout))
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    bottom = told.mapTo(area.viewport(), told.rect().bottomLeft()).y()
    assert bottom <= area.viewport().height()


def test_steps_stay_in_one_line_beside_the_notes(open_window: Open) -> None:
    """Measured outside the window, where no sheet makes them as large, they seemed to fit."""
    window = open_window(Choices("en", "light", 156))
    page = at(window, 3)
    page.drawer.open()
    QApplication.processEvents()
    steps = [cast("QPushButton", page.findChild(QPushButton, f"step-{n}")) for n in range(4)]
    assert len({step.geometry().center().y() for step in steps}) == 1
    assert [bool(step.text()) for step in steps] == [False, False, False, True]
    page.drawer.hide()
    QApplication.processEvents()
    assert all(step.text() for step in steps)
