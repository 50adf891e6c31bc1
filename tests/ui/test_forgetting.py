"""What a person types is in no file: not after leaving, not after idling, not after quitting."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
)

from privacykit import activities, paths
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.view.two import TwoExercise
from privacykit.activities.messaging.view.two_meet import Meet
from privacykit.activities.trackers.practice.desk import Sighting, Typed
from privacykit.activities.trackers.view.desk import DeskExercise
from privacykit.content import load
from privacykit.content.shelf import Shelf
from privacykit.tracking.model import Page as Visited
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route

ROOT = paths.data_root()


def run_a_session(home: Path, mark: str, *stations: str, **extra: str) -> int:
    """Let a process of its own type the mark into some stations, or all; return how many times."""
    (home / "tmp").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "QT_QPA_PLATFORM") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.forgetful", mark, *stations],
        cwd=ROOT,
        env={**kept, "HOME": str(home), "TMPDIR": str(home / "tmp"), **extra},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert mark not in done.stdout + done.stderr
    return int(done.stdout)


def holding(mark: str, *folders: Path) -> list[Path]:
    """Return the files that hold the mark, plain, in UTF-16 or in their name."""
    forms = [mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if mark in path.name or _holds(path, forms)]


def _holds(path: Path, forms: list[bytes]) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return any(form in data for form in forms)


def recent(folder: Path, since: float) -> list[Path]:
    """Return the files of a shared folder that were written since; never those of links."""
    found = []
    for path in folder.glob("*"):
        try:
            info = path.lstat()
        except OSError:
            continue
        if path.is_file() and not path.is_symlink() and info.st_mtime >= since:
            found.append(path)
    return found


@pytest.fixture
def mark() -> str:
    return f"mark{secrets.token_hex(8)}"


@dataclass(frozen=True)
class Past:
    """A session that a process of its own had, in every station."""

    home: Path
    begun: float
    mark: str
    typed: int


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    home, mark = tmp_path_factory.mktemp("past"), f"mark{secrets.token_hex(8)}"
    begun = home.stat().st_mtime
    return Past(home, begun, mark, run_a_session(home, mark))


def test_no_file_holds_what_was_typed(past: Past) -> None:
    assert past.typed >= 3
    app_folders = [ROOT / name for name in ("privacykit", "stations", "resources", "translations")]
    assert holding(past.mark, past.home, *app_folders) == []
    shared = [Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/var/tmp")]
    forms = [past.mark.encode(), past.mark.encode("utf-16-le")]
    written = [path for folder in shared if folder.is_dir() for path in recent(folder, past.begun)]
    assert [path for path in written if _holds(path, forms)] == []


def test_no_habit_is_written_down(past: Past) -> None:
    left = [path for path in past.home.rglob("*") if path.is_file()]
    names = {str(path.relative_to(past.home)) for path in left}
    assert {
        name for name in names if not name.startswith((".cache/fontconfig", ".cache/mesa"))
    } == set()


def test_a_program_that_logs_is_caught_by_the_same_search(tmp_path: Path, mark: str) -> None:
    run_a_session(tmp_path, mark, "passwords", NAIVE="1")
    assert holding(mark, tmp_path) == [tmp_path / "typed.log"]
    assert "QtProject.conf" in {path.name for path in tmp_path.rglob("*")}


def _window(open_window: Callable[..., MainWindow], station: str) -> MainWindow:
    """Open the window with one of the kit's own stations alone."""
    found = load.load(paths.stations() / station, activities.kinds())
    return open_window(shelf=lambda: Shelf((found,), ()))


def _come(window: MainWindow, station: str) -> StationPage:
    """Go to the exercises of a station."""
    window.go(Route("station", station))
    page = window.page
    assert isinstance(page, StationPage)
    page.go_to(1)
    return page


@pytest.mark.parametrize("leave", ["home", "idle"])
def test_sliders_and_choices_are_as_new_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], leave: str
) -> None:
    window = _window(open_window, "ranking")
    page = _come(window, "ranking")
    new = page.step.state()
    for slider in page.step.findChildren(QSlider):
        slider.setValue(slider.maximum())
    for button in page.step.findChildren(QPushButton):
        button.click()
    assert page.step.state() != new
    if leave == "home":
        window.go(Route())
    else:
        window.idle.idle.emit()
    assert _come(window, "ranking").step.state() == new


def test_letter_and_switches_are_as_new_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], mark: str
) -> None:
    window = _window(open_window, "tor")
    page = _come(window, "tor")
    new = page.step.state()
    for field in page.step.findChildren(QLineEdit):
        field.setText(mark)
        field.returnPressed.emit()
    for box in page.step.findChildren(QCheckBox):
        box.setChecked(True)
    assert mark in str(page.step.state())
    window.idle.idle.emit()
    fresh = _come(window, "tor")
    assert fresh.step.state() == new
    labels = fresh.step.findChildren(QLabel)
    assert mark not in "".join(label.text() + label.accessibleName() for label in labels)


def test_a_door_to_another_computer_is_shut_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], tmp_path: Path, mark: str
) -> None:
    copied = tmp_path / "messaging"
    shutil.copytree(paths.stations() / "messaging", copied)
    manifest = (copied / "station.toml").read_text()
    switched = manifest.replace("two_computers = false", "two_computers = true")
    (copied / "station.toml").write_text(switched)
    found = load.load(copied, activities.kinds())
    page = _come(open_window(shelf=lambda: Shelf((found,), ())), "messaging")
    two = page.step.findChildren(TwoExercise)[0]
    for field in two.findChildren(QLineEdit):
        field.setText(mark)
    two.findChildren(Meet)[0].opened.emit(Place("127.0.0.1", 0))
    assert two.state()["line"] is not None
    assert mark in str(two.state())
    page.step.forget()
    assert two.state()["line"] is None
    assert not [each for each in threading.enumerate() if each.name == "privacykit-room"]
    assert not [field for field in two.findChildren(QLineEdit) if mark in field.text()]


def test_messages_keys_and_answers_are_gone_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], mark: str
) -> None:
    page = _come(_window(open_window, "messaging"), "messaging")
    fields = page.step.findChildren(QLineEdit)
    assert len(fields) >= 2
    for field in fields:
        field.setText(mark)
        field.returnPressed.emit()
    for button in page.step.findChildren(QPushButton):
        if button.isVisible() and button.isEnabled():
            button.click()
    assert mark in str(page.step.state())
    page.step.forget()
    assert mark not in str(page.step.state())
    assert not [label for label in page.step.findChildren(QLabel) if mark in label.text()]


def test_names_texts_and_answers_about_terms_are_gone_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], mark: str
) -> None:
    window = _window(open_window, "terms")
    page = _come(window, "terms")
    new = page.step.state()
    for field in page.step.findChildren(QLineEdit):
        field.setText(mark)
    for paper in page.step.findChildren(QPlainTextEdit):
        paper.setPlainText(f"We collect your name, {mark}. " * 9)
    for number in page.step.findChildren(QSpinBox):
        number.setValue(number.maximum())
    for button in page.step.findChildren(QPushButton):
        if button.text() in {"Agree and join", "Outside already, with a plan"}:
            button.click()
    assert mark in str(page.step.state())
    window.idle.idle.emit()
    fresh = _come(window, "terms")
    assert fresh.step.state() == new
    assert mark not in "".join(label.text() for label in fresh.step.findChildren(QLabel))


def test_visits_rules_and_what_trackers_stored_are_gone_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], mark: str
) -> None:
    window = _window(open_window, "trackers")
    page = _come(window, "trackers")
    new = page.step.state()
    session = _opened_desk(page).session
    web = session.practice()
    uid, _new = web.ledger.uid("rewatch.example")
    web.ledger.see("rewatch.example", uid, Sighting(1.0, mark, "/", "page", "cookie"))
    web.ledger.typed("rewatch.example", uid, Typed(1.0, mark, "name", mark))
    session.open(Visited(0.0, mark, mark))
    for tab in page.step.findChildren(QPushButton):
        if tab.text() in {"The tracker's desk", "Why stopped?", "Visit"}:
            tab.click()
            for field in page.step.findChildren(QLineEdit):
                field.setText(mark)
                field.returnPressed.emit()
    assert mark in str(page.step.state())
    assert mark in str(web.ledger.stored("rewatch.example"))
    page.step.forget()
    assert not web.running
    assert mark not in str(web.ledger.stored("rewatch.example"))
    assert mark not in str(page.step.state())
    labels = page.step.findChildren(QLabel)
    assert [label.text() for label in labels if mark in label.text()] == []
    window.idle.idle.emit()
    assert _come(window, "trackers").step.state() == new


def _opened_desk(page: StationPage) -> DeskExercise:
    next(b for b in page.step.findChildren(QPushButton) if b.text() == "The tracker's desk").click()
    return page.step.findChildren(DeskExercise)[0]
