"""`privacykit session …` as units and PAM call it: the right code, and closed when unsure."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit import i18n
from privacykit.cli import session as command
from privacykit.cli.main import run
from privacykit.errors import BaselineError, BusyError
from privacykit.record import reading
from privacykit.wipe.machine import closing, sessions, shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import Condition, State
from privacykit.wipe.machine.system import System
from privacykit.wipe.report import Left, Report
from tests.unit.computer import lay_out

Captured = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def system(tmp_path: Path, monkeypatch: Patch) -> System:
    """Give a computer on which patron is frozen, that the commands take for their own."""
    made = lay_out(tmp_path / "computer", 61234, 61234)
    record = made.record("patron")
    record.mkdir(parents=True)
    (record / "baseline").touch()
    monkeypatch.setattr(command, "System", lambda: made)
    monkeypatch.setattr(command, "need_root", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("LANG", raising=False)
    return made


def be(system: System, condition: Condition) -> None:
    states.write(system.record("patron"), State(condition, boot_id=states.boot_id(system)))


def gate(monkeypatch: Patch, name: str, kind: str = "account") -> int:
    monkeypatch.setenv("PAM_USER", name)
    monkeypatch.setenv("PAM_TYPE", kind)
    return run(["session", "gate"])


def report(exit_code: int) -> Report:
    return Report(
        exit_code=exit_code, state="clean", method="in-place", account="patron", seconds=0.1
    )


def raising(error: BaseException) -> Callable[..., object]:
    def answer(*_words: object, **_named: object) -> object:
        raise error

    return answer


@pytest.mark.parametrize("condition", ["clean", "in use", "thawed"])
def test_one_may_sign_in(
    system: System, monkeypatch: Patch, capsys: Captured, condition: Condition
) -> None:
    be(system, condition)
    assert gate(monkeypatch, "patron") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("condition", ["ending", "not clean"])
def test_one_may_not(
    system: System, monkeypatch: Patch, capsys: Captured, condition: Condition
) -> None:
    be(system, condition)
    assert gate(monkeypatch, "patron") == 1
    assert "ask the staff" in capsys.readouterr().out


def test_the_patron_is_told_in_the_computers_language(
    system: System, monkeypatch: Patch, capsys: Captured
) -> None:
    be(system, "not clean")
    system.at("/etc/default").mkdir()
    system.at("/etc/default/locale").write_text('#\nLANG="sv_SE.UTF-8"\n')
    used: list[str] = []
    monkeypatch.setattr(i18n, "use", used.append)
    assert gate(monkeypatch, "patron") == 1
    assert used[-1] == "sv_SE"
    system.at("/etc/default/locale").write_text("")
    gate(monkeypatch, "patron")
    assert used[-1] == "en"


@pytest.mark.parametrize(
    ("condition", "code"), [("clean", 1), ("not clean", 1), ("in use", 0), ("thawed", 0)]
)
def test_no_session_opens_that_was_not_begun(
    system: System, monkeypatch: Patch, condition: Condition, code: int
) -> None:
    be(system, condition)
    assert gate(monkeypatch, "patron", "open_session") == code


@pytest.mark.parametrize("name", ["root", "boss", "", "../accounts/patron", "."])
def test_nobody_else_is_ever_kept_out(system: System, monkeypatch: Patch, name: str) -> None:
    monkeypatch.setattr(sessions, "gate", raising(RuntimeError()))
    assert gate(monkeypatch, name) == 0


def test_other_steps_of_pam_and_lock_screens_pass(system: System, monkeypatch: Patch) -> None:
    be(system, "not clean")
    assert gate(monkeypatch, "patron", "close_session") == 0
    monkeypatch.setattr(os, "geteuid", lambda: 61234)
    assert gate(monkeypatch, "patron") == 0


@pytest.mark.parametrize(
    "error", [BaselineError("damaged"), PermissionError(13, "no"), ValueError(), KeyError()]
)
def test_whatever_fails_the_gate_stays_shut(
    system: System, monkeypatch: Patch, capsys: Captured, error: Exception
) -> None:
    be(system, "clean")
    monkeypatch.setattr(sessions, "gate", raising(error))
    assert gate(monkeypatch, "patron") == 1
    assert "ask the staff" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "code"), [("account", 1), ("open_session", 0)])
def test_nobody_joins_the_session_of_the_one_before(
    system: System, monkeypatch: Patch, kind: str, code: int
) -> None:
    """What goes on after a sign-out is no matter of a session that was begun since."""
    be(system, "in use")
    monkeypatch.setattr(closing, "is_over", lambda _system, _name: False)
    assert gate(monkeypatch, "patron", kind) == code


def test_a_record_without_a_state_keeps_out(system: System, monkeypatch: Patch) -> None:
    assert gate(monkeypatch, "patron") == 1


@pytest.mark.parametrize("words", [["--uid", "61234"], ["--account", "patron"]])
def test_begin_and_end_find_the_account(
    system: System, monkeypatch: Patch, words: list[str]
) -> None:
    called: list[str] = []

    def end(_system: System, name: str, _world: object, *, later: bool) -> Report:
        assert not later
        called.append(name)
        return report(0)

    monkeypatch.setattr(sessions, "begin", lambda _system, name, **_more: called.append(name))
    monkeypatch.setattr(sessions, "end", end)
    assert run(["session", "begin", *words]) == 0
    assert run(["session", "end", *words]) == 0
    assert called == ["patron", "patron"]


def test_their_exit_codes_tell(system: System, monkeypatch: Patch, capsys: Captured) -> None:
    monkeypatch.setattr(sessions, "begin", raising(BusyError("open")))
    assert run(["session", "begin", "--account", "patron"]) == 3
    monkeypatch.setattr(sessions, "end", lambda *_words, later: report(int(later)))
    assert run(["session", "end", "--later", "--account", "patron"]) == 1
    monkeypatch.setattr(sessions, "end", raising(BaselineError("damaged")))
    assert run(["session", "end", "--account", "patron"]) == 78
    assert "Traceback" not in capsys.readouterr().err


def test_an_end_that_comes_with_the_next_beginning_is_in_the_record_too(
    system: System, monkeypatch: Patch
) -> None:
    def begin(_system: System, _name: str, *, write: Callable[..., object]) -> None:
        write(lambda: report(0))

    monkeypatch.setattr(sessions, "begin", begin)
    assert run(["session", "begin", "--account", "patron"]) == 0
    (row,) = reading.read(shown.folder(system)).wipes
    assert (row.state, row.verified) == ("clean", True)


def test_an_account_that_is_not_frozen_yet_just_ends(system: System, monkeypatch: Patch) -> None:
    monkeypatch.setattr(sessions, "end", raising(BaselineError("not frozen")))
    (system.record("patron") / "baseline").unlink()
    assert run(["session", "end", "--account", "patron"]) == 0


@pytest.mark.parametrize("words", [[], ["--uid", "1", "--account", "patron"]])
def test_one_account_must_be_said(system: System, words: list[str]) -> None:
    assert run(["session", "begin", *words]) == 2


def test_a_number_that_nobody_has(system: System, capsys: Captured) -> None:
    assert run(["session", "end", "--uid", "4"]) == 78
    assert "number 4" in capsys.readouterr().err


def test_what_a_sweep_leaves_is_told_by_its_code_too(
    system: System, monkeypatch: Patch, capsys: Captured
) -> None:
    monkeypatch.setattr(sessions, "sweep", lambda _system: ())
    assert run(["session", "sweep"]) == 0
    monkeypatch.setattr(sessions, "sweep", lambda _system: (Left("", "Things", 2, "Locked."),))
    assert run(["session", "sweep"]) == 1
    assert capsys.readouterr().out == "  Things: 2 files. Locked.\n"


@pytest.mark.parametrize(("codes", "code"), [((), 0), ((0, 0), 0), ((0, 1), 1)])
def test_finish_ends_with_the_worst(
    system: System, monkeypatch: Patch, codes: tuple[int, ...], code: int
) -> None:
    monkeypatch.setattr(sessions, "finish", lambda _system: tuple(map(report, codes)))
    assert run(["session", "finish"]) == code
