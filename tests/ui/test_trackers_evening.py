"""An evening at the tracker station, in the whole window and with real pages.

Guess, visit five sites, look at the desk, switch protection on; then what slips through all the
same, from the companies' own logs.
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from privacykit import activities, paths
from privacykit.activities.trackers.view.browser import Browser
from privacykit.activities.trackers.view.graph import ConnectionGraph
from privacykit.activities.trackers.view.missing import MissingExercise
from privacykit.activities.trackers.view.page import TrackersView
from privacykit.activities.trackers.view.segments import Segments
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.visit import VisitExercise
from privacykit.content import load
from privacykit.content.shelf import Shelf
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from tests.ui.browsing import until
from tests.ui.pressing import button


@pytest.fixture
def page(open_window: Callable[..., MainWindow]) -> Iterator[StationPage]:
    found = load.load(paths.stations() / "trackers", activities.kinds())
    window = open_window(shelf=lambda: Shelf((found,), ()))
    window.resize(1366, 768)
    window.go(Route("station", "trackers"))
    made = window.page
    assert isinstance(made, StationPage)
    made.go_to(1)
    yield made
    made.forget()


def said(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def browser(page: StationPage) -> Browser:
    [found] = [one for one in page.step.findChildren(Browser) if one.isVisible()]
    return found


def visit_site(page: StationPage, number: int) -> None:
    """Choose a site from the list, guess three, and wait until it has been counted."""
    visit = page.step.findChildren(VisitExercise)[0]
    settled: list[bool] = []
    visit.settled.connect(lambda: settled.append(True))
    browser(page).show_start()
    cards = [b for b in browser(page).findChildren(QPushButton) if b.isVisible()]
    titles = [card.accessibleName() for card in cards]
    wanted = session(page).web.sites[number].title
    cards[titles.index(wanted)].click()
    button(page, "3").click()
    until(lambda: bool(settled))


def session(page: StationPage) -> Session:
    return page.step.findChildren(TrackersView)[0]._session


def test_guess_visit_desk_and_protection(page: StationPage) -> None:
    page.step.findChildren(VisitExercise)[0]._still.setInterval(300)
    for number in range(5):
        visit_site(page, number)
    assert "5 of 5 visited" in said(page)
    assert len(session(page).guesses) == 5
    for wanted in (Segments, ConnectionGraph):
        assert is_in_sight(page, wanted), "a small screen shows the doors and the graph"
    button(page, "Open its desk").click()
    assert "The tracker's desk" in said(page)
    assert "Visitor " in said(page)
    assert "Health Advice" in said(page)
    assert session(page).web.ledger.stored("adbazaar.example").profiles
    button(page, "Visit").click()
    button(page, "Blocked").click()
    until(lambda: len(session(page).pages) == 5 and not browser_is_going(page))
    assert session(page).web.ledger.stored("adbazaar.example").profiles == ()
    button(page, "The tracker's desk").click()
    assert "AdBazaar" not in said(page)


def is_in_sight(page: StationPage, kind: type[QWidget]) -> bool:
    """Tell whether all of a widget is seen without scrolling."""
    [widget] = [one for one in page.step.findChildren(kind) if one.isVisible()]
    [area] = [one for one in page.step.findChildren(QScrollArea) if one.isAncestorOf(widget)]
    seen = area.viewport()
    foot = widget.mapTo(seen, widget.rect().bottomLeft()).y()
    return widget.mapTo(seen, QPoint(0, 0)).y() >= 0 and foot < seen.height()


def browser_is_going(page: StationPage) -> bool:
    visit = page.step.findChildren(VisitExercise)[0]
    return bool(visit._again) or visit._still.isActive()


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, " opened"), (1, "under the site's own name"), (2, "shoe"), (3, "how your browser draws")],
)
def test_what_slips_through_is_in_the_log_with_everything_blocked(
    page: StationPage, number: int, told: str
) -> None:
    button(page, "What slips through").click()
    exercise = page.step.findChildren(MissingExercise)[0]
    exercise._choose(number)
    button(page, "Open the page, with everything blocked").click()
    until(lambda: told.casefold() in log_of(exercise))


def log_of(exercise: MissingExercise) -> str:
    text = said(exercise)
    return text.partition("From the log of")[2].partition("What helps")[0].casefold()


def test_a_yes_calls_more_than_a_no(page: StationPage) -> None:
    button(page, "What slips through").click()
    button(page, "Consent banners").click()
    called = [answer(page, name, ways) for name, ways in ANSWERS]
    yes, hard_no, fair_no = called
    assert yes > hard_no >= 0
    assert fair_no == 0


ANSWERS = (
    ("Yes to everything", ("accept",)),
    ("No, the hard way", ("settings", "object", "reject")),
    ("No, on a fair banner", ("no",)),
)


def answer(page: StationPage, name: str, ways: tuple[str, ...]) -> int:
    """Answer a banner in its page; return how many calls came after it."""
    lab = page.step.findChildren(MissingExercise)[0]._lab
    button(page, name).click()
    loaded: list[bool] = []
    browser(page).loaded.connect(loaded.append)
    until(lambda: bool(loaded))
    tab = browser(page).tab
    assert tab is not None
    for way in ways:
        tab.page.runJavaScript(f"document.querySelector('[data-choice={way}]').click()")
    choice = lab._now.choice
    until(lambda: lab._counts[choice].answered)
    count, rounds = -1, 0
    while count != len(lab._counts[choice].after) and rounds < 20:
        count, rounds = len(lab._counts[choice].after), rounds + 1
        settle()
    return count


def settle() -> None:
    """Let calls that a page has begun come in."""
    loop = QEventLoop()
    QTimer.singleShot(300, loop.quit)
    loop.exec()
