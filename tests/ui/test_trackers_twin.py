"""Two browsers, one click: what a protection is worth, side by side."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.view.browser import Browser
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.twin import TwinExercise
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from tests.ui.browsing import until
from tests.ui.pressing import button
from tests.ui.visiting import a_session, card, show


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    with a_session() as made:
        yield made


@pytest.fixture
def shown(session: Session) -> Iterator[ExitStack]:
    """Delete what was shown, before the session ends."""
    with ExitStack() as stack:
        yield stack


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


def test_on_the_internet_partitioning_cannot_be_set(session: Session, shown: ExitStack) -> None:
    session.set_live(True)
    twin = TwinExercise(session)  # also where it is made anew for another theme
    show(shown, twin)
    assert not button(twin, "Partitioned").isEnabled()
    session.set_live(False)
    assert button(twin, "Partitioned").isEnabled()
