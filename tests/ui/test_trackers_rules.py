"""Why a call is stopped, and what slips through, as a person meets them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.trackers.engine.words import Words
from privacykit.activities.trackers.view.consent import ConsentLab
from privacykit.activities.trackers.view.missing import MissingExercise
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.why import WhyExercise
from privacykit.tracking.model import Request
from tests.ui.pressing import button
from tests.ui.tracked_screens import (
    NEWS,
    practising,
    said,
    show,
    showing,
    station_words,
    visible_buttons,
    visited,
)


@pytest.fixture
def words() -> Words:
    return station_words()


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    with practising(qapp) as made:
        yield made


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    with showing(qtbot) as made:
        yield made


@pytest.fixture
def why(session: Session, words: Words, shown: list[QWidget], qtbot: QtBot) -> WhyExercise:
    made = WhyExercise(session, words.sample)
    show(made, shown)
    qtbot.waitUntil(lambda: "EasyPrivacy of" in said(made), timeout=10_000)
    return made


def test_a_stopped_call_shows_its_rule_part_by_part(why: WhyExercise) -> None:
    assert "Stopped, by this rule" in said(why)
    assert "google-analytics.com" in said(why)
    button(why, "The page's own picture").click()
    assert "It goes through" in said(why)


def test_a_rule_of_ones_own_is_tried_and_explained(why: WhyExercise) -> None:
    field = why.findChildren(QLineEdit)[0]
    QTest.keyClicks(field, "||google-analytics.com^$third-party")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "Your rule stops it" in said(why)
    button(why, "A tiny picture").click()
    assert "Your rule lets it through" in said(why)


def test_a_mistake_in_a_rule_is_a_sentence_and_not_an_error(why: WhyExercise) -> None:
    field = why.findChildren(QLineEdit)[0]
    for wrong in ("/(a+)+$/", "||", "a b", "x$nonsense"):
        field.setText(wrong)
        button(why, "Try it").click()
        assert "This is not a rule yet" in said(why), wrong
    why.forget()
    assert field.text() == ""
    assert "not a rule yet" not in said(why)


def test_ones_own_stopped_calls_can_be_looked_up(
    session: Session, words: Words, shown: list[QWidget], qtbot: QtBot
) -> None:
    visited(session)
    met = Request(1.0, NEWS, "tag.tracknet.example", "/tag.js", kind="script", third=True)
    session.add(replace(met, rule="||tracknet.example^$third-party", company="TrackNet"))
    made = WhyExercise(session, words.sample)
    show(made, shown)
    qtbot.waitUntil(lambda: "EasyPrivacy of" in said(made), timeout=10_000)
    button(made, "TrackNet").click()
    assert "tracknet.example" in said(made)
    assert "Stopped, by this rule" in said(made)


@pytest.fixture
def missing(session: Session, words: Words, shown: list[QWidget]) -> MissingExercise:
    made = MissingExercise(session, words)
    show(made, shown)
    return made


def test_each_leak_has_a_reason_and_a_cure(missing: MissingExercise, words: Words) -> None:
    for leak in words.leak:
        button(missing, leak.name).click()
        assert leak.why in said(missing)
        assert leak.help in said(missing)


def test_what_arrives_after_the_page_was_opened_is_told_from_the_log(
    missing: MissingExercise, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(type(missing._browser), "open", lambda _self, url: opened.append(url))
    session.web.ledger.connected("earlybird.example")
    missing._open()
    assert opened == ["https://weather-now.example/"]
    assert missing._browser.door == "blocked"
    qtbot.waitUntil(lambda: "Nothing has arrived yet" in said(missing), timeout=3000)
    missing.hide()
    session.web.ledger.connected("earlybird.example")
    missing.show()  # as from another exercise
    qtbot.waitUntil(lambda: "1 opened" in said(missing), timeout=3000)
    missing.forget()
    assert "1 opened" not in said(missing)


def test_on_the_internet_there_are_no_practice_pages_to_open(
    missing: MissingExercise, session: Session
) -> None:
    session.set_live(True)
    assert "These pages are in the practice web" in said(missing)
    assert "Open the page, with everything blocked" not in visible_buttons(missing)
    assert "Consent banners" not in visible_buttons(missing)
    session.set_live(False)
    assert "These pages are in the practice web" not in said(missing)
    assert "Open the page, with everything blocked" in visible_buttons(missing)


def test_the_calls_of_each_answer_to_a_banner_are_counted(
    missing: MissingExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(missing._browser), "open", lambda _self, _url: None)
    button(missing, "Consent banners").click()
    lab = missing.findChild(ConsentLab)
    assert isinstance(lab, ConsentLab)
    before = Request(
        0.0, NEWS, "css.fontbox.example", third=True, outcome="sent", company="Fontbox"
    )
    button(missing, "Yes to everything").click()
    for call in (before, answer(), replace(before, company="TrackNet"), before):
        missing._browser.requested.emit(call)
    assert "Before the answer: 1 call (Fontbox)" in said(missing)
    assert "After it: 2 calls (TrackNet, Fontbox)" in said(missing)
    button(missing, "No, the hard way").click()
    assert "Yes to everything" in said(lab)
    missing._browser.requested.emit(before)
    missing.forget()
    button(missing, "Consent banners").click()
    assert "1 call" not in said(missing)


def answer() -> Request:
    return Request(0.0, NEWS, "cdn.agreeably.example", "/choice", third=True, outcome="sent")
