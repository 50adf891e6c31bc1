"""What the web of companies costs: python tests/benchmarks/graph.py.

A frame is one step of the forces and one painting, offscreen; there are 16 ms for it. Time of the
processor is given beside the clock's, which counts what else the machine does. Asserts nothing.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from privacykit.activities.trackers.engine import thin
from privacykit.activities.trackers.engine.web import WebOfCompanies
from privacykit.activities.trackers.view.graph import ConnectionGraph
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.look import theme
from privacykit.tracking.model import Visit
from tests.ui import webs

SIZES = ((20, 30), (50, 100), (130, 300))
FRAMES = 120
FEW = 3


Runs = list[tuple[float, float]]


def taken(job: Callable[[], object], times: int = 1) -> Runs:
    """Return how long each run took in milliseconds, by the clock and of the processor."""
    found = []
    for _run in range(times):
        start, busy = time.perf_counter(), time.thread_time()
        job()
        spent = time.perf_counter() - start, time.thread_time() - busy
        found.append((1000 * spent[0], 1000 * spent[1]))
    return found


def said(found: Runs) -> str:
    clock, busy = (sorted(times) for times in zip(*found, strict=True))
    p95 = int(len(found) * 0.95)
    return (
        f"median {statistics.median(clock):6.2f} ms, p95 {clock[p95]:6.2f} ms "
        f"(processor {statistics.median(busy):6.2f}, {busy[p95]:6.2f})"
    )


def frames(visit: Visit) -> None:
    web = WebOfCompanies()
    web.show_visit(visit)
    graph = ConnectionGraph(web)
    graph.resize(1200, 800)
    graph.show()
    graph.clock.stop()

    def step() -> None:
        graph.forces.warmth = 1.0  # never calm
        graph.step()

    def frame() -> None:
        step()
        graph.grab()

    count = len(graph.nodes), len(graph.scene.picture.edges)
    taken(frame, 5)
    print(f"{count[0]:5} nodes {count[1]:5} edges: frame {said(taken(frame, FRAMES))}")
    print(f"{'':24} step   {said(taken(step, FRAMES))}")
    graph.close()


def large(sites: int) -> None:
    view = WebOfCompaniesView()
    view.resize(900, 700)
    view.show()
    visit = webs.many(sites, 900)
    print(f"{sites} sites: shown in {taken(lambda: view.show_visit(visit))[0][0]:.0f} ms, ", end="")
    print(f"{view.summary()}, {len(view.graph_page.graph.nodes)} nodes drawn")
    print(f"  thinned   {said(taken(lambda: thin.picture(view.web), FEW))}")
    print(f"  one more  {said(taken(view.refresh, FEW))}")
    view.show_table()
    print(f"  table     {said(taken(view.refresh, FEW))}, {len(view.web.lines)} lines")
    view.close()


def main() -> None:
    app = QApplication([])
    theme.apply(app, "light", 100)
    for sites, companies in SIZES:
        frames(webs.many(sites, companies, 6))
    large(1300)


if __name__ == "__main__":
    main()
