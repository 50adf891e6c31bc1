"""All stations of a computer: the kit's, the library's, the trainer's."""

from pathlib import Path

import pytest

from privacykit import paths
from privacykit.content import shelf
from tests.unit.station_example import KINDS, TODAY, spoil, write


def read(*folders: Path) -> shelf.Shelf:
    return shelf.all_stations(folders, KINDS, TODAY)


def ids(found: shelf.Shelf) -> list[str]:
    return [station.manifest.id for station in found.stations]


def test_the_kits_own_come_first_and_each_folder_in_order_of_ids(tmp_path: Path) -> None:
    kit, own = tmp_path / "kit", tmp_path / "own"
    for parent, name in [(kit, "windows"), (kit, "doors"), (own, "alarms"), (own, "bells")]:
        write(parent, name)
    assert ids(read(kit, own)) == ["doors", "windows", "alarms", "bells"]


def test_a_later_folder_replaces_a_station_of_the_same_id(tmp_path: Path) -> None:
    kit, library, own = tmp_path / "kit", tmp_path / "library", tmp_path / "own"
    for parent in (kit, library, own):
        write(parent)
    write(kit, "windows")
    found = read(kit, library, own)
    assert ids(found) == ["doors", "windows"]
    assert found.stations[0].folder == own / "doors"


def test_a_broken_station_is_listed_and_replaces_nothing(tmp_path: Path) -> None:
    write(tmp_path / "kit")
    broken = write(tmp_path / "own")
    spoil(broken, "en/about.toml", "title", "titel")
    spoil(broken, "sv/learn.md", "lock.png", "lok.png")
    found = read(tmp_path / "kit", tmp_path / "own")
    assert [station.folder for station in found.stations] == [tmp_path / "kit" / "doors"]
    ((folder, problems),) = found.broken
    assert folder == broken
    assert [problem.path.name for problem in problems] == ["about.toml", "learn.md"]


def test_a_station_that_can_be_shown_is_shown_though_a_picture_is_missing(tmp_path: Path) -> None:
    spoil(write(tmp_path), "sv/learn.md", "lock.png", "lok.png")
    assert ids(read(tmp_path)) == ["doors"]


def test_what_is_no_station_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "README.md").write_text("How to copy a station")
    (tmp_path / ".git").mkdir()
    assert read(tmp_path, tmp_path / "nowhere").broken == ()


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ((folder, (problem,)),) = read(tmp_path / "file").broken
    assert folder == tmp_path / "file"
    assert "cannot be read" in str(problem)


@pytest.mark.parametrize("shared", ["", "/srv/stations"])
def test_the_trainers_folder_is_the_last_word(shared: str) -> None:
    kit, *library, own = shelf.folders(shared)
    assert (kit, own) == (paths.stations(), paths.own_stations())
    assert library == ([Path(shared)] if shared else [])
