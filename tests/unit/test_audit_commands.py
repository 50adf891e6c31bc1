"""The commands of the check-up: a closed list, quick, and harmless when they go wrong."""

import pytest

from privacykit.audit import commands

LISTED = frozenset({("echo", "å"), ("false",), ("sleep", "30"), ("env",), ("not-there-at-all",)})


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COMMANDS", LISTED)


def test_what_a_command_writes() -> None:
    assert commands.run(("echo", "å")) == "å\n"


@pytest.mark.parametrize("command", [("false",), ("not-there-at-all",)])
def test_one_that_fails_or_is_not_there(command: tuple[str, ...]) -> None:
    assert commands.run(command) is None


def test_one_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_SECONDS", 0.05)
    assert commands.run(("sleep", "30")) is None


@pytest.mark.parametrize("command", [("echo", "b"), ("echo",), ("sh", "-c", "echo å")])
def test_only_what_is_listed_word_for_word(command: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        commands.run(command)


def test_nothing_of_the_caller_decides_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_PRELOAD", "")
    monkeypatch.setenv("PATH", "/tmp")
    seen = commands.run(("env",)) or ""
    assert "LD_PRELOAD" not in seen
    assert "PATH=/usr/local/sbin" in seen
    assert "LC_ALL=C" in seen


def test_the_list_names_no_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert commands.COMMANDS
    assert not {"sh", "bash", "sudo", "pkexec"} & {command[0] for command in commands.COMMANDS}
