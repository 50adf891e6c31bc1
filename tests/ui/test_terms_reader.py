"""Read it for me: a pasted text, a file, what is marked, and what is refused."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
)
from pytestqt.qtbot import QtBot

from privacykit.activities.terms.engine import marking
from privacykit.activities.terms.engine.words import Words
from privacykit.activities.terms.view.page import TermsView
from privacykit.activities.terms.view.paper import Paper
from tests.ui.terms import (
    POLICY,
    READ,
    button,
    button_named,
    choices,
    choose,
    go,
    paste,
    said,
    shown,
    station_words,
    wait_for,
)
from tests.unit import terms_files


@pytest.fixture
def words() -> Words:
    return station_words()


@pytest.fixture(params=["light", "contrast"])
def view(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[TermsView]:
    yield from shown(qtbot, qapp, request.param)


@pytest.fixture
def paper(view: TermsView) -> Paper:
    go(view, READ)
    return view.findChildren(Paper)[0]


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


def test_a_text_without_lines_holds_nobody_up(paper: Paper) -> None:
    begun = time.process_time()
    paste(paper, "x" * 200_000)
    QApplication.processEvents()
    QTest.keyClicks(paper, "x")
    assert time.process_time() - begun < 2
    assert len("".join(paper.toPlainText().split())) == 200_001


def test_thousands_of_passages_are_marked_at_once(paper: Paper) -> None:
    said = "We collect your name 😀. "
    text = (said * 6000).strip()
    paper.setPlainText(marking.folded(text))
    text = paper.toPlainText()
    passages = [marking.Passage(start, each, 2) for start, each in marking.sentences(text)]
    begun = time.process_time()
    paper.mark(passages)
    assert time.process_time() - begun < 1
    assert {each.cursor.selectedText() for each in paper.extraSelections()} == {said.strip()}


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
