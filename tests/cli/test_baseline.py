"""`privacykit baseline …` and `wipe --account`: words for staff, and codes for machines."""

import io
import json
import os
import sys
from functools import partial
from pathlib import Path

import psutil
import pytest

from privacykit.cli import baseline as command
from privacykit.cli.main import run
from privacykit.wipe.machine import sessions
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine import system as systems
from privacykit.wipe.machine.state import State
from tests.unit.machines import HERE, NAME, UID, Patron, needs_root, patron, running

pytestmark = needs_root
Captured = pytest.CaptureFixture[str]
ACCOUNT = ["--account", NAME]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patron:
    """Give a made-up computer with one patron, that the commands take for their own.

    Only what the test itself started runs there, whoever else has the patron's number.
    """
    made = patron(tmp_path)
    for deed in ("freeze", "end", "restore", "thaw", "forget"):
        monkeypatch.setattr(sessions, deed, partial(getattr(sessions, deed), world=HERE))
    monkeypatch.setattr(command, "System", lambda: made.system)
    monkeypatch.setattr(systems, "System", lambda: made.system)
    return made


def test_the_life_of_a_frozen_home(one: Patron, capsys: Captured) -> None:
    assert run(["baseline", "freeze", *ACCOUNT]) == 0
    assert "is frozen: 4 files" in capsys.readouterr().out
    assert run(["baseline", "check", *ACCOUNT, "--thorough"]) == 0
    assert "as it was frozen" in capsys.readouterr().out

    one.begin()
    (one.home / "new\nletter").write_text("x")
    (one.home / ".bashrc").write_text("evil")
    (one.home / "Documents/welcome.txt").unlink()
    assert run(["baseline", "check", *ACCOUNT, "--paths"]) == 1
    told = capsys.readouterr().out
    for line in ("New: 1", "new\\u000aletter", ".bashrc", "Missing: 1", "Documents/welcome.txt"):
        assert line in told

    assert run(["baseline", "status"]) == 0
    assert f"{NAME}: in use" in capsys.readouterr().out
    assert run(["wipe", *ACCOUNT, "--preview"]) == 0
    assert "differs from its frozen state" in capsys.readouterr().out
    assert run(["wipe", *ACCOUNT, "--yes"]) == 0
    told = capsys.readouterr().out
    assert "Clean and verified: 2 entries removed, 4 entries brought back" in told
    assert run(["baseline", "status", *ACCOUNT]) == 0
    assert "clean and verified" in capsys.readouterr().out


def test_without_a_policy_the_way_to_one_is_told(one: Patron, capsys: Captured) -> None:
    one.system.policy_file.unlink()
    assert run(["baseline", "freeze", *ACCOUNT]) == 78
    assert f"Write one: privacykit setup --account {NAME}" in capsys.readouterr().err


def test_a_damaged_baseline_hides_no_other_account(one: Patron, capsys: Captured) -> None:
    one.freeze()
    damaged = one.system.record("another")
    damaged.mkdir(mode=0o700)
    (damaged / "baseline").write_text("nonsense")
    assert run(["baseline", "status"]) == 78
    told = capsys.readouterr()
    assert f"{NAME}: clean and verified" in told.out
    assert f"{damaged}/baseline is damaged" in told.err


def test_a_thawed_home_is_not_called_clean(one: Patron, capsys: Captured) -> None:
    one.freeze()
    assert run(["baseline", "thaw", *ACCOUNT]) == 0
    assert "baseline freeze --account" in capsys.readouterr().out
    assert run(["wipe", *ACCOUNT, "--yes", "--json"]) == 78
    assert json.loads(capsys.readouterr().out)["state"] == "refused"
    assert run(["baseline", "status"]) == 0
    assert "Do not forget" in capsys.readouterr().out
    assert run(["baseline", "restore", *ACCOUNT, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["state"], report["method"], report["account"]) == ("clean", "in-place", NAME)


def test_secrets_in_the_home_are_told(one: Patron, capsys: Captured) -> None:
    (one.home / ".ssh").mkdir()
    (one.home / ".ssh/id_ed25519").write_text("key")
    assert run(["baseline", "freeze", *ACCOUNT]) == 0
    assert "every patron could use them" in capsys.readouterr().out


def test_a_home_that_is_not_clean_ends_with_one(one: Patron, capsys: Captured) -> None:
    one.freeze()
    (one.system.record(NAME) / "state").write_bytes(b"?")
    assert run(["baseline", "status"]) == 1
    assert "not clean; nobody can sign in" in capsys.readouterr().out


def test_what_is_frozen_no_more(one: Patron, capsys: Captured) -> None:
    one.freeze()
    assert run(["baseline", "forget", *ACCOUNT]) == 0
    assert "not frozen any more" in capsys.readouterr().out
    assert run(["baseline", "status"]) == 0
    assert "No account is frozen" in capsys.readouterr().out
    for deed in ("check", "restore", "thaw", "forget"):
        assert run(["baseline", deed, *ACCOUNT]) == 78
        assert "is not frozen" in capsys.readouterr().err


def test_a_session_that_a_new_start_cut_ends_with_one(one: Patron, capsys: Captured) -> None:
    one.freeze()
    one.begin()
    states.write(one.system.record(NAME), State("in use", boot_id="another start"))
    assert run(["baseline", "status"]) == 1
    assert "nobody can sign in" in capsys.readouterr().out


def test_every_account_has_its_lines(one: Patron, capsys: Captured) -> None:
    one.freeze()
    status = sessions.status(one.system, NAME)
    lines = [*command._lines([status, status])]
    assert lines.count("") == 1
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 + 1 :]


def test_what_is_open_ends_with_three(one: Patron, capsys: Captured) -> None:
    one.freeze()
    one.begin()
    for deed in ("freeze", "thaw", "forget"):
        assert run(["baseline", deed, *ACCOUNT]) == 3
    with running("sleep", "1000"):
        assert run(["baseline", "restore", *ACCOUNT, "--json"]) == 3
    shown = capsys.readouterr()
    assert json.loads(shown.out)["state"] == "busy"
    assert shown.err.count("\n") == 4
    assert "Traceback" not in shown.err
    assert run(["baseline", "restore", *ACCOUNT]) == 0
    assert "Clean and verified" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["baseline", "known"])
def test_a_damaged_record_is_one_sentence(one: Patron, capsys: Captured, damage: str) -> None:
    one.freeze()
    (one.system.record(NAME) / damage).write_bytes(b"half of it")
    assert run(["baseline", "restore", *ACCOUNT]) == 78
    assert capsys.readouterr().err.startswith("privacykit: ")
    assert run(["baseline", "forget", *ACCOUNT]) == 0, "which is the way out"


@pytest.mark.parametrize(
    "words",
    [
        *(["baseline", deed, *ACCOUNT] for deed in ("freeze", "check", "restore", "thaw")),
        ["baseline", "forget", *ACCOUNT],
        ["baseline", "status"],
        ["wipe", *ACCOUNT, "--preview"],
        ["wipe", *ACCOUNT, "--yes"],
        ["wipe", *ACCOUNT, "--practice"],
    ],
)
def test_without_the_rights_of_root_it_says_so(
    one: Patron, monkeypatch: pytest.MonkeyPatch, capsys: Captured, words: list[str]
) -> None:
    one.freeze()
    monkeypatch.setattr(os, "geteuid", lambda: UID)
    assert run(words) == 78
    shown = capsys.readouterr()
    assert shown.err == (
        "privacykit: This needs the rights of root: put sudo before the command.\n"
    )
    assert shown.out == ""


@pytest.mark.parametrize("deed", ["freeze", "check", "restore", "thaw", "forget"])
def test_the_account_must_be_said(one: Patron, deed: str) -> None:
    assert run(["baseline", deed]) == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 4), ("", 4)])
def test_the_answer_decides(
    one: Patron, monkeypatch: pytest.MonkeyPatch, capsys: Captured, answer: str, code: int
) -> None:
    one.freeze()
    one.begin()
    (one.home / "letter").write_text("x")
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert run(["wipe", *ACCOUNT]) == code
    assert (one.home / "letter").exists() is (code != 0)
    assert one.state.condition == ("clean" if code == 0 else "in use")
    assert f"Close the programs of {NAME}" in capsys.readouterr().err


def test_a_preview_changes_nothing_and_lists_when_asked(one: Patron, capsys: Captured) -> None:
    one.freeze()
    one.begin()
    (one.home / "letter").write_text("x")
    assert run(["wipe", *ACCOUNT, "--preview", "--paths"]) == 0
    assert "    letter\n" in capsys.readouterr().out
    assert run(["wipe", *ACCOUNT, "--preview", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["state"], report["account"]) == ("preview", NAME)
    assert (one.home / "letter").exists()
    assert one.state.condition == "in use"


def test_a_wipe_closes_what_runs_and_tells_it_to_machines(one: Patron, capsys: Captured) -> None:
    one.freeze()
    one.begin()
    with running("sleep", "1000") as child:
        assert run(["wipe", *ACCOUNT, "--yes", "--json"]) == 0
        assert not psutil.pid_exists(child.pid)
    report = json.loads(capsys.readouterr().out)
    assert (report["state"], report["programs_ended"]) == ("clean", ["sleep"])


@pytest.mark.parametrize("words", [["--practice"], ["--policy", "p.toml"]])
def test_a_frozen_home_has_one_policy(one: Patron, capsys: Captured, words: list[str]) -> None:
    assert run(["wipe", *ACCOUNT, *words]) == 2
    assert "this computer's policy" in capsys.readouterr().err


def test_nobody_can_be_asked_without_a_terminal(one: Patron, capsys: Captured) -> None:
    one.freeze()
    assert run(["wipe", *ACCOUNT]) == 2
    assert "Nobody can be asked" in capsys.readouterr().err


def test_an_unknown_account_is_one_sentence(one: Patron, capsys: Captured) -> None:
    assert run(["baseline", "freeze", "--account", "nobody-here"]) == 78
    assert capsys.readouterr().err == "privacykit: This computer has no account “nobody-here”.\n"
