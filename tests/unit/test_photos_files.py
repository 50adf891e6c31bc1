"""Files of one's own: read where they lie, by a process of its own; copies that harm nothing."""

import errno
import os
from pathlib import Path

import pytest

from privacykit.activities.photos.engine import files
from privacykit.activities.photos.engine.globe import Place, kilometres, outlines
from privacykit.activities.photos.engine.words import Options, Words
from privacykit.aside import read as aside
from privacykit.errors import CancelledError, PhotoError
from tests.unit.photos import MARK, bomb, document, marked, photo


def put(folder: Path, data: bytes, name: str = "own.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_clean_copy_is_written_and_looked_at_and_the_original_stays(tmp_path: Path) -> None:
    data = marked("JPEG")
    path, target = put(tmp_path, data), tmp_path / "clean.jpg"
    assert files.look(path).details
    assert files.save_clean(path, target).details == ()
    assert path.read_bytes() == data
    assert MARK.encode() not in target.read_bytes()
    assert files.compare(path)[1].fields == 0
    assert target.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten_not_even_the_original(tmp_path: Path) -> None:
    data = photo("boat")
    path = put(tmp_path, data)
    with pytest.raises(PhotoError, match="There is a file named own"):
        files.save_clean(path, path)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello", "The kit reads JPEG"),
        (b"", "damaged"),
        (marked("HEIF")[:600], "HEIC picture is damaged"),
        (bomb(), "60 million pixels"),
        (document(locked=True), "locked with a password"),
        (b"%PDF-1.4 nothing", "damaged"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(PhotoError, match=said):
        files.look(put(tmp_path, data))


def test_a_picture_cut_short_is_shown_but_gets_no_copy(tmp_path: Path) -> None:
    path = put(tmp_path, photo("boat")[:9000])
    for ask in (files.cleaned, files.compare):
        with pytest.raises(PhotoError, match="damaged"):
            ask(path)


def test_no_file_too_large_and_too_slow_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PhotoError, match="cannot be opened"):
        files.look(tmp_path / "none.jpg")
    large = put(tmp_path, b"", "large.jpg")
    os.truncate(large, 61 << 20)
    with pytest.raises(PhotoError, match="larger than 60 MB"):
        files.look(large)
    with pytest.raises(PhotoError, match="takes too long"):
        files.look(put(tmp_path, photo("boat")), seconds=0.001)


def test_a_person_may_stop_it(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        files.look(put(tmp_path, photo("boat")), lambda: True)


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "no room"), (errno.EACCES, "cannot be written there")]
)
def test_a_folder_that_takes_no_file_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    path = put(tmp_path, photo("boat"))

    def refuse(*_args: object, **_ways: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr(files, "cleaned", lambda *_args: b"picture")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PhotoError, match=said):
        files.save_clean(path, tmp_path / "new.jpg")


def test_a_disk_that_fills_up_leaves_no_half_copy(tmp_path: Path) -> None:
    """A device that is always full stands in for the disk."""
    path, target = put(tmp_path, photo("boat")), tmp_path / "new.jpg"
    real = os.fdopen

    class Full:
        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_error: object) -> None:
            self.file.close()

        def __init__(self, number: int) -> None:
            self.file = real(number, "wb")

        def write(self, _data: bytes) -> None:
            raise OSError(errno.ENOSPC, "full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdopen", lambda number, _mode: Full(number))
        patch.setattr(files, "cleaned", lambda *_args: b"picture")
        with pytest.raises(PhotoError, match="no room"):
            files.save_clean(path, target)
    assert not target.exists()


def test_a_copy_that_cannot_be_looked_at_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "cleaned", lambda *_args: b"no picture")
    target = tmp_path / "new.jpg"
    with pytest.raises(PhotoError):
        files.save_clean(put(tmp_path, photo("boat")), target)
    assert not target.exists()


def test_an_unknown_end_of_the_process_is_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "read", lambda *_args, **_ways: aside.Answer(99, b""))
    with pytest.raises(PhotoError, match="damaged"):
        files.look(tmp_path)


def test_the_name_of_a_copy_says_so() -> None:
    assert files.name_for(Path("/stick/holiday.png")) == "holiday-clean.png"
    assert files.name_for(Path("IMG_1.HEIC")) == "IMG_1-clean.jpg"


def test_distances_on_the_globe() -> None:
    assert kilometres(Place(0, 0), Place(0, 180)) == pytest.approx(20015, abs=1)
    assert kilometres(Place(59.33, 18.07), Place(57.71, 11.97)) == pytest.approx(398, abs=3)
    assert Place(-33.5, 14.6).in_words == "33.50° S, 14.60° E"
    assert Place(33.5, -14.6).in_words == "33.50° N, 14.60° W"
    points = [point for ring in outlines() for point in ring]
    assert all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in points)
    assert len(points) > 10_000


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_kits_own_words_are_whole(language: str) -> None:
    import msgspec

    from privacykit import paths

    path = paths.stations() / "photos" / language / "activity.toml"
    words = msgspec.toml.decode(path.read_bytes(), type=Words)
    assert [case.photo for case in words.case] == ["boat", "chair", "street"]
    assert Options().own_file
    raw = msgspec.to_builtins(words)
    raw["case"] = [dict(one) for one in raw["case"]]
    raw["case"][1]["photo"] = "boat"
    with pytest.raises(msgspec.ValidationError, match="Two cases show “boat”"):
        msgspec.convert(raw, Words)
