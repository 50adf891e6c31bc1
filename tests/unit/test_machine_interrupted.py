"""Ends of sessions that are stopped, cut or met by others: what comes after finishes them."""

from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from privacykit.errors import (
    AgainError,
    BusyError,
    CancelledError,
)
from privacykit.wipe.machine import ending, sessions
from privacykit.wipe.machine import quarantine as quarantines
from privacykit.wipe.machine.locks import locked
from privacykit.wipe.machine.quarantine import has_left
from privacykit.wipe.machine.records import Record
from privacykit.wipe.tree import Removal
from tests.unit.deeds import add, every_way, remove, start_again
from tests.unit.machines import (
    HERE,
    NAME,
    NOW,
    in_own_mounts,
    mount,
    needs_root,
    patron,
    running,
    seen,
    write_policy,
)
from tests.unit.wiping import refusing

pytestmark = needs_root


# What stays open, what is interrupted


@every_way
@in_own_mounts
def test_a_program_that_may_not_be_ended_keeps_the_home_shut(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    write_policy(one.system, "end = false\n")
    with running("sleep", "1000"), pytest.raises(BusyError, match="sleep") as busy:
        one.end()
    assert busy.value.exit_code == 3
    assert (one.state.condition, one.state.message) == ("not clean", str(busy.value))
    assert not one.may_sign_in()
    assert one.end().is_clean
    assert seen(one.home) == before


@every_way
@pytest.mark.parametrize("step", range(8))
def test_stopped_at_any_moment_a_later_end_finishes(tmp_path: Path, way: str, step: int) -> None:
    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path, way)
        before = seen(one.home)
        one.freeze()
        one.begin()
        add(one.home)
        remove(one.home)
        asked = iter(range(step))
        stopped = suppress(CancelledError) if step else pytest.raises(CancelledError)
        with stopped:
            one.end(cancelled=lambda: next(asked, None) is None)
        assert one.may_sign_in() == (one.state.condition == "clean")
        for report in sessions.finish(one.system, HERE):
            assert report.is_clean
        assert one.may_sign_in()
        assert seen(one.home) == before
        assert not has_left(one.vault)

    live()


@in_own_mounts
def test_two_ends_never_run_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "PATIENCE", 0.0)
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    with locked(one.system.record(NAME)):
        for command in (one.end, one.begin, one.freeze):
            with pytest.raises(BusyError, match="at work"):
                command()
        (report,) = sessions.finish(start_again(one), HERE)
        assert (report.state, report.exit_code, report.account) == ("busy", 3, NAME)
    assert one.state.condition == "in use", "who has no lock changes nothing"
    assert one.end().is_clean


# A session whose end never came to its work


@pytest.mark.parametrize("later", [False, True])
@in_own_mounts
def test_an_end_waits_for_a_command_that_only_looks_or_ends_it_by_hand(
    tmp_path: Path, later: bool
) -> None:
    one = patron(tmp_path)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    if later:
        Record(one.system, NAME).write("ending", NOW)
    looking = ExitStack()
    looking.enter_context(locked(one.system.record(NAME)))
    asked: list[bool] = []

    def cancelled() -> bool:
        looking.close()
        asked.append(True)
        return False

    assert one.end(cancelled=cancelled, later=later).is_clean
    assert asked
    assert seen(one.home) == before


@in_own_mounts
def test_a_person_may_stop_the_waiting(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    with locked(one.system.record(NAME)), pytest.raises(CancelledError):
        one.end(cancelled=lambda: True)


@every_way
@in_own_mounts
def test_nobody_sits_down_in_a_session_that_was_never_ended(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    monkeypatch.setattr(ending, "PATIENCE", 0.0)
    with locked(one.system.record(NAME)), pytest.raises(BusyError):
        one.end()
    one.begin()
    assert (one.state.condition, one.state.sessions) == ("in use", 2)
    assert seen(one.home).keys() == before.keys()


@in_own_mounts
def test_what_hinders_the_end_of_the_last_session_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    monkeypatch.setattr(ending, "_work", refusing(5))
    with pytest.raises(AgainError, match="Input/output"):
        one.begin()
    assert not one.may_sign_in()


@in_own_mounts
def test_a_second_sign_in_ends_nothing(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    with running("sleep", "1000"):
        one.begin()
    assert (one.home / "deep/er/note").exists()
    assert one.state.sessions == 1


@in_own_mounts
def test_where_no_end_can_be_written_down_nobody_signs_in(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    records = one.system.records
    mount("--bind", records, records)
    mount("-o", "remount,bind,ro", records)
    with pytest.raises(AgainError, match="Read-only"):
        one.end()
    assert one.state.condition == "in use"
    assert not one.may_sign_in()
    with pytest.raises(AgainError, match="Read-only"):
        one.begin()


@in_own_mounts
def test_a_person_may_stop_the_finishing_of_a_cut_too(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    with pytest.raises(CancelledError):
        sessions.finish(start_again(one), HERE, cancelled=lambda: True)
    assert not one.may_sign_in()
    (report,) = sessions.finish(one.system, HERE)
    assert report.is_clean


@in_own_mounts
def test_the_next_patron_comes_in_while_the_rest_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    delete, conditions = quarantines._delete, list[str]()

    def meanwhile(*arguments: object) -> Removal:
        if not conditions:
            one.begin()
            (one.home / "of the next").write_text("theirs")
        conditions.append(one.state.condition)
        return delete(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(quarantines, "_delete", meanwhile)
    report = one.end()
    assert report.is_clean
    assert report.removed_files == 4
    assert conditions == ["in use"]
    assert (one.home / "of the next").read_text() == "theirs"


# Power cuts


@every_way
@in_own_mounts
def test_after_a_cut_nobody_signs_in_until_the_session_is_ended(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    assert sessions.finish(one.system, HERE) == (), "somebody is signed in"
    system = start_again(one)
    assert not one.may_sign_in()
    (report,) = sessions.finish(system, HERE)
    assert (report.state, report.checked) == ("clean", "contents")
    assert seen(one.home) == before
    assert one.may_sign_in()
    assert sessions.finish(system, HERE) == ()
    one.begin()
    assert one.end().checked == "marks"


@in_own_mounts
def test_what_a_cut_left_in_the_quarantine_of_a_clean_home_goes(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    add(one.home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("privacykit.wipe.machine.quarantine._delete", refusing(5))
        with pytest.raises(AgainError, match="Input/output"):
            one.end()
    assert one.state.condition == "clean"
    assert has_left(one.vault)
    assert sessions.finish(one.system, HERE) == ()
    assert not has_left(one.vault)


@in_own_mounts
def test_every_so_many_sessions_every_file_is_read(tmp_path: Path) -> None:
    one = patron(tmp_path)
    write_policy(one.system, '[baseline]\nway = "in-place"\nfull_check_every = 2\n')
    one.freeze()
    checked = []
    for _session in range(4):
        one.begin()
        checked.append(one.end().checked)
    assert checked == ["marks", "contents", "marks", "contents"]
