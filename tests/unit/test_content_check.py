"""Every mistake is told with file, line and mend."""

from datetime import date
from pathlib import Path

import pytest

from privacykit.content import source
from privacykit.errors import StationError
from tests.unit.station_example import PNG, TODAY, spoil, told, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def only(folder: Path, today: date = TODAY) -> StationError:
    (problem,) = told(folder, today)
    return problem


def test_a_good_station_has_nothing_to_mend(folder: Path) -> None:
    assert told(folder) == ()


SAME_FACT = """\
[[fact]]
id = "oak"
text = "Oak is soft."
source = "A friend"
checked_on = 2026-01-31
recheck_by = 2027-01-31
[[fact]]
"""
CHANGES = [
    ("station.toml", 'icon = "key"', 'ikon = "key"', 3, "Did you mean “icon”?"),
    ("station.toml", 'icon = "key"\n', "", None, "“icon” is missing."),
    ("station.toml", '"beginner"', '"expert"', 4, "one of: beginner, intermediate"),
    ("station.toml", "[1, 10]", "[1, 1]", 5, "“1” stands here twice."),
    ("station.toml", '"sv"]', '"en"]', 6, "“en” stands here twice."),
    ("station.toml", 'id = "doors"', 'id = "gates"', 2, "not the name of the folder, “doors”"),
    ("station.toml", 'id = "doors"', 'id = "My Doors"', 2, "Use small letters, digits and hyphens"),
    ("station.toml", "keys = 5", 'keys = "5"', 10, "a whole number from 1 to 9"),
    ("station.toml", "keys = 5", "kies = 5", 10, "Did you mean “keys”?"),
    ("en/about.toml", '["Know a door"]', "[\n1,\n]", 4, "Entry 1 of “objectives” must be a text"),
    ("en/quiz.toml", 'answer = "A door"', 'answer = "A dor"', 7, "Did you mean “A door”?"),
    ("en/quiz.toml", 'answer = "A door"', 'answer = "xyz"', 7, "letter for letter"),
    ("en/quiz.toml", '"A hole"', '"A door"', 5, "“A door” stands here twice."),
    ("en/quiz.toml", "Where is the key?", "What keeps people out?", 11, "stands here twice"),
    ("sv/facts.toml", "recheck_by = 2027-01-31", "recheck_by = 2026-01-31", 6, "later day"),
    ("sv/facts.toml", "2026-01-31", '"today"', 5, "a date without quotes"),
    ("sv/facts.toml", "[[fact]]\n", SAME_FACT, 8, "“oak” stands here twice."),
    ("sv/activity.toml", 'name = "Back"', 'nam = "Back"', 4, "Did you mean “name”?"),
    ("en/facilitator.md", "10 minutes", "100 minutes", None, "## 10 minutes"),
    ("en/learn.md", "media/lock.png", "media/lok.png", 5, "no picture “media/lok.png”"),
    ("en/learn.md", "media/lock.png", "en/about.toml", 5, "no picture"),
    ("en/learn.md", "media/lock.png", "../doors/media/lock.png", 5, "not inside the station"),
    ("en/learn.md", "media/lock.png", "/etc/lock.png", 5, "not inside the station"),
    ("en/learn.md", "media/lock.png", "file:///etc/lock.png", 5, "not inside the station"),
    ("en/learn.md", "media/lock.png", "https://example.org/lock.png", 5, "not inside"),
    ("en/learn.md", "media/lock.png", "//server/lock.png", 5, "not inside the station"),
    ("en/learn.md", "media/lock.png", "..%2Flock.png", 5, "not inside the station"),
    ("en/learn.md", "media/lock.png", "<\\\\server\\lock.png>", 5, "not inside the station"),
    ("en/learn.md", "![A padlock]", "![ ]", 5, "no words for those who cannot see it"),
    ("en/learn.md", "keeps people", "keeps\n<b>people</b>", 4, "HTML is not shown."),
    ("en/learn.md", "A door keeps", "<div>\nA door keeps", 3, "HTML is not shown."),
    ("en/facilitator.md", "Open it.", "![x](media/y.png)", 7, "no picture"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), CHANGES)
def test_one_change_gives_one_sentence(
    folder: Path, file: str, old: str, new: str, line: int | None, words: str
) -> None:
    spoil(folder, file, old, new)
    problem = told(folder)[0]
    assert {one.line for one in told(folder)} == {line}
    assert problem.path == folder / file
    assert words in str(problem)
    assert str(problem).startswith(f"{folder / file}:{line}: " if line else f"{folder / file}: ")
    assert problem.severity == "error"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    assert "no station folder" in only(tmp_path / "nowhere").problem


def test_many_mistakes_are_told_at_once_and_each_once(folder: Path) -> None:
    spoil(folder, "station.toml", 'icon = "key"', 'ikon = "key"')
    (folder / "en" / "learn.md").write_bytes(b"\xff<b>")
    (folder / "en" / "play.py").write_text("")
    spoil(folder, "sv/learn.md", "lock.png", "lok.png")
    spoil(folder, "sv/quiz.toml", "answer", "anwser")
    files = [one.path.relative_to(folder).as_posix() for one in told(folder)]
    others = ["en/learn.md", "sv/quiz.toml", "en/play.py", "sv/learn.md"]
    assert files == ["station.toml", *others]


@pytest.mark.parametrize(
    ("old", "new"), [('"en", "sv"', '"English"'), ('kind = "doors"', 'kind = "windows"')]
)
def test_where_the_words_are_not_known_they_are_not_looked_at(
    folder: Path, old: str, new: str
) -> None:
    spoil(folder, "station.toml", 'icon = "key"', 'ikon = "key"')
    spoil(folder, "station.toml", old, new)
    spoil(folder, "en/quiz.toml", "answer", "anwser")
    assert {one.path.name for one in told(folder)} == {"station.toml"}


def test_a_stale_fact_is_a_warning_from_the_day_after(folder: Path) -> None:
    assert told(folder, date(2027, 1, 31)) == ()
    english, swedish = told(folder, date(2027, 2, 1))
    assert (english.severity, swedish.severity) == ("warning", "warning")
    assert (english.path, english.line) == (folder / "en" / "facts.toml", 6)
    assert "“oak” was to be checked again by 2027-01-31" in english.problem


def test_a_borrowed_stale_fact_is_told_once(folder: Path) -> None:
    (folder / "sv" / "facts.toml").unlink()
    severities = sorted(one.severity for one in told(folder, date(2027, 2, 1)))
    assert severities == ["note", "warning"]


@pytest.mark.parametrize("name", ["about.toml", "learn.md", "facilitator.md", "facts.toml"])
def test_a_file_missing_in_another_language_is_a_note(folder: Path, name: str) -> None:
    (folder / "sv" / name).unlink()
    note = only(folder)
    assert (note.severity, note.path) == ("note", folder / "sv" / name)
    assert "the one in “en” is shown" in note.problem


def test_a_listed_language_without_a_folder_is_an_error(folder: Path) -> None:
    (folder / "sv").rename(folder.parent / "sv")
    assert (only(folder).severity, only(folder).path) == ("error", folder / "sv")


def test_a_folder_of_a_language_that_is_not_listed_is_a_note(folder: Path) -> None:
    spoil(folder, "station.toml", '"en", "sv"', '"en"')
    assert (only(folder).severity, only(folder).path) == ("note", folder / "sv")


@pytest.mark.parametrize(
    "name", ["play.py", "media/run.sh", "media/page.html", "noend", "a.toml.exe"]
)
def test_files_of_other_kinds_are_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("")
    assert "no file of this kind" in only(folder).problem
    assert only(folder).path == folder / name


@pytest.mark.parametrize(
    "name", [".DS_Store", ".git/config", "en/learn.md~", "media/Thumbs.db", "__MACOSX/en.bin"]
)
def test_what_systems_and_editors_leave_is_no_mistake(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("")
    assert told(folder) == ()


def test_a_hidden_picture_does_not_count_as_one(folder: Path) -> None:
    (folder / "media" / ".lock.png").write_bytes(PNG)
    spoil(folder, "en/learn.md", "lock.png", ".lock.png")
    assert "no picture" in only(folder).problem


def test_a_name_with_a_space_and_other_letters_is_a_picture(folder: Path) -> None:
    (folder / "media" / "ett lås.PNG").write_bytes(PNG)
    spoil(folder, "en/learn.md", "media/lock.png", "media/ett%20lås.PNG")
    spoil(folder, "sv/learn.md", "media/lock.png", "<media/ett lås.PNG>")
    assert told(folder) == ()


def test_links_are_told_wherever_they_lie(folder: Path, tmp_path: Path) -> None:
    (folder / "media" / "more").symlink_to(tmp_path)
    (folder / "media" / "b.png").symlink_to(folder / "media" / "lock.png")
    assert [one.path.name for one in told(folder)] == ["b.png", "more"]
    assert all("a link" in one.problem for one in told(folder))


def test_too_large_files_are_told(folder: Path) -> None:
    for name, size in {"media/big.png": source.PICTURE_LIMIT, "big.txt": source.TEXT_LIMIT}.items():
        with (folder / name).open("wb") as big:
            big.truncate(size)
        assert told(folder) == ()
        with (folder / name).open("wb") as big:
            big.truncate(size + 1)
        assert "larger than" in only(folder).problem
        (folder / name).unlink()


def test_too_many_files_are_told_without_looking_at_all(folder: Path) -> None:
    present = sum(path.is_file() for path in folder.rglob("*"))
    for number in range(source.FILE_LIMIT - present):
        (folder / "media" / f"{number}.txt").touch()
    assert told(folder) == ()
    (folder / "media" / "one-more.txt").touch()
    assert only(folder).path == folder
    assert f"more than {source.FILE_LIMIT} files" in only(folder).problem


def test_folders_nested_without_end_are_told_and_left(folder: Path) -> None:
    (folder / "media" / "/".join("a" * 30)).mkdir(parents=True)
    (folder / "media" / "a" / "play.py").write_text("")
    assert [one.problem for one in told(folder)] == [
        "A station holds no file of this kind.",
        "Folders are nested too deeply here.",
    ]


def test_a_folder_that_may_not_be_read_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder / "media"))

    monkeypatch.setattr("os.scandir", no)
    assert "Permission denied" in told(folder)[0].problem


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "part",
    [
        "<script>x</script>",
        "<svg:script/>",
        "<foreignObject/>",
        '<image href="file:///etc/passwd"/>',
        '<image xlink:href = "../../secret.png"/>',
        "<image href='https://example.org/x.png'/>",
        "<image href=x.png/>",
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<image href="data:image/png;base64,PHN2Zz4="/>',
        '<rect fill="url(https://example.org)"/>',
        "<rect fill='url( \"x.svg#a\")'/>",
        "<style>@import 'x.css'</style>",
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
        '<?xml-stylesheet href="#a"?>',
    ],
)
def test_a_picture_that_is_more_than_a_drawing_is_refused(folder: Path, part: str) -> None:
    (folder / "media" / "x.SVG").write_text("\n" + SVG.format(part))
    assert (only(folder).path.name, only(folder).line) == ("x.SVG", 2)


@pytest.mark.parametrize(
    "part",
    [
        '<use xlink:href="#a"/>',
        '<image href="data:image/png;base64,iVBORw0KGgoAAAA="/>',
        '<image href="data:image/jpeg;base64,\n/9j/4AAQ"/>',
        '<rect fill="url(#a)"/>',
        "<rect fill='url( \"#a\")'/>",
        "<text>href and url</text>",
    ],
)
def test_a_drawing_is_taken(folder: Path, part: str) -> None:
    (folder / "media" / "x.svg").write_text(SVG.format(part))
    assert told(folder) == ()


def test_a_drawing_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "media" / "x.svg").write_bytes(SVG.format("").encode("utf-16"))
    assert "cannot be read" in only(folder).problem
