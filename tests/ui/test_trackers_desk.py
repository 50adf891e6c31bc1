"""The tracker's desk and the auction, as a person meets them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.trackers.practice.desk import Partner, Sighting
from privacykit.activities.trackers.view.auction import AuctionExercise
from privacykit.activities.trackers.view.desk import DeskExercise
from privacykit.activities.trackers.view.session import Session
from privacykit.look import parts
from privacykit.tracking.model import Page, Request
from tests.ui.pressing import button, press
from tests.ui.tracked_screens import (
    NEWS,
    meet,
    practising,
    said,
    show,
    showing,
    visible_buttons,
    visited,
)


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    with practising(qapp) as made:
        yield made


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    with showing(qtbot) as made:
        yield made


@pytest.fixture
def desk(session: Session, shown: list[QWidget]) -> DeskExercise:
    made = DeskExercise(session)
    show(made, shown)
    return made


def test_before_any_visit_there_is_no_desk(desk: DeskExercise) -> None:
    assert "No company has met you yet" in said(desk)
    assert "Visitor" not in said(desk)


def test_the_desk_shows_what_the_companys_own_log_holds(
    desk: DeskExercise, session: Session, qtbot: QtBot
) -> None:
    uid, other = meet(session), meet(session, "adbazaar.example")
    session.web.ledger.sync(Partner("tracknet.example", uid), Partner("adbazaar.example", other))
    visited(session)
    qtbot.waitUntil(lambda: "Visitor" in said(desk), timeout=2000)
    button(desk, "TrackNet · 2 sites").click()
    assert f"Visitor {uid[:4]}" in said(desk)
    assert "swimming: you were on The Daily News" in said(desk)
    assert f"AdBazaar, who calls you {other[:4]}" in said(desk)
    assert "cents (made up)" in said(desk)


def test_kept_apart_you_are_several_visitors(
    desk: DeskExercise, session: Session, qtbot: QtBot
) -> None:
    first, second = meet(session), meet(session)
    visited(session)
    qtbot.waitUntil(lambda: "It takes you for 2 people" in said(desk), timeout=2000)
    button(desk, f"Visitor {second[:4]}").click()
    assert f"Visitor {second[:4]}" in said(desk)
    assert first != second


def test_a_company_that_knows_nobody_says_so(
    desk: DeskExercise, session: Session, qtbot: QtBot
) -> None:
    session.web.ledger.see("fontbox.example", "", Sighting(1.0, NEWS, "/", "file", "nothing"))
    visited(session)
    qtbot.waitUntil(lambda: "Nobody it knows" in said(desk), timeout=2000)
    assert "It was called 1 time" in said(desk)


def test_of_the_real_web_the_desk_is_a_guess_and_says_so(
    desk: DeskExercise, session: Session, qtbot: QtBot
) -> None:
    session.set_live(True)
    call = Request(1.0, "site.test", "count.test", third=True, outcome="tried", company="Count")
    session.open(Page(0.0, "site.test", "site.test"))
    session.add(call)
    qtbot.waitUntil(lambda: "This is a guess" in said(desk), timeout=2000)
    assert "site.test" in said(desk)


def test_a_desk_can_be_asked_for_by_domain_and_survives_a_change_of_theme(
    desk: DeskExercise, session: Session, shown: list[QWidget]
) -> None:
    meet(session)
    meet(session, "adbazaar.example")
    visited(session)
    desk.open("tracknet.example")
    assert "remembers who was where" in said(desk)
    again = DeskExercise(session)
    again.restore(desk.state())
    show(again, shown)
    assert "remembers who was where" in said(again)


@pytest.fixture
def auction(session: Session, shown: list[QWidget]) -> AuctionExercise:
    made = AuctionExercise(session)
    show(made, shown)
    return made


def test_the_auction_goes_on_only_when_pressed_and_ends_with_the_cure(
    auction: AuctionExercise,
) -> None:
    assert said(auction).count(" ms") == 1
    for _step in range(20):
        if any("Next step" in b for b in visible_buttons(auction)):
            press(auction, "Next step")
    assert said(auction).count(" ms") > 5
    assert "pays 0.47 cents for you" in said(auction)
    assert "there is no auction" in said(auction)
    assert "Next step" not in visible_buttons(auction)


def test_a_choice_is_made_with_the_arrows(auction: AuctionExercise) -> None:
    press(auction, "Somebody they know")
    QTest.keyClick(auction.focusWidget(), Qt.Key.Key_Right)
    press(auction, "Show all steps")
    assert "knows nothing about you" in said(auction)


def test_a_stranger_is_sold_for_less(auction: AuctionExercise) -> None:
    button(auction, "A stranger").click()
    press(auction, "Show all steps")
    assert "knows nothing about you" in said(auction)
    kept = auction.state()
    auction.forget()
    assert "knows nothing about you" not in said(auction)
    auction.restore(kept)
    assert "knows nothing about you" in said(auction)


def test_what_comes_up_is_announced(
    auction: AuctionExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: heard.append(text))
    press(auction, "Next step")
    assert "TrackNet: Looks up visitor 7f3a" in heard[0]
