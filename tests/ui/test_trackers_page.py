"""The page of the tracker station: seven exercises made when they are shown."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.trackers.engine.words import Options, Words
from privacykit.activities.trackers.view.auction import AuctionExercise
from privacykit.activities.trackers.view.desk import DeskExercise
from privacykit.activities.trackers.view.own_har import OwnVisitExercise
from privacykit.activities.trackers.view.page import TrackersView
from privacykit.activities.trackers.view.why import WhyExercise
from privacykit.look import theme
from privacykit.look.exercise import Exercise
from tests.ui.pressing import button, press
from tests.ui.tracked_screens import (
    meet,
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
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    with showing(qtbot) as made:
        yield made


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
