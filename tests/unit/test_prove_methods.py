"""How a made-up session begins and ends: by the same calls as a real one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from privacykit.errors import PolicyError, ProofError
from privacykit.wipe.machine import sessions
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import silent
from privacykit.wipe.prove import methods, tomlwriter
from privacykit.wipe.report import Report

ACCOUNT = Account("proof-1", os.getuid(), os.getgid(), Path("/home/proof-1"))
POLICY = Policy(format=1, accounts=("proof-1",))


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setattr(methods, "TRUSTED", {0, os.getuid()})
    return System(tmp_path)


def test_the_policy_is_put_where_sessions_read_it(system: System) -> None:
    assert methods.write_policy(system, tomlwriter.write(POLICY)) == POLICY
    assert system.policy_file.stat().st_mode & 0o777 == 0o644


def test_a_policy_that_cannot_be_used_is_told(system: System) -> None:
    with pytest.raises(PolicyError):
        methods.write_policy(system, "format = 2")


def test_a_frozen_account_is_frozen_and_begun_and_ended(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    report = Report(state="clean", exit_code=0)
    for name in ("freeze", "begin", "end"):

        def note(*words: Any, name: str = name, **_options: Any) -> Report:
            asked.append((name, *words[1:3]))
            return report

        monkeypatch.setattr(sessions, name, note)
    methods.write_policy(system, tomlwriter.write(POLICY))
    ways = methods.METHODS["baseline"]
    ways.begin(system, ACCOUNT, silent)
    assert ways.end(system, ACCOUNT, silent) is report
    assert asked[:2] == [("freeze", "proof-1", POLICY), ("begin", "proof-1")]
    assert asked[2][:2] == ("end", "proof-1")


class Done:
    returncode = 78
    stdout = b""


def test_any_other_account_wipes_itself(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    report = Report(state="residue", exit_code=1)
    done = Done()
    done.stdout = report.to_json().encode()

    def run(command: list[str], **options: Any) -> Done:
        asked.update(options, command=command)
        return done

    monkeypatch.setattr(subprocess, "run", run)
    ways = methods.METHODS["traces"]
    ways.begin(system, ACCOUNT, silent)
    assert ways.end(system, ACCOUNT, silent) == report
    assert asked["command"][0] == sys.executable
    assert asked["command"][-3:] == ["wipe", "--yes", "--json"]
    assert (asked["user"], asked["group"], asked["extra_groups"]) == (ACCOUNT.uid, ACCOUNT.gid, [])
    assert asked["env"]["HOME"] == "/home/proof-1"


def test_one_that_ends_without_a_report_is_told(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: Done())
    with pytest.raises(ProofError, match="code 78 and no report"):
        methods.METHODS["traces"].end(system, ACCOUNT, silent)
