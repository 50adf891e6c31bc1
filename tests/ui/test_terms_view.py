"""The four exercises about terms as a person meets them: clicks, keys, a pasted text, a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from privacykit import activities, paths
from privacykit.activities.terms.engine import marking
from privacykit.activities.terms.engine.words import Clause, Options, Words
from privacykit.activities.terms.view.bingo import BingoExercise
from privacykit.activities.terms.view.join import JoinExercise
from privacykit.activities.terms.view.page import TermsView
from privacykit.activities.terms.view.paper import Paper
from privacykit.content import load
from privacykit.look import parts, theme
from privacykit.look.pane import Pane
from tests.ui import pressing
from tests.unit import terms_files

JOIN, ANIMAL, BINGO, READ = "Join", "Which animal?", "Clause bingo", "Read it for me"
POLICY = (
    "This is the policy of the club and it is for all of you who come to us on any day. "
    "We collect your name and your address. We share them with our sponsors. "
    "You may close your account. We may change these terms."
)


@pytest.fixture(scope="module")
def words() -> Words:
    station = load.load(paths.stations() / "terms", activities.kinds())
    found = station.words["en"].activity
    assert isinstance(found, Words)
    return found


@pytest.fixture(params=["light", "contrast"])
def view(
    qtbot: QtBot, qapp: QApplication, words: Words, request: pytest.FixtureRequest
) -> Iterator[TermsView]:
    theme.apply(qapp, request.param, 100)
    made = TermsView(words, Options(), "en")
    qtbot.addWidget(made)
    made.resize(720, 1600)
    made.show()
    made.activateWindow()
    yield made
    theme.apply(qapp, "light", 100)


def button(view: QWidget, name: str) -> QPushButton:
    """Return a button, once what was added is shown."""
    QApplication.processEvents()
    return pressing.button(view, name)


def press(view: QWidget, name: str) -> None:
    QApplication.processEvents()
    pressing.press(view, name)


def said(root: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(w.text() for w in root.findChildren(QLabel) if w.isVisible() and w.text())


def choices(view: QWidget) -> list[Pane]:
    """Return what is to choose from, once what was added is shown."""
    QApplication.processEvents()
    return [each for each in view.findChildren(Pane) if each.isVisible()]


def go(view: TermsView, name: str) -> None:
    tabs = [b for b in view.findChildren(QPushButton) if b.text() == name and b.isCheckable()]
    tabs[0].click()


def choose(view: QWidget, text: str) -> None:
    next(pane for pane in choices(view) if pane.accessibleName() == text).click()


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


# Which animal are you?


def answer(view: TermsView, *places: int) -> None:
    for place in places:
        choices(view)[place].click()


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


def through_bingo(view: QWidget, clauses: tuple[Clause, ...], right: int) -> None:
    """Choose rightly as often as that, then wrongly."""
    for number, clause in enumerate(clauses):
        texts = [pane.accessibleName() for pane in choices(view)]
        wrong = next(text for text in texts if text != clause.plain)
        choose(view, clause.plain if number < right else wrong)
        button(view, "Next").click()


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


# Read it for me


@pytest.fixture
def paper(view: TermsView) -> Paper:
    go(view, READ)
    return view.findChildren(Paper)[0]


def paste(paper: Paper, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    paper.setFocus()
    QTest.keySequence(paper, QKeySequence.StandardKey.Paste)


def wait_for(qtbot: QtBot, view: TermsView, text: str) -> None:
    qtbot.waitUntil(lambda: text in said(view), timeout=5000)


def test_a_pasted_policy_is_read(qtbot: QtBot, view: TermsView, paper: Paper) -> None:
    assert not button_named(view, "Read it for me").isEnabled()
    paste(paper, POLICY)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, "It takes about 1 minute to read")
    for title in ("What is taken", "Who gets it", "How to leave", "What may change"):
        assert title in said(view)
    assert "We share them with our sponsors." in [p.accessibleName() for p in choices(view)]
    assert "simple rules and does not understand" in said(view)
    assert "Is it too good to be true?" in said(view)
    marked = {each.cursor.selectedText() for each in paper.extraSelections()}
    assert "We collect your name and your address." in marked


def button_named(view: TermsView, name: str) -> QPushButton:
    """Return the button, not the tab, of this name."""
    found = [b for b in view.findChildren(QPushButton) if b.text() == name and not b.isCheckable()]
    return next(b for b in found if b.isVisible())


def test_a_passage_leads_to_its_place(qtbot: QtBot, view: TermsView, paper: Paper) -> None:
    paste(paper, "😀 " + POLICY)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, "How to leave")
    choose(view, "You may close your account.")
    assert paper.textCursor().selectedText() == "You may close your account."
    assert paper.hasFocus()


def test_a_change_of_the_text_drops_what_was_found(
    qtbot: QtBot, view: TermsView, paper: Paper
) -> None:
    paste(paper, POLICY)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, "How to leave")
    QTest.keyClicks(paper, "x")
    assert "How to leave" not in said(view)
    assert paper.extraSelections() == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("We collect names.", "There is too little text to read."),
        ("Der Himmel und die Erde und das Meer " * 5, "neither English nor Swedish"),
    ],
)
def test_what_cannot_be_read_is_said(
    qtbot: QtBot, view: TermsView, paper: Paper, text: str, problem: str
) -> None:
    paste(paper, text)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, problem)


def test_more_than_any_terms_is_refused_before_it_is_shown(view: TermsView, paper: Paper) -> None:
    paste(paper, "x" * (marking.LONGEST + 1))
    assert paper.toPlainText() == ""
    assert "longer than any terms" in said(view)


def test_a_dropped_file_is_no_text(paper: Paper) -> None:
    data = QMimeData()
    data.setText("file:///etc/hosts")
    data.setUrls([QUrl("file:///etc/hosts")])
    assert not paper.canInsertFromMimeData(data)
    paper.insertFromMimeData(data)
    assert paper.toPlainText() == ""


def test_the_terms_of_the_mock_service_can_be_taken_and_emptied(
    view: TermsView, paper: Paper, words: Words
) -> None:
    button(view, "Take NameDrop's terms").click()
    assert paper.toPlainText().splitlines() == list(words.join.terms)
    button(view, "Empty").click()
    assert paper.toPlainText() == ""


def ask_for(view: TermsView, path: Path) -> None:
    button(view, "Open a file …").click()
    dialog = view.findChildren(QFileDialog)[-1]
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(path))


def test_a_file_is_opened_and_read(
    qtbot: QtBot, view: TermsView, paper: Paper, tmp_path: Path
) -> None:
    path = tmp_path / "terms.pdf"
    lines = [f"{each}." for each in POLICY.rstrip(".").split(". ")]
    path.write_bytes(terms_files.pdf(terms_files.written(lines)))
    ask_for(view, path)
    wait_for(qtbot, view, "It takes about 1 minute to read")
    assert "We collect your name and your address." in paper.toPlainText()


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"%PDF-1.7", "damaged"), (terms_files.pdf(b"", key="x"), "locked with a password")],
)
def test_a_hostile_file_is_a_sentence_and_the_text_stays(
    qtbot: QtBot, view: TermsView, paper: Paper, tmp_path: Path, data: bytes, problem: str
) -> None:
    paste(paper, POLICY)
    path = tmp_path / "terms.pdf"
    path.write_bytes(data)
    ask_for(view, path)
    wait_for(qtbot, view, problem)
    assert paper.toPlainText() == POLICY


def test_leaving_while_a_file_is_read_shows_nothing_to_the_next(
    qtbot: QtBot, view: TermsView, paper: Paper, tmp_path: Path
) -> None:
    path = tmp_path / "terms.txt"
    path.write_text(POLICY, encoding="utf-8")
    ask_for(view, path)
    view.forget()
    assert not [each for each in view.findChildren(QFileDialog) if each.isVisible()]
    paste(paper, "the of and " * 20)
    go(view, READ)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, "Nothing found.")
    assert POLICY not in paper.toPlainText()


# All of it


def test_it_is_finished_once_all_four_are_done(qtbot: QtBot, view: TermsView, words: Words) -> None:
    finished: list[bool] = []
    view.finished.connect(lambda: finished.append(True))
    press(view, "Agree and join")
    press(view, "Yes, I noticed")
    go(view, ANIMAL)
    answer(view, 0, 0, 0, 0)
    go(view, BINGO)
    through_bingo(view, words.clause, 8)
    button(view, "A").click()
    go(view, READ)
    assert not finished
    button(view, "Take NameDrop's terms").click()
    button_named(view, "Read it for me").click()
    qtbot.waitUntil(lambda: finished == [True], timeout=5000)


def test_language_and_theme_change_without_losing_anything(
    qtbot: QtBot, view: TermsView, words: Words
) -> None:
    view.findChildren(QLineEdit)[0].setText("Nobody")
    press(view, "Agree and join")
    press(view, "No, I had not seen it")
    go(view, ANIMAL)
    answer(view, 2, 2, 2, 2)
    view.findChildren(QSpinBox)[0].setValue(3)
    go(view, BINGO)
    choose(view, words.clause[0].plain)
    button(view, "Next").click()
    go(view, READ)
    view.findChildren(Paper)[0].setPlainText(POLICY)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, "How to leave")
    other = TermsView(words, Options(), "en")
    qtbot.addWidget(other)
    other.resize(720, 1600)
    other.show()
    other.restore(view.state())
    assert other.state() == {**view.state(), "exercises": [*_but_read(view), _unread(view)]}
    wait_for(qtbot, other, "How to leave")
    go(other, BINGO)
    assert "Clause 2 of 8" in said(other)
    go(other, ANIMAL)
    assert "Up to 450 people" in said(other)
    go(other, JOIN)
    assert "98 of 100" in said(other)


def _but_read(view: TermsView) -> list[object]:
    kept = view.state()["exercises"]
    assert isinstance(kept, list)
    return kept[:-1]


def _unread(view: TermsView) -> dict[str, object]:
    """Return what the reader keeps while it reads again."""
    return {"text": POLICY, "read": False}


def test_the_bingo_result_and_the_question_survive_too(
    qtbot: QtBot, view: TermsView, words: Words
) -> None:
    press(view, "No, thank you")
    go(view, BINGO)
    through_bingo(view, words.clause, 8)
    button(view, "E").click()
    other = TermsView(words, Options(), "en")
    qtbot.addWidget(other)
    other.show()
    other.restore(view.state())
    assert "Your grade: E" in said(other)
    go(other, JOIN)
    assert button(other, "Yes, I noticed").isVisible()
    other.restore({"exercises": [{}, {}, {}, {}]})


def test_forgetting_makes_all_of_it_new(qtbot: QtBot, view: TermsView, words: Words) -> None:
    new = view.state()
    view.findChildren(QLineEdit)[0].setText("Nobody")
    press(view, "Agree and join")
    go(view, ANIMAL)
    answer(view, 1, 1)
    go(view, BINGO)
    choose(view, words.clause[0].plain)
    go(view, READ)
    view.findChildren(Paper)[0].setPlainText(POLICY)
    assert view.state() != new
    view.forget()
    assert view.state() == new
    paper = view.findChildren(Paper)[0]
    paper.undo()
    assert paper.toPlainText() == ""


def test_what_comes_up_is_scrolled_to(qtbot: QtBot, view: TermsView) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(view)
    area.resize(720, 300)
    area.show()
    go(view, READ)
    view.findChildren(Paper)[0].setPlainText(POLICY)
    button_named(view, "Read it for me").click()
    wait_for(qtbot, view, "It takes about 1 minute to read")
    told = next(w for w in view.findChildren(QLabel) if w.text().startswith("It takes about 1"))
    qtbot.waitUntil(lambda: not told.visibleRegion().isEmpty(), timeout=2000)
    area.takeWidget()


def test_every_control_has_a_name(view: TermsView) -> None:
    for name in (JOIN, ANIMAL, BINGO, READ):
        go(view, name)
        controls = [
            each
            for each in view.findChildren(QWidget)
            if each.isVisible() and isinstance(each, QPushButton | QLineEdit | Paper)
        ]
        for control in controls:
            if not isinstance(control.parent(), QSpinBox):
                assert control.accessibleName(), control


def test_what_is_new_is_announced(
    view: TermsView, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: spoken.append(text))
    press(view, "Agree and join")
    press(view, "No, I had not seen it")
    go(view, ANIMAL)
    answer(view, 0, 0, 0, 0)
    assert any("You have just agreed" in each for each in spoken)
    assert words.animal.animal[0].name in spoken
