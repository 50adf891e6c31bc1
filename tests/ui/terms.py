"""The exercises about terms on a screen, and what a person does with them."""

from collections.abc import Iterator
from functools import cache

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit import activities, paths
from privacykit.activities.terms.engine.words import Clause, Options, Words
from privacykit.activities.terms.view.page import TermsView
from privacykit.activities.terms.view.paper import Paper
from privacykit.content import load
from privacykit.look import theme
from privacykit.look.pane import Pane
from tests.ui import pressing

JOIN, ANIMAL, BINGO, READ = "Join", "Which animal?", "Clause bingo", "Read it for me"
POLICY = (
    "This is the policy of the club and it is for all of you who come to us on any day. "
    "We collect your name and your address. We share them with our sponsors. "
    "You may close your account. We may change these terms."
)


@cache
def station_words() -> Words:
    found = load.load(paths.stations() / "terms", activities.kinds()).words["en"].activity
    assert isinstance(found, Words)
    return found


def shown(qtbot: QtBot, qapp: QApplication, look: str) -> Iterator[TermsView]:
    """Show the four exercises in a theme, and the usual one again after."""
    theme.apply(qapp, look, 100)
    made = TermsView(station_words(), Options(), "en")
    qtbot.addWidget(made)
    made.resize(720, 1600)
    made.show()
    made.activateWindow()
    yield made
    theme.apply(qapp, "light", 100)


def button(view: QWidget, name: str) -> QPushButton:
    """Return a button, once what was added is shown."""
    QApplication.processEvents()
    return pressing.button(view, name)


def press(view: QWidget, name: str) -> None:
    QApplication.processEvents()
    pressing.press(view, name)


def said(root: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(w.text() for w in root.findChildren(QLabel) if w.isVisible() and w.text())


def choices(view: QWidget) -> list[Pane]:
    """Return what is to choose from, once what was added is shown."""
    QApplication.processEvents()
    return [each for each in view.findChildren(Pane) if each.isVisible()]


def go(view: TermsView, name: str) -> None:
    tabs = [b for b in view.findChildren(QPushButton) if b.text() == name and b.isCheckable()]
    tabs[0].click()


def choose(view: QWidget, text: str) -> None:
    next(pane for pane in choices(view) if pane.accessibleName() == text).click()


def answer(view: TermsView, *places: int) -> None:
    for place in places:
        choices(view)[place].click()


def through_bingo(view: QWidget, clauses: tuple[Clause, ...], right: int) -> None:
    """Choose rightly as often as that, then wrongly."""
    for number, clause in enumerate(clauses):
        texts = [pane.accessibleName() for pane in choices(view)]
        wrong = next(text for text in texts if text != clause.plain)
        choose(view, clause.plain if number < right else wrong)
        button(view, "Next").click()


def paste(paper: Paper, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    paper.setFocus()
    QTest.keySequence(paper, QKeySequence.StandardKey.Paste)


def wait_for(qtbot: QtBot, view: TermsView, text: str) -> None:
    qtbot.waitUntil(lambda: text in said(view), timeout=5000)


def button_named(view: TermsView, name: str) -> QPushButton:
    """Return the button, not the tab, of this name."""
    found = [b for b in view.findChildren(QPushButton) if b.text() == name and not b.isCheckable()]
    return next(b for b in found if b.isVisible())
