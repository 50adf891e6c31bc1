"""A folder becomes a Station, or the first reason why not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit.content import load, screens, source
from privacykit.errors import StationError
from tests.unit.station_example import KINDS, PER_LANGUAGE, TEXTS, DoorOptions, spoil, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def refusal(folder: Path) -> StationError:
    with pytest.raises(StationError) as caught:
        load.load(folder, KINDS)
    return caught.value


def test_a_good_folder_is_a_station(folder: Path) -> None:
    station = load.load(folder, KINDS)
    words = station.in_language("sv")
    assert (station.manifest.id, station.options) == ("doors", DoorOptions(keys=5))
    assert list(station.words) == ["en", "sv"]
    assert (words.language, words.borrowed, words.about.title) == ("sv", (), "Doors")
    assert words.learn[0] == "# Doors\n\nA door keeps people out."
    assert words.learn[1].startswith("![A padlock]")
    assert [question.answer for question in words.quiz] == ["A door", "With you"]
    assert words.facts[0].id == "oak"
    assert words.activity.door[1].locked
    assert station.in_language("xx").language == "en"


def test_options_may_be_left_out(folder: Path) -> None:
    spoil(folder, "station.toml", "[activity.options]\nkeys = 5\n", "")
    assert load.load(folder, KINDS).options == DoorOptions()


def test_facts_may_be_none(folder: Path) -> None:
    (folder / "en" / "facts.toml").write_text("")
    assert load.load(folder, KINDS).words["en"].facts == ()


@pytest.mark.parametrize("name", PER_LANGUAGE)
def test_a_file_missing_in_another_language_is_borrowed(folder: Path, name: str) -> None:
    (folder / "sv" / name).unlink()
    words = load.load(folder, KINDS).words
    field = next(field for field, file in load.FILES.items() if file == name)
    assert words["sv"].borrowed == (name,)
    assert getattr(words["sv"], field) == getattr(words["en"], field)


@pytest.mark.parametrize("name", ["station.toml", *(f"en/{name}" for name in PER_LANGUAGE)])
def test_a_file_missing_in_the_first_language_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert refusal(folder).path == folder / name
    assert "missing" in str(refusal(folder))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("change", ["bom", "windows", "both"])
def test_what_windows_editors_do_is_taken(folder: Path, name: str, change: str) -> None:
    before = load.load(folder, KINDS)
    data = (folder / name).read_bytes()
    data = data if change == "bom" else data.replace(b"\n", b"\r\n")
    (folder / name).write_bytes(data if change == "windows" else b"\xef\xbb\xbf" + data)
    assert load.load(folder, KINDS) == before


@pytest.mark.parametrize("name", TEXTS)
def test_other_encodings_are_told_with_their_line(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data + "# å".encode("latin-1"))
    mistake = refusal(folder)
    assert mistake.line == data.count(b"\n") + 1
    assert "UTF-8" in mistake.mend


def test_a_text_of_nothing_is_refused(folder: Path) -> None:
    (folder / "en" / "learn.md").write_text("\n---\n \n---\n")
    assert "nothing to read" in str(refusal(folder))


def test_a_screen_too_long_to_show_is_refused(folder: Path) -> None:
    text = "a" * screens.LENGTH_LIMIT
    (folder / "en" / "facilitator.md").write_text(text)
    assert load.load(folder, KINDS).words["en"].facilitator == text
    (folder / "en" / "facilitator.md").write_text(f"x\n---\n\n{text}a")
    assert (refusal(folder).line, "characters" in refusal(folder).problem) == (3, True)


def test_notes_too_long_to_show_at_once_are_refused(folder: Path) -> None:
    half = "a" * (screens.LENGTH_LIMIT // 2)
    (folder / "en" / "facilitator.md").write_text(f"{half}\n---\n{half}")
    assert "This text has more than 30000 characters" in str(refusal(folder))


def test_too_many_screens_are_refused(folder: Path) -> None:
    (folder / "en" / "learn.md").write_text("a\n---\n" * screens.SCREEN_LIMIT)
    assert len(load.load(folder, KINDS).words["en"].learn) == screens.SCREEN_LIMIT
    (folder / "en" / "learn.md").write_text("a\n---\n" * (screens.SCREEN_LIMIT + 1))
    assert (refusal(folder).line, "more than 100 screens" in refusal(folder).problem) == (201, True)


def test_an_unknown_kind_names_the_known_ones(folder: Path) -> None:
    spoil(folder, "station.toml", 'kind = "doors"', 'kind = "windows"')
    mistake = refusal(folder)
    assert mistake.line == 8
    assert "“windows”" in mistake.problem
    assert "doors, gates" in mistake.mend


def test_all_mistakes_are_kept_for_who_asks(folder: Path) -> None:
    spoil(folder, "station.toml", "keys = 5", "keys = 50")
    spoil(folder, "en/about.toml", "title", "titel")
    spoil(folder, "sv/quiz.toml", 'answer = "A door"', 'answer = "A dor"')
    reading = load.read(folder, KINDS)
    assert reading.station is None
    assert [(one.path.relative_to(folder).as_posix(), one.line) for one in reading.mistakes] == [
        ("station.toml", 10),
        ("en/about.toml", 1),
        ("sv/quiz.toml", 7),
    ]


def link_file(folder: Path, outside: Path) -> None:
    (folder / "en" / "learn.md").unlink()
    (folder / "en" / "learn.md").symlink_to(outside / "learn.md")


def link_language(folder: Path, outside: Path) -> None:
    (folder / "en").rename(folder / "old")
    (folder / "en").symlink_to(outside)


def link_to_nothing(folder: Path, outside: Path) -> None:
    (folder / "en" / "learn.md").unlink()
    (folder / "en" / "learn.md").symlink_to(outside / "nothing")


@pytest.mark.parametrize("spoiling", [link_file, link_language, link_to_nothing])
def test_links_are_refused(
    folder: Path, tmp_path: Path, spoiling: Callable[[Path, Path], None]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, text in PER_LANGUAGE.items():
        (outside / name).write_text(text)
    spoiling(folder, outside)
    assert "link" in refusal(folder).problem


def test_a_naive_reader_follows_the_link_that_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "learn.md").write_text("a secret")
    link_file(folder, tmp_path)
    assert (folder / "en" / "learn.md").read_text() == "a secret"
    assert load.read(folder, KINDS).station is None


def test_a_pipe_does_not_stop_the_reading(folder: Path) -> None:
    (folder / "en" / "learn.md").unlink()
    os.mkfifo(folder / "en" / "learn.md")
    assert "not an ordinary file" in refusal(folder).problem


def test_a_folder_in_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "station.toml").unlink()
    (folder / "station.toml").mkdir()
    assert "not an ordinary file" in refusal(folder).problem


def test_a_file_in_place_of_a_folder_is_told(folder: Path) -> None:
    (folder / "en").rename(folder / "old")
    (folder / "en").write_text("")
    assert refusal(folder).path == folder / "en"


def test_too_large_a_text_is_refused(folder: Path) -> None:
    (folder / "en" / "learn.md").write_text("a" * (source.TEXT_LIMIT + 1))
    assert "larger than 1 MB" in refusal(folder).problem


def test_what_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, who may read everything; so the system's no is imitated."""

    def no(*_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", no)
    assert "cannot be read: Permission denied" in refusal(folder).problem
    monkeypatch.setattr(Path, "lstat", no)
    assert "cannot be read: Permission denied" in refusal(folder).problem


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("format = 1\nid = doors\n", 2),
        ("format = 1\nformat = 2\n\n", 2),
        ("format =", 1),
        ('title = "a\n', 1),
        ("a = [" * 5000, None),
        ("a = " + "9" * 5000, 1),
        ("a = 2026-99-99", 1),
        ("\n\na = \x01", 3),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(folder: Path, text: str, line: int | None) -> None:
    (folder / "station.toml").write_text(text)
    mistake = refusal(folder)
    assert mistake.line == line
    assert mistake.mend
