"""Opens every screen offscreen, wipes a practice home, and keeps pictures of all of it."""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from privacykit import i18n
from privacykit.look import theme, work
from privacykit.settings import Settings
from privacykit.ui import app as desktop
from privacykit.ui import ending, handout, notices, pseudo, tour_checkup, tour_computer, tour_rules
from privacykit.ui.admin import access, hub
from privacykit.ui.admin.lock import LockPage
from privacykit.ui.leave import Leave
from privacykit.ui.quiz import Quiz
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from privacykit.wipe.progress import Cancelled, Progress

if TYPE_CHECKING:
    from privacykit.wipe.plan import Plan

SIZE = (1366, 768)
LONGEST = 20.0
"""Seconds that a job may take."""
_PAUSE = 0.005
SAMPLE = "Fotboll123!"


class TourError(Exception):
    """A screen did not do what it should."""


class _NotAllowed(ending.OfAPracticeHome):
    """A practice home shown as if it were a patron's on a computer without a policy."""

    def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
        from privacykit.wipe.plan import no_policy_for
        from privacykit.wipe.policy import Policy

        plan = super().look(progress=progress, cancelled=cancelled)
        why_not = no_policy_for("patron", Policy.default())
        return replace(plan, allowed=False, why_not=why_not)


class Tour:
    def __init__(self, app: QApplication, folder: Path) -> None:
        self._app, self._folder = app, folder
        self.pictures: list[str] = []
        self._prefix = ""
        self.report = ""
        self.world = desktop.make_world(Settings(), i18n.SOURCE)
        self.world.ending = _NotAllowed

    @contextmanager
    def window(self, choices: Choices, prefix: str) -> Iterator[MainWindow]:
        self._prefix = prefix
        self.world.choose(choices)
        window = MainWindow(self.world)
        window.resize(*SIZE)
        window.show()
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def shoot(self, window: QWidget, name: str) -> None:
        for _round in range(3):
            self._app.processEvents()
        path = self._folder / f"{self._prefix}-{name}.png"
        if not window.grab().save(str(path)):
            raise TourError(f"{path} could not be written")
        self.pictures.append(path.name)

    def wait(self) -> None:
        latest = time.monotonic() + LONGEST
        while work.anything_running():
            self._app.processEvents()
            time.sleep(_PAUSE)  # a job of its own needs the processor too
            if time.monotonic() > latest:
                raise TourError("a job did not end")
        self._app.processEvents()

    def all_screens(self, window: MainWindow) -> None:
        self.shoot(window, "home")
        for station in self.world.shelf().stations:
            self._station(window, station.manifest.id)
        window.go(Route("handouts"))
        self.shoot(window, "handouts")
        self.staff(window)
        window.tell("warning", notices.sentence(RuntimeError()))
        self.shoot(window, "error")
        self.leave(window)
        window.idle.warned.emit(28)
        self.shoot(window, "idle")
        window.idle.returned.emit()
        tour_rules.endings(self, SIZE)

    def _station(self, window: MainWindow, name: str) -> None:
        window.go(Route("station", name))
        page = cast("StationPage", window.page)
        self.shoot(window, f"{name}-1-learn")
        page.go_to(1)
        self._exercises(window, page, name)
        page.go_to(2)
        self.quiz(window, page, name)
        page.go_to(3)
        self.shoot(window, f"{name}-4-take-home")
        page.drawer.open()
        self.shoot(window, f"{name}-5-notes")

    def _exercises(self, window: MainWindow, page: StationPage, name: str) -> None:
        state = page.step.state()
        view = cast("Mapping[str, object]", state["view"])
        count = len(cast("Sequence[object]", view.get("exercises", ["the only one"])))
        for number in range(count):
            page.step.restore({**state, "view": {**view, "shown": number}})
            self.wait()
            self.shoot(window, f"{name}-2-try-{number + 1}")
            if not _fill_in(page):
                _press_primary(page)
            self.shoot(window, f"{name}-2-try-{number + 1}-done")

    def quiz(self, window: MainWindow, page: StationPage, name: str) -> None:
        quiz = cast("Quiz", page.step)
        question = quiz.question
        right = question.choices.index(question.answer)
        self.shoot(window, f"{name}-3-quiz")
        quiz.answer((right + 1) % len(question.choices))
        self.shoot(window, f"{name}-3-quiz-not-yet")
        quiz.ahead()
        quiz.answer(quiz.question.choices.index(quiz.question.answer))
        self.shoot(window, f"{name}-3-quiz-right")

    def staff(self, window: MainWindow) -> None:
        """Set a passphrase, open each page behind it, be refused; on a made-up computer."""
        with TemporaryDirectory() as folder:
            self.world.admin = access.made_up(Path(folder), opened=False)
            window.go(Route("staff"))
            self.shoot(window, "staff-1-choose")
            self.world.admin.lock.set(access.PASSPHRASE)
            for name in hub.PAGES:
                window.go(Route("staff", name))
                self.wait()
                self.shoot(window, f"staff-2-{name}")
            tour_computer.computer(self, window)
            tour_checkup.check_up(self, window)
            tour_checkup.our_pages(self, window)
            tour_rules.rules(self, window)
            self.world.admin.lock.lock()
            window.go(Route("staff"))
            for _wrong in range(3):
                self._type(window, "wrong")
            self.shoot(window, "staff-3-wait")
            window.go(Route())

    def _type(self, window: MainWindow, passphrase: str) -> None:
        self.wait()
        cast("LockPage", window.page).enter(passphrase)
        self.wait()

    def leave(self, window: MainWindow) -> None:
        """Go through "Leave no trace" on a practice home and wipe it for real."""
        window.go(Route("leave"))
        page = cast("Leave", window.page)
        self.shoot(window, "leave-1-looking")
        self.wait()
        self.shoot(window, "leave-2-not-allowed")
        page.try_it()
        self.wait()
        self.shoot(window, "leave-3-practice")
        page.remove()
        self.shoot(window, "leave-4-removing")
        self.wait()
        self.shoot(window, "leave-5-result")
        if page.outcome is None or not page.outcome.is_clean:
            raise TourError(f"the practice home is not clean: {page.outcome}")
        self.report = page.outcome.to_json()
        page.forget()

    def hand_outs(self) -> list[str]:
        made = []
        for language in i18n.LANGUAGES:
            i18n.use(language)
            for station in self.world.shelf().stations:
                path = self._folder / f"{station.manifest.id}-{language}.pdf"
                if problem := handout.save(station.in_language(language), path):
                    raise TourError(problem)
                made.append(path.name)
        return made


def _fill_in(page: StationPage) -> bool:
    """Type a sample into the open field; False if there is none."""
    fields = [field for field in page.step.findChildren(QLineEdit) if field.isVisible()]
    for field in fields:
        field.setText(SAMPLE)
    return bool(fields)


def _press_primary(page: StationPage) -> None:
    for button in page.step.findChildren(QPushButton):
        if button.isVisible() and button.property("role") == "primary" and button.isEnabled():
            button.click()
            return


def _key_screens(tour: Tour, window: MainWindow) -> None:
    """Show the two screens with the most on them."""
    tour.shoot(window, "home")
    for station in tour.world.shelf().stations:
        window.go(Route("station", station.manifest.id))
        page = cast("StationPage", window.page)
        page.go_to(2)
        tour.quiz(window, page, station.manifest.id)


def run(folder: Path) -> Tour:
    """Make all pictures; raises TourError if a screen does not do what it should."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    tour = Tour(cast("QApplication", app), folder)
    for language in i18n.LANGUAGES:
        for name in theme.THEMES:
            with tour.window(Choices(language, name, 100), f"{language}-{name}") as window:
                tour.all_screens(window)
    with tour.window(Choices(i18n.SOURCE, "light", 200), "large") as window:
        _key_screens(tour, window)
    with pseudo.spoken(), tour.window(Choices(i18n.SOURCE, "light", 100), "mirrored") as window:
        _key_screens(tour, window)
    (folder / "wipe-report.json").write_text(tour.report, encoding="utf-8")
    return tour


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m privacykit.ui.tour FOLDER\n")
        return 2
    folder, begun = Path(arguments[0]), time.monotonic()
    try:
        tour = run(folder)
        pages = tour.hand_outs()
    except (TourError, OSError) as error:
        sys.stderr.write(f"The tour stopped: {error}\n")
        return 1
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{len(tour.pictures)} pictures of every screen, {len(pages)} hand-outs and the report of "
        f"a wiped practice home are in {folder} ({seconds:.0f} s).\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
