"""`privacykit baseline …` and `wipe --account`: words for staff, and codes for machines."""

import json
from pathlib import Path

import pytest

from privacykit.cli import baseline as command
from privacykit.cli.main import run
from privacykit.wipe.machine import system as systems
from tests.unit.machines import NAME, Patron, needs_root, patron

pytestmark = needs_root
Captured = pytest.CaptureFixture[str]
ACCOUNT = ["--account", NAME]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patron:
    """Give a made-up computer with one patron, that the commands take for their own."""
    made = patron(tmp_path)
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
