"""Guess, visit, try the doors, meet a company, see two browsers: as a person clicks."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox

from privacykit.activities.trackers.engine.doors import DOORS
from privacykit.activities.trackers.view import live
from privacykit.activities.trackers.view.ask import Ask
from privacykit.activities.trackers.view.browser import Browser, start
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.visit import VisitExercise
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.look import parts
from privacykit.tracking.model import Page, Request
from tests.ui.browsing import until
from tests.ui.pressing import button, press
from tests.ui.visiting import a_session, card, show, texts

CALL = Request(0.0, "shoe-shop.example", "ads.tracknet.example", third=True)


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    with a_session() as made:
        yield made


@pytest.fixture
def shown(session: Session) -> Iterator[ExitStack]:
    """Delete what was shown, before the session ends."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def visit(session: Session, shown: ExitStack) -> VisitExercise:
    exercise = VisitExercise(session, 3)
    exercise._still.setInterval(250)
    show(shown, exercise)
    return exercise


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what a screen reader has been told."""
    told: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: told.append(text))
    return told


def switch_of(visit: VisitExercise) -> QCheckBox:
    [switch] = visit.findChildren(live.LiveSwitch)
    return switch.findChildren(QCheckBox)[0]


def open_site(visit: VisitExercise, session: Session, title: str, guess: str = "") -> None:
    """Choose a site from the list, guess, and wait until it has been counted."""
    before = len(session.pages)
    browser = visit.findChildren(Browser)[0]
    browser.show_start()
    card(browser, title).click()
    button(browser, guess or "Open it without a guess").click()
    counted: list[bool] = []
    visit.settled.connect(lambda: counted.append(True))
    until(lambda: counted and len(session.pages) > before)


def test_a_guess_is_asked_before_and_answered_after(
    visit: VisitExercise, session: Session, heard: list[str]
) -> None:
    browser = visit.findChildren(Browser)[0]
    card(browser, "The Daily News").click()
    question = "How many companies will The Daily News call?"
    assert question in texts(visit)
    assert [ask.accessibleName() for ask in browser.findChildren(Ask)] == [question]
    assert session.pages == ()
    assert not browser.is_open
    press(browser, "2")
    until(lambda: session.guesses)
    assert browser.tab is not None
    assert browser.tab.view.isAncestorOf(visit.focusWidget()), "one goes on in the page"
    [guess] = session.guesses
    assert (guess.site, guess.guessed) == ("daily-news.example", 2)
    assert guess.truth >= 3
    said = [text for text in texts(visit) if "You guessed 2." in text]
    assert said == [f"The Daily News called {guess.truth} companies. You guessed 2."]
    assert set(said) <= set(heard)
    assert "1 of 3 visited" in texts(visit)
    web = visit.findChildren(WebOfCompaniesView)[0]
    assert len(web.web.nodes) == guess.truth + 1


def test_a_company_meets_the_person_and_another_door_makes_it_forget(
    visit: VisitExercise, session: Session, heard: list[str]
) -> None:
    done: list[bool] = []
    wanted: list[str] = []
    visit.done.connect(lambda: done.append(True))
    visit.desk_wanted.connect(wanted.append)
    at_once: list[str] = []
    visit.findChildren(Browser)[0].page_opened.connect(lambda _page: at_once.extend(texts(visit)))
    for title in ("The Shoe Shop", "Weather Now", "Health Advice"):
        open_site(visit, session, title)
    assert done
    [met] = [text for text in texts(visit) if "has met you on" in text]
    assert met.endswith("3 of 3 sites")
    assert not [text for text in at_once if "knew you" in text], "not before it has called"
    button(visit, "Open its desk").click()
    best = session.web.ledger.stored(wanted[0]).best
    assert best is not None
    assert len(best.sites) == 3

    button(visit, "Partitioned").click()
    until(lambda: "partitioned" in visit.results)
    assert [page.host for page in session.pages] == [
        "shoe-shop.example",
        "weather-now.example",
        "health-advice.example",
    ]
    assert "Nobody knew you again from one site to the next" in texts(visit)
    assert "Nobody knew you again from one site to the next" in heard
    assert [visit.results[door].known for door in ("bare", "partitioned")] == [3, 1]

    button(visit, "Blocked").click()
    until(lambda: "blocked" in visit.results)
    blocked = visit.results["blocked"]
    assert blocked.stopped > 0
    assert blocked.called < visit.results["bare"].called
    assert {"Off", "3 of 3 sites", "no site"} <= set(texts(visit))
    assert reached(visit) in texts(visit)
    stopped = [o for p in session.pages for o in p.requests if o.outcome == "stopped"]
    assert all(one.rule for one in stopped)


def reached(visit: VisitExercise) -> str:
    bare, apart, blocked = (visit.results[door].called for door in DOORS if door in visit.results)
    return f"Companies reached: Off {bare} · Partitioned {apart} · Blocked {blocked}"


def test_a_page_is_counted_when_it_has_stopped_calling(
    visit: VisitExercise, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [10.0]
    monkeypatch.setattr(session, "now", lambda: now[0])
    visit._still.setInterval(60_000)
    browser = visit.findChildren(Browser)[0]
    browser.requested.emit(CALL)
    assert not visit._still.isActive(), "it has not loaded"
    browser.loaded.emit(True)
    begun: list[float] = []
    monkeypatch.setattr(visit._still, "start", lambda: begun.append(now[0]))
    for now[0] in (11.0, 13.9, 14.1):
        browser.requested.emit(CALL)
    assert begun == [11.0, 13.9], "who calls for ever is counted all the same"


def test_nothing_is_counted_while_the_next_page_loads(
    visit: VisitExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[bool] = []
    visit.settled.connect(lambda: settled.append(True))
    monkeypatch.setattr(Browser, "is_loading", True)
    visit._still.timeout.emit()
    assert not settled
    monkeypatch.setattr(Browser, "is_loading", False)
    visit._still.timeout.emit()
    assert settled


def test_forgetting_leaves_nothing(visit: VisitExercise, session: Session) -> None:
    open_site(visit, session, "The Shoe Shop", "3")
    web = session.web
    visit.forget()
    session.forget()
    assert (session.pages, session.guesses, visit.results) == ((), [], {})
    assert not web.running
    assert not visit.findChildren(Browser)[0].is_open
    assert "0 of 3 visited" in texts(visit)
    assert not [text for text in texts(visit) if "guessed" in text or "has met you" in text]


def test_what_was_seen_survives_a_change_of_language(
    visit: VisitExercise, session: Session, shown: ExitStack
) -> None:
    open_site(visit, session, "The Shoe Shop", "3")
    button(visit, "Blocked").click()
    until(lambda: "blocked" in visit.results)
    kept = visit.state()
    same = VisitExercise(session, 3)
    show(shown, same)
    same.restore(kept)
    assert button(same, "Blocked").isChecked()
    until(lambda: "Companies reached" in texts(same))
    other = Session("sv")
    again = VisitExercise(other, 3)
    show(shown, again)
    again.restore(kept)
    assert other.pages == session.pages
    assert other.guesses == session.guesses
    assert again.findChildren(WebOfCompaniesView)[0].web.nodes
    button(again, "Partitioned").click()
    assert again._again == [], "its pages are not those of this language's web"
    other.forget()


def test_root_is_refused_the_internet_in_words(
    session: Session, shown: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "is_root", lambda: True)
    monkeypatch.setattr(start, "is_root", lambda: True)
    visit = VisitExercise(session)
    show(shown, visit)
    assert not switch_of(visit).isEnabled()
    assert [text for text in texts(visit) if "as administrator" in text]
    session.set_live(True)
    browser = visit.findChildren(Browser)[0]
    browser.open("https://www.example.org/")
    assert not browser.is_open
    assert "Not as administrator" in texts(browser)


def test_the_switch_warns_and_begins_anew(
    session: Session, shown: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "is_root", lambda: False)
    session.open(Page(0.0, "daily-news.example", "daily-news.example"))
    visit = VisitExercise(session)
    show(shown, visit)
    switch = switch_of(visit)
    assert not switch.isChecked(), "off by default"
    assert "Real sites, real trackers" not in texts(visit)
    button(visit, "Partitioned").click()
    switch.click()
    assert session.visit().source == "live"
    assert button(visit, "Off").isChecked(), "partitioning takes the practice web"
    assert session.pages == (), "made-up pages are no part of a real visit"
    again = VisitExercise(session)  # as after a change of theme
    show(shown, again)
    assert switch_of(again).isChecked()
    for shows in (visit, again):
        assert "Real sites, real trackers" in texts(shows)
        assert not button(shows, "Partitioned").isEnabled()
    visit.forget()
    session.forget()
    assert session.visit().source == "practice"
    assert not switch.isChecked()


def test_without_the_switch_there_is_no_internet(session: Session, shown: ExitStack) -> None:
    visit = VisitExercise(session, live=False)
    show(shown, visit)
    assert visit.findChildren(live.LiveSwitch) == []
