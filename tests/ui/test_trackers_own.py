"""Recordings of one's own and those that come with the kit."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.trackers.view.own_har import OwnVisitExercise
from privacykit.activities.trackers.view.session import Session
from privacykit.look import parts, work
from tests.ui.pressing import button, press
from tests.ui.tracked_screens import (
    practising,
    said,
    show,
    showing,
)


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    with practising(qapp) as made:
        yield made


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    with showing(qtbot) as made:
        yield made


def har(host: str) -> bytes:
    request = {"method": "GET", "url": f"https://{host}/", "headers": [], "cookies": []}
    other = {**request, "url": "https://www.google-analytics.com/analytics.js?secret=hidden"}
    headers = [{"name": "sec-fetch-dest", "value": "document"}]
    answered = {"status": 200, "headers": [], "content": {"mimeType": "text/html"}, "cookies": []}
    begun = "2026-11-21T10:00:00.000Z"
    entries = [
        {
            "startedDateTime": begun,
            "request": {**request, "headers": headers},
            "response": answered,
        },
        {"startedDateTime": begun, "request": other, "response": answered},
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


@pytest.fixture
def own(session: Session, shown: list[QWidget]) -> OwnVisitExercise:
    made = OwnVisitExercise(session)
    show(made, shown)
    return made


def test_a_recording_of_ones_own_becomes_a_web_of_companies(
    own: OwnVisitExercise, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "visit.har"
    path.write_bytes(har("library.test"))
    with qtbot.waitSignal(own.done, timeout=10_000):
        own.open(path)
    assert "1 site, 1 company" in said(own)
    assert "hidden" not in repr(own.state())
    kept = own.state()
    own.forget()
    assert "1 company" not in said(own)
    own.restore(kept)
    assert "1 site, 1 company" in said(own)


def test_a_recorded_visit_of_the_practice_web_knows_its_companies(
    own: OwnVisitExercise, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(own.done, timeout=10_000):
        button(own, own._visits[0].title).click()
    assert "unknown" not in said(own)
    assert "Recorded on" in said(own)


def test_on_a_small_screen_the_page_goes_to_what_was_asked_for(
    session: Session, shown: list[QWidget], qtbot: QtBot
) -> None:
    own = OwnVisitExercise(session)
    page = parts.scrolled(own)
    show(page, shown)
    page.resize(1366, 590)
    with qtbot.waitSignal(own.done, timeout=10_000):
        button(own, own._visits[0].title).click()

    def is_in_sight() -> bool:
        foot = own._web.mapTo(page.viewport(), own._web.rect().bottomLeft()).y()
        return foot <= page.viewport().height()

    qtbot.waitUntil(is_in_sight, timeout=10_000)


@pytest.mark.parametrize("name", ["visit.har", "visit.toml", "missing.har"])
def test_a_file_that_is_no_recording_is_a_sentence(
    own: OwnVisitExercise, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    if not name.startswith("missing"):
        (tmp_path / name).write_text("no recording", encoding="utf-8")
    own.open(tmp_path / name)
    qtbot.waitUntil(lambda: "cannot be shown" in said(own), timeout=10_000)


def test_reading_can_be_stopped(own: OwnVisitExercise, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "visit.har"
    path.write_bytes(har("library.test"))
    own.open(path)
    button(own, "Stop").click()
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=10_000)
    assert "1 site" not in said(own)
    assert "cannot be shown" not in said(own)


def test_how_to_make_one_and_that_it_holds_secrets_is_told(own: OwnVisitExercise) -> None:
    assert "can hold passwords" in said(own)
    press(own, "How do I make one?")
    assert "Save All As HAR" in said(own)
    press(own, "Open a recording of yours …")
    assert own.findChildren(QFileDialog)
    own.forget()
    assert "Save All As HAR" not in said(own)
