"""Pictures of the rules being changed and refused, and of how a timed session ends."""

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from privacykit.staff.timing import State
from privacykit.ui import signing_out
from privacykit.ui.admin.hub import Hub
from privacykit.ui.admin.rules import RulesPage
from privacykit.ui.farewell import Farewell
from privacykit.ui.kiosk import LeaveQuestion
from privacykit.ui.timer_warning import WarningScreen
from privacykit.ui.world import Leaving, Route

if TYPE_CHECKING:
    from privacykit.ui.tour import Tour
    from privacykit.ui.window import MainWindow

_WARNINGS = {
    "idle": (State("warning", 60, "idle", may_extend=True), 40.0),
    "longest": (State("warning", 300, "session", may_extend=True), 170.0),
}


def rules(tour: "Tour", window: "MainWindow") -> None:
    """Show the form refusing, the difference, and the question that a kiosk asks."""
    window.go(Route("staff", "rules"))
    page = cast("RulesPage", cast("Hub", window.page).page)
    page.change(("accounts",), ["root"])
    page.change(("keep",), [{"path": "/etc/hosts", "why": "?"}])
    page.show_form()
    page.review()
    tour.shoot(window, "staff-rules-refused")
    page.change(("accounts",), ["patron"])
    page.change(("keep",), [{"path": "Desktop/Catalogue.desktop", "why": "The catalogue"}])
    page.change(("timers", "idle_minutes"), 10)
    page.change(("folders", "music"), "keep")
    page.review()
    tour.shoot(window, "staff-rules-difference")
    question = LeaveQuestion(window, tour.world.admin.lock)
    question.open()
    tour.shoot(window, "kiosk")
    question.hide()
    question.deleteLater()


def endings(tour: "Tour", size: tuple[int, int]) -> None:
    """Show both warnings, a farewell that removed everything, and one that could not."""
    for name, (state, left) in _WARNINGS.items():
        screen = WarningScreen(state, 15)
        screen.count(state._replace(left=left))
        _shoot(tour, screen, size, f"timer-{name}")
    real = tour.world.leaving, tour.world.ending
    tour.world.ending = tour.world.practice
    for name, frozen in (("cleaned", False), ("sign-out", True)):
        tour.world.leaving = Leaving(partial(bool, frozen), signing_out.by_hand)
        farewell = Farewell(tour.world)
        farewell.open()
        tour.wait()
        _shoot(tour, farewell, size, f"farewell-{name}")
        farewell.clear_up()
    tour.world.leaving, tour.world.ending = real


def _shoot(tour: "Tour", screen: QWidget, size: tuple[int, int], name: str) -> None:
    screen.showNormal()
    screen.resize(*size)
    tour.shoot(screen, name)
    screen.hide()
    screen.deleteLater()
