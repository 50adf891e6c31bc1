"""A baseline that is given up: nothing of it stays behind, and the home is not touched."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit.errors import AgainError, BusyError, PrivacykitError
from privacykit.wipe.machine import mounts, sessions
from privacykit.wipe.machine.btrfs import Btrfs
from privacykit.wipe.machine.quarantine import Quarantine
from tests.unit.deeds import every_way
from tests.unit.machines import (
    HERE,
    NAME,
    UID,
    Patron,
    btrfs,
    in_own_mounts,
    needs_root,
    patron,
    seen,
)
from tests.unit.wiping import refusing

pytestmark = needs_root


def forget(one: Patron) -> None:
    sessions.forget(one.system, NAME, world=HERE)


def damage(one: Patron) -> None:
    (one.system.record(NAME) / "baseline").write_bytes(b"half of it")


@pytest.mark.parametrize("damaged", [False, True])
@every_way
def test_nothing_of_the_copy_stays(tmp_path: Path, way: str, damaged: bool) -> None:
    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path, way)
        before = seen(one.home)
        one.freeze()
        one.begin()
        (one.home / "letter").write_text("x")
        one.end(later=True)
        vault = one.vault
        if damaged:
            damage(one)
        forget(one)
        assert seen(one.home) == before
        assert not vault.exists()
        assert not one.system.record(NAME).exists()
        assert one.system.frozen() == ()
        assert one.may_sign_in()
        one.freeze()
        one.begin()
        assert one.end().is_clean

    live()


@in_own_mounts
def test_the_layer_of_a_session_is_taken_off_a_damaged_baselines_home(tmp_path: Path) -> None:
    one = patron(tmp_path, "overlay")
    before = seen(one.home)
    one.freeze()
    one.begin()
    (one.home / "letter").write_text("x")
    damage(one)
    forget(one)
    assert mounts.layers(one.home) == ()
    assert seen(one.home) == before


@in_own_mounts
def test_what_a_patron_locked_is_deleted_too(tmp_path: Path) -> None:
    one = patron(tmp_path, "btrfs")
    one.freeze()
    one.begin()
    (one.home / "own").mkdir()
    btrfs("snapshot", "-r", one.home, one.home / "own/locked")
    one.end(later=True)
    assert any(path.name == "locked" for path in (one.vault / "quarantine").rglob("*"))
    vault = one.vault
    forget(one)
    assert not vault.exists()


def lose_account(one: Patron) -> None:
    one.system.at("/etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n")


def renumber(one: Patron) -> None:
    users = one.system.at("/etc/passwd")
    users.write_text(users.read_text().replace(str(UID), str(UID + 1)))


def lose_known(one: Patron) -> None:
    (one.system.record(NAME) / "known").write_bytes(b"half of it")


@pytest.mark.parametrize("lose", [damage, lose_account, renumber, lose_known])
def test_what_can_never_come_back_is_no_dead_end(
    tmp_path: Path, lose: Callable[[Patron], None]
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    lose(one)
    with pytest.raises(PrivacykitError):
        one.end()
    assert one.state.condition == "not clean"
    forget(one)
    assert not one.system.record(NAME).exists()


def test_a_vault_that_is_gone_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from privacykit.wipe.machine.records import Record

    one = patron(tmp_path)
    with monkeypatch.context() as patch:
        elsewhere = tmp_path / "drive/vault"
        elsewhere.mkdir(parents=True)
        patch.setattr(Record, "vault", lambda *_words: elsewhere)
        one.freeze()
    elsewhere.rename(tmp_path / "away")
    elsewhere.parent.rmdir()
    forget(one)
    assert not one.system.record(NAME).exists()


@pytest.mark.parametrize("condition", ["in use", "not clean"])
def test_not_while_a_session_is_open(tmp_path: Path, condition: str) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    if condition == "not clean":
        (one.system.record(NAME) / "state").write_bytes(b"?")
    with pytest.raises(BusyError, match="End it first"):
        forget(one)
    assert one.system.frozen() == (NAME,)
    assert one.state.condition == condition


def test_what_cannot_be_deleted_is_told_and_keeps_nobody_out(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    locked = next(path for path in (one.vault / "store").rglob("*") if path.is_file())
    subprocess.run(["chattr", "+i", locked], check=True)
    try:
        with pytest.raises(AgainError):
            forget(one)
        assert one.may_sign_in()
        assert one.system.frozen() == ()
    finally:
        subprocess.run(["chattr", "-i", locked], check=True)
    one.freeze()
    forget(one)
    assert not one.vault.exists()


def test_cut_at_any_point_nobody_is_locked_out_and_it_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    one.end()
    for owner, name in ((Btrfs, "forget"), (Quarantine, "empty")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, refusing(5))
            with pytest.raises(AgainError):
                forget(one)
        assert one.may_sign_in()
        assert one.system.frozen() == (NAME,)
    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", refusing(5))
        with pytest.raises(AgainError):
            forget(one)
    assert one.may_sign_in()
    assert one.system.frozen() == ()
