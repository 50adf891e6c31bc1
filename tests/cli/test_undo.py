"""`privacykit undo` as staff type it: what comes back, what is told, and the code it ends with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit.cli import undo as command
from privacykit.cli.main import run
from privacykit.errors import AgainError, UndoError
from privacykit.wipe.finding import Measure
from privacykit.wipe.machine import undo as undoing
from privacykit.wipe.machine.sealed import Header
from privacykit.wipe.machine.system import System
from privacykit.wipe.machine.undo import Session

Captured = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
ACCOUNT = ["undo", "--account", "patron"]


@pytest.fixture(autouse=True)
def _as_root(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(command, "need_root", lambda: None)
    monkeypatch.setattr(command, "System", lambda: System(tmp_path))


def raising(error: Exception) -> Callable[..., object]:
    def answer(*_words: object, **_named: object) -> object:
        raise error

    return answer


def test_it_tells_what_came_back_and_what_to_do(
    tmp_path: Path, monkeypatch: Patch, capsys: Captured
) -> None:
    asked = []

    def bring_back(_system: System, name: str, to: Path, *, number: int) -> Measure:
        asked.append((name, to, number))
        return Measure(3, 5_300_000)

    monkeypatch.setattr(undoing, "undo", bring_back)
    assert run([*ACCOUNT, "--to", str(tmp_path / "back"), "--number", "2"]) == 0
    assert asked == [("patron", tmp_path / "back", 2)]
    said = capsys.readouterr().out
    assert f"{tmp_path / 'back'}: 3 files, 5.3 MB" in said
    assert "Only root" in said


def test_the_list_tells_times_and_amounts(monkeypatch: Patch, capsys: Captured) -> None:
    one, other = Header("10:00", "10:30", 3, 4000), Header("09:50", "10:20", 1, 1)
    sessions = (Session(Path("a"), one), Session(Path("b"), other))
    monkeypatch.setattr(undoing, "kept", lambda *_words: sessions)
    assert run([*ACCOUNT, "--list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1: ended 10:00, kept until 10:30: 3 files, 4.0 kB",
        "2: ended 09:50, kept until 10:20: 1 file, 1 byte",
    ]


def test_forgetting_is_told(monkeypatch: Patch, capsys: Captured) -> None:
    asked: list[str] = []
    monkeypatch.setattr(undoing, "forget", lambda _system, name: asked.append(name))
    assert run([*ACCOUNT, "--forget"]) == 0
    assert asked == ["patron"]
    assert "any more" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [[], ["--list", "--forget"], ["--list", "--to", "x"], ["--to", "x", "--number", "0"]]
)
def test_one_deed_at_a_time(words: list[str], capsys: Captured) -> None:
    assert run([*ACCOUNT, *words]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("error", "code"), [(UndoError("The time is over."), 1), (AgainError("Full."), 75)]
)
def test_what_fails_is_one_sentence_and_a_code(
    monkeypatch: Patch, capsys: Captured, error: Exception, code: int
) -> None:
    monkeypatch.setattr(undoing, "undo", raising(error))
    assert run([*ACCOUNT, "--to", "back"]) == code
    assert capsys.readouterr().err == f"privacykit: {error}\n"


def test_it_is_for_root_only(tmp_path: Path, monkeypatch: Patch, capsys: Captured) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert run([*ACCOUNT, "--to", str(tmp_path / "back")]) == 78
    assert "sudo" in capsys.readouterr().err
    assert not (tmp_path / "back").exists()
