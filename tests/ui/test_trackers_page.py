"""The exercises beside the practice browser, as a person meets them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privacykit import activities, paths
from privacykit.activities.trackers.engine.words import Options, Words
from privacykit.activities.trackers.practice.desk import Partner, Sighting
from privacykit.activities.trackers.view.auction import AuctionExercise
from privacykit.activities.trackers.view.consent import ConsentLab
from privacykit.activities.trackers.view.desk import DeskExercise
from privacykit.activities.trackers.view.missing import MissingExercise
from privacykit.activities.trackers.view.own_har import OwnVisitExercise
from privacykit.activities.trackers.view.page import TrackersView
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.why import WhyExercise
from privacykit.content import load
from privacykit.look import parts, theme, work
from privacykit.look.exercise import Exercise
from privacykit.tracking.model import Page, Request
from tests.ui.pressing import button, press

NEWS, SHOP = "daily-news.example", "shoe-shop.example"


@pytest.fixture(scope="module")
def words() -> Words:
    station = load.load(paths.stations() / "trackers", activities.kinds())
    found = station.words["en"].activity
    assert isinstance(found, Words)
    return found


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    theme.apply(qapp, "light", 100)
    made = Session("en")
    yield made
    made.forget()


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    """Widgets that a test has shown; work of theirs ends before they go."""
    made: list[QWidget] = []
    yield made
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=10_000)
    for widget in made:
        widget.close()


def show(widget: QWidget, shown: list[QWidget]) -> None:
    widget.resize(900, 1200)
    widget.show()
    widget.activateWindow()
    shown.append(widget)


def said(root: QWidget) -> str:
    return "\n".join(w.text() for w in root.findChildren(QLabel) if w.isVisible() and w.text())


def meet(session: Session, company: str = "tracknet.example", cookie: str = "") -> str:
    """Let a company note two pages, as its server does."""
    ledger = session.web.ledger
    uid, _new = ledger.uid(company, cookie)
    for at, (site, path) in enumerate(((NEWS, "/harbour-swimmers"), (SHOP, "/running"))):
        ledger.see(company, uid, Sighting(at + 1.0, site, path, "page", "cookie"))
    return uid


def visited(session: Session) -> None:
    session.open(Page(0.0, NEWS, NEWS))


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


def visible_buttons(root: QWidget) -> list[str]:
    from PySide6.QtWidgets import QPushButton

    return [b.text() for b in root.findChildren(QPushButton) if b.isVisible()]


def test_a_stranger_is_sold_for_less(auction: AuctionExercise) -> None:
    button(auction, "A stranger").click()
    press(auction, "Show all steps")
    assert "knows nothing about you" in said(auction)
    kept = auction.state()
    auction.forget()
    assert "knows nothing about you" not in said(auction)
    auction.restore(kept)
    assert "knows nothing about you" in said(auction)


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
    session.web.ledger.connected("earlybird.example")
    qtbot.waitUntil(lambda: "1 opened" in said(missing), timeout=3000)
    missing.forget()
    assert "1 opened" not in said(missing)


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


@pytest.fixture
def view(words: Words, shown: list[QWidget], qapp: QApplication) -> Iterator[TrackersView]:
    theme.apply(qapp, "light", 100)
    made = TrackersView(words, Options(), "en")
    show(made, shown)
    yield made
    made.forget()


def test_nothing_is_made_before_it_is_shown(view: TrackersView) -> None:
    assert [later.made is not None for later in view._later] == [True] + [False] * 6
    button(view, "Auction").click()
    assert isinstance(view._later[3].made, AuctionExercise)
    assert [later.made is None for later in view._later].count(True) == 5


def test_the_seven_tabs_are_reached_with_the_keyboard(view: TrackersView) -> None:
    tab = button(view, "Visit")
    tab.setFocus()
    QTest.keyClick(tab, Qt.Key.Key_Right)
    assert isinstance(shown_in(view), DeskExercise)


def shown_in(view: TrackersView) -> Exercise | None:
    return next(later.made for later in view._later if later.isVisible())


def test_the_card_of_the_visit_opens_the_desk_of_its_company(view: TrackersView) -> None:
    meet(view._session)
    visited(view._session)
    visit = view._later[0].made
    assert visit is not None
    visit.desk_wanted.emit("tracknet.example")  # type: ignore[attr-defined]
    assert isinstance(shown_in(view), DeskExercise)
    assert "remembers who was where" in said(view)


def test_each_exercise_leads_on_to_the_next(view: TrackersView) -> None:
    button(view, "Auction").click()
    press(view, "Show all steps")
    press(view, "Why was this stopped?")
    assert isinstance(shown_in(view), WhyExercise)


def test_the_practice_web_goes_on_after_a_change_of_theme_and_ends_when_forgotten(
    view: TrackersView, words: Words, shown: list[QWidget]
) -> None:
    web = view._session.practice()
    meet(view._session)
    visited(view._session)
    again = TrackersView(words, Options(), "en")
    again.restore(view.state())
    show(again, shown)
    assert again._session.practice() is web
    again.forget()
    assert not web.running
    assert again.state()["session"] is None


def test_another_language_begins_with_a_practice_web_of_its_own(
    view: TrackersView, words: Words, shown: list[QWidget]
) -> None:
    web = view._session.practice()
    visited(view._session)
    again = TrackersView(words, Options(), "sv")
    again.restore(view.state())
    show(again, shown)
    assert again._session is not view._session
    assert not web.running
    assert again._session.language == "sv"
    again.forget()


def test_what_comes_up_is_announced(
    auction: AuctionExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: heard.append(text))
    press(auction, "Next step")
    assert "TrackNet: Looks up visitor 7f3a" in heard[0]


def test_where_pages_cannot_be_shown_a_recorded_visit_takes_their_place(
    words: Words, shown: list[QWidget], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for module in ("view.browser", "view.missing"):
        monkeypatch.setattr(f"privacykit.activities.trackers.{module}.is_available", lambda: False)
    made = TrackersView(words, Options(), "en")
    show(made, shown)
    first = made._later[0].made
    assert isinstance(first, OwnVisitExercise)
    with qtbot.waitSignal(first.done, timeout=10_000):
        button(first, first._visits[0].title).click()
    button(made, "The tracker's desk").click()
    assert "This is a guess" in said(made)
    button(made, "What slips through").click()
    assert "cannot be shown on this computer" in said(made)
    assert "Open the page, with everything blocked" not in visible_buttons(made)
    made.forget()
    assert not made._session.pages


def test_the_page_is_made_without_browser_numbers_or_lists() -> None:
    """The station's cards and its first screens do not wait for them."""
    code = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from privacykit import activities, paths
from privacykit.content import load
found = load.load(paths.stations() / "trackers", activities.kinds())
words = found.words["en"].activity
view = activities.create("trackers", words, found.options, "en")
heavy = {"numpy", "PySide6.QtWebEngineCore", "privacykit.tracking.filters", "cryptography"}
print(sorted(heavy & set(sys.modules)))
"""
    asked = [sys.executable, "-c", code]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "[]", done.stderr
