"""The five exercises about Tor as a person meets them: clicking, typing, keys, and forgetting."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from privacykit.activities.tor.engine import here, sentences
from privacykit.activities.tor.engine.here import Found
from privacykit.activities.tor.engine.knowledge import Answer, Party, Switch, What, cell, is_there
from privacykit.activities.tor.engine.words import (
    Choice,
    Letter,
    Options,
    Persona,
    Side,
    Talk,
    Words,
)
from privacykit.activities.tor.view.page import TorView
from privacykit.activities.tor.view.path_picture import _Tile
from privacykit.activities.tor.view.table import Table
from privacykit.activities.tor.view.talk import TalkExercise
from privacykit.look import theme, work
from privacykit.look.pane import Pane
from tests.ui.conftest import sweep

WORDS = Words(
    letter=Letter("moles.example", "Is it dangerous?"),
    persona=(
        Persona("Rut", "Rut writes.", "tor", (Choice("vpn", "Not that."), Choice("tor", "Right."))),
        Persona(
            "Kim", "Kim shops.", "browser", (Choice("browser", "Yes."), Choice("tor", "Slow."))
        ),
    ),
    talk=Talk(
        "Can it be misused?",
        ("Think.", "Talk."),
        (Side("Good", ("One.", "Two.")), Side("Bad", ("Three.", "Four."))),
        "No vote.",
    ),
)
ENVELOPES, KNOWS, TOOL, TALK, HERE = (
    "Three envelopes",
    "Who knows what?",
    "Which tool?",
    "A hard question",
    "Is Tor here?",
)
MARK = "zq7319xv"


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[TorView]:
    theme.apply(qapp, "contrast", 100)
    made = TorView(WORDS, Options(), "en")
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidget(made)
    area.setWidgetResizable(True)
    area.resize(760, 700)
    area.show()
    area.activateWindow()
    yield made
    theme.apply(qapp, "light", 100)


def said(view: TorView) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def press(view: TorView, name: str) -> None:
    found = [b for b in view.findChildren(QPushButton) if b.isVisible() and b.text() == name]
    assert found, f"no button {name!r}"
    found[-1].click()
    QApplication.processEvents()


def choose(view: TorView, name: str) -> None:
    """Go to an exercise by its tab."""
    buttons = view.findChildren(QPushButton)
    next(b for b in buttons if b.isCheckable() and b.text() == name).click()
    QApplication.processEvents()


def pane(view: TorView, name: str) -> Pane:
    QApplication.processEvents()
    panes = view.findChildren(Pane)
    return next(each for each in panes if each.isVisible() and each.accessibleName() == name)


def turn(view: TorView, *switches: Switch) -> None:
    for box in view.findChildren(QCheckBox):
        if box.isVisible():
            box.setChecked(box.text() in {sentences.switch(each) for each in switches})
    QApplication.processEvents()


def letter(view: TorView) -> QLineEdit:
    return view.findChildren(QLineEdit)[0]


def send(view: TorView, hops: int) -> None:
    press(view, "Put it into three envelopes")
    for name in ("Middle relay", "Exit relay", "moles.example")[: hops - 1]:
        press(view, f"Hand it on: {name}")


def test_the_letter_is_opened_relay_by_relay(view: TorView) -> None:
    letter(view).selectAll()
    QTest.keyClicks(letter(view), MARK)
    QTest.keyClick(letter(view), Qt.Key.Key_Return)
    assert "Came from: You. Goes on to: Middle relay." in said(view)
    assert "I see 2 locked envelopes" in said(view)
    assert MARK not in said(view)
    assert not letter(view).isVisible()
    QTest.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    assert "I see 1 locked envelope:" in said(view)
    assert MARK not in said(view)
    press(view, "Hand it on: Exit relay")
    assert f"I can read it: “{MARK}”" in said(view)
    press(view, "Hand it on: moles.example")
    assert "But the exit relay could read the letter" in said(view)


def test_with_https_only_the_site_reads(view: TorView) -> None:
    box = next(b for b in view.findChildren(QCheckBox) if b.isVisible())
    box.setChecked(True)
    send(view, 3)
    assert "I can read it" not in said(view)
    press(view, "Hand it on: moles.example")
    assert said(view).count("I can read it") == 1
    assert "And only the site could read the letter." in said(view)
    press(view, "Start again")
    assert "Came from" not in said(view)
    assert letter(view).isVisible()


def test_what_is_pressed_next_stays_on_a_small_screen(view: TorView, qtbot: QtBot) -> None:
    area = view.window()
    area.resize(760, 300)
    press(view, "Put it into three envelopes")
    for name in ("Middle relay", "Exit relay", "moles.example"):
        onward = button(view, f"Hand it on: {name}")
        qtbot.waitUntil(partial(in_sight, onward, area))
        press(view, onward.text())
    qtbot.waitUntil(partial(in_sight, button(view, "Who knows what?", 1), area))


def button(view: TorView, name: str, number: int = 0) -> QPushButton:
    found = [b for b in view.findChildren(QPushButton) if b.isVisible() and b.text() == name]
    return found[number]


def in_sight(widget: QWidget, area: QWidget) -> bool:
    return area.rect().contains(QRect(widget.mapTo(area, QPoint(0, 0)), widget.size()))


@pytest.mark.parametrize("text", ["", "👩‍👩‍👧", "\ud800", "שלום"])
def test_strange_letters_arrive(view: TorView, text: str) -> None:
    letter(view).setText(text)
    send(view, 4)
    assert said(view).count("I can read it") == 2


def test_no_heading_of_the_table_is_cut_off(view: TorView) -> None:
    choose(view, KNOWS)
    press(view, "Show it as a table")
    table = view.findChildren(Table)[0]
    for header in (table.horizontalHeader(), table.verticalHeader()):
        bold = header.font()
        bold.setBold(True)
        for section in range(header.count()):
            words = str(header.model().headerData(section, header.orientation()))
            shown = QSize(
                min(table.columnWidth(0), header.width()),
                min(table.rowHeight(0), header.height()),
            )
            room = QRect(0, 0, shown.width(), 999)
            taken = QFontMetrics(bold).boundingRect(room, Qt.TextFlag.TextWordWrap, words)
            assert taken.width() <= shown.width(), words
            assert taken.height() <= shown.height(), words


def test_the_letter_does_not_leave_by_a_copy(view: TorView) -> None:
    """What lies in the clipboard is there for whoever comes next."""
    QApplication.clipboard().setText("before")
    letter(view).setText(MARK)
    letter(view).selectAll()
    QTest.keyClick(letter(view), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"


def test_a_word_without_end_does_not_push_the_page_apart(view: TorView) -> None:
    letter(view).setText("W" * 120)
    send(view, 4)
    assert said(view).count("W") == 240
    assert view.minimumSizeHint().width() < 640


@pytest.mark.parametrize("on", [(), (Switch.TOR,), tuple(Switch)], ids=["none", "tor", "all"])
def test_picture_and_table_say_the_same(view: TorView, on: tuple[Switch, ...]) -> None:
    choose(view, KNOWS)
    turn(view, *on)
    switches = frozenset(on)
    table = view.findChildren(Table)[0]
    for tile, row in zip(view.findChildren(_Tile), range(table.rowCount()), strict=True):
        party = list(Party)[row]
        header = table.verticalHeaderItem(row)
        assert header is not None
        assert header.text() == tile.accessibleName() == sentences.party(party)
        assert tile.isVisible() == is_there(party, switches)
        pieces = []
        for column, what in enumerate(What):
            item = table.item(row, column)
            assert item is not None
            assert item.text() == sentences.answer(cell(party, what, switches).answer)
            pieces.append(f"{sentences.what(what)}: {item.text()}")
        assert tile.accessibleDescription() == "; ".join(pieces)
        assert (sentences.answer(Answer.ABSENT) in pieces[0]) != tile.isVisible()


def test_a_tile_explains_itself_and_is_brought_into_sight(view: TorView) -> None:
    choose(view, KNOWS)
    turn(view, Switch.TOR)
    pane(view, "Exit relay").click()
    assert "Why? Exit relay" in said(view)
    assert "It takes the last step" in said(view)
    turn(view, Switch.TOR, Switch.HTTPS)
    assert "HTTPS has locked it, and only the site has the key." in said(view)
    area = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QScrollArea))
    assert area.verticalScrollBar().value() > 0


def test_the_table_is_walked_through_with_arrow_keys(view: TorView) -> None:
    choose(view, KNOWS)
    press(view, "Show it as a table")
    table = view.findChildren(Table)[0]
    assert table.isVisible()
    table.setFocus()
    table.setCurrentCell(0, 0)
    assert "Why? Café Wi-Fi" in said(view)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert "Why? Library network" in said(view)
    assert not any(tile.isVisible() for tile in view.findChildren(_Tile))


def test_each_persona_answers_to_each_tool(view: TorView) -> None:
    choose(view, TOOL)
    pane(view, "A VPN").click()
    assert "Not that." in said(view)
    pane(view, "Tor Browser").click()
    assert "Right." in said(view)
    press(view, "Next person")
    assert "Person 2 of 2" in said(view)
    assert "Right." not in said(view)
    pane(view, "An ordinary browser with a blocker").click()
    press(view, "A hard question")
    assert "Can it be misused?" in said(view)


def test_the_talk_runs_by_the_clock(view: TorView, qtbot: QtBot) -> None:
    choose(view, TALK)
    talk = view.findChildren(TalkExercise)[0]
    assert "4:00 left" in said(view)
    press(view, "Start the clock")
    talk.tick()
    assert "3:59 left" in said(view)
    press(view, "Stop the clock")
    with qtbot.waitSignal(talk.done):
        for _second in range(4 * 60):
            talk.tick()
    assert "Time is up" in said(view)
    press(view, "Start the clock")
    assert "4:00 left" in said(view)


FOUND = {
    "browser": (
        Found((Path("/opt/tor-browser"),), (), (9150,)),
        ("Tor Browser is here", "/opt/tor-browser", "Tor seems to be running", "port 9150"),
    ),
    "program": (
        Found((), (Path("/usr/bin/tor"),), ()),
        ("Tor is half here", "Tor is not running now"),
    ),
    "nothing": (
        Found((), (), None),
        ("Tor Browser was not found", "The kit cannot tell"),
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_it_looks_for_tor_on_a_click_and_says_what_that_means(
    view: TorView, case: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, sentences_told = FOUND[case]
    asked: list[Path] = []

    def look(home: Path) -> Found:
        asked.append(home)
        return found

    monkeypatch.setattr(here, "look", look)
    choose(view, HERE)
    assert "not a search engine" in said(view)
    assert not asked
    press(view, "Look on this computer")
    qtbot.waitUntil(lambda: sentences_told[0] in said(view))
    assert len(asked) == 1
    assert all(each in said(view) for each in sentences_told)


def test_what_is_found_after_leaving_is_dropped(
    view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "look", lambda _home: Found((), (), ()))
    choose(view, HERE)
    press(view, "Look on this computer")
    view.forget()
    qtbot.waitUntil(lambda: not work.anything_running())
    choose(view, HERE)
    assert "was not found" not in said(view)
    press(view, "Look on this computer")
    qtbot.waitUntil(lambda: "was not found" in said(view))


def test_the_keyboard_stays_while_the_kit_looks(
    view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "look", lambda _home: Found((), (), ()))
    choose(view, HERE)
    look = next(b for b in view.findChildren(QPushButton) if b.text() == "Look on this computer")
    look.setFocus()
    QTest.keyClick(look, Qt.Key.Key_Space)
    assert view.window().focusWidget() is look
    qtbot.waitUntil(lambda: "was not found" in said(view))
    assert view.window().focusWidget() is look


def test_a_look_that_fails_can_be_tried_again(
    view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_home: Path) -> Found:
        raise OSError

    monkeypatch.setattr(here, "look", fail)
    choose(view, HERE)
    press(view, "Look on this computer")
    qtbot.waitUntil(lambda: "could not look" in said(view))
    monkeypatch.setattr(here, "look", lambda _home: Found((), (), ()))
    press(view, "Look on this computer")
    qtbot.waitUntil(lambda: "Tor is not running now" in said(view))


def do_everything(view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "look", lambda _home: Found((), (), ()))
    letter(view).setText(MARK)
    send(view, 4)
    choose(view, KNOWS)
    turn(view, Switch.TOR, Switch.LOGIN)
    press(view, "Show it as a table")
    choose(view, TOOL)
    pane(view, "Tor Browser").click()
    press(view, "Next person")
    pane(view, "Tor Browser").click()
    choose(view, TALK)
    press(view, "Start the clock")
    view.findChildren(TalkExercise)[0].tick()
    choose(view, HERE)
    press(view, "Look on this computer")
    qtbot.waitUntil(lambda: not work.anything_running())


def test_it_is_finished_once_all_five_are_done(
    view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished: list[bool] = []
    view.finished.connect(lambda: finished.append(True))
    do_everything(view, qtbot, monkeypatch)
    assert not finished
    choose(view, TALK)
    press(view, HERE)
    assert finished == [True]


def test_everything_survives_a_change_of_language(
    view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    do_everything(view, qtbot, monkeypatch)
    kept = view.state()
    other = TorView(WORDS, Options(), "en")
    qtbot.addWidget(other)
    other.restore(kept)
    assert other.state() == kept
    other.forget()


def test_nothing_is_left_after_forgetting(
    view: TorView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = view.state()
    do_everything(view, qtbot, monkeypatch)
    assert view.state() != new
    view.forget()
    sweep()
    assert view.state() == new
    texts = [label.text() + label.accessibleName() for label in view.findChildren(QLabel)]
    assert MARK not in "".join(texts)
    assert not letter(view).isUndoAvailable()


def test_a_state_from_elsewhere_does_no_harm(view: TorView) -> None:
    view.restore({"exercises": [{}, {}, {"number": 99}, {"left": -1}, {"found": "x"}]})
    view.restore({})
    choose(view, TOOL)
    assert "Person 1 of 2" in said(view)
    choose(view, TALK)
    assert "4:00 left" in said(view)
    choose(view, HERE)
    assert "Tor Browser was not found" not in said(view)
