"""The four ranking exercises as a person meets them: sliders, keyboard only, and forgetting."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.ranking.engine.rank import MOST, Engine, Weights
from privacykit.activities.ranking.engine.words import PAGE, Options
from privacykit.activities.ranking.view.desk import Desk
from privacykit.activities.ranking.view.hit import HitRow
from privacykit.activities.ranking.view.page import RankingView
from privacykit.activities.ranking.view.pair import Pair
from privacykit.look import parts, theme
from tests.ui.pressing import button, press
from tests.unit.ranking import ALMA, HITS, WORDS

BE, TWO, OPPOSITE, ELEVEN = range(4)
TABS = ("Be the algorithm", "Two people", "Opposite words", "Hit 11")
POPULAR, NEAR, CLICKED, PAID = range(4)


@pytest.fixture(params=["light", "contrast"])
def view(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[RankingView]:
    theme.apply(qapp, request.param, 100)
    made = RankingView(WORDS, Options(), "en")
    qtbot.addWidget(made)
    made.resize(720, 1400)
    made.show()
    made.activateWindow()
    yield made
    theme.apply(qapp, "light", 100)


def said(root: QWidget) -> str:
    return "\n".join(w.text() for w in root.findChildren(QLabel) if w.isVisible() and w.text())


def step(view: RankingView, name: str, key: Qt.Key) -> None:
    """Reach the chosen one of a group with Tab, and go on to its neighbour with an arrow."""
    press(view, name)
    QTest.keyClick(view.focusWidget(), key)


def choose(view: RankingView, number: int) -> None:
    button(view, TABS[number]).click()


def rows(view: RankingView) -> list[HitRow]:
    return view.findChildren(HitRow)


def names(view: RankingView) -> list[str]:
    return [row.accessibleName() for row in rows(view)]


def slider(view: RankingView, number: int) -> QSlider:
    return view.findChildren(QSlider)[number]


def set_weights(view: RankingView, *values: int) -> None:
    for number, value in enumerate(values):
        slider(view, number).setValue(value)


def test_the_list_is_that_of_the_engine(view: RankingView) -> None:
    expected = Engine(HITS).ask("tea", ALMA, Weights())[:PAGE]
    assert len(rows(view)) == PAGE
    for each, name in zip(expected, names(view), strict=True):
        assert name.startswith(f"{each.place}. {each.hit.title}.")


def test_a_slider_moved_with_the_keyboard_sorts_anew_at_once(view: RankingView) -> None:
    paid = slider(view, PAID)
    paid.setFocus()
    QTest.keyClick(paid, Qt.Key.Key_Home)
    assert paid.value() == 0
    assert "\u2191" in said(view)
    before = names(view)
    assert "Ad \u00b7" not in said(rows(view)[0])
    QTest.keyClick(paid, Qt.Key.Key_End)
    assert paid.value() == MOST
    assert names(view) != before
    assert "Ad \u00b7" in said(rows(view)[0])


def test_why_it_is_first_is_told_and_changes_with_the_handles(view: RankingView) -> None:
    set_weights(view, 0, 0, 0, MOST)
    assert "Why is this first? What sets it apart most is money" in said(view)
    set_weights(view, MOST, 0, 0, 0)
    assert "What sets it apart most is being popular" in said(view)
    assert "Its points:" in said(view)


def test_another_hit_is_opened_and_the_first_one_closes(view: RankingView) -> None:
    rows(view)[0].setFocus()
    QTest.keyClick(rows(view)[0], Qt.Key.Key_Down)
    assert view.focusWidget() is rows(view)[1]
    assert "Its points:" in said(rows(view)[1])
    assert "Its points:" not in said(rows(view)[0])
    assert "Why is this first?" not in said(view)


def test_a_new_first_hit_is_announced_and_an_old_one_is_not(
    view: RankingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: heard.append(text))
    set_weights(view, 0, 0, 0, 0)
    del heard[:]
    slider(view, PAID).setValue(MOST)
    assert heard == [names(view)[0]]
    slider(view, PAID).setValue(MOST - 1)
    assert len(heard) == 1


def test_another_person_and_another_question_change_the_list(view: RankingView) -> None:
    set_weights(view, 2, MOST, MOST, 0)
    first = names(view)
    step(view, "Alma", Qt.Key.Key_Right)
    assert "34, in Har." in said(view)
    second = names(view)
    assert second != first
    step(view, "tea", Qt.Key.Key_Right)
    assert all("Bikes" in name for name in names(view))
    press(view, "As at the beginning")
    assert tuple(slider(view, n).value() for n in range(4)) == Weights()


def test_whoever_asks_is_compared_with_somebody_else(view: RankingView) -> None:
    button(view, "Dario").click()
    choose(view, TWO)
    heads = [column.findChildren(QLabel)[0].text() for column in view.findChildren(Pair)[0].columns]
    assert heads == ["Dario", "Alma"]


def test_two_people_are_alike_once_nobody_knows_who_they_are(view: RankingView) -> None:
    set_weights(view, 2, MOST, MOST, 0)
    choose(view, TWO)
    assert "100 % alike" not in said(view)
    assert "only here" in said(view)
    press(view, "Leave out who they are")
    assert "The two lists are 100 % alike" in said(view)
    assert "10 hits of 10 stand in both lists" in said(view)
    assert "only here" not in said(view)
    press(view, "Leave out who they are")
    assert "only here" in said(view)


def test_pages_of_the_same_name_are_told_apart() -> None:
    found = Engine(HITS).ask("tea", ALMA, Weights())
    twins = [replace(each, hit=msgspec.structs.replace(each.hit, title="Tea")) for each in found]
    percent, both = Desk(WORDS, Options()).alike(tuple(twins), tuple(twins[::-1]))
    assert percent < 100
    assert both < PAGE


def test_each_side_can_be_another_person(view: RankingView) -> None:
    choose(view, TWO)
    for chip in view.findChildren(QPushButton):
        if chip.isVisible() and chip.accessibleName() == "The other: Yusra":
            chip.click()
        if chip.isVisible() and chip.accessibleName() == "One: Yusra":
            chip.click()
    assert "The two lists are 100 % alike" in said(view)


def test_opposite_words_are_guessed_first_and_then_shown(view: RankingView) -> None:
    choose(view, OPPOSITE)
    assert "First guess" in said(view)
    assert "alike" not in said(view)
    press(view, "Search both ways")
    assert "“tea benefits”" in said(view)
    assert "“tea dangers”" in said(view)
    assert "Alma and Dario, asking in the same words" in said(view)
    assert "First guess" not in said(view)
    assert "We made up these pages" in said(view)
    step(view, "tea", Qt.Key.Key_Right)
    assert "“bikes dangers”" in said(view)


def test_the_page_is_turned_to_hit_eleven(view: RankingView) -> None:
    set_weights(view, MOST, 0, 0, 0)
    choose(view, ELEVEN)
    assert "Who fills the first page" in said(view)
    assert "11  " not in said(view)
    press(view, "Turn the page")
    eleventh = Engine(HITS).ask("tea", ALMA, Weights(MOST, 0, 0, 0))[PAGE]
    assert f"11  {eleventh.hit.title}" in said(view)
    assert "research, first at number" in said(view)


def test_a_first_page_that_has_everybody_is_not_blamed(view: RankingView) -> None:
    set_weights(view, 0, 0, 0, 0)
    choose(view, ELEVEN)
    button(view, "bikes").click()
    button(view, "Turn the page").click()
    shown = said(view)
    assert ("Nobody is left out" in shown) != ("Not on the first page at all" in shown)


def do_all(view: RankingView) -> None:
    set_weights(view, 1, 2, 3, 4)
    button(view, "bikes").click()
    button(view, "Yusra").click()
    choose(view, TWO)
    button(view, "Leave out who they are").click()
    choose(view, OPPOSITE)
    button(view, "Search both ways").click()
    choose(view, ELEVEN)
    button(view, "Turn the page").click()


def test_forgetting_puts_everything_back(view: RankingView) -> None:
    new = view.state()
    first = names(view)
    do_all(view)
    assert view.state() != new
    view.forget()
    assert view.state() == new
    assert names(view) == first
    assert button(view, TABS[BE]).isChecked()


def test_a_view_made_anew_takes_back_what_was_there(view: RankingView, qtbot: QtBot) -> None:
    do_all(view)
    anew = RankingView(WORDS, Options(), "sv")
    qtbot.addWidget(anew)
    times: list[bool] = []
    anew.finished.connect(lambda: times.append(True))
    anew.restore(view.state())
    assert anew.state() == view.state()
    assert names(anew) == names(view)
    assert times == []


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"exercises": [{}, {}, {}, {}]},
        {"question": 99, "people": [7, 8], "weights": [99, 1, 1, 1], "done": None},
    ],
)
def test_an_empty_or_foreign_state_does_no_harm(
    view: RankingView, state: dict[str, object]
) -> None:
    new = view.state()
    view.restore(state)
    assert view.state() == new


def test_it_is_finished_once_when_all_four_are_done(view: RankingView) -> None:
    times: list[bool] = []
    view.finished.connect(lambda: times.append(True))
    do_all(view)
    choose(view, BE)
    slider(view, NEAR).setValue(9)
    assert times == [True]


def test_one_exercise_leads_to_the_next(view: RankingView) -> None:
    press(view, "Two people, one question")
    assert button(view, TABS[TWO]).isChecked()
    onward = [b for b in view.findChildren(QPushButton) if b.property("role") == "primary"]
    next(b for b in onward if b.isVisible()).click()
    assert button(view, TABS[OPPOSITE]).isChecked()
    press(view, "Search both ways")
    onward = [b for b in view.findChildren(QPushButton) if b.property("role") == "primary"]
    next(b for b in onward if b.isVisible()).click()
    assert button(view, TABS[ELEVEN]).isChecked()


@pytest.mark.parametrize("number", range(4))
def test_one_primary_button_and_every_control_has_a_name(view: RankingView, number: int) -> None:
    do_all(view)
    choose(view, number)
    buttons = [b for b in view.findChildren(QPushButton) if b.isVisible()]
    assert sum(b.property("role") == "primary" for b in buttons) <= 1
    for widget in view.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
