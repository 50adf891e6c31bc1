"""What outlives a sign-out is ended before the next person is let in."""

import os
from pathlib import Path

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.machine import closing, commands, people
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import Condition, State
from privacykit.wipe.machine.system import System

UID = 61234
GROUP = f"groups/user.slice/user-{UID}.slice/cgroup.kill"


class Here(System):
    """A computer in a folder that takes itself for the one that runs."""

    is_running = True


@pytest.fixture
def system(tmp_path: Path) -> System:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text(f"patron:x:{UID}:{UID}::/home/patron:/bin/sh\n")
    made = Here(tmp_path)
    made.record("patron").mkdir(parents=True)
    be(made, "in use")
    return made


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a computer with a made-up systemd: logind says what stands in the file "says"."""
    lay(tmp_path, "loginctl", f'[ "$1" != show-user ] || cat {tmp_path}/says 2>/dev/null')
    lay(tmp_path, "systemctl", "")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(commands, "_PATH", os.environ["PATH"])
    monkeypatch.setattr(people, "SYSTEMD", tmp_path)
    monkeypatch.setattr(people, "GROUPS", tmp_path / "groups")
    (tmp_path / GROUP).parent.mkdir(parents=True)
    return tmp_path


def lay(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {folder}/said\n{script}\n')
    (folder / name).chmod(0o755)


def be(system: System, condition: Condition) -> None:
    states.write(system.record("patron"), State(condition))


def logind(computer: Path, says: str) -> None:
    """Have logind say this of the account; nothing: it knows of no such user."""
    if says:
        (computer / "says").write_text(says + "\n")


def told(computer: Path) -> list[str]:
    """Return what the made-up systemd was told, besides a question."""
    said = computer / "said"
    lines = said.read_text().splitlines() if said.exists() else []
    questions = "show-user", "list-sessions"
    return [line for line in lines if not any(word in line for word in questions)]


@pytest.mark.parametrize("says", ["State=active\nSessions=4", "State=opening\nSessions=9 4"])
def test_who_is_signed_in_is_left_alone(system: System, computer: Path, says: str) -> None:
    logind(computer, says)
    assert closing.is_over(system, "patron")
    assert told(computer) == []
    assert not (computer / GROUP).exists()


@pytest.mark.parametrize(
    "says", ["State=closing\nSessions=4", "State=lingering\nSessions=", "State=opening", ""]
)
def test_what_goes_on_when_nobody_is_there_is_ended(
    system: System, computer: Path, says: str
) -> None:
    logind(computer, says)
    assert closing.is_over(system, "patron")
    assert (computer / GROUP).read_text() == "1"
    assert told(computer) == [
        f"loginctl disable-linger {UID}",
        f"systemctl stop user@{UID}.service",
        f"systemctl stop privacykit-session@{UID}.service",
    ]


def test_an_end_that_is_under_way_is_waited_for(
    system: System, computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopping a unit that is stopping comes back when it has stopped."""
    logind(computer, "")
    be(system, "clean")
    clean = (system.record("patron") / "state").read_bytes()
    be(system, "ending")
    assert not closing.is_over(system, "patron")
    (computer / "clean").write_bytes(clean)
    lay(computer, "systemctl", f"cp {computer}/clean {system.record('patron')}/state")
    assert closing.is_over(system, "patron")
    be(system, "ending")
    lay(computer, "systemctl", '[ "$2" = user@* ] || exec sleep 1000')
    monkeypatch.setattr(closing, "SECONDS", 0.1)
    monkeypatch.setattr(people, "_SECONDS", 0.1)
    assert not closing.is_over(system, "patron"), "one that takes too long"


@pytest.mark.parametrize("condition", ["clean", "thawed", "not clean"])
def test_where_no_session_goes_on_nothing_is_asked(
    system: System, computer: Path, condition: Condition
) -> None:
    be(system, condition)
    assert closing.is_over(system, "patron")
    assert not (computer / "said").exists()


def test_without_systemd_or_an_answer_of_it_nothing_is_ended(
    system: System, computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logind that is started anew must cost nobody who is signed in their session."""
    lay(computer, "loginctl", "exit 1")
    assert closing.is_over(system, "patron")
    monkeypatch.setattr(people, "SYSTEMD", computer / "absent")
    assert closing.is_over(system, "patron")
    assert told(computer) == []
    assert not (computer / GROUP).exists()


def test_a_computer_in_a_folder_has_nobody_signed_in(system: System, computer: Path) -> None:
    logind(computer, "State=closing")
    assert closing.is_over(System(system.root), "patron")
    assert told(computer) == []
    (system.root / "etc/passwd").write_text("")
    with pytest.raises(UnsafeHomeError):
        closing.is_over(system, "patron")
