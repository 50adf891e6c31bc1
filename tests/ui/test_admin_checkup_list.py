"""The check-up's list: findings that open in place, filters, and what is different from before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from privacykit.audit.check import Evidence, Finding
from tests.ui import checkups, made
from tests.ui.checkups import BEFORE, FOUND, Made, Opened, after, audit, named, press, seen, texts


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from checkups.opened(qtbot, tmp_path)


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
