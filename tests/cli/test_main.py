"""The way in: commands by name, two languages, and one sentence for whatever goes wrong."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from privacykit import __version__, i18n
from privacykit.cli import main as entry
from privacykit.cli.main import run
from privacykit.errors import PrivacykitError

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_help_names_every_command(capsys: Captured) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in ("wipe", "policy", "station"))


def test_version(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["wope"], ["wipe", "--wope"], ["--language", "xx", "wipe"], ["policy", "new"], ["--language"]],
)
def test_a_slip_is_a_usage_error(arguments: list[str], capsys: Captured) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Error" in shown.err


def test_nothing_asked_is_help(capsys: Captured) -> None:
    assert run([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--language", "sv"], ["--language=sv"]])
def test_help_is_in_the_language_asked_for(arguments: list[str], capsys: Captured) -> None:
    assert run([*arguments, "--help"]) == 0
    assert i18n.current() == "sv"
    assert capsys.readouterr().out


def test_without_a_wish_it_is_the_language_of_the_system(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert run(["--version"]) == 0
    assert i18n.current() == "sv"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert run(["wipe", "--help"]) == 0
    assert i18n.current() == "en"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"LANGUAGE": "sv:en"}, "sv"),
        ({"LANGUAGE": "fi:sv_SE", "LANG": "C.UTF-8"}, "sv"),
        ({"LANG": "fi_FI.UTF-8"}, "en"),
        ({"LANGUAGE": "en", "LANG": "sv_SE.UTF-8"}, "en"),
        ({"LANGUAGE": "sv", "LC_ALL": "C", "LANG": "sv_SE.UTF-8"}, "en"),
    ],
)
def test_the_systems_language_is_found_as_other_programs_find_it(
    monkeypatch: pytest.MonkeyPatch, wishes: dict[str, str], code: str
) -> None:
    # not setenv(): the C library would remember the language for its own sentences
    monkeypatch.setattr(os, "environ", {**os.environ, **wishes})
    assert run(["--version"]) == 0
    assert i18n.current() == code


def test_a_closed_input_is_one_that_nobody_types_into(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["wipe", "--practice"]) == 2
    sys.stdin.close()
    assert "Nobody can be asked here." in capsys.readouterr().err


def test_a_closed_output_for_errors_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert run(["wipe", "--practice", "--yes"]) == 0
    sys.stderr.close()
    assert "Clean and verified" in capsys.readouterr().out


def test_a_full_output_for_errors_leaves_the_exit_code(tmp_path: Path) -> None:
    command = ["record", "--csv", str(tmp_path / "none" / "table.csv")]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "privacykit", *command], stderr=full, check=False
        )
    assert ended.returncode == 1


class TestEndings:
    def give(self, monkeypatch: pytest.MonkeyPatch, error: BaseException | None) -> None:
        @click.command
        def broken() -> None:
            if error:
                raise error

        monkeypatch.setattr(sys.modules[__name__], "broken", lambda: broken, raising=False)
        monkeypatch.setitem(entry.COMMANDS, "broken", f"{__name__}:broken")

    @pytest.mark.parametrize(
        ("error", "code", "words"),
        [
            (None, 0, ""),
            (KeyboardInterrupt(), 4, "Stopped before it was finished"),
            (click.Abort(), 4, "Nothing has been changed."),
            (PrivacykitError("A sentence."), 1, "A sentence."),
            (click.UsageError("A slip."), 2, "A slip."),
            (BrokenPipeError(32, "Broken pipe"), 75, "output was closed"),
            (OSError(11, "Try again"), 75, "Try again"),
            (OSError("odd"), 1, "odd"),
            (SystemExit(5), 5, ""),
            (SystemExit(), 0, ""),
            (SystemExit("words"), 1, ""),
        ],
    )
    def test_each_has_its_code_and_no_traceback(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Captured,
        error: BaseException | None,
        code: int,
        words: str,
    ) -> None:
        self.give(monkeypatch, error)
        assert run(["broken"]) == code
        shown = capsys.readouterr()
        assert words in shown.err
        assert "Traceback" not in shown.err

    def test_without_an_output_nothing_is_begun(
        self, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        monkeypatch.setattr(sys, "stdout", None)
        assert run(["--version"]) == 75
        assert "output was closed" in capsys.readouterr().err

    @pytest.mark.usefixtures("capsys")
    def test_a_broken_error_output_is_no_reason_to_crash(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_words: object, **_options: object) -> None:
            raise BrokenPipeError

        self.give(monkeypatch, PrivacykitError("A sentence."))
        monkeypatch.setattr(click, "echo", refuse)
        assert run(["broken"]) == 1
