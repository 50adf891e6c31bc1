"""This computer as the checks see it: whose account, what may run, where results are kept."""

import os
import pwd
import socket
import sys
from pathlib import Path

import pytest

from privacykit import paths
from privacykit.audit import commands, here, running, windows
from privacykit.audit.computer import Computer
from privacykit.errors import CancelledError, UnsafeHomeError
from privacykit.wipe.machine.system import System
from tests.unit.laid_out import frozen, lay_out

PASSWD = {"/etc/passwd": "patron:x:1000:1000::/home/patron:/bin/sh\n"}
ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def no_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "_is_root", lambda: False)


@pytest.fixture
def no_policy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "none.toml")


def test_the_named_account(tmp_path: Path) -> None:
    lay_out(tmp_path, PASSWD)
    computer = here.computer(System(tmp_path), {}, account="patron")
    assert (computer.account, computer.home) == ("patron", tmp_path / "home/patron")
    with pytest.raises(UnsafeHomeError):
        here.computer(System(tmp_path), {}, account="nobody-here")


def test_the_frozen_account_then_the_policys(tmp_path: Path) -> None:
    lay_out(tmp_path, PASSWD)
    (tmp_path / "etc/privacykit").mkdir()
    (tmp_path / "etc/privacykit/policy.toml").write_text('format = 1\naccounts = ["patron"]\n')
    computer = here.computer(System(tmp_path), {})
    assert (computer.account, computer.home) == ("patron", tmp_path / "home/patron")
    public = tmp_path / "var/lib/privacykit-public"
    lay_out(tmp_path, frozen())
    status = public / "status.json"
    status.write_text(status.read_text().replace("patron", "guest"))
    computer = here.computer(System(tmp_path), {})
    assert (computer.account, computer.home) == ("guest", None)


@pytest.mark.usefixtures("no_root", "no_policy")
def test_else_whoever_runs_it(tmp_path: Path) -> None:
    assert here.computer(System(tmp_path), {}).account == ME


@pytest.mark.usefixtures("no_root", "no_policy")
def test_an_account_that_no_list_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999_999)
    assert here.computer(System(tmp_path), {}).account == ""


@pytest.mark.usefixtures("no_policy")
def test_root_is_no_patron(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "_is_root", lambda: True)
    computer = here.computer(System(tmp_path), {})
    assert (computer.account, computer.home) == ("", None)


@pytest.mark.parametrize(("number", "is_root"), [(0, True), (1, False), (1000, False)])
def test_who_is_root(monkeypatch: pytest.MonkeyPatch, number: int, *, is_root: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)
    assert here.folder().is_relative_to(paths.public()) is is_root


def test_in_a_folder_nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "run", lambda _command: "ran")
    computer = here.computer(System(tmp_path), {})
    assert computer.run(("systemctl", "is-active", "usbguard.service")) is None
    assert computer.processes() == frozenset()


@pytest.mark.usefixtures("no_root")
def test_what_tells_of_one_account_is_asked_for_that_account_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "run", lambda command: f"ran {command[0]}")
    monkeypatch.setattr(here, "_own_account", lambda: "patron")
    monkeypatch.setattr(here, "_account", lambda _system: "patron")
    own = here.computer(System(), {})
    assert own.run(("gsettings", "get", "a", "b")) == "ran gsettings"
    monkeypatch.setattr(here, "_account", lambda _system: "guest")
    other = here.computer(System(), {})
    assert other.run(("gsettings", "get", "a", "b")) is None
    assert other.run(("systemctl", "is-active", "usbguard.service")) == "ran systemctl"


def test_programs_that_run() -> None:
    assert any("python" in name or "pytest" in name for name in here.processes())


def test_the_web_only_where_a_person_named_it(tmp_path: Path) -> None:
    assert here.computer(System(tmp_path), {}).web is None
    named = here.computer(System(tmp_path), {}, addresses=["a.example"], cancelled=lambda: True)
    assert named.web is not None
    assert named.web.addresses == ("a.example",)
    with pytest.raises(CancelledError):
        named.web.sites()


def test_where_results_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "_is_root", lambda: True)
    assert here.folder() == Path("/var/lib/privacykit-public/audit")
    monkeypatch.setattr(here, "_is_root", lambda: False)
    assert here.folder() == paths.state() / "audit"


def test_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(windows, "registry", lambda: {"facts": {"SecureBoot": 1}})
    computer = here.computer(System(), {})
    assert isinstance(computer, Computer)
    assert (computer.system, computer.registry) == ("windows", {"facts": {"SecureBoot": 1}})


def test_the_real_computer_gives_every_check_something_to_say() -> None:
    computer = here.computer(System(), {})
    audit = running.run(computer)
    assert len(audit.findings) == 38
    assert not [finding.id for finding in audit.findings if "check failed" in finding.note]
    names = {socket.gethostname(), *(one.pw_name for one in pwd.getpwall() if one.pw_uid >= 1000)}
    told = " ".join(one.value for finding in audit.findings for one in finding.evidence).split()
    assert not names & set(told)
