"""`privacykit admin …`: whose passphrase, setting and forgetting it; what root answers."""

import io
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import pytest

from privacykit import paths
from privacykit.cli import admin as command
from privacykit.cli.main import run
from privacykit.staff import keeping, whose
from privacykit.staff.checking import OwnCheck
from privacykit.wipe.machine.system import System
from tests.unit.locking import GOOD, QUICK, weak
from tests.unit.machines import needs_root

Captured = pytest.CaptureFixture[str]
NEW = "another horse battery staple"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whose, "OwnCheck", partial(OwnCheck, cost=QUICK))
    monkeypatch.setattr(keeping, "keyrings", list)


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    system = System(tmp_path / "computer")
    monkeypatch.setattr(command, "System", lambda: system)
    return system


@pytest.fixture
def an_account(computer: System, monkeypatch: pytest.MonkeyPatch) -> System:
    """Let the commands believe that they run without rights; the files stay this account's."""
    monkeypatch.setattr(command, "is_root", lambda: False)
    return computer


Typing = Callable[..., None]


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Typing:
    def lines(*words: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO("".join(f"{w}\n" for w in words).encode()), "utf-8")
        monkeypatch.setattr(sys, "stdin", stream)

    return lines


def test_an_account_sets_changes_and_forgets_its_own(
    an_account: System, piped: Typing, capsys: Captured
) -> None:
    assert run(["admin", "status"]) == 1
    piped(GOOD)
    assert run(["admin", "passphrase"]) == 0
    assert str(paths.state() / "lock") in capsys.readouterr().out
    assert run(["admin", "status"]) == 0
    piped("wrong", NEW)
    assert run(["admin", "passphrase"]) == 1
    assert "That is not the passphrase." in capsys.readouterr().err
    piped(GOOD, NEW)
    assert run(["admin", "passphrase"]) == 0
    assert run(["admin", "reset"]) == 0
    assert run(["admin", "status"]) == 1
    assert not whose.is_roots(an_account)


def test_a_weak_keyring_is_refused_by_name(
    an_account: System, piped: Typing, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "keyrings", lambda: [weak()])
    piped(GOOD)
    assert run(["admin", "passphrase"]) == 0
    told = capsys.readouterr().out
    assert "PlaintextKeyring" in told
    assert str(paths.state() / "lock") in told


def test_a_weak_one_is_refused_and_the_old_one_stays(
    an_account: System, piped: Typing, capsys: Captured
) -> None:
    piped(GOOD)
    run(["admin", "passphrase"])
    piped(GOOD, "secret")
    assert run(["admin", "passphrase"]) == 1
    assert "too easy to guess" in capsys.readouterr().err
    piped(GOOD, NEW)
    assert run(["admin", "passphrase"]) == 0


def test_wrong_tries_cost_time_here_too(
    an_account: System, piped: Typing, capsys: Captured
) -> None:
    piped(GOOD)
    run(["admin", "passphrase"])
    for _wrong in range(4):
        piped("wrong", NEW)
        assert run(["admin", "passphrase"]) == 1
    assert "Try again in 5 seconds." in capsys.readouterr().err


def test_a_person_is_asked_without_showing_it(
    an_account: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def prompt(words: str, **how: bool) -> str:
        asked.append((words, how["hide_input"]))
        return GOOD

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    assert run(["admin", "passphrase"]) == 0
    assert run(["admin", "passphrase"]) == 0
    assert [words for words, _hidden in asked] == [
        "The new passphrase",
        "The passphrase until now",
        "The new passphrase",
    ]
    assert all(hidden for _words, hidden in asked)


@needs_root
def test_roots_is_the_whole_computers(
    computer: System, piped: Typing, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(GOOD)
    assert run(["admin", "passphrase"]) == 0
    assert whose.is_roots(computer)
    piped(NEW)
    assert run(["admin", "passphrase"]) == 0, "root needs no old one: that is the recovery"
    capsys.readouterr()
    with monkeypatch.context() as other:
        other.setattr(command, "is_root", lambda: False)
        assert run(["admin", "status"]) == 0
        assert "whole computer" in capsys.readouterr().out
        for name in ("passphrase", "reset"):
            assert run(["admin", name]) == 78
            assert "sudo" in capsys.readouterr().err
    assert run(["admin", "reset"]) == 0
    assert not whose.is_roots(computer)
    assert not (computer.records / "admin").exists()


@needs_root
def test_root_answers_the_desktop_and_slows_it_down(
    computer: System, piped: Typing, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(typed: str = "") -> object:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        assert run(["admin-check"]) == 0
        return json.loads(capsys.readouterr().out)

    piped(GOOD)
    run(["admin", "passphrase"])
    assert check() == {"ok": False, "wait": 0, "early": True}
    assert check(GOOD) == {"ok": True, "wait": 0, "early": False}
    waits = [check("wrong") for _wrong in range(3)]
    assert waits[-1] == {"ok": False, "wait": 5, "early": False}
    assert check(GOOD) == {"ok": False, "wait": 5, "early": True}
    assert check() == {"ok": False, "wait": 5, "early": True}


def test_only_root_answers(
    computer: System, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert run(["admin-check"]) == 78
    assert "rights of root" in capsys.readouterr().err


def test_the_desktops_question_is_no_command_for_people(capsys: Captured) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "admin " in shown
    assert "admin-check" not in shown
    assert "progress-lines" not in shown
