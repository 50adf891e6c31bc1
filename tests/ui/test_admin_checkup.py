"""The check-up's page, as a person clicks and types: looking, going online, the letter, leaving."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from privacykit.errors import PrivacykitError
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from tests.ui import checkups, made
from tests.ui.checkups import FOUND, Made, Opened, named, press, seen, texts, wait


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from checkups.opened(qtbot, tmp_path)


def test_the_first_time_it_says_what_it_will_do(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(seen())
    page = opened(computer)
    assert "It changes nothing" in texts(page)
    assert not computer.addresses
    assert page.first() is not None
    press(page, "Start the check-up")
    wait(qtbot)
    assert "2 things to mend" in texts(page)
    assert computer.addresses == [()]


def test_what_was_found_last_time_is_there_at_once(opened: Opened) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    assert "2 things to mend" in texts(page)
    assert "1 good · 1 to answer · 1 could not be seen · 2 not needed here" in texts(page)
    assert "21 November 2026" in texts(page)
    assert not computer.addresses


def test_it_shows_how_far_it_is_and_stops_when_told(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(seen())
    computer.go_on.clear()
    page = opened(computer)
    press(page, "Start the check-up")
    qtbot.waitUntil(lambda: "Are print jobs kept?" in texts(page))
    bar = next(made.every(page, QProgressBar))
    assert (bar.value(), bar.maximum()) == (3, 7)
    press(page, "Stop")
    assert page.work is not None
    assert page.work.is_cancelled
    computer.go_on.set()
    wait(qtbot)
    assert "Start the check-up" in texts(page)


def test_what_goes_wrong_is_one_sentence(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(seen())
    computer.problem = PrivacykitError("There is no room on the disk.")
    page = opened(computer)
    press(page, "Start the check-up")
    wait(qtbot)
    assert "There is no room on the disk." in texts(page)
    computer.problem = None
    press(page, "Look again")
    wait(qtbot)
    assert "2 things to mend" in texts(page)


def test_a_damaged_result_does_not_stop_a_new_one(opened: Opened) -> None:
    class Damaged(Made):
        def latest(self) -> None:
            raise PrivacykitError("The last check-up cannot be read.")

    page = opened(Damaged())
    assert page.notices == [("warning", "The last check-up cannot be read.")]
    assert "Start the check-up" in texts(page)


def test_a_change_of_language_does_not_stop_the_work(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(seen())
    computer.go_on.clear()
    page = opened(computer)
    press(page, "Start the check-up")
    qtbot.waitUntil(lambda: "Are print jobs kept?" in texts(page))
    again = opened(computer)
    again.restore(page.state())
    page.blockSignals(True)
    assert "Are print jobs kept?" in texts(again)
    computer.go_on.set()
    wait(qtbot)
    assert "2 things to mend" in texts(again)


def test_the_letter_is_in_either_language_and_can_be_changed(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    press(page, "Letter to IT")
    field = named(page, "letter-text", QPlainTextEdit)
    assert field.toPlainText().startswith("Dear colleagues")
    named(page, "letter-sv").click()
    QApplication.processEvents()
    field = named(page, "letter-text", QPlainTextEdit)
    assert field.toPlainText().startswith("Hej kollegor")
    field.setPlainText("Hej Anna")
    press(page, "Copy the letter")
    assert QApplication.clipboard().text() == "Hej Anna"
    assert page.back()
    assert "2 things to mend" in texts(page)


def test_nothing_goes_online_until_addresses_are_typed(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(seen(), kept=seen())
    page = opened(computer)
    named(page, "checkup-web").click()
    QApplication.processEvents()
    assert "This goes online" in texts(page)
    go = next(b for b in made.every(page, QPushButton) if "Go online" in b.text())
    assert not go.isEnabled()
    field = named(page, "web-addresses", QPlainTextEdit)
    qtbot.keyClicks(field, " https://bibliotek.example.se ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert go.isEnabled()
    assert not computer.addresses
    go.click()
    wait(qtbot)
    assert computer.addresses == [("https://bibliotek.example.se",)]


def test_what_is_no_address_is_told_before_it_goes_online(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    named(page, "checkup-web").click()
    qtbot.keyClicks(named(page, "web-addresses", QPlainTextEdit), "our library")
    press(page, "Go online")
    assert "our library is not an address." in texts(page)
    assert not computer.addresses
    assert named(page, "web-addresses", QPlainTextEdit).toPlainText() == "our library"


def test_a_letter_that_was_changed_survives_a_change_of_theme(opened: Opened) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    press(page, "Letter to IT")
    named(page, "letter-text", QPlainTextEdit).setPlainText("Hej Anna")
    again = opened(computer)
    again.restore(page.state())
    assert named(again, "letter-text", QPlainTextEdit).toPlainText() == "Hej Anna"
    again.forget()
    again.to_letter()
    assert named(again, "letter-text", QPlainTextEdit).toPlainText().startswith("Dear")


def test_a_result_that_could_not_be_kept_is_shown_all_the_same(
    opened: Opened, qtbot: QtBot
) -> None:
    page = opened(Made(seen()._replace(problem="The disk is full.")))
    press(page, "Start the check-up")
    wait(qtbot)
    assert "2 things to mend" in texts(page)
    assert page.notices == [("warning", "The disk is full.")]


def test_not_now_and_the_addresses_are_forgotten(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    named(page, "checkup-web").click()
    qtbot.keyClicks(named(page, "web-addresses", QPlainTextEdit), "https://a.example")
    press(page, "Not now")
    assert not computer.addresses
    page.forget()
    named(page, "checkup-web").click()
    assert named(page, "web-addresses", QPlainTextEdit).toPlainText() == ""


def test_it_is_saved_where_a_person_wants_it(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "check.pdf"
    page = opened(Made(kept=seen()), ask_file=lambda _parent, _name: path)
    press(page, "Save as PDF")
    assert path.read_bytes().startswith(b"%PDF")
    assert page.notices == [("ok", "Saved as check.pdf.")]
    bad = opened(Made(kept=seen()), ask_file=lambda _parent, _name: tmp_path / "no" / "x.pdf")
    press(bad, "Save as PDF")
    assert bad.notices[0][0] == "warning"
    nowhere = opened(Made(kept=seen()))
    press(nowhere, "Save as PDF")
    assert nowhere.notices == []


def test_an_administrator_can_have_the_rest_looked_at(opened: Opened, qtbot: QtBot) -> None:
    page = opened(Made(seen(*FOUND[:2]), kept=seen()))
    named(page, "filter-hidden").click()
    QApplication.processEvents()
    assert "Only an administrator can see this." not in texts(page)
    press(page, "Look as administrator")
    wait(qtbot)
    assert "Not seen" not in texts(page)


def test_leaving_stops_the_work(opened: Opened, qtbot: QtBot) -> None:
    computer = Made(seen())
    computer.go_on.clear()
    page = opened(computer)
    press(page, "Start the check-up")
    page.forget()
    assert page.work is not None
    assert page.work.is_cancelled
    computer.go_on.set()
    wait(qtbot)


def test_it_works_in_the_window_from_the_row_of_staff_pages(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.go(Route("staff"))
    named(window, "staff-checkup").click()
    press(window, "Start the check-up")
    wait(qtbot)
    assert "to mend" in texts(window)
    press(window, "Answer")
    assert "Question 1 of" in texts(window)
    window.bar.chose.emit("en", "dark", 125)
    assert "Question 1 of" in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    wait(qtbot)
    assert "Letter to IT" in texts(window)
    assert window.route == Route("staff", "checkup")
