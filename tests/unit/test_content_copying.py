"""A copied station is another one, whole or not at all."""

import errno
from pathlib import Path
from typing import Any

import pytest

from privacykit.content import load
from privacykit.content.copying import copy
from privacykit.content.station import Station
from privacykit.errors import StationError
from tests.unit.station_example import KINDS, spoil, told, write


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return load.load(write(tmp_path / "kit"), KINDS)


def refusal(station: Station, into: Path, new_id: str) -> StationError:
    with pytest.raises(StationError) as caught:
        copy(station, into, new_id)
    return caught.value


def test_the_copy_differs_in_its_id_alone(station: Station, tmp_path: Path) -> None:
    made = copy(station, tmp_path / "own" / "stations", "back-doors")
    assert made == tmp_path / "own" / "stations" / "back-doors"
    assert told(made) == ()
    copied = load.load(made, KINDS)
    assert copied.words == station.words
    assert copied.manifest.id == "back-doors"
    assert (made / "media" / "lock.png").read_bytes() == (
        station.folder / "media" / "lock.png"
    ).read_bytes()
    assert [path.name for path in made.parent.iterdir()] == ["back-doors"]


@pytest.mark.parametrize("line", ["id = 'doors' # mine", 'id="doors"', 'id\t=  "doors"'])
def test_the_id_is_changed_however_it_is_written(
    station: Station, tmp_path: Path, line: str
) -> None:
    spoil(station.folder, "station.toml", 'id = "doors"', line)
    text = (copy(station, tmp_path, "gates") / "station.toml").read_text()
    assert 'id = "gates"' in text
    assert ("# mine" in text) == ("# mine" in line)


def test_an_id_in_an_unusual_place_is_told(station: Station, tmp_path: Path) -> None:
    spoil(station.folder, "station.toml", 'id = "doors"', 'id = """doors"""')
    assert "on a line of its own" in str(refusal(station, tmp_path / "own", "gates"))
    assert not (tmp_path / "own").exists()


def test_litter_is_not_copied(station: Station, tmp_path: Path) -> None:
    (station.folder / "en" / "learn.md~").write_text("old")
    assert not (copy(station, tmp_path, "gates") / "en" / "learn.md~").exists()


def test_a_link_is_neither_copied_nor_followed(station: Station, tmp_path: Path) -> None:
    (station.folder / "media" / "x.png").symlink_to("/etc/passwd")
    assert "a link" in str(refusal(station, tmp_path / "own", "gates"))
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("new_id", ["", "D", "../x", "/x", "a b", "a\n", "a" * 41, "å-dörr", "1a"])
def test_an_id_must_be_a_plain_name(station: Station, tmp_path: Path, new_id: str) -> None:
    assert "cannot be the id" in str(refusal(station, tmp_path / "own", new_id))
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("present", ["folder", "file", "link to nothing"])
def test_nothing_is_overwritten(station: Station, tmp_path: Path, present: str) -> None:
    target = tmp_path / "gates"
    if present == "folder":
        target.mkdir()
    elif present == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nothing")
    assert "already something" in str(refusal(station, tmp_path, "gates"))
    assert present != "file" or target.read_text() == "mine"


def test_a_full_disk_leaves_nothing_behind(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def write_until_full(path: Path, data: bytes) -> int:
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        with path.open("wb") as opened:
            return opened.write(data)

    monkeypatch.setattr(Path, "write_bytes", write_until_full)
    assert "No space left on device" in str(refusal(station, tmp_path / "own", "gates"))
    assert len(written) == 3
    assert list((tmp_path / "own").iterdir()) == []


def test_a_folder_where_nothing_may_be_written_is_told(station: Station, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "could not be made" in str(refusal(station, tmp_path / "file", "gates"))


def test_no_rights_are_told(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_arguments: Any, **_named: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", no)
    assert "Permission denied" in str(refusal(station, tmp_path / "own", "gates"))
