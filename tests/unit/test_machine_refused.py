"""A full disk, a damaged baseline, no policy that allows it: the home stays shut, or whole."""

import errno
import os
from pathlib import Path

import pytest

from privacykit.errors import (
    AgainError,
    BaselineError,
    NotAllowedError,
    PolicyError,
)
from privacykit.wipe.machine import sessions
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.quarantine import Quarantine
from tests.real import disks
from tests.unit.deeds import MARK, add, every_way
from tests.unit.machines import (
    HERE,
    NAME,
    UID,
    give,
    in_own_mounts,
    needs_root,
    patron,
    seen,
    write_policy,
)
from tests.unit.wiping import names, refusing

pytestmark = needs_root


# A full disk


@every_way
@in_own_mounts
def test_a_patron_who_fills_the_disk_does_not_keep_the_home(tmp_path: Path, way: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    if way != "btrfs":
        disks.make("ext4", tmp_path / "small", 24)
        disks.attach(tmp_path / "small", root)
    one = patron(tmp_path, way)
    (one.home / "large").write_bytes(os.urandom(4 << 20))
    give(one.home / "large")
    before = seen(one.home)
    one.freeze()
    one.begin()
    (one.home / "large").write_text("")
    (one.home / ".bashrc").unlink()
    fill(one.home / "filling")
    assert one.end().is_clean
    assert seen(one.home) == before


@in_own_mounts
def test_what_the_system_refuses_is_told_and_keeps_the_home_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    with monkeypatch.context() as patch:
        patch.setattr(Quarantine, "open", refusing(errno.EIO))
        with pytest.raises(AgainError, match="Input/output"):
            one.end()
    assert "Input/output" in one.state.message
    with monkeypatch.context() as patch:
        patch.setattr(states, "write", refusing(errno.EIO))
        with pytest.raises(AgainError, match="Input/output"):
            one.end()
    assert not one.may_sign_in()
    assert one.end().is_clean


@in_own_mounts
def test_a_clean_home_is_not_touched_unless_that_can_be_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    add(one.home)
    before = seen(one.home)
    monkeypatch.setattr(states, "write", refusing(errno.ENOSPC))
    with pytest.raises(AgainError, match="No space"):
        one.end()
    assert seen(one.home) == before


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        piece = 1 << 20
        while piece:
            try:
                file.write(os.urandom(piece))
                os.fsync(file.fileno())
            except OSError:
                piece //= 2


# Baselines and policies that cannot be trusted


@in_own_mounts
def test_a_damaged_baseline_keeps_the_home_shut(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    path = one.system.record(NAME) / "baseline"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(BaselineError) as damaged:
        one.end()
    assert damaged.value.exit_code == 78
    assert not one.may_sign_in()
    (report,) = sessions.finish(one.system, HERE)
    assert (report.state, report.exit_code, report.account) == ("refused", 78, NAME)
    path.write_bytes(content)
    assert one.end().is_clean


@in_own_mounts
def test_an_account_that_became_another_is_not_touched(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    add(one.home)
    before = seen(one.home)
    accounts = one.system.at("/etc/passwd")
    accounts.write_text(accounts.read_text().replace(f":{UID}:", f":{UID + 1}:"))
    with pytest.raises(BaselineError, match="Freeze it again"):
        one.end()
    assert seen(one.home) == before


@in_own_mounts
def test_without_a_policy_that_names_the_account_nothing_is_removed(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    before = seen(one.home)
    one.system.policy_file.chmod(0o666)
    with pytest.raises(PolicyError):
        one.end()
    one.system.policy_file.unlink()
    with pytest.raises(PolicyError):
        one.end()
    one.system.policy_file.write_text("format = 1\n")
    with pytest.raises(NotAllowedError):
        one.end()
    assert seen(one.home) == before
    assert not one.may_sign_in()
    write_policy(one.system)
    assert one.end(policy=one.policy).is_clean


@pytest.mark.parametrize("way", ["overlay", "btrfs"])
@in_own_mounts
def test_a_policy_that_keeps_more_than_before_leaves_nothing_of_a_layer(
    tmp_path: Path, way: str
) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    write_policy(one.system, '[[keep]]\npath = "Forms"\nwhy = "to be filled in"\n')
    assert one.end().is_clean
    assert seen(one.home) == before
    assert not list(one.vault.rglob("note"))
    one.begin()
    (one.home / "Forms").mkdir()
    add(one.home)
    assert one.end().is_clean
    assert "Forms" in names(one.home)
    assert "deep" not in names(one.home)


@every_way
@in_own_mounts
def test_what_the_policy_keeps_stays_from_session_to_session(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, way)
    if way == "in-place":
        one.freeze()
    write_policy(one.system, '[[keep]]\npath = "Forms"\nwhy = "to be filled in"\n')
    if way != "in-place":
        one.freeze()
    one.begin()
    (one.home / "Forms").mkdir()
    (one.home / "Forms/one").write_text("filled in")
    (one.home / "other").write_text(MARK)
    report = one.end()
    assert report.is_clean
    assert [kept.path for kept in report.kept] == ["Forms"]
    assert (one.home / "Forms/one").read_text() == "filled in"
    assert "other" not in names(one.home)
