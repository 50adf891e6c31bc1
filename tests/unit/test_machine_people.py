"""Everything of an account is ended: real processes, but only those that a test started."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil
import pytest

from privacykit.errors import BusyError, CancelledError
from privacykit.wipe import programs
from privacykit.wipe.machine import people
from privacykit.wipe.machine.people import Person
from privacykit.wipe.policy import Programs
from tests.unit.machines import NAME, UID, computer, needs_root, own_processes, running
from tests.unit.wiping import refusing

FOREVER = "sleep", "1000"
WHO = Person(UID)


def end(
    choice: Programs | None = None, *, cancelled: bool = False, whole_system: bool = False
) -> tuple[str, ...]:
    return people.end_all(
        WHO,
        own_processes,
        choice or Programs(seconds=0),
        whole_system=whole_system,
        progress=lambda *_step: None,
        cancelled=lambda: cancelled,
    )


def is_gone(child: "subprocess.Popen[bytes]") -> bool:
    return not psutil.pid_exists(child.pid)


@contextmanager
def shell(script: str) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    """Run a script as the patron, once it has said that it is ready."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as said, running("sh", "-c", script, stdout=writing) as child:
        os.close(writing)
        assert said.readline() == b"ready\n"
        yield child, said


def test_with_nobody_there_is_nothing_to_do() -> None:
    assert end() == ()
    assert people.started_us(WHO) == ()


@needs_root
def test_any_program_is_ended_and_named() -> None:
    with running(*FOREVER) as one, running("cat", "/dev/zero") as two:
        assert set(end()) == {"sleep", "cat"}
        assert is_gone(one)
        assert is_gone(two)


@needs_root
def test_a_program_may_close_by_itself_first() -> None:
    script = "trap 'echo closed; exit' TERM; echo ready; while :; do sleep 0.1; done"
    with shell(script) as (child, said):
        end(Programs(seconds=30))
        assert is_gone(child)
        assert said.read() == b"closed\n"


@needs_root
def test_one_that_does_not_listen_is_ended_too() -> None:
    script = "trap '' TERM HUP INT; echo ready; while :; do sleep 1000; done"
    with shell(script) as (child, _said):
        assert {"dash", "sh"} & {*end()}
        assert is_gone(child)


@needs_root
def test_the_name_of_a_program_of_ones_own_is_nobodys_business(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    own = Path("/dev/shm") / f"diary-of-a-patron-{os.getpid()}"  # executable by every account
    try:
        own.write_bytes(Path("/bin/sleep").read_bytes())
        own.chmod(0o755)
        os.chown(own, UID, UID)
        with running(str(own), "1000"):
            assert end() == ("another program",)
    finally:
        own.unlink()


@needs_root
@pytest.mark.parametrize("kind", ["real", "effective", "saved", "file system"])
def test_any_of_the_four_user_ids_is_enough(kind: str) -> None:
    place = {
        "real": f"os.setresuid({UID}, 0, 0)",
        "effective": f"os.setresuid(0, {UID}, 0)",
        "saved": f"os.setresuid(0, 0, {UID})",
        "file system": f"ctypes.CDLL(None).setfsuid({UID})",
    }[kind]
    script = f"import os, ctypes, time; {place}; print('ready', flush=True); time.sleep(1000)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        naive = psutil.Process(child.pid).uids().real == UID
        assert naive == (kind == "real"), "the naive twin knows of one only"
        assert len(end()) == 1
        assert is_gone(child)


@needs_root
def test_containers_that_run_under_numbers_lent_to_the_account_are_ended_too(
    tmp_path: Path,
) -> None:
    system = computer(tmp_path / "root")
    account = system.account(NAME)
    assert people.person(system, account) == WHO
    lent = 3_000_000_000
    system.at("/etc/subuid").write_text(
        f"{NAME}:{lent}:10\nother:{lent + 20}:10\n{UID}:{lent + 40}:10\n"
        f"{NAME}:0:65536\n{NAME}:much:9\n?\n"
    )
    who = people.person(system, account)
    assert who == Person(UID, (range(lent, lent + 10), range(lent + 40, lent + 50)))
    with subprocess.Popen(FOREVER, user=lent + 7) as inside:
        assert not people.everyone(WHO, own_processes)
        assert [one.pid for one in people.everyone(who, own_processes)] == [inside.pid]
        inside.kill()


def test_a_number_that_was_lent_and_is_an_accounts_all_the_same_is_spared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who = Person(UID, (range(100_000, 165_536),))
    assert who.owns(UID)
    assert who.owns(100_500)
    monkeypatch.setattr("pwd.getpwuid", lambda uid: [f"domain-{uid}"])
    assert not who.owns(100_500), "lists of a domain know nothing of what a computer lends"
    assert who.owns(UID)


@needs_root
def test_with_a_policy_that_ends_none_the_open_ones_are_named() -> None:
    with running(*FOREVER) as one:
        with pytest.raises(BusyError, match="sleep"):
            end(Programs(end=False))
        assert not is_gone(one)


@needs_root
def test_a_person_may_stop_the_waiting() -> None:
    script = "trap '' TERM; while :; do sleep 1000; done"
    with shell(script.replace(";", "; echo ready;", 1)), pytest.raises(CancelledError):
        end(Programs(seconds=60), cancelled=True)


def of_the_patron() -> list[psutil.Process]:
    """Return what runs as the account: only a test ever starts anything as that one."""
    return [one for one in psutil.process_iter() if people._is_of(one, WHO)]


CHAIN = f"""
import os, time
os.setresuid({UID}, {UID}, {UID})
for _turn in range(20_000):
    if os.fork():
        time.sleep(0.001)
        os._exit(0)
    os.setsid()
"""


@needs_root
def test_one_that_starts_another_and_goes_is_caught_all_the_same() -> None:
    with subprocess.Popen([sys.executable, "-c", CHAIN]) as child:
        child.wait()
    end(whole_system=True)
    until = time.monotonic() + 5
    while of_the_patron():  # killed, but a busy computer has not yet come to it
        assert time.monotonic() < until
    assert len({one.pid for _look in range(20) for one in of_the_patron()}) == 0


@needs_root
def test_one_that_cannot_be_ended_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "stop", lambda *_arguments: None)
    with running(*FOREVER), pytest.raises(BusyError, match="sleep"):
        end()


@pytest.mark.parametrize("uid", [0, 999, os.getuid()])
def test_all_of_the_system_or_of_those_who_started_us_is_never_killed(
    uid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "FIRST_PERSON", max(1000, os.getuid()))
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: pytest.fail("killed"))
    people._kill_at_once(Person(uid))


def test_where_nobody_can_become_the_account_nothing_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subprocess, "run", refusing(1))
    people._kill_at_once(WHO)


def test_what_started_this_program_is_spared_but_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BusyError, match="Still open"):
        people.end_all(
            Person(os.getuid()),
            lambda: [psutil.Process(), *psutil.Process().parents()],
            Programs(),
            progress=lambda *_step: None,
            cancelled=lambda: False,
        )
    monkeypatch.setattr(psutil.Process, "parents", _gone)
    assert people.started_us(Person(os.getuid())) == ()


def _gone(process: psutil.Process) -> list[psutil.Process]:
    raise psutil.NoSuchProcess(process.pid)


def test_one_that_is_gone_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen(["true"]) as child:
        gone = psutil.Process(child.pid)
        child.wait()
    assert not people._is_of(gone, Person(os.getuid()))
    assert people._name(gone) == "another program"
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"Name:\tkernel thread\n")
    assert not people._is_of(psutil.Process(), Person(os.getuid()))


# What systemd does


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a computer on which systemd seems to run; its programs write down what they were told."""
    for name in ("loginctl", "systemctl"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {tmp_path}/said\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(people, "SYSTEMD", tmp_path)
    (tmp_path / f"groups/user.slice/user-{UID}.slice").mkdir(parents=True)
    monkeypatch.setattr(people, "GROUPS", tmp_path / "groups")
    return tmp_path


def test_where_systemd_does_not_run_it_is_not_asked(
    systemd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "SYSTEMD", systemd / "absent")
    people.stop_services(UID)
    assert not (systemd / "said").exists()


def test_systemd_ends_services_for_good_and_the_group_is_killed(systemd: Path) -> None:
    people.stop_services(UID)
    assert (systemd / "said").read_text().splitlines() == [
        f"loginctl disable-linger {UID}",
        f"systemctl stop user@{UID}.service",
    ]
    assert (systemd / f"groups/user.slice/user-{UID}.slice/cgroup.kill").read_text() == "1"


@needs_root
def test_where_nothing_runs_systemd_is_not_asked_to_stop_a_sign_in_on_its_way(
    systemd: Path,
) -> None:
    assert end(whole_system=True) == ()
    assert not (systemd / "said").exists()
    with running(*FOREVER):
        assert end(whole_system=True) == ("sleep",)
    assert (systemd / "said").exists()


def test_a_systemd_that_does_not_answer_does_not_keep_us(
    systemd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (systemd / "systemctl").write_text("#!/bin/sh\nexec sleep 1000\n")
    monkeypatch.setattr(people, "_SECONDS", 0.2)
    people.stop_services(UID)
    assert (systemd / "said").read_text() == f"loginctl disable-linger {UID}\n"


def test_the_group_that_this_program_is_in_is_not_killed(
    systemd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_arguments: f"0::/user.slice/user-{UID}.slice/x")
    people.stop_services(UID)
    assert not (systemd / f"groups/user.slice/user-{UID}.slice/cgroup.kill").exists()


def test_a_computer_without_such_groups_has_none_to_kill(
    systemd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "GROUPS", systemd / "absent")
    monkeypatch.setattr(Path, "read_text", refusing(2))
    people.stop_services(UID)
