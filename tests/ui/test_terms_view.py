"""Join NameDrop, the animal quiz and clause bingo as a person meets them: clicks and keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QProgressBar,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from privacykit.activities.terms.engine.words import Words
from privacykit.activities.terms.view.bingo import BingoExercise
from privacykit.activities.terms.view.join import JoinExercise
from privacykit.activities.terms.view.page import TermsView
from privacykit.activities.terms.view.paper import Paper
from tests.ui.terms import (
    ANIMAL,
    BINGO,
    answer,
    button,
    button_named,
    choices,
    choose,
    go,
    press,
    said,
    shown,
    station_words,
    through_bingo,
)


@pytest.fixture
def words() -> Words:
    return station_words()


@pytest.fixture(params=["light", "contrast"])
def view(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[TermsView]:
    yield from shown(qtbot, qapp, request.param)


# Join NameDrop


def test_who_joins_is_told_what_they_agreed_to_and_how_others_did(
    view: TermsView, words: Words
) -> None:
    press(view, "Agree and join")
    assert "You have just agreed to this" in said(view)
    assert words.join.agreed in said(view)
    assert "You did not have the terms open." in said(view)
    press(view, "No, I had not seen it")
    assert "98 of 100 missed" in said(view)
    assert words.study.text in said(view)
    assert words.study.source in said(view)
    assert [bar.value() for bar in view.findChildren(QProgressBar) if bar.isVisible()] == [
        each.share for each in words.study.finding
    ]
    press(view, "Which animal are you?")
    assert "Question 1 of 4" in said(view)


def test_who_says_no_and_had_noticed_is_praised(view: TermsView) -> None:
    press(view, "No, thank you")
    assert "You said no, and that is always allowed" in said(view)
    press(view, "Yes, I noticed")
    assert "Well spotted" in said(view)
    press(view, "Try again")
    assert button(view, "Agree and join").isVisible()


def test_the_time_that_the_terms_were_open_is_counted(qtbot: QtBot, words: Words) -> None:
    now = 100.0
    exercise = JoinExercise(words.join, words.study, lambda: now)
    qtbot.addWidget(exercise)
    exercise.show()
    button(exercise, "Read the terms").click()
    assert words.join.terms[7] in said(exercise)
    now += 20
    button(exercise, "Close the terms").click()
    assert words.join.terms[7] not in said(exercise)
    now += 500
    button(exercise, "Read the terms").click()
    now += 1
    button(exercise, "Agree and join").click()
    assert "You had the terms open for 21 seconds." in said(exercise)


def test_a_glance_at_the_terms_counts_too(qtbot: QtBot, words: Words) -> None:
    now = 100.0
    exercise = JoinExercise(words.join, words.study, lambda: now)
    qtbot.addWidget(exercise)
    exercise.show()
    button(exercise, "Read the terms").click()
    now += 0.3
    button(exercise, "Agree and join").click()
    assert "You had the terms open for 1 second." in said(exercise)


# Which animal are you?


def test_the_quiz_ends_with_an_animal_and_what_it_would_have_taken(
    view: TermsView, words: Words
) -> None:
    go(view, ANIMAL)
    answer(view, 2, 1, 2, 0)
    assert words.animal.animal[2].name in said(view)
    assert said(view).count("about others") == sum(each.friends for each in words.animal.taken)
    assert "Up to 1,200 people who never saw the quiz" in said(view)
    press(view, "Play clause bingo")
    assert "Clause 1 of 8" in said(view)


def test_the_number_of_people_reached_follows_what_is_typed_and_stepped(view: TermsView) -> None:
    go(view, ANIMAL)
    answer(view, 0, 0, 0, 0)
    people, names = [box for box in view.findChildren(QSpinBox) if box.isVisible()]
    people.setFocus()
    people.selectAll()
    QTest.keyClicks(people, "2")
    assert "Up to 300 people" in said(view)
    QTest.keyClick(names, Qt.Key.Key_Up)
    assert "Up to 302 people" in said(view)
    steps = [b for b in view.findChildren(QPushButton) if b.isVisible() and not b.text()]
    assert [step.accessibleName() for step in steps] == [
        "People who take the quiz: Less",
        "People who take the quiz: More",
        "Names in an address book: Less",
        "Names in an address book: More",
    ]
    steps[0].click()
    assert "Up to 151 people" in said(view)


def test_the_quiz_is_done_with_the_keyboard_alone(view: TermsView) -> None:
    go(view, ANIMAL)
    for _ in range(4):
        pane = choices(view)[0]
        for _tab in range(20):
            if view.focusWidget() is pane:
                break
            QTest.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClick(pane, Qt.Key.Key_Space)
    assert "A beaver" in said(view)
    press(view, "Try again")
    assert "Question 1 of 4" in said(view)


# Clause bingo


def test_right_and_wrong_choices_are_told_and_counted(view: TermsView, words: Words) -> None:
    go(view, BINGO)
    clause = words.clause[0]
    choose(view, clause.plain)
    assert f"Yes: {clause.plain}" in said(view)
    assert clause.why in said(view)
    view.forget()
    go(view, BINGO)
    through_bingo(view, words.clause, 5)
    assert "5 of 8 found at the first try" in said(view)
    assert said(view).count("speaks against it") == 5


def test_the_grade_is_given_and_compared(view: TermsView, words: Words) -> None:
    go(view, BINGO)
    through_bingo(view, words.clause, 8)
    assert "which grade" in said(view)
    grades = [b for b in view.findChildren(QPushButton) if b.isVisible() and len(b.text()) == 1]
    assert grades[0].hasFocus()
    assert [b.accessibleName() for b in grades] == [f"Grade {letter}" for letter in "ABCDE"]
    grades[1].click()
    assert "Your grade: B. This kit's: D" in said(view)
    onward = button_named(view, "Read it for me")
    assert onward.hasFocus()
    QTest.keyClick(onward, Qt.Key.Key_Space)
    assert view.findChildren(Paper)[0].isVisible()


def test_the_order_of_statements_comes_from_the_chance_handed_in(
    qtbot: QtBot, words: Words
) -> None:
    class Backwards:
        def sample(self, them: list[str], count: int) -> list[str]:
            return them[-count:]

        def shuffle(self, them: list[str]) -> None:
            them.reverse()

    exercise = BingoExercise(words.clause, Backwards())  # type: ignore[arg-type]
    qtbot.addWidget(exercise)
    exercise.show()
    plain = [clause.plain for clause in words.clause]
    assert [pane.accessibleName() for pane in choices(exercise)] == [plain[7], plain[6], plain[0]]
