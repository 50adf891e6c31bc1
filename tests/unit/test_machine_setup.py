"""Setting a computer up: checked whole, written whole or not at all, taken back exactly."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit.errors import AgainError, PolicyError, PrivacykitError, SetupError, UnsafeHomeError
from privacykit.wipe import policy as policies
from privacykit.wipe.machine import setup as setups
from privacykit.wipe.machine import trusted_program, written
from privacykit.wipe.machine.system import System
from tests.unit.computer import PAM, SESSION, everything, lay_out

UID = 61234 if os.geteuid() == 0 else os.geteuid()
GID = 61234 if os.geteuid() == 0 else os.getegid()
PROGRAM = "/opt/privacykit/bin/privacykit"


@pytest.fixture
def system(tmp_path: Path) -> System:
    made = lay_out(tmp_path / "computer", UID, GID)
    os.chown(made.at("/home/patron"), UID, GID)
    return made


def set_up(system: System, name: str = "patron") -> setups.Setup:
    planned = setups.plan(system, name)
    setups.apply(planned)
    return planned


def refused(system: System, words: str, error: type[PrivacykitError] = SetupError) -> None:
    before = everything(system)
    with pytest.raises(error) as caught:
        setups.plan(system, "patron")
    assert words in str(caught.value)
    assert str(caught.value).endswith((".", "wipe"))
    assert everything(system) == before


def test_everything_is_written_with_its_values(system: System) -> None:
    planned = set_up(system)
    assert planned.by_hand == ""
    text = "".join(system.at(file.path).read_text() for file in planned.files)
    assert not re.findall("@[A-Z]+@", text)
    assert text.count(f"{PROGRAM} session") == 7, "finish twice: by name and by link"
    drop_in = system.at(f"/etc/systemd/system/user@{UID}.service.d/privacykit.conf").read_text()
    assert f"Requires=privacykit-session@{UID}.service" in drop_in
    assert "Wants=privacykit-linger@patron.path" in drop_in
    assert "KillOnlyUsers=patron\n" in (
        system.at("/etc/systemd/logind.conf.d/privacykit.conf").read_text()
    )
    wants = system.at("/etc/systemd/system/multi-user.target.wants/privacykit-finish.service")
    assert wants.resolve() == system.at("/etc/systemd/system/privacykit-finish.service")


def test_the_policy_names_the_account_and_is_one(system: System) -> None:
    set_up(system)
    assert policies.load(system.policy_file, trusted_program.owners()).accounts == ("patron",)
    assert system.policy_file.stat().st_mode & 0o777 == 0o644


def test_sign_in_asks_first_and_a_session_last(system: System) -> None:
    system.at("/etc/pam.d/common-account").chmod(0o640)
    set_up(system)
    account = system.at("/etc/pam.d/common-account")
    assert account.read_text().startswith("# privacykit: begin")
    assert account.read_text().endswith(PAM)
    assert account.stat().st_mode & 0o777 == 0o640
    assert system.at("/etc/pam.d/common-session").read_text().startswith(SESSION)


def test_twice_is_once(system: System) -> None:
    set_up(system)
    before = everything(system)
    assert set_up(system).files == ()
    assert everything(system) == before


def test_undo_leaves_no_trace_and_twice_is_once(system: System) -> None:
    before = everything(system)
    planned = set_up(system)
    undone = setups.undo(system)
    assert set(undone.removed) == {file.path for file in planned.files}
    assert undone.left == ()
    assert everything(system) == before
    assert setups.undo(system) == setups.Undone((), ())


def test_what_was_changed_since_is_left_and_named(system: System) -> None:
    set_up(system)
    system.policy_file.write_text("format = 1\n")
    account = system.at("/etc/pam.d/common-account")
    account.write_text(account.read_text().replace("quiet stdout", "stdout"))
    finish = system.at("/etc/systemd/system/privacykit-finish.service")
    finish.unlink()
    finish.mkdir()
    left = setups.undo(system).left
    assert set(left) == {
        "/etc/privacykit/policy.toml",
        "/etc/pam.d/common-account",
        "/etc/systemd/system/privacykit-finish.service",
    }
    assert system.policy_file.read_text() == "format = 1\n"
    assert finish.is_dir()


def test_what_others_put_beside_it_stays(system: System) -> None:
    set_up(system)
    beside = system.at("/etc/systemd/logind.conf.d/own.conf")
    beside.write_text("ours")
    system.at("/etc/pam.d/common-session").write_text(
        system.at("/etc/pam.d/common-session").read_text() + "# added later\n"
    )
    setups.undo(system)
    assert beside.read_text() == "ours"
    assert system.at("/etc/pam.d/common-session").read_text() == SESSION + "# added later\n"


def test_what_was_removed_since_is_no_trouble(system: System) -> None:
    set_up(system)
    system.at("/etc/systemd/system/privacykit-finish.service").unlink()
    assert setups.undo(system).left == ()


def test_a_second_account_joins_the_first(system: System) -> None:
    set_up(system)
    with system.at("/etc/passwd").open("a") as file:
        file.write(f"child:x:{UID + 1}:{GID + 1}::/home/child:/bin/sh\n")
    home = system.at("/home/child")
    home.mkdir(mode=0o755)
    if os.geteuid() != 0:
        pytest.skip("a second account needs root")
    os.chown(home, UID + 1, GID + 1)
    with pytest.raises(SetupError, match="does not name child"):
        setups.plan(system, "child")
    text = system.policy_file.read_text()
    system.policy_file.write_text(text.replace('["patron"]', '["patron", "child"]'))
    set_up(system, "child")
    account = system.at("/etc/pam.d/common-account").read_text()
    assert account.count("user notin child:patron") == account.count("session gate") == 1
    undone = setups.undo(system)
    assert undone.left == ("/etc/privacykit/policy.toml",)
    assert not list(system.at("/etc/systemd/system").glob("user@*"))


def test_another_sign_in_is_told_not_touched(system: System) -> None:
    system.at("/etc/pam.d/common-account").unlink()
    planned = set_up(system)
    assert "session gate" in planned.by_hand
    assert "user notin patron" in planned.by_hand
    assert system.at("/etc/pam.d/common-session").read_text() == SESSION


class TestRefused:
    def test_no_system_in_the_folder(self, system: System) -> None:
        system.at("/etc/passwd").unlink()
        refused(system, "etc/passwd")

    def test_no_such_account(self, system: System) -> None:
        with pytest.raises(UnsafeHomeError, match="nobody-here"):
            setups.plan(system, "nobody-here")
        with pytest.raises(SetupError, match="not the name"):
            setups.plan(system, "a b")

    def test_an_account_that_can_become_root(self, system: System) -> None:
        system.at("/etc/group").write_text("sudo:x:27:patron\n")
        refused(system, "group sudo", UnsafeHomeError)

    def test_no_kit_on_that_computer(self, system: System) -> None:
        system.at(PROGRAM).unlink()
        refused(system, "Install the kit")

    @pytest.mark.parametrize("path", [PROGRAM, "/opt/privacykit", "/opt"])
    def test_a_kit_that_others_may_swap(self, system: System, path: str) -> None:
        system.at(path).chmod(0o777)
        refused(system, "would run as root")

    def test_a_kit_behind_a_link_is_looked_at_where_it_is(self, system: System) -> None:
        system.at("/opt/privacykit").rename(system.at("/opt/real"))
        system.at("/opt/privacykit").symlink_to("real")
        assert setups.plan(system, "patron").files
        system.at("/opt/real/bin").chmod(0o777)
        refused(system, "would run as root")

    def test_a_kit_outside_the_folder(self, system: System) -> None:
        system.at(PROGRAM).unlink()
        system.at(PROGRAM).symlink_to("/bin/true")
        refused(system, "leads from")

    def test_a_link_that_leads_out(self, system: System, tmp_path: Path) -> None:
        (tmp_path / "outside").mkdir()
        system.at("/etc/systemd").symlink_to(tmp_path / "outside")
        refused(system, "leads from")
        naive = system.at("/etc/systemd/system")
        naive.mkdir(parents=True)
        assert list((tmp_path / "outside").iterdir()), "the naive way writes outside"

    def test_a_link_that_leads_nowhere_but_round(self, system: System) -> None:
        system.at("/etc/systemd").symlink_to("systemd")
        refused(system, "leads from")

    def test_a_file_that_is_not_ours(self, system: System) -> None:
        there = system.at("/etc/systemd/system/privacykit-finish.service")
        there.parent.mkdir(parents=True)
        there.write_text("another")
        refused(system, "already")
        there.unlink()
        there.mkdir()
        refused(system, "already")

    def test_a_policy_with_mistakes(self, system: System) -> None:
        system.policy_file.parent.mkdir()
        system.policy_file.write_text("format = 2\n")
        with pytest.raises(PolicyError):
            setups.plan(system, "patron")

    def test_a_damaged_record(self, system: System) -> None:
        system.records.mkdir()
        (system.records / "setup").write_bytes(b"\xff{")
        refused(system, "damaged")


def failing_at(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
    """Let the n-th flush to the disk fail, whatever is written then."""
    real, count = os.fsync, iter(range(10_000))

    def fsync(handle: int) -> None:
        if next(count) == number:
            raise error
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("number", range(18))
@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), AgainError),
        (OSError(errno.EROFS, "Read-only file system"), SetupError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
@pytest.mark.parametrize("work", ["apply", "undo"])
def test_whatever_fails_everything_is_as_it_was(
    system: System,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    error: BaseException,
    raised: type[BaseException],
    work: str,
) -> None:
    planned = setups.plan(system, "patron")
    if work == "undo":
        setups.apply(planned)
        number = number % 4
    before = everything(system)
    job: Callable[[], object] = {
        "apply": lambda: setups.apply(planned),
        "undo": lambda: setups.undo(system),
    }[work]
    failing_at(monkeypatch, number, error)
    with pytest.raises(raised):
        job()
    assert everything(system) == before


def test_a_run_that_was_cut_is_no_hindrance(system: System) -> None:
    for name in ("common-account.privacykit-new", "common-account.privacykit-old"):
        system.at("/etc/pam.d").joinpath(name).write_text("half")
    set_up(system)
    assert not list(system.at("/etc/pam.d").glob("*.privacykit-*"))


def test_nothing_is_removed_that_turned_into_a_full_folder(system: System) -> None:
    system.at("/etc/full").mkdir()
    system.at("/etc/full/file").touch()
    written.clear(system, ["/etc/full", "/etc/none/none"])
    assert system.at("/etc/full/file").exists()


class TestProgram:
    def test_the_one_beside_python(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python"))
        monkeypatch.setattr(sys, "argv", [str(tmp_path / "pytest")])
        assert trusted_program.own_program() == tmp_path / "bin/privacykit"
        monkeypatch.setattr(sys, "argv", [str(tmp_path / "privacykit")])
        assert trusted_program.own_program() == tmp_path / "privacykit"

    def test_this_computers_own_is_checked_with_its_python(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = tmp_path / "privacykit"
        monkeypatch.setattr(trusted_program, "own_program", lambda: own)
        with pytest.raises(SetupError, match="Install the kit"):
            trusted_program.find(System())
        own.touch(0o755)
        monkeypatch.setattr(trusted_program, "_code", lambda: (tmp_path,))
        assert trusted_program.find(System()) == str(own)
        tmp_path.chmod(0o777)
        with pytest.raises(SetupError, match="would run as root"):
            trusted_program.find(System())
        tmp_path.chmod(0o755)

    def test_the_code_is_what_runs_now(self) -> None:
        assert Path(sys.executable) in trusted_program._code()

    def test_a_name_that_a_unit_cannot_hold(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = tmp_path / "privacy kit"
        own.touch()
        monkeypatch.setattr(trusted_program, "own_program", lambda: own)
        with pytest.raises(SetupError, match="plain folder"):
            trusted_program.find(System())


def test_without_systemd_nobody_is_kept_out(system: System) -> None:
    """A sign-in that waits for a session which nothing begins would let nobody in."""
    shutil.rmtree(system.at("/usr/lib/systemd"))
    planned = setups.plan(system, "patron")
    assert not planned.is_tied
    assert [file.path for file in planned.files] == ["/etc/privacykit/policy.toml"]


def test_systemd_reads_the_units(system: System) -> None:
    if not shutil.which("systemd-analyze"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("systemd is not installed")
    set_up(system)
    system.at(PROGRAM).chmod(0o755)
    folder = system.at("/etc/systemd/system")
    for path in folder.glob("privacykit-*"):
        path.write_text(path.read_text().replace(PROGRAM, str(system.at(PROGRAM))))
    units = [f"privacykit-session@{UID}.service", "privacykit-finish.service"]
    units += ["privacykit-linger@patron.path", "privacykit-linger@patron.service"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        env={"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "privacykit" not in done.stderr
