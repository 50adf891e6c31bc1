"""Pictures of the check-up of a made-up computer, each of its other screens, and our pages."""

from typing import TYPE_CHECKING, cast

from privacykit.tracking import recorded, scan
from privacykit.ui.admin.checkup import CheckUp
from privacykit.ui.admin.hub import Hub
from privacykit.ui.admin.our_pages import OurPages
from privacykit.ui.world import Route

if TYPE_CHECKING:
    from privacykit.ui.tour import Tour
    from privacykit.ui.window import MainWindow

_ASKED, _OPENED = "A7-POS", "B1-RESET"


def our_pages(tour: "Tour", window: "MainWindow") -> None:
    """Show what a recorded visit of the practice web would tell."""
    window.go(Route("staff", "pages"))
    page = cast("OurPages", cast("Hub", window.page).page)
    page.succeeded(scan.report(recorded.builtin()[0]))
    tour.shoot(window, "our-pages-found")


def check_up(tour: "Tour", window: "MainWindow") -> None:
    window.go(Route("staff", "checkup"))
    page = cast("CheckUp", cast("Hub", window.page).page)
    page.begin()
    tour.shoot(window, "checkup-1-looking")
    tour.wait()
    tour.shoot(window, "checkup-2-found")
    page.open_finding(_OPENED)
    tour.shoot(window, "checkup-3-open")
    for name, show in {"4-letter": page.to_letter, "5-online": page.to_web}.items():
        show()
        tour.shoot(window, f"checkup-{name}")
    page.ask(_ASKED)
    tour.shoot(window, "checkup-6-question")
    while not page.talk.is_over:
        page.talk.go(page.talk.asked.at + 1)
    tour.shoot(window, "checkup-7-answered")
    page.to_list()
