"""The tour: every screen once, and a wipe of a practice home that is clean."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from privacykit.content.shelf import Shelf
from privacykit.look import theme
from privacykit.settings import Settings
from privacykit.ui import app as desktop
from privacykit.ui import language, tour
from privacykit.ui.ending import OfAPracticeHome
from privacykit.ui.world import Choices, World


@pytest.fixture
def one_station(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a tour meet the first of the kit's stations alone; `make tour` shows them all."""

    def made(chosen: Settings, code: str) -> World:
        world = make_world(chosen, code)
        shelf = Shelf(world.shelf().stations[:1], ())
        return replace(world, shelf=lambda: shelf)

    make_world = desktop.make_world
    monkeypatch.setattr(desktop, "make_world", made)


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> object:
    yield
    language.use(Choices("en", "light", 100))


def test_it_shows_every_screen_and_wipes(qapp: QApplication, tmp_path: Path) -> None:
    made = tour.Tour(qapp, tmp_path)
    with made.window(Choices("sv", "dark", 100), "sv-dark") as window:
        made.all_screens(window)
    names = " ".join(made.pictures)
    for screen in ("home", "learn", "try-4-done", "quiz-right", "take-home", "notes", "staff"):
        assert screen in names
    for screen in ("error", "idle", "not-allowed", "practice", "removing", "result"):
        assert screen in names
    sizes = {QImage(str(tmp_path / name)).size().toTuple() for name in made.pictures}
    assert sizes == {tour.SIZE}
    assert len({(tmp_path / name).read_bytes() for name in made.pictures}) > 15
    report = json.loads(made.report)
    assert (report["state"], report["practice"]) == ("clean", True)
    assert report["removed_files"] > 10


def test_the_hand_outs_are_pdf_files(qapp: QApplication, tmp_path: Path) -> None:
    names = tour.Tour(qapp, tmp_path).hand_outs()
    assert {"passwords-en.pdf", "passwords-sv.pdf"} <= set(names)
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in names)


@pytest.mark.usefixtures("one_station")
def test_it_tells_what_it_did(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(theme, "THEMES", {"light": theme.THEMES["light"]})
    assert tour.main([str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert re.search(r"\d+ pictures of every screen, \d+ hand-outs", told)
    assert (tmp_path / "out" / "wipe-report.json").is_file()
    assert any("large-" in path.name for path in (tmp_path / "out").iterdir())
    assert any("mirrored-" in path.name for path in (tmp_path / "out").iterdir())


@pytest.mark.usefixtures("one_station")
def test_a_wipe_that_leaves_something_fails_the_tour(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stay(*_plan: object, **_ways: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(OfAPracticeHome, "end", stay)
    assert tour.main([str(tmp_path)]) == 1
    assert "The tour stopped: the practice home is not clean" in capsys.readouterr().err


def test_without_a_folder_it_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert tour.main([]) == 2
    assert "usage" in capsys.readouterr().err
