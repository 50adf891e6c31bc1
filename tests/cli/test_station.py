"""`privacykit station`: what an IT person types, and what a script gets back."""

import datetime as clock
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from privacykit import activities, i18n, paths
from privacykit.cli import station as commands
from privacykit.errors import PrivacykitError
from tests.unit.station_example import KINDS, TODAY, spoil, write


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Use the made-up kind and a folder of the kit that holds one station of it."""
    write(tmp_path / "kit")
    monkeypatch.setattr(activities, "kinds", lambda: KINDS)
    monkeypatch.setattr(paths, "stations", lambda: tmp_path / "kit")
    monkeypatch.setattr(commands, "_today", lambda: TODAY)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands.station(), [str(one) for one in arguments])


def test_a_good_station_passes_quietly(tmp_path: Path) -> None:
    result = run("check", tmp_path / "kit" / "doors")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing to mend.\n")


def test_mistakes_are_lines_on_stdout_and_a_count_on_stderr(tmp_path: Path) -> None:
    first, second = write(tmp_path, "bells"), write(tmp_path, "alarms")
    spoil(first, "en/about.toml", "title", "titel")
    spoil(second, "sv/learn.md", "lock.png", "lok.png")
    result = run("check", first, second)
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0].startswith(f"{first}/en/about.toml:1: ")
    assert lines[1].startswith(f"{second}/sv/learn.md:5: ")
    assert result.stderr == "2 things to mend.\n"


def test_a_stale_fact_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_today", lambda: clock.date(2030, 1, 1))
    result = run("check", tmp_path / "kit" / "doors")
    assert result.exit_code == 1
    assert "“oak” was to be checked again by 2027-01-31" in result.stdout


def test_notes_do_not_fail_the_check(tmp_path: Path) -> None:
    (tmp_path / "kit" / "doors" / "sv" / "learn.md").unlink()
    result = run("check", tmp_path / "kit" / "doors")
    assert (result.exit_code, result.stderr) == (0, "Nothing to mend.\n")
    assert result.stdout.startswith("Note: ")


def test_a_path_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run("check", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "no station folder" in result.stdout


def test_a_dot_is_the_folder_it_stands_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path / "kit" / "doors")
    assert run("check", ".").exit_code == 0


def test_check_without_a_path_is_a_mistake_of_use() -> None:
    assert run("check").exit_code == 2


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "kit" / "doors"
    (folder / "a\x1b[2J\nb\u202e.py").write_text("")
    result = run("check", folder)
    assert "\x1b" not in result.stdout
    assert "a\\x1b[2J\\nb\\u202e.py" in result.stdout
    assert len(result.stdout.splitlines()) == 1


def test_names_that_are_no_text_are_shown(tmp_path: Path) -> None:
    (tmp_path / "kit" / "doors" / b"a\xff.py".decode(errors="surrogateescape")).write_text("")
    assert "a\\udcff.py" in run("check", tmp_path / "kit" / "doors").stdout


def test_list_shows_what_there_is_and_where_it_is_from() -> None:
    own = write(paths.own_stations(), "bells")
    spoil(own, "sv/about.toml", '"Doors"', '"Klockor"')
    i18n.use("sv")
    result = run("list")
    rows = [line.split("  ") for line in result.stdout.splitlines()]
    assert [[cell.strip() for cell in row if cell] for row in rows[1:]] == [
        ["doors", "Doors", "en, sv", "1, 10", "privacykit"],
        ["bells", "Klockor", "en, sv", "1, 10", str(own)],
    ]
    assert (result.exit_code, result.stderr) == (0, "")


def test_list_tells_what_cannot_be_used() -> None:
    own = write(paths.own_stations(), "bells")
    (own / "station.toml").unlink()
    result = run("list")
    assert "bells" not in result.stdout
    assert f"{own}/station.toml: This file is missing." in result.stderr


def test_list_reads_the_librarys_folder_and_tells_mistakes_in_settings(tmp_path: Path) -> None:
    write(tmp_path / "shared", "bells")
    settings = paths.settings_files()[-1]
    settings.parent.mkdir(parents=True)
    settings.write_text(f'shared_stations = "{tmp_path / "shared"}"\n')
    assert "bells" in run("list").stdout
    settings.write_text("theme = 3\n")
    result = run("list")
    assert "bells" not in result.stdout
    assert str(settings) in result.stderr


def test_new_makes_a_station_that_passes_the_check() -> None:
    result = run("new", "back-doors", "--from", "doors")
    made = paths.own_stations() / "back-doors"
    assert result.exit_code == 0
    assert f"privacykit station check {made}" in result.stdout
    assert run("check", made).exit_code == 0
    assert "back-doors" in run("list").stdout


def test_new_into_a_folder_of_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "gates", "--from", "doors", "--into", "here").exit_code == 0
    assert (tmp_path / "here" / "gates" / "station.toml").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gates", "--from", "windows"], "There are: doors."),
        (["doors", "--from", "doors", "--into", "{kit}"], "already something"),
        (["No", "--from", "doors"], "cannot be the id"),
        (["gates", "--from", "doors", "--into", "/proc/none"], "could not be made"),
    ],
)
def test_new_says_no_in_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = run("new", *(one.format(kit=tmp_path / "kit") for one in arguments))
    assert isinstance(result.exception, PrivacykitError)
    assert words in str(result.exception)
    assert not paths.own_stations().exists()


def test_no_station_at_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "stations", lambda: tmp_path / "nowhere")
    assert "There are: none." in str(run("new", "gates", "--from", "doors").exception)


def test_the_commands_need_no_window() -> None:
    import subprocess

    code = (
        "import sys, privacykit.cli.station as s; "
        "s.station()(['list'], standalone_mode=False); sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
