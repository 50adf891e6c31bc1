"""The check-up's page, as a person clicks and types: looking, reading, copying, going online."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from privacykit.audit.check import Evidence, Finding
from privacykit.errors import PrivacykitError
from privacykit.look import theme, work
from privacykit.ui import language
from privacykit.ui.admin.checkup import CheckUp
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from tests.ui import checkups, made
from tests.ui.checkups import BEFORE, FOUND, Made, after, audit, seen


class Heard(CheckUp):
    """Keeps what it tells the window."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.notices: list[tuple[str, str]] = []
        self.noticed.connect(lambda role, text: self.notices.append((role, text)))


Opened = Callable[..., Heard]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    pages: list[Heard] = []

    def open_page(computer: Made, **changes: Any) -> Heard:
        page = Heard(made.world(tmp_path, **changes), computer)
        page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        page.resize(1366, 700)
        theme.dress(page)
        pages.append(page)
        page.show()
        page.open()
        QApplication.processEvents()
        return page

    yield open_page
    qtbot.waitUntil(lambda: not work.anything_running())
    for page in pages:
        page.close()
        page.deleteLater()
    QApplication.clipboard().clear()
    language.use(Choices("en", "light", 100))


def texts(page: QWidget) -> str:
    labels = [label.text() for label in made.every(page, QLabel)]
    return " | ".join(labels + [button.text() for button in made.every(page, QPushButton)])


def press(page: QWidget, text: str) -> None:
    found = [b for b in made.every(page, QPushButton) if text in (b.text() or b.accessibleName())]
    found[0].click()
    QApplication.processEvents()


def named(page: QWidget, name: str, kind: type = QPushButton) -> Any:
    return next(one for one in made.every(page, kind) if one.objectName() == name)


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=10_000)
    QApplication.processEvents()


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


def test_a_finding_opens_in_place_and_closes(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    line = named(page, "finding-B9-PRINT")
    assert "PreserveJobFiles" not in texts(page)
    line.click()
    QApplication.processEvents()
    told = texts(page)
    for part in ("What it means for a patron", "How to mend it", "PreserveJobFiles = 86400"):
        assert part in told
    assert "ALA P2.2" in told
    assert "Details are shown" in line.accessibleDescription()
    line.click()
    assert "PreserveJobFiles" not in texts(page)
    assert "Press to show" in line.accessibleDescription()


def test_an_open_finding_stays_open_when_the_page_is_made_anew(opened: Opened) -> None:
    computer = Made(kept=seen())
    page = opened(computer)
    named(page, "finding-B9-PRINT").click()
    again = opened(computer)
    again.restore(page.state())
    assert "PreserveJobFiles = 86400" in texts(again)


def test_a_verdict_is_a_word_too(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    assert "To mend" in named(page, "finding-B9-PRINT").accessibleName()
    assert "Could be better" in texts(page)


def test_a_filter_shows_only_its_findings(opened: Opened) -> None:
    page = opened(Made(kept=seen()))

    def shown() -> set[str]:
        names = (b.objectName() for b in made.every(page, QPushButton))
        return {name.removeprefix("finding-") for name in names if name.startswith("finding-")}

    assert shown() == {"B9-PRINT", "B15-PRIV"}
    for name, expected in {
        "answer": {"A7-POS"},
        "hidden": {"A3-BOOT"},
        "all": {finding.id for finding in FOUND},
        "mend": {"B9-PRINT", "B15-PRIV"},
    }.items():
        named(page, f"filter-{name}").click()
        QApplication.processEvents()
        assert shown() == expected
        assert named(page, f"filter-{name}").isChecked()


def test_with_nothing_to_mend_everything_is_shown(opened: Opened) -> None:
    page = opened(Made(kept=seen(*FOUND[2:3])))
    assert "Nothing to mend" in texts(page)
    assert named(page, "finding-B12-TRACK")


def test_it_tells_what_is_different_from_last_time(opened: Opened) -> None:
    before = audit(*BEFORE, at="2026-08-01T10:00:00+00:00")
    page = opened(Made(kept=after(before, audit())))
    assert "Since 1 August 2026: 1 better, 1 worse." in texts(page)
    named(page, "filter-changed").click()
    QApplication.processEvents()
    assert "Worse than last time" in texts(page)
    assert "Better than last time" in texts(page)
    same = opened(Made(kept=after(before, before)))
    assert "Nothing has changed since 1 August 2026." in texts(same)


def test_the_worthwhile_comes_first(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    named(page, "filter-all").click()
    QApplication.processEvents()
    lines = [b.objectName() for b in made.every(page, QPushButton) if "finding-B" in b.objectName()]
    assert lines[0] == "finding-B9-PRINT"
    assert lines.index("finding-B15-PRIV") < lines.index("finding-B12-TRACK")


def test_one_sentence_for_it_is_copied(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    named(page, "finding-B9-PRINT").click()
    press(page, "Copy a sentence for IT")
    assert "PreserveJob" in QApplication.clipboard().text()
    assert page.notices[0][0] == "ok"


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


def test_an_older_finding_says_how_old_it_is(opened: Opened) -> None:
    old = Finding("B9-PRINT", "fail", (checkups.KEPT, Evidence("last looked at", "2026-08-01")))
    page = opened(Made(kept=seen(old)))
    assert "As it was on 1 August 2026" in texts(page)
    page.open_finding("B9-PRINT")
    assert "last looked at" not in texts(page)


def test_what_stood_in_the_way_and_what_waits_is_told_in_place(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    named(page, "filter-all").click()
    QApplication.processEvents()
    page.open_finding("A3-BOOT")
    assert "Only an administrator can see this." in texts(page)
    assert "How to mend it" not in texts(page)
    page.open_finding("A7-POS")
    next(b for b in made.every(page, QPushButton) if b.text() == "Answer").click()
    QApplication.processEvents()
    assert "Question 1 of 2" in texts(page)


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


def test_there_is_one_primary_button_on_each_screen(opened: Opened) -> None:
    page = opened(Made(kept=seen()))
    for name in ("start", "list", "letter", "web", "failed"):
        page._show(name)
        buttons = made.every(page, QPushButton)
        assert sum(b.property("role") == "primary" for b in buttons) == 1, name


@pytest.mark.parametrize("size", [(1366, 700), (640, 480)])
def test_nothing_stands_below_the_last_line(opened: Opened, size: tuple[int, int]) -> None:
    page = opened(Made(kept=seen()))
    page.resize(*size)
    named(page, "filter-all").click()
    QApplication.processEvents()
    area = next(a for a in made.every(page, QScrollArea))
    inside = area.widget()
    assert inside is not None
    last = named(page, "checkup-web")
    below = inside.height() - last.mapTo(inside, last.rect().bottomLeft()).y()
    assert 0 < below < 80


def test_every_line_is_reached_by_keyboard(opened: Opened, qtbot: QtBot) -> None:
    page = opened(Made(kept=seen()))
    line = named(page, "finding-B9-PRINT")
    assert line.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(line, Qt.Key.Key_Space)
    assert "PreserveJobFiles = 86400" in texts(page)


def test_the_engine_has_words_for_every_verdict(opened: Opened) -> None:
    verdicts = {finding.verdict for finding in FOUND}
    assert len(verdicts) == 6
    page = opened(Made(kept=seen(Finding("X0-NONE", "fail"))))
    assert "Nothing to mend" in texts(page)
    assert checkups.TODAY.year == 2026


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
