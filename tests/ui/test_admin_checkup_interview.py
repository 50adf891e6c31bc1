"""The interview: one question a screen, answers kept with their date, and judged at its end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.audit.answers import Answer
from privacykit.audit.check import Evidence, Finding
from privacykit.errors import PrivacykitError
from tests.ui import checkups, made
from tests.ui.checkups import FOUND, TODAY, Made, Opened, press, seen, texts, wait


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from checkups.opened(qtbot, tmp_path)


def choose(page: QWidget, value: str) -> None:
    names = {b.objectName(): b for b in made.every(page, QPushButton)}
    names[f"choice-{value}"].click()
    QApplication.processEvents()


def test_a_click_answers_and_goes_on(opened: Opened, qtbot: QtBot) -> None:
    better = seen(*FOUND[:3], Finding("A7-POS", "fail"))
    computer = Made(better, kept=seen())
    page = opened(computer)
    press(page, "Answer 2 questions")
    assert "Question 1 of 2" in texts(page)
    choose(page, "yes")
    assert computer.given == {"q1": Answer("yes", TODAY)}
    assert "Can others read along (2)?" in texts(page)
    press(page, "Skip this question")
    told = texts(page)
    assert "Answered on 21 November 2026: Yes, from the door" in told
    assert "Not answered" in told
    assert not computer.judged
    press(page, "See what it means")
    wait(qtbot)
    assert computer.judged == [frozenset({"A7-POS"})]
    assert "3 things to mend" in texts(page)


def test_an_earlier_answer_is_shown_with_its_date(opened: Opened) -> None:
    computer = Made(kept=seen())
    computer.given["q1"] = Answer("no", date(2025, 3, 3))
    page = opened(computer)
    press(page, "Answer 2 questions")
    assert "Answered on 3 March 2025: No" in texts(page)
    mine = [b for b in made.every(page, QPushButton) if b.accessibleDescription()]
    assert [b.objectName() for b in mine] == ["choice-no"]


def test_what_was_answered_this_year_is_not_asked_again(opened: Opened) -> None:
    computer = Made(kept=seen())
    computer.given["q1"] = Answer("no", TODAY)
    page = opened(computer)
    press(page, "Answer 1 question")
    assert "Can others read along (2)?" in texts(page)


def test_an_answer_that_an_older_kit_offered_is_shown_as_it_was(opened: Opened) -> None:
    computer = Made(kept=seen())
    computer.given["q1"] = Answer("sometimes", date(2025, 3, 3))
    page = opened(computer)
    press(page, "Answer 2 questions")
    assert "sometimes" in texts(page)


def test_back_goes_one_question_back_and_then_out(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    press(page, "Answer 2 questions")
    choose(page, "no")
    assert page.back()
    assert "Question 1 of 2" in texts(page)
    assert page.back()
    wait(qtbot)
    assert computer.judged == [frozenset({"A7-POS"})]
    assert "2 things to mend" in texts(page)
    assert not page.back()


def test_at_the_end_an_answer_can_be_changed(opened: Opened) -> None:
    computer = Made(kept=seen(), questions=1)
    page = opened(computer)
    press(page, "Answer 1 question")
    choose(page, "no")
    press(page, "Change an answer")
    choose(page, "yes")
    assert computer.given["q1"].value == "yes"


def test_an_answer_that_cannot_be_kept_is_told_and_the_question_stays(opened: Opened) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    heard: list[tuple[str, str]] = []
    page.noticed.connect(lambda role, text: heard.append((role, text)))
    press(page, "Answer 2 questions")
    computer.problem = PrivacykitError("The disk is read-only.")
    choose(page, "yes")
    assert heard == [("warning", "The disk is read-only.")]
    assert "Question 1 of 2" in texts(page)


def test_only_the_questions_of_one_finding(opened: Opened) -> None:
    answered = Evidence("A7-facing", "some"), Evidence("A7-filter", "never heard of")
    computer = Made(kept=seen(Finding("A7-POS", "warn", answered)))
    page = opened(computer)
    line: Any = page.findChild(QPushButton, "finding-A7-POS")
    line.click()
    assert "Some of them" in texts(page)
    assert "never heard of" in texts(page)
    assert "A7-facing" not in texts(page)
    press(page, "Answer again")
    assert "Question 1 of 2" in texts(page)


def test_the_keyboard_is_on_the_first_answer(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    press(page, "Answer 2 questions")
    first = page.first()
    assert first is not None
    assert first.objectName() == "choice-yes"
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert "q1" in computer.given
