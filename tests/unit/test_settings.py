"""The library's choices: defaults, layers, and mistakes that lose nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit import paths, settings


def write(folder: Path, text: str, name: str = "settings.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_without_files_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load([tmp_path / "none.toml"]) == (settings.Settings(), [])


def test_a_later_file_overrides_only_what_it_names(tmp_path: Path) -> None:
    library = write(tmp_path, 'theme = "dark"\nidle_seconds = 60\n', "a.toml")
    person = write(tmp_path, "idle_seconds = 90\n", "b.toml")
    chosen, mistakes = settings.load([library, person])
    assert (chosen.theme, chosen.idle_seconds, mistakes) == ("dark", 90, [])


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("\ntheme = 3\n", ":2: “theme” must be one of: contrast, dark, light."),
        ("them = 'dark'\n", ":1: “them” means nothing here. Did you mean “theme”?"),
        ("= =", "Write one name = value on each line"),
        ("idle_seconds = 1\n", "a whole number from 30 to 3600"),
        ("theme = '\xff'", ":1: This line is not UTF-8 text."),
    ],
)
def test_a_mistake_is_told_and_the_rest_holds(tmp_path: Path, text: str, mend: str) -> None:
    good = write(tmp_path, 'theme = "dark"\n', "good.toml")
    bad = tmp_path / "bad.toml"
    bad.write_bytes(text.encode("latin-1"))
    chosen, (mistake,) = settings.load([good, bad])
    assert chosen.theme == "dark"
    assert str(bad) in str(mistake)
    assert mend in str(mistake)


def test_what_could_never_end_is_not_begun(tmp_path: Path) -> None:
    device, large = tmp_path / "device.toml", tmp_path / "large.toml"
    device.symlink_to("/dev/null")
    with large.open("wb") as file:
        file.truncate(1 << 40)
    (tmp_path / "folder.toml").mkdir()
    shut = write(tmp_path, "") / "below.toml"
    files = (device, large, tmp_path / "folder.toml", shut)
    _chosen, mistakes = settings.load(files)
    assert [str(one).partition(": ")[2] for one in mistakes] == [
        "It is not a plain file. Write the file anew.",
        "The file is larger than 1 MB. Keep only what is needed.",
        "It is not a plain file. Write the file anew.",
        "The file cannot be read (Not a directory). Check the path and the rights.",
    ]


def test_a_mark_that_editors_on_windows_put_first_is_no_mistake(tmp_path: Path) -> None:
    chosen, mistakes = settings.load([write(tmp_path, '\ufefftheme = "dark"\r\n')])
    assert (chosen.theme, mistakes) == ("dark", [])


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_loading(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_bytes(data)
    _chosen, mistakes = settings.load([path])
    assert all(str(mistake) for mistake in mistakes)


def test_settings_files_are_the_librarys_before_the_persons(own_home: Path) -> None:
    library, person = paths.settings_files()
    assert person.is_relative_to(own_home)
    assert not library.is_relative_to(own_home)
