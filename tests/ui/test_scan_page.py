"""Our pages, as staff meet it: type an address or open a HAR, read what was found, save it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.audit import visiting
from privacykit.errors import CancelledError, VisitError, WebError
from privacykit.look import work
from privacykit.staff import keeping
from privacykit.tracking import har, scan
from privacykit.tracking.model import Visit
from privacykit.tracking.scan import Scan
from privacykit.ui import paper, scan_paper
from privacykit.ui.admin import access
from privacykit.ui.admin.our_pages import OfThePages, OurPages
from privacykit.ui.admin.scan_table import Table
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from privacykit.wipe.progress import never, silent
from tests.ui import checkups, made
from tests.ui.pressing import button, press
from tests.unit.haring import CHROMIUM

Opened = Callable[..., OurPages]


def as_it_is(visit: Visit) -> Visit:
    return visit


def nobody(_host: str) -> None:
    return None


FOUND = scan.report(har.read(CHROMIUM), as_it_is, nobody)


class Scanner:
    """Stands for the internet and for files."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.problem: Exception | None = None
        self.go_on = threading.Event()
        self.go_on.set()

    def refused(self, address: str) -> str:
        return f"{address} is no address." if " " in address else ""

    def online(self, address: str, *, progress: Any, cancelled: Callable[[], bool]) -> Scan:
        return self._found(address, progress, cancelled)

    def recording(self, path: Path, *, progress: Any, cancelled: Callable[[], bool]) -> Scan:
        return self._found(path, progress, cancelled)

    def _found(self, asked: object, progress: Any, cancelled: Callable[[], bool]) -> Scan:
        self.asked.append(asked)
        progress("Opening the page", 0, 0)
        assert self.go_on.wait(10)
        if cancelled():
            raise CancelledError
        if self.problem:
            raise self.problem
        return FOUND


@pytest.fixture
def scanner() -> Scanner:
    return Scanner()


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, scanner: Scanner) -> Opened:
    def go(**changes: Any) -> OurPages:
        page = OurPages(made.world(tmp_path, **changes), scanner)
        cast("Any", page).notices = []
        page.noticed.connect(lambda role, text: cast("Any", page).notices.append((role, text)))
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show()
        page.activateWindow()
        page.open()
        QApplication.processEvents()
        return page

    return go


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work.anything_running())
    QApplication.processEvents()


def texts(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def field(page: QWidget) -> QLineEdit:
    return next(one for one in page.findChildren(QLineEdit, "page-address") if one.isVisible())


def tables(page: QWidget) -> list[Table]:
    return [one for one in page.findChildren(Table) if one.isVisible()]


def test_nothing_goes_online_before_it_is_asked_to(
    opened: Opened, scanner: Scanner, qtbot: QtBot
) -> None:
    page = opened()
    assert "This goes online" in texts(page)
    assert field(page).hasFocus()
    assert not button(page, "Go online and look").isEnabled()
    qtbot.keyClick(field(page), Qt.Key.Key_Return)
    qtbot.keyClicks(field(page), " library.example ")
    assert not scanner.asked
    press(page, "Go online and look")
    wait(qtbot)
    assert scanner.asked == ["library.example"]


def test_enter_goes_too_and_what_was_found_is_told(opened: Opened, qtbot: QtBot) -> None:
    page = opened()
    qtbot.keyClicks(field(page), "library.example")
    qtbot.keyClick(field(page), Qt.Key.Key_Return)
    wait(qtbot)
    told = texts(page)
    assert "catalogue.library.example/search" in told
    assert "What somebody searched for was told to: tracknet.example" in told
    assert "Referrer-Policy: same-origin" in told
    called, cookies = tables(page)
    first = called.model().index(0, 1)
    assert first.data() == "tracknet.example"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Address: tracknet.example"
    assert called.accessibleName() == "Who was called"
    assert cookies.model().rowCount() == 5
    called.setFocus()
    qtbot.keyClick(called, Qt.Key.Key_Tab)
    assert cookies.hasFocus()


def test_what_is_no_address_is_told_before_it_goes_online(
    opened: Opened, scanner: Scanner, qtbot: QtBot
) -> None:
    page = opened()
    qtbot.keyClicks(field(page), "our library")
    press(page, "Go online and look")
    assert "our library is no address." in texts(page)
    assert field(page).text() == "our library"
    assert not scanner.asked


def test_a_har_is_opened(opened: Opened, scanner: Scanner, qtbot: QtBot) -> None:
    chosen: list[Path | None] = [None, CHROMIUM]
    page = opened(find_file=lambda _parent, name: chosen.pop(0) if name.endswith(".har") else None)
    press(page, "Open a HAR")
    assert not scanner.asked, "the person thought better of it"
    press(page, "Open a HAR")
    wait(qtbot)
    assert scanner.asked == [CHROMIUM]
    assert tables(page)


@pytest.mark.parametrize("problem", [WebError("No network."), VisitError("No HAR.")])
def test_what_goes_wrong_is_one_sentence_and_one_can_try_again(
    opened: Opened, scanner: Scanner, qtbot: QtBot, problem: Exception
) -> None:
    scanner.problem = problem
    page = opened()
    qtbot.keyClicks(field(page), "library.example")
    press(page, "Go online and look")
    wait(qtbot)
    assert str(problem) in texts(page)
    assert field(page).text() == "library.example"
    scanner.problem = None
    press(page, "Go online and look")
    wait(qtbot)
    press(page, "Look at another page")
    assert str(problem) not in texts(page)


def test_it_can_be_stopped(opened: Opened, scanner: Scanner, qtbot: QtBot) -> None:
    scanner.go_on.clear()
    page = opened()
    qtbot.keyClicks(field(page), "library.example")
    press(page, "Go online and look")
    qtbot.waitUntil(lambda: "Opening the page" in texts(page))
    assert not page.back()
    button(page, "Stop").click()
    scanner.go_on.set()
    wait(qtbot)
    assert field(page).text() == "library.example"
    assert not tables(page)


def test_it_is_saved_where_a_person_wants_it(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    places: list[Path | None] = [None, tmp_path / "scan.pdf", tmp_path / "none" / "scan.pdf"]
    page = opened(ask_file=lambda _parent, _name: places.pop(0))
    page.succeeded(FOUND)
    for _time in range(3):
        press(page, "Save as PDF")
    assert (tmp_path / "scan.pdf").read_bytes().startswith(b"%PDF")
    first, second = cast("Any", page).notices
    assert first == ("ok", "Saved as scan.pdf.")
    assert second[0] == "warning"
    assert "could not be saved" in second[1]


def test_back_and_forgetting(opened: Opened, scanner: Scanner, qtbot: QtBot) -> None:
    page = opened()
    page.save()
    qtbot.keyClicks(field(page), "library.example")
    page.succeeded(FOUND)
    assert page.back()
    assert not page.back()
    assert field(page).text() == "library.example"
    page.forget()
    page.open()
    assert field(page).text() == ""


def test_it_survives_a_change_of_theme(opened: Opened, scanner: Scanner, qtbot: QtBot) -> None:
    page = opened()
    page.succeeded(FOUND)
    again = opened()
    again.restore(page.state())
    assert tables(again)
    scanner.go_on.clear()
    again.to_start()
    qtbot.keyClicks(field(again), "library.example")
    press(again, "Go online and look")
    third = opened()
    third.restore(again.state())
    third.forget()
    scanner.go_on.set()
    wait(qtbot)
    assert not tables(third)


def test_the_real_one_reads_and_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    source = OfThePages()
    assert source.refused("library.example") == ""
    assert "not the address" in source.refused("ftp://x")
    found = source.recording(CHROMIUM, progress=silent, cancelled=never)
    assert found.verdict == "followed"
    monkeypatch.setattr(visiting, "of_address", lambda *_asked: har.read(CHROMIUM))
    assert (
        source.online("library.example", progress=silent, cancelled=never).parties == found.parties
    )


def test_it_is_one_of_the_pages_for_staff(
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(keeping, "keyrings", list)
    window = open_window(Choices("en", "light", 200), admin=access.made_up(tmp_path / "made"))
    window.go(Route("staff", "pages"))
    page = cast("Any", window.page).page
    assert isinstance(page, OurPages)
    assert window.findChild(QPushButton, "staff-pages") is not None


def test_the_check_up_runs_scripts_only_if_that_is_ticked(qtbot: QtBot, tmp_path: Path) -> None:
    from privacykit.ui.admin.checkup import CheckUp

    computer = checkups.Made(*[checkups.seen()] * 3, kept=checkups.seen())
    page = CheckUp(made.world(tmp_path), computer)
    qtbot.addWidget(page)
    page.show()
    page.open()
    for _time in range(2):
        page.to_web()
        box = next(one for one in page.findChildren(QCheckBox, "web-scripts") if one.isVisible())
        page._go_online(("https://library.example",))
        wait(qtbot)
        page.to_web()
        box = next(one for one in page.findChildren(QCheckBox, "web-scripts") if one.isVisible())
        box.click()
    page.begin()
    wait(qtbot)
    assert computer.scripts == [False, True, False], "never where no page is named"


# On paper


def text(found: Scan) -> str:
    laid = paper.laid(scan_paper.pieces(found), QSizeF(487, 710))
    return "\n".join(piece.text.toPlainText() for page in laid for piece in page)


def test_the_paper_says_the_same(qapp: QApplication) -> None:
    told = text(FOUND)
    for part in ("What our pages call", "2026-11-20", "tracknet.example", "_ga", "400 days"):
        assert part in told
    assert "Calls nobody else." in told


def test_words_from_elsewhere_are_only_words(qapp: QApplication) -> None:
    assert "<b>&amp;" in text(replace(FOUND, title="<b>&amp;"))


def test_no_page_of_paper_is_overfull(qapp: QApplication) -> None:
    party = FOUND.parties[0]
    many = tuple(replace(party, site=f"n{number}.example") for number in range(150))
    page = replace(FOUND.pages[0], parties=many)
    size = QSizeF(487, 710)
    laid = paper.laid(scan_paper.pieces(replace(FOUND, pages=(page,))), size)
    assert len(laid) > 3
    for one in laid:
        assert one[-1].top + one[-1].text.size().height() <= size.height()
