"""Leftovers that services, the kernel and other drives hold for an account."""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from privacykit.errors import BusyError
from privacykit.wipe.machine import (
    acting,
    commands,
    drives,
    ipc,
    keyrings,
    leftovers,
    mounts,
    printing,
)
from privacykit.wipe.machine.leftovers import Known
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Machine
from tests.unit import machines
from tests.unit.machines import NAME, UID, in_own_mounts, needs_root

pytestmark = needs_root
OTHER = 61_235
ALL = Machine(journal=True)


def put(system: System, path: str, owner: int) -> Path:
    file = system.at(f"/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("canary")
    os.chown(file, owner, owner)
    return file


@pytest.fixture
def system(tmp_path: Path) -> System:
    return machines.computer(tmp_path / "root")


@pytest.fixture
def account(system: System) -> Account:
    return system.account(NAME)


class Here(System):
    """A made-up computer that is taken for the running one."""

    @property
    def is_running(self) -> bool:
        return True


def test_the_services_are_told(
    system: System, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(commands, "ask", lambda *words, **_more: asked.append(words))
    monkeypatch.setattr(commands, "exists", lambda _name: False)
    put(system, "etc/NetworkManager/system-connections/new", 0)
    put(system, "var/lib/bluetooth/AA:AA/22:22/info", 0)
    leftovers.clear(Here(system.root), account, ALL, Known())
    assert asked == [("nmcli", "connection", "reload"), ("bluetoothctl", "remove", "22:22")]


def test_commands_answer_fail_hang_or_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert commands.exists("sh")
    assert not commands.exists("no-such-command")
    assert commands.ask("printenv", "LC_ALL", "MORE", environment={"MORE": "x"}) == "C\nx\n"
    assert commands.ask("printenv", "HOME") is None
    assert commands.ask("no-such-command") is None
    monkeypatch.setattr(commands, "SECONDS", 0.1)
    assert commands.ask("sleep", "60") is None


def as_patron(*words: str) -> str:
    if shutil.which(words[0]) is None and not os.environ.get("CI"):
        pytest.skip(f"{words[0]} is missing")
    done = subprocess.run(
        words, user=UID, group=UID, extra_groups=[], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_shared_memory_of_the_account_only(account: Account) -> None:
    shared = ipc.Shared(System(), account)
    assert shared.is_there()
    other = ipc.Shared(System(), Account("other", OTHER, OTHER, Path("/home/other")))
    subprocess.run(
        ["ipcmk", "-Q"], user=OTHER, group=OTHER, extra_groups=[], check=True, capture_output=True
    )
    try:
        for option in (("-M", "4096"), ("-S", "2"), ("-Q",)):
            as_patron("ipcmk", *option)
        assert (shared.count(), other.count()) == (3, 1)
        assert shared.clear() == ""
        assert (shared.count(), other.count()) == (0, 1)
    finally:
        shared.clear()
        other.clear()


def test_keys_of_the_account(account: Account) -> None:
    held = keyrings.Keyrings(System(), account)
    assert held.is_there()
    held.clear()
    assert held.count() == 0
    try:
        as_patron("keyctl", "add", "user", "kit-one", "canary", "@u")
        as_patron("keyctl", "add", "user", "kit-two", "canary", "@us")
        into = 'keyctl add user kit-three canary "$(keyctl get_persistent @p)"'
        as_patron("keyctl", "session", "-", "sh", "-c", into.replace("@p", "@s"))
        assert held.count() == 3
    finally:
        assert held.clear() == ""
    assert held.count() == 0


def test_keys_that_stay_are_told(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyrings, "as_account", lambda _account, deed: deed())
    monkeypatch.setattr(keyrings, "_keyctl", lambda *_words: -1)
    held = keyrings.Keyrings(System(), account)
    assert (held.count(), held.clear()) == (0, "")
    monkeypatch.setattr(
        keyrings, "_keyctl", lambda deed, *_words: -1 if deed == keyrings._CLEAR else 8
    )
    assert (held.count(), held.clear()) == (6, "The kernel did not let go of a key.")
    monkeypatch.setattr(keyrings, "as_account", lambda _account, _deed: None)
    assert (held.count(), held.clear()) == (1, "The kernel did not let go of a key.")


def test_a_system_call_is_asked_by_its_number() -> None:
    assert keyrings._keyctl(keyrings._GET_ID, -99) == -1


def test_a_deed_has_the_accounts_rights_and_an_end(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert acting.as_account(account, lambda: int(os.getresuid() == (UID,) * 3)) == 1
    assert acting.as_account(account, lambda: int(os.getresgid() == (UID,) * 3)) == 1
    assert acting.as_account(account, lambda: len(os.getgroups()) + len(os.environ)) == 0
    assert acting.as_account(account, lambda: 1000) == 99
    assert acting.as_account(account, lambda: 1 // 0) is None
    monkeypatch.setattr(commands, "SECONDS", 0.1)
    assert acting.as_account(account, lambda: ctypes.CDLL(None).pause() or 0) is None


def test_what_a_child_does(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    for name in ("setgroups", "setresgid", "setresuid"):
        monkeypatch.setattr(os, name, lambda *words: given.append(words))
    monkeypatch.setattr(os, "environ", {"HOME": "/root"})
    assert acting.become(account, lambda: 7) == 7
    assert given == [([],), (UID,) * 3, (UID,) * 3]
    assert os.environ == {}

    def child(job: object, _writing: int) -> None:
        given.append(job() if callable(job) else None)
        raise SystemExit

    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr("privacykit.wipe.pair.run_child", child)
    with pytest.raises(SystemExit):
        acting.as_account(account, lambda: 3)
    assert given[-1] == 3


class Cups:
    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def cupsSetServer(self, name: bytes) -> None:  # noqa: N802
        self.done.append((name,))

    def cupsSetUser(self, name: bytes) -> None:  # noqa: N802
        self.done.append((name,))

    def cupsCancelJob2(self, *words: object) -> int:  # noqa: N802
        self.done.append(words)
        return 1025 if words[2] == 4 else 0


@pytest.mark.parametrize("server", ["", "printers.example"])
def test_print_jobs_are_purged_one_by_one(
    account: Account, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cups = Cups()
    listed = f"box-3 {NAME} 1024 today\na-b-4 {NAME} 1 today\nbox-5 other 1 today\n\n"
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: cups)
    monkeypatch.setattr(commands, "exists", lambda _name: True)
    monkeypatch.setattr(commands, "ask", lambda *_words, **_more: listed)
    jobs = printing.Printing(System(), account, server)
    assert (jobs.is_there(), jobs.count()) == (True, 2)
    for answer, why in ((0, ""), (1, "The print server did not carry it out.")):
        monkeypatch.setattr(printing, "as_account", lambda _a, deed, n=answer: deed() and n)
        assert jobs.clear() == why
    assert (None, None, 3, 1) in cups.done
    assert ((server.encode(),) in cups.done) == bool(server)


@pytest.mark.parametrize(
    ("answer", "there"),
    [("scheduler is running\n", True), ("scheduler is not running\n", False), (None, True)],
)
def test_only_a_server_that_says_so_is_not_there(
    account: Account, answer: str | None, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "exists", lambda _name: True)
    monkeypatch.setattr(commands, "ask", lambda *_words, **_more: answer)
    assert printing.Printing(System(), account).is_there() is there
    if answer is None:
        assert printing.Printing(System(), account).count() == 1
        assert printing.Printing(System(), account).clear()


@pytest.mark.parametrize(
    ("told", "woken"),
    [
        ("active\n\ninactive\n", True),
        ("active\n\nactive\n", False),
        ("inactive\n\ninactive\n", False),
    ],
)
def test_a_server_that_sleeps_until_asked_is_started_past_the_queue(
    account: Account, told: str, woken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that staff have stopped stays so: then nothing listens for it."""
    asked: list[tuple[str, ...]] = []

    def answer(*words: str, **_more: object) -> str:
        asked.append(words)
        return told if "show" in words else "scheduler is running"

    monkeypatch.setattr(commands, "exists", lambda _name: True)
    monkeypatch.setattr(commands, "ask", answer)
    assert printing.Printing(System(), account).is_there()
    start = ("systemctl", "start", "--job-mode=ignore-dependencies", "cups.service")
    assert (start in asked) is woken
    assert asked[-1] == ("lpstat", "-r")


def trashes(tmp_path: Path) -> None:
    system = machines.computer(tmp_path / "root")
    account = system.account(NAME)
    tops = [system.at(path) for path in ("/mnt", f"/media/{NAME}/stick")]
    for top in tops:
        top.mkdir(parents=True)
        machines.mount("-t", "tmpfs", "kit", top)
    ours = [put(system, f"mnt/.Trash-{UID}/f", UID), put(system, f"mnt/.Trash/{UID}/f", UID)]
    machines.give(*(path.parent for path in ours))
    theirs = [put(system, f"mnt/.Trash-{OTHER}/f", OTHER), put(system, "mnt/.Trash/5/f", OTHER)]
    stick = put(system, f"media/{NAME}/stick/.Trash-{UID}/f", UID)
    machines.give(stick.parent)
    trash = drives.Trash(system, account)
    assert (trash.count(), trash.clear(), trash.count()) == (2, "", 0)
    assert not any(path.exists() for path in ours)
    assert all(path.exists() for path in [*theirs, stick, system.at("/mnt/.Trash")])

    fake = put(system, f"mnt/.Trash-{UID}", OTHER)
    assert trash.count() == 0
    assert fake.exists()

    left = drives.LeftIn(system, account)
    handle = os.open(stick, os.O_RDONLY)
    assert left.count() == 1
    assert left.clear().startswith("1 drive was left in.")
    assert left.count() == 0
    assert os.read(handle, 9) == b"canary"
    os.close(handle)


def test_trash_of_ours_goes_and_a_drive_left_in_is_only_taken_off(tmp_path: Path) -> None:
    in_own_mounts(trashes)(tmp_path)


def stuck(tmp_path: Path) -> None:
    system = machines.computer(tmp_path / "root")
    top = system.at("/mnt")
    top.mkdir()
    machines.mount("-t", "tmpfs", "kit", top)
    theirs = put(system, f"mnt/.Trash-{UID}/theirs", OTHER)
    machines.give(theirs.parent)
    trash = drives.Trash(system, system.account(NAME))
    assert (trash.clear(), trash.count()) == ("It belongs to another account.", 1)


def test_trash_that_holds_something_of_others_is_told(tmp_path: Path) -> None:
    in_own_mounts(stuck)(tmp_path)


def test_a_drive_that_does_not_let_go_is_still_there(
    system: System, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_paths: object) -> None:
        raise BusyError("busy")

    monkeypatch.setattr(mounts, "detach", busy)
    assert drives.LeftIn(system, account).clear() == ""
