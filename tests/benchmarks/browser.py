"""How much memory the tracker station takes: python tests/benchmarks/browser.py.

Proportional set size (PSS) of the program and its helpers, in MB, offscreen, from the first screen
to the station that was left again. Asserts nothing.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from privacykit import i18n
from privacykit.activities.trackers.view.page import TrackersView
from privacykit.activities.trackers.view.twin import TwinExercise
from privacykit.activities.trackers.view.visit import VisitExercise
from privacykit.settings import Settings
from privacykit.ui import app as desktop
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from tests.ui.browsing import until

VISITED = "health", "shop", "newspaper"
PAUSE = 3_000
"""Milliseconds in which what has begun comes to rest."""


def memory() -> float:
    here = psutil.Process()
    tree = (here, *here.children(recursive=True))
    return sum(float(one.memory_full_info().pss) for one in tree) / 1e6


def tell(what: str) -> None:
    loop = QEventLoop()
    QTimer.singleShot(PAUSE, loop.quit)
    loop.exec()
    print(f"  {memory():4.0f} MB  {what}")


def open_page(visit: VisitExercise, url: str) -> None:
    settled: list[bool] = []
    visit.settled.connect(lambda: settled.append(True))
    visit._browser.open(url)
    until(lambda: settled)


def practise(view: TrackersView) -> None:
    visit = view.findChildren(VisitExercise)[0]
    for number, name in enumerate(VISITED, 1):
        open_page(visit, view._session.web.site(name).url)
        tell(f"page {number} is open")
    view._choose(2)
    twin = view.findChildren(TwinExercise)[0]
    twin.left.browser.open(view._session.web.site("shop").url)
    until(lambda: twin.right.found().stopped)
    tell("side by side: two browsers more")


def main() -> None:
    app = QApplication([])
    window = MainWindow(desktop.make_world(Settings(), i18n.SOURCE))
    window.resize(1366, 768)
    window.show()
    tell("the first screen")
    window.go(Route("station", "trackers"))
    page = window.page
    assert isinstance(page, StationPage)
    page.go_to(1)
    tell("the step Try, no page yet")
    practise(page.step.findChildren(TrackersView)[0])
    window.forget_everything()
    tell("the station is left")
    window.close()
    app.processEvents()


if __name__ == "__main__":
    main()
