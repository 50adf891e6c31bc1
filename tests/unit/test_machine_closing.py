"""What outlives a sign-out is ended before the next person is let in."""

import os
import time
from pathlib import Path

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.machine import closing, people
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
    said = tmp_path / "said"
    for name, more in (
        ("loginctl", f'[ "$1" = show-user ] && cat {tmp_path}/says'),
        ("systemctl", ""),
    ):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $1" >> {said}\n{more}\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(people, "SYSTEMD", tmp_path)
    monkeypatch.setattr(people, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(closing, "SECONDS", 0.0)
    monkeypatch.setattr(closing, "_PAUSE", 0.0)
    (tmp_path / GROUP).parent.mkdir(parents=True)
    return tmp_path


def be(system: System, condition: Condition) -> None:
    states.write(system.record("patron"), State(condition))


def logind(computer: Path, *says: str) -> None:
    """Have logind say this, and when the group is killed what comes after it."""
    (computer / "says").write_text(says[0] + "\n")
    if says[1:]:
        (computer / "next").write_text(says[1] + "\n")
        script = (computer / "systemctl").read_text()
        (computer / "systemctl").write_text(f"{script}\nmv {computer}/next {computer}/says\n")


def killed(computer: Path) -> bool:
    return (computer / GROUP).exists()


@pytest.mark.parametrize("says", ["active", "online", "opening", ""])
def test_who_is_signed_in_is_left_alone(system: System, computer: Path, says: str) -> None:
    logind(computer, says)
    assert closing.is_over(system, "patron")
    assert not killed(computer)


@pytest.mark.parametrize("says", ["closing", "lingering"])
def test_what_goes_on_when_nobody_is_there_is_killed(
    system: System, computer: Path, says: str
) -> None:
    logind(computer, says, "")
    assert closing.is_over(system, "patron")
    assert killed(computer)
    assert "loginctl disable-linger" in (computer / "said").read_text()


def test_what_cannot_be_killed_keeps_the_next_one_out(system: System, computer: Path) -> None:
    logind(computer, "closing")
    assert not closing.is_over(system, "patron")


def test_an_end_that_is_under_way_is_waited_for(
    system: System, computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logind(computer, "")
    be(system, "ending")
    assert not closing.is_over(system, "patron")
    monkeypatch.setattr(closing, "SECONDS", 60.0)
    monkeypatch.setattr(time, "sleep", lambda _seconds: be(system, "clean"))
    assert closing.is_over(system, "patron")


def test_without_systemd_or_an_answer_of_it_only_the_state_tells(
    system: System, computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (computer / "loginctl").unlink()
    monkeypatch.setenv("PATH", str(computer))
    assert closing.is_over(system, "patron")
    monkeypatch.setattr(people, "SYSTEMD", computer / "absent")
    assert closing.is_over(system, "patron")


def test_a_computer_in_a_folder_has_nobody_signed_in(system: System, computer: Path) -> None:
    logind(computer, "closing")
    assert closing.is_over(System(system.root), "nobody")
    with pytest.raises(UnsafeHomeError):
        closing.is_over(system, "nobody")
