"""How long a page takes to open; beside it the page with one sheet for the application.

Run by hand:  QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.benchmarks.pages
"""

import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication

from privacykit.look import theme
from privacykit.ui.tour import Tour
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route

RUNS = 5


def milliseconds(app: QApplication, window: MainWindow, route: Route) -> float:
    """Return the processor's time until the page is made, laid out and shown."""
    began = time.process_time()
    window.go(route)
    app.processEvents()
    return 1000 * (time.process_time() - began)


def medians(app: QApplication, window: MainWindow, routes: list[Route]) -> dict[Route, float]:
    for route in routes:
        window.go(route)  # the first time only warms up
    runs = [[milliseconds(app, window, route) for route in routes] for _run in range(RUNS)]
    return dict(zip(routes, map(statistics.median, zip(*runs, strict=True)), strict=True))


def main() -> None:
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(app, Path(folder))
        stations = [station.manifest.id for station in tour.world.shelf().stations]
        routes = [Route(), *(Route("station", name) for name in stations), Route("handouts")]
        with tour.window(Choices("en", "light", 100), "") as window:
            own = medians(app, window, routes)
            app.setStyleSheet(window.styleSheet())
            window.setStyleSheet("")
            with patch.object(theme, "dress"):
                usual = medians(app, window, routes)
    print(f"{'page':<12}{'ours':>8}{'usual':>8}   ms of processor time, and times as much")
    for route in routes:
        name, times = route.station or route.page, usual[route] / own[route]
        print(f"{name:<12}{own[route]:>8.0f}{usual[route]:>8.0f}   {times:.1f}")


if __name__ == "__main__":
    main()
