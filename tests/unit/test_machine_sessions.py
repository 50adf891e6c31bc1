"""Freezing, thawing, beginning, and who may sign in; the ends have a file of their own."""

import errno
from pathlib import Path

import pytest

from privacykit.errors import (
    AgainError,
    BaselineError,
    BusyError,
    NotAllowedError,
    RightsError,
    UnsafeHomeError,
)
from privacykit.wipe.machine import sessions, shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.records import Record
from privacykit.wipe.machine.state import State
from privacykit.wipe.policy import Policy
from tests.unit.machines import (
    HERE,
    NAME,
    UID,
    Patron,
    computer,
    give,
    in_own_mounts,
    mount,
    needs_root,
    patron,
    running,
    start,
    write_policy,
)
from tests.unit.wiping import refusing

pytestmark = needs_root


@pytest.fixture
def one(tmp_path: Path) -> Patron:
    return patron(tmp_path)


def test_before_a_freeze_everyone_may_sign_in_and_nothing_is_known(one: Patron) -> None:
    assert sessions.gate(one.system, NAME) == ""
    assert sessions.gate(one.system, "nobody-at-all") == ""
    one.begin()
    assert not one.system.record(NAME).exists()
    for command in (sessions.status, sessions.check, sessions.thaw, sessions.end, sessions.restore):
        with pytest.raises(BaselineError, match="not frozen"):
            command(one.system, NAME)
    assert sessions.finish(one.system, HERE) == ()


def test_what_is_known_of_a_frozen_account(one: Patron) -> None:
    one.freeze()
    status = sessions.status(one.system, NAME)
    assert (status.account, status.condition, status.way) == (NAME, "clean", "in-place")
    assert status.frozen_at == "2026-11-21T09:00:00+00:00"
    assert status.files == 4
    assert status.sessions == 0
    assert status.may_sign_in
    assert one.system.frozen() == (NAME,)


def test_a_session_is_written_down_when_it_begins_and_only_once(one: Patron) -> None:
    one.freeze()
    one.begin()
    with running("sleep", "1000"):
        one.begin()
    assert (one.state.condition, one.state.sessions) == ("in use", 1)
    assert one.state.boot_id == "the first start"
    assert one.may_sign_in(), "a second sign-in of the same patron"


@in_own_mounts
def test_a_home_that_cannot_be_made_ready_is_nobodys(tmp_path: Path) -> None:
    one = patron(tmp_path, "overlay")
    one.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("privacykit.wipe.linux.attach", refusing(errno.ENODEV))
        with pytest.raises(AgainError, match="No such device"):
            one.begin()
    assert one.state.condition == "clean", "PAM opens a session only in one that is in use"
    assert [told.condition for told in shown.read(shown.folder(one.system))] == ["clean"]
    one.begin()
    assert one.state.sessions == 1


@pytest.mark.parametrize(
    ("condition", "boot", "may"),
    [
        ("clean", "the first start", True),
        ("clean", "another start", True),
        ("in use", "the first start", True),
        ("in use", "another start", False),
        ("ending", "the first start", False),
        ("not clean", "the first start", False),
        ("thawed", "another start", True),
    ],
)
def test_who_may_sign_in(one: Patron, condition: str, boot: str, may: bool) -> None:
    one.freeze()
    state = State(condition, boot_id=boot)  # type: ignore[arg-type]
    states.write(one.system.record(NAME), state)
    sentence = sessions.gate(one.system, NAME)
    assert (sentence == "") == may
    if not may:
        assert sentence == (
            "This computer is still being made ready for you. Please ask the staff."
        )
        with pytest.raises(BusyError, match="ask the staff"):
            one.begin()
        assert one.state == state


def test_nobody_signs_in_where_the_state_cannot_be_read(
    one: Patron, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.freeze()
    (one.system.record(NAME) / "state").unlink()
    assert sessions.gate(one.system, NAME)
    assert sessions.gate(one.system, "../patron")
    monkeypatch.setattr(states, "read", refusing(5))
    assert sessions.gate(one.system, NAME)


def test_a_damaged_state_is_mended_by_the_next_end(one: Patron) -> None:
    one.freeze()
    (one.system.record(NAME) / "state").write_text("?")
    (report,) = sessions.finish(one.system, HERE)
    assert report.is_clean
    assert one.may_sign_in()


def test_only_root_may_change_anything(one: Patron, monkeypatch: pytest.MonkeyPatch) -> None:
    one.freeze()
    monkeypatch.setattr("os.geteuid", lambda: UID)
    for command in (one.begin, one.end):
        with pytest.raises(RightsError):
            command()


# Freezing


def test_the_home_of_a_stranger_is_never_frozen(one: Patron) -> None:
    with pytest.raises(UnsafeHomeError, match="no account"):
        sessions.freeze(one.system, "nobody", one.policy, world=HERE)
    with pytest.raises(UnsafeHomeError):
        sessions.freeze(one.system, "../patron", one.policy, world=HERE)
    with pytest.raises(UnsafeHomeError):
        sessions.freeze(one.system, "root", one.policy, world=HERE)
    with pytest.raises(NotAllowedError, match="policy"):
        sessions.freeze(one.system, NAME, Policy(format=1), world=HERE)
    assert one.system.frozen() == ()


def test_a_signed_in_account_is_not_frozen(one: Patron) -> None:
    with running("sleep", "1000"), pytest.raises(BusyError, match="signed in"):
        one.freeze()
    assert one.system.frozen() == ()


@in_own_mounts
def test_a_session_with_a_layer_is_not_frozen(tmp_path: Path) -> None:
    one = patron(tmp_path, "overlay")
    one.freeze()
    one.begin()
    with pytest.raises(BusyError, match="not been cleaned up"):
        one.freeze()
    states.write(one.system.record(NAME), State("clean"))
    with pytest.raises(BusyError, match="signed in"):
        one.freeze()


def test_a_home_in_which_a_session_may_have_left_something_is_not_frozen(one: Patron) -> None:
    one.freeze()
    one.begin()
    with pytest.raises(BusyError, match="baseline restore"):
        one.freeze()


def test_frozen_again_the_home_is_what_it_is_now(one: Patron) -> None:
    one.freeze()
    sessions.thaw(one.system, NAME, world=HERE)
    (one.home / "Forms").write_text("new")
    give(one.home / "Forms")
    assert sessions.check(one.system, NAME).extra == (b"Forms",)
    one.freeze()
    assert one.state.condition == "clean"
    assert sessions.check(one.system, NAME).is_empty
    one.begin()
    (one.home / "Forms").unlink()
    one.end()
    assert (one.home / "Forms").read_text() == "new"


@in_own_mounts
def test_frozen_again_in_another_way_nothing_of_the_old_one_stays(tmp_path: Path) -> None:
    one = patron(tmp_path, "btrfs")
    for way, left in (
        ("btrfs", "golden"),
        ("overlay", "layer"),
        ("in-place", ""),
        ("btrfs", "golden"),
    ):
        write_policy(one.system, f'[baseline]\nway = "{way}"\n')
        one.freeze()
        there = {"golden", "layer", "next"} & {path.name for path in one.vault.iterdir()}
        assert there == {left} - {""}
        one.begin()
        (one.home / "new").write_text("x")
        assert one.end().method == way
        assert not (one.home / "new").exists()


def test_a_freeze_that_fails_leaves_the_old_baseline_in_force(
    one: Patron, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.freeze()
    sessions.thaw(one.system, NAME, world=HERE)
    (one.home / "new").write_text("x")
    give(one.home / "new")
    with monkeypatch.context() as patch:
        patch.setattr(Record, "save", refusing(5))
        with pytest.raises(Exception, match="Input/output"):
            one.freeze()
    assert one.state.condition == "thawed"
    assert sessions.restore(one.system, NAME, HERE).is_clean
    assert not (one.home / "new").exists()


def test_a_first_freeze_that_fails_leaves_the_account_as_if_never_frozen(
    one: Patron, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Record, "save", refusing(5))
    with pytest.raises(Exception, match="Input/output"):
        one.freeze()
    assert one.system.frozen() == ()
    assert one.may_sign_in()


def test_only_a_clean_home_is_thawed(one: Patron) -> None:
    one.freeze()
    one.begin()
    with pytest.raises(BusyError, match="End it first"):
        sessions.thaw(one.system, NAME, world=HERE)
    one.end()
    sessions.thaw(one.system, NAME, world=HERE)
    sessions.thaw(one.system, NAME, world=HERE)
    one.begin()
    assert one.state.condition == "thawed"


@in_own_mounts
def test_the_vault_lies_on_the_mount_of_the_home(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    assert (one.system.record(NAME) / "store").is_dir()
    mount("-t", "tmpfs", "-o", "mode=755", "memory", one.home.parent)
    other = patron_again(one)
    beside = other.home.parent / ".privacykit"
    assert beside.stat().st_mode & 0o777 == 0o700
    assert (beside / NAME / "store").is_dir()


def patron_again(one: Patron) -> Patron:
    from tests.unit.machines import lay_home

    lay_home(one.home)
    one.freeze()
    return one


@in_own_mounts
def test_a_vault_that_somebody_else_laid_is_refused(tmp_path: Path) -> None:
    one = patron(tmp_path)
    mount("-t", "tmpfs", "-o", "mode=755", "memory", one.home.parent)
    from tests.unit.machines import lay_home

    lay_home(one.home)
    (one.home.parent / ".privacykit").mkdir()
    give(one.home.parent / ".privacykit")
    with pytest.raises(BaselineError, match="root's own"):
        one.freeze()


def test_a_new_start_of_the_computer_is_noticed(tmp_path: Path) -> None:
    system = computer(tmp_path / "root")
    record = Record(system, NAME)
    system.prepare(record.folder)
    states.write(record.folder, State("in use", boot_id="the first start"))
    assert record.is_in_use
    start(system, "the next start")
    assert not record.is_in_use
