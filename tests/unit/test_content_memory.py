"""Stations are read again after a change, and only then."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit.content import load, shelf, source
from privacykit.content.memory import Memory
from privacykit.errors import StationError
from tests.unit.station_example import KINDS, TODAY, spoil, write


def later() -> float:
    """Return a time when nobody has changed anything for long."""
    return time.time() + 3600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def memory() -> Memory:
    return Memory(later)


def test_what_has_not_changed_is_not_read_again(folder: Path, memory: Memory) -> None:
    first = memory.load(folder, KINDS)
    assert first == load.load(folder, KINDS)
    assert memory.load(folder, KINDS) is first
    assert load.load(folder, KINDS) is not first, "the reader alone reads it each time"


def unnoticed(folder: Path) -> None:
    """Change a file to one of the same size, and set its clock back."""
    about = folder / "en" / "about.toml"
    was = about.stat()
    text = about.read_text(encoding="utf-8")
    about.write_text(text.replace('"Doors"', '"Walls"'), encoding="utf-8")
    os.utime(about, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (about.stat().st_size, about.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)


@pytest.mark.parametrize(
    "change",
    [
        unnoticed,
        lambda folder: spoil(folder, "station.toml", 'icon = "key"', 'icon = "door"'),
        lambda folder: (folder / "sv" / "about.toml").unlink(),
        lambda folder: (folder / "sv" / "facts.toml").rename(folder / "facts.toml"),
    ],
    ids=["unnoticed", "icon", "removed", "renamed"],
)
def test_a_change_is_read_at_once(
    folder: Path, memory: Memory, change: Callable[[Path], object]
) -> None:
    first = memory.load(folder, KINDS)
    change(folder)
    again = memory.load(folder, KINDS)
    assert again == load.load(folder, KINDS)
    assert again != first


def test_a_station_that_breaks_is_broken_until_it_is_mended(folder: Path, memory: Memory) -> None:
    memory.load(folder, KINDS)
    spoil(folder, "en/about.toml", "title", "titel")
    for _time in range(2):
        with pytest.raises(StationError, match="titel"):
            memory.load(folder, KINDS)
    spoil(folder, "en/about.toml", "titel", "title")
    assert memory.load(folder, KINDS).manifest.id == "doors"


def test_what_was_changed_a_moment_ago_may_change_again_under_the_same_time(folder: Path) -> None:
    memory = Memory()
    first = memory.load(folder, KINDS)
    assert memory.load(folder, KINDS) is not first


def test_a_folder_that_cannot_be_told_from_itself_is_read_each_time(
    folder: Path, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("privacykit.content.memory.FILE_LIMIT", 3)
    assert source.FILE_LIMIT > 3
    assert memory.load(folder, KINDS) is not memory.load(folder, KINDS)


def test_other_kinds_of_activity_are_read_with(folder: Path, memory: Memory) -> None:
    memory.load(folder, KINDS)
    with pytest.raises(StationError, match="no kind of activity"):
        memory.load(folder, {"gates": KINDS["gates"]})


def test_a_folder_that_is_gone_is_told(folder: Path, memory: Memory) -> None:
    memory.load(folder, KINDS)
    shutil.rmtree(folder)
    with pytest.raises(StationError, match="missing"):
        memory.load(folder, KINDS)


def test_the_shelf_reads_with_it(folder: Path, memory: Memory) -> None:
    def seen() -> shelf.Shelf:
        return shelf.all_stations([folder.parent], KINDS, TODAY, memory.load)

    (first,) = seen().stations
    assert seen().stations[0] is first
    spoil(folder, "en/about.toml", "title", "titel")
    assert seen().stations == ()
    assert len(seen().broken) == 1
