"""What cannot be brought back is named, and keeps the home shut until it can."""

import subprocess
from pathlib import Path

import pytest

from privacykit.errors import (
    BusyError,
)
from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.machine import leftovers, mounts, people, sessions
from privacykit.wipe.machine.quarantine import has_left
from privacykit.wipe.report import Place
from tests.unit.deeds import MARK, add
from tests.unit.machines import (
    HERE,
    in_own_mounts,
    needs_root,
    patron,
    seen,
)

pytestmark = needs_root


# Alarms and residue


def set_lock(path: Path, sign: str) -> None:
    subprocess.run(["chattr", f"{sign}i", path], check=True)


@in_own_mounts
def test_a_locked_entry_is_an_alarm_and_keeps_the_home_shut(tmp_path: Path) -> None:
    one = patron(tmp_path)
    before = seen(one.home)
    one.freeze()
    one.begin()
    (one.home / "locked").write_text(MARK)
    set_lock(one.home / "locked", "+")
    try:
        report = one.end()
    finally:
        set_lock(one.home / "locked", "-")
    assert (report.state, report.exit_code) == ("residue", 1)
    assert sum(left.files for left in report.left) == 1
    assert "administrator" in report.left[0].why
    assert len(report.alarms) == 1
    assert MARK not in report.to_json()
    assert one.state.condition == "not clean"
    assert "administrator" in one.state.message
    assert not one.may_sign_in()
    with pytest.raises(BusyError):
        one.begin()
    assert one.end().is_clean
    assert seen(one.home) == before


@in_own_mounts
def test_what_is_locked_deep_inside_is_out_of_the_home_and_told(tmp_path: Path) -> None:
    one = patron(tmp_path)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    set_lock(one.home / "deep/er/note", "+")
    report = one.end()
    set_lock(next(one.vault.rglob("er/note")), "-")
    assert (report.state, report.exit_code) == ("residue", 1)
    assert len(report.alarms) == len(report.left) == 1
    assert seen(one.home) == before
    assert one.may_sign_in(), "the home is as it was frozen, and only root can reach the rest"
    assert sessions.finish(one.system, HERE) == ()
    assert not has_left(one.vault)


@in_own_mounts
def test_a_home_that_changes_again_and_again_is_residue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    compare = comparing.compare

    def and_write(*arguments: object, **options: object) -> comparing.Differences:
        (one.home / "again").write_text(MARK)
        return compare(*arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(comparing, "compare", and_write)
        report = one.end()
    assert (report.state, report.exit_code) == ("residue", 1)
    assert [left.why for left in report.left] == [""]
    assert not one.may_sign_in()
    assert one.end().is_clean


@pytest.mark.parametrize("named", [(), ("sleep",)])
@in_own_mounts
def test_what_comes_back_again_and_again_is_busy(tmp_path: Path, named: tuple[str, ...]) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    again = mounts.Mount(1, 1, b"/", "tmpfs", "memory")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "end_all", lambda *_arguments, **_options: named)
        patch.setattr(mounts, "detach", lambda *_arguments, **_options: (again,))
        with pytest.raises(BusyError, match=named[0] if named else "another program"):
            one.end()
    assert not one.may_sign_in()
    assert one.end().is_clean


@in_own_mounts
def test_one_that_was_started_meanwhile_makes_us_look_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    found = iter([("sh",), ("sh",)])
    monkeypatch.setattr(people, "end_all", lambda *_arguments, **_options: next(found, ()))
    report = one.end()
    assert report.is_clean
    assert report.looks == 2


@in_own_mounts
def test_what_is_left_outside_the_home_keeps_it_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    place = Place("printing", "Print jobs", "residue", left=1, why="The printer does not answer.")
    with monkeypatch.context() as patch:
        patch.setattr(leftovers, "clear", lambda *_arguments, **_options: (place,))
        report = one.end()
    assert (report.state, report.places) == ("residue", (place,))
    assert one.state.message == "The printer does not answer."
    assert not one.may_sign_in()
    assert one.end().is_clean
