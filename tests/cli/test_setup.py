"""`privacykit setup` as someone in a hurry meets it: wrong, twice, without rights, stopped."""

import io
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from privacykit.cli import setup as command
from privacykit.cli.main import run
from privacykit.wipe.machine.system import System
from tests.unit.computer import everything, lay_out

Captured = pytest.CaptureFixture[str]
UID = 61234 if os.geteuid() == 0 else os.geteuid()


@pytest.fixture
def system(tmp_path: Path) -> System:
    made = lay_out(tmp_path / "computer", UID, UID)
    os.chown(made.at("/home/patron"), UID, -1)
    return made


def setup(system: System, *words: str) -> int:
    return run(["setup", "--root", str(system.root), *words])


def test_it_shows_what_it_writes_and_what_comes_next(system: System, capsys: Captured) -> None:
    assert setup(system, "--account", "patron", "--yes") == 0
    shown = capsys.readouterr().out
    assert f"{system.root}/etc/systemd/system/privacykit-finish.service" in shown
    assert "privacykit baseline freeze --account patron" in shown
    assert setup(system, "--account", "patron") == 0, "nothing to ask"
    assert "set up already" in capsys.readouterr().out


def test_undo_and_undo_again(system: System, capsys: Captured) -> None:
    before = everything(system)
    setup(system, "--account", "patron", "--yes")
    assert setup(system, "--undo", "--yes") == 0
    assert everything(system) == before
    assert "Taken back" in capsys.readouterr().out
    assert setup(system, "--undo", "--yes") == 0
    assert "nothing to take back" in capsys.readouterr().out


def test_whose_home_is_still_frozen_is_named(system: System, capsys: Captured) -> None:
    setup(system, "--account", "patron", "--yes")
    system.record("patron").mkdir(parents=True)
    (system.record("patron") / "baseline").touch()
    assert setup(system, "--undo", "--yes") == 0
    assert "baseline forget --account patron" in capsys.readouterr().out


def test_what_was_changed_since_is_named_and_the_exit_code_tells(
    system: System, capsys: Captured
) -> None:
    setup(system, "--account", "patron", "--yes")
    system.policy_file.write_text("format = 1\n")
    assert setup(system, "--undo", "--yes") == 1
    assert f"by hand:\n  {system.policy_file}\n" in capsys.readouterr().out


def test_nothing_is_written_unasked(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(system)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert setup(system, "--account", "patron") == 2
    assert everything(system) == before


def answered(started: "subprocess.Popen[bytes]", terminal: int, answer: bytes) -> bytes:
    """Give the answer as often as it takes: Python may miss a Ctrl-C just before it reads."""
    for _attempt in range(60):
        os.write(terminal, answer)
        with suppress(subprocess.TimeoutExpired):
            return started.communicate(timeout=1)[1]
    pytest.fail("it never ended")


@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 4), (b"\x03", 4), (b"y\n", 0)])
def test_a_person_is_asked(system: System, answer: bytes, code: int) -> None:
    before = everything(system)
    ours, theirs = pty.openpty()
    words = ["setup", "--root", str(system.root), "--account", "patron"]
    started = subprocess.Popen(
        [
            *("setsid", "--ctty", "--wait", "env", "--default-signal=INT"),
            *(sys.executable, "-m", "privacykit", *words),
        ],
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    assert started.stderr is not None
    try:
        asked = b""
        while b"[y/N]" not in asked and (more := os.read(started.stderr.fileno(), 100)):
            asked += more
        said = answered(started, ours, answer)
    finally:
        os.close(ours)
        started.kill()
        started.communicate()
    assert started.returncode == code
    assert b"Traceback" not in said
    assert (everything(system) == before) == bool(code)


@pytest.mark.parametrize("words", [[], ["--account", "patron", "--undo"]])
def test_one_of_both_must_be_said(system: System, words: list[str], capsys: Captured) -> None:
    assert setup(system, *words) == 2
    assert "--undo" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nobody-here", "root", "../etc", "a b", "-x"])
def test_a_wrong_account_is_one_sentence(system: System, name: str, capsys: Captured) -> None:
    before = everything(system)
    assert setup(system, f"--account={name}", "--yes") == 78
    shown = capsys.readouterr()
    assert shown.err.startswith("privacykit: ")
    assert shown.err.endswith(".\n")
    assert everything(system) == before


def test_this_computer_needs_root(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert run(["setup", "--account", "nobody-here"]) == 78
    assert "sudo" in capsys.readouterr().err


def test_another_sign_in_is_told(system: System, capsys: Captured) -> None:
    system.at("/etc/pam.d/common-account").unlink()
    assert setup(system, "--account", "patron", "--yes") == 0
    shown = capsys.readouterr().out
    assert "not laid out as Debian's" in shown
    assert "user notin patron" in shown


def test_without_anything_there_is_help(capsys: Captured) -> None:
    assert run(["setup", "--help"]) == 0
    assert "--root" in capsys.readouterr().out
    assert command.setup().name == "setup"
