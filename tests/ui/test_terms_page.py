"""The four exercises together: finished, changed, forgotten, heard."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from privacykit.activities.terms.engine.words import Options, Words
from privacykit.activities.terms.view.found import Found
from privacykit.activities.terms.view.page import TermsView
from privacykit.activities.terms.view.paper import Paper
from privacykit.look import parts
from tests.ui.terms import (
    ANIMAL,
    BINGO,
    JOIN,
    POLICY,
    READ,
    answer,
    button,
    button_named,
    choose,
    go,
    press,
    said,
    shown,
    station_words,
    through_bingo,
    wait_for,
)


@pytest.fixture
def words() -> Words:
    return station_words()


@pytest.fixture(params=["light", "contrast"])
def view(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[TermsView]:
    yield from shown(qtbot, qapp, request.param)


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


def test_what_comes_late_moves_and_says_nothing_in_another_exercise(
    qtbot: QtBot, view: TermsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: spoken.append(text))
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(view)
    area.resize(720, 200)
    area.show()
    go(view, READ)
    view.findChildren(Paper)[0].setPlainText(POLICY)
    button_named(view, "Read it for me").click()
    go(view, BINGO)
    QApplication.processEvents()
    area.verticalScrollBar().setValue(20)
    found = view.findChildren(Found)[0]
    qtbot.waitUntil(found.is_filled, timeout=5000)
    QApplication.processEvents()
    assert area.verticalScrollBar().value() == 20
    assert spoken == []
    go(view, READ)
    assert "It takes about 1 minute to read" in said(view)
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
