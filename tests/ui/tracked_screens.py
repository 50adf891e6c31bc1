"""What the tests of the exercises beside the practice browser share."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit import activities, paths
from privacykit.activities.trackers.engine.words import Words
from privacykit.activities.trackers.practice.desk import Sighting
from privacykit.activities.trackers.view.session import Session
from privacykit.content import load
from privacykit.look import theme, work
from privacykit.tracking.model import Page

NEWS, SHOP = "daily-news.example", "shoe-shop.example"


@cache
def station_words() -> Words:
    station = load.load(paths.stations() / "trackers", activities.kinds())
    found = station.words["en"].activity
    assert isinstance(found, Words)
    return found


@contextmanager
def practising(app: QApplication) -> Iterator[Session]:
    theme.apply(app, "light", 100)
    made = Session("en")
    yield made
    made.forget()


@contextmanager
def showing(qtbot: QtBot) -> Iterator[list[QWidget]]:
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


def visible_buttons(root: QWidget) -> list[str]:
    return [b.text() for b in root.findChildren(QPushButton) if b.isVisible()]


def meet(session: Session, company: str = "tracknet.example", cookie: str = "") -> str:
    """Let a company note two pages, as its server does."""
    ledger = session.web.ledger
    uid, _new = ledger.uid(company, cookie)
    for at, (site, path) in enumerate(((NEWS, "/harbour-swimmers"), (SHOP, "/running"))):
        ledger.see(company, uid, Sighting(at + 1.0, site, path, "page", "cookie"))
    return uid


def visited(session: Session) -> None:
    session.open(Page(0.0, NEWS, NEWS))
