"""Guess, visit, try the doors, meet a company, see two browsers: as a person clicks."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.view import live
from privacykit.activities.trackers.view.browser import Browser, start
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.twin import TwinExercise
from privacykit.activities.trackers.view.visit import VisitExercise
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.look.exercise import Exercise
from privacykit.tracking.model import Page, Request
from tests.ui.browsing import until
from tests.ui.pressing import button

CALL = Request(0.0, "shoe-shop.example", "ads.tracknet.example", third=True)


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    session = Session("en")
    yield session
    session.forget()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def shown(session: Session) -> Iterator[ExitStack]:
    """Delete what was shown, before the session ends."""
    with ExitStack() as stack:
        yield stack


def show(stack: ExitStack, exercise: Exercise) -> None:
    exercise.resize(1318, 900)
    exercise.show()

    def gone() -> None:
        exercise.close()
        exercise.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    stack.callback(gone)


@pytest.fixture
def visit(session: Session, shown: ExitStack) -> VisitExercise:
    exercise = VisitExercise(session, 3)
    exercise._still.setInterval(250)
    show(shown, exercise)
    return exercise


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def card(widget: QWidget, title: str) -> QPushButton:
    [found] = [
        b for b in widget.findChildren(QPushButton) if b.accessibleName() == title and b.isVisible()
    ]
    return found


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


def test_a_guess_is_asked_before_and_answered_after(visit: VisitExercise, session: Session) -> None:
    browser = visit.findChildren(Browser)[0]
    card(browser, "The Daily News").click()
    assert "How many companies will The Daily News call?" in texts(visit)
    assert session.pages == ()
    assert not browser.is_open
    button(browser, "2").click()
    until(lambda: session.guesses)
    [guess] = session.guesses
    assert (guess.site, guess.guessed) == ("daily-news.example", 2)
    assert guess.truth >= 3
    said = [text for text in texts(visit) if "You guessed 2." in text]
    assert said == [f"The Daily News called {guess.truth} companies. You guessed 2."]
    assert "1 of 3 visited" in texts(visit)
    web = visit.findChildren(WebOfCompaniesView)[0]
    assert len(web.web.nodes) == guess.truth + 1


def test_a_company_meets_the_person_and_another_door_makes_it_forget(
    visit: VisitExercise, session: Session
) -> None:
    done: list[bool] = []
    wanted: list[str] = []
    visit.done.connect(lambda: done.append(True))
    visit.desk_wanted.connect(wanted.append)
    for title in ("The Shoe Shop", "Weather Now", "Health Advice"):
        open_site(visit, session, title)
    assert done
    [met] = [text for text in texts(visit) if "has met you on" in text]
    assert met.endswith("3 of 3 sites")
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
    assert visit.results["bare"].known == 3
    assert visit.results["partitioned"].known == 1

    button(visit, "Blocked").click()
    until(lambda: "blocked" in visit.results)
    blocked = visit.results["blocked"]
    assert blocked.stopped > 0
    assert blocked.called < visit.results["bare"].called
    assert {"Off", "3 of 3 sites", "no site"} <= set(texts(visit))
    stopped = [o for p in session.pages for o in p.requests if o.outcome == "stopped"]
    assert all(one.rule for one in stopped)


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


def test_the_twin_makes_the_same_clicks_and_counts_less(session: Session, shown: ExitStack) -> None:
    twin = TwinExercise(session)
    show(shown, twin)
    left, right = twin.findChildren(Browser)
    card(left, "The Shoe Shop").click()
    until(lambda: right.address == left.address == "https://shoe-shop.example/")
    fewer = lambda: twin.right.found().called < twin.left.found().called  # noqa: E731
    until(lambda: fewer() and twin.right.found().stopped)
    assert not twin.left.found().stopped
    assert session.pages == (), "the visit is not counted here"
    button(twin, "Who was called").click()
    assert [web.isVisible() for web in twin.findChildren(WebOfCompaniesView)] == [True, True]
    button(twin, "Partitioned").click()
    assert right.door == "partitioned"
    assert not left.is_open
    assert twin.left.found().called == 0


def test_a_click_in_one_page_is_a_click_in_the_other(session: Session, shown: ExitStack) -> None:
    twin = TwinExercise(session)
    show(shown, twin)
    left, right = twin.findChildren(Browser)
    card(left, "The Daily News").click()
    until(lambda: right.address == left.address != "")
    for browser in (left, right):
        until(partial(_asks_for_consent, browser))
    _click_accept(left)
    until(lambda: not _asks_for_consent(right))


def _asks_for_consent(browser: Browser) -> bool:
    return "Accept" in _ask_page(browser, "document.body.innerText")


_WHERE = """(() => { const box = [...document.querySelectorAll("button, a, input")].find(
    one => one.innerText.includes("Accept")).getBoundingClientRect();
    return `${box.x + box.width / 2} ${box.y + box.height / 2}`; })()"""


def _ask_page(browser: Browser, script: str) -> str:
    got: list[str] = []
    assert browser.tab is not None
    browser.tab.page.runJavaScript(script, 0, got.append)
    until(lambda: got)
    return str(got[0])


def _click_accept(browser: Browser) -> None:
    """Click as a mouse does: what a script does is not taken for a person's click."""
    x, y = (float(text) for text in _ask_page(browser, _WHERE).split())
    assert browser.tab is not None
    target = browser.tab.view.focusProxy()
    assert target is not None
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


@pytest.mark.parametrize("door", ["partitioned", "no_third_cookies", "blocked"])
def test_each_protection_can_be_set_beside_none(
    session: Session, shown: ExitStack, door: Door
) -> None:
    twin = TwinExercise(session)
    show(shown, twin)
    names = {
        "partitioned": "Partitioned",
        "no_third_cookies": "No third-party cookies",
        "blocked": "Blocked",
    }
    button(twin, names[door]).click()
    assert [browser.door for browser in twin.findChildren(Browser)] == ["bare", door]


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
