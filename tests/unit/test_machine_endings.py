"""The end of a session in each of the three ways: the same promises, the same hostile patrons."""

import errno
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil
import pytest

from privacykit.errors import AgainError, BusyError
from privacykit.wipe.machine import mounts, sessions
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.quarantine import has_left
from privacykit.wipe.machine.state import State
from tests.real import disks
from tests.real.apart import apart
from tests.real.waiting import until
from tests.unit.deeds import DEEDS, MARK, add, every_way, remove
from tests.unit.machines import (
    HERE,
    NAME,
    btrfs,
    give,
    in_own_mounts,
    mount,
    needs_root,
    patron,
    running,
    seen,
    write_policy,
)
from tests.unit.wiping import names

pytestmark = needs_root


@every_way
@pytest.mark.parametrize("use", DEEDS, ids=lambda use: use.__name__)
def test_whatever_a_session_did_the_home_comes_back(
    tmp_path: Path, way: str, use: Callable[[Path], None]
) -> None:
    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path, way)
        before = seen(one.home)
        one.freeze()
        others = seen(one.system.at("/etc"))
        for _session in range(2):
            one.begin()
            use(one.home)
            report = one.end()
            assert (report.state, report.exit_code, report.left) == ("clean", 0, ())
            assert (report.method, report.account) == (way, NAME)
            assert seen(one.home) == before
            assert seen(one.system.at("/etc")) == others
            assert not has_left(one.vault)
            assert one.state.condition == "clean"
            assert one.may_sign_in()
        assert one.state.sessions == 2
        assert sessions.check(one.system, NAME, thorough=True).is_empty

    live()


# What is attached, what runs


@every_way
@in_own_mounts
def test_what_is_attached_in_the_home_goes_and_is_unharmed(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "note").write_text("theirs")
    (one.home / "Documents/hidden").write_text(MARK)
    mount("-t", "tmpfs", "memory", one.home / "Documents")
    (one.home / "inside").mkdir()
    mount("--bind", theirs, one.home / "inside")
    assert one.end().is_clean
    assert mounts.below([one.home]) == ()
    assert names(theirs) == ["note"]
    assert seen(one.home) == before


@every_way
@in_own_mounts
def test_what_runs_in_the_home_is_ended_first(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    script = "while :; do echo x > again; sleep 0.01; done"
    with running("sh", "-c", script, cwd=one.home) as child:
        until("a file", (one.home / "again").exists)
        report = one.end()
        assert report.is_clean
        assert {"sh", "dash"} & {*report.programs_ended}
        assert not psutil.pid_exists(child.pid)
    assert seen(one.home) == before


@pytest.mark.parametrize("way", ["btrfs", "in-place"])
@in_own_mounts
def test_subvolumes_in_the_home_and_a_locked_home_are_no_way_out(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, "btrfs")
    write_policy(one.system, f'[baseline]\nway = "{way}"\n')
    before = seen(one.home)
    one.freeze()
    one.begin()
    for path in (one.home / "own", one.home / "own/inner"):
        btrfs("create", path)
        (path / "note").write_text(MARK)
    btrfs("snapshot", "-r", one.home, one.home / "own/locked")
    subprocess.run(["btrfs", "property", "set", one.home, "ro", "true"], check=True)
    assert one.end().is_clean
    assert seen(one.home) == before
    assert not has_left(one.vault)


@in_own_mounts
def test_a_home_that_is_a_drive_of_its_own_stays_attached(tmp_path: Path) -> None:
    one = patron(tmp_path)
    inside = tmp_path / "drive"
    inside.mkdir()
    mount("--bind", inside, one.home)
    lay(one.home)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    report = one.end()
    assert report.is_clean
    assert report.removed_files == 4
    assert mounts.is_mounted(one.home)
    assert seen(one.home) == before


def lay(home: Path) -> None:
    (home / "golden").write_text("golden")
    home.chmod(0o700)
    give(home, home / "golden")


# The report


@every_way
@in_own_mounts
def test_the_report_tells_what_was_done_and_no_names(tmp_path: Path, way: str) -> None:
    one = patron(tmp_path, way)
    one.freeze()
    one.begin()
    add(one.home)
    remove(one.home)
    report = one.end()
    gone = 2 if way == "overlay" else 0  # the layer has a sign for each that was removed
    assert report.removed_files == 4 + gone
    assert report.removed_size == 2 * len(MARK)
    assert report.restored >= 2 or way == "overlay"
    assert report.started == report.finished == "2026-11-21T09:00:00+00:00"
    said = msgspec.json.decode(report.to_json())
    assert said["method"] == way
    for name in (MARK, "note", "bash_history", str(one.home)):
        assert name not in report.to_json()


@in_own_mounts
def test_a_thawed_home_is_left_alone_until_it_is_restored(tmp_path: Path) -> None:
    one = patron(tmp_path)
    before = seen(one.home)
    one.freeze()
    sessions.thaw(one.system, NAME, world=HERE)
    one.begin()
    add(one.home)
    changed = seen(one.home)
    report = one.end()
    assert (report.state, report.exit_code) == ("preview", 0)
    assert "thawed" in report.message
    assert sessions.finish(one.system, HERE) == ()
    assert seen(one.home) == changed
    assert sessions.restore(one.system, NAME, HERE).is_clean
    assert seen(one.home) == before
    assert one.state.condition == "clean"
    one.begin()
    with running("sleep", "1000"), pytest.raises(BusyError, match="signed in"):
        sessions.restore(one.system, NAME, HERE)
    assert sessions.restore(one.system, NAME, HERE).is_clean


@pytest.mark.parametrize("where", ["inside", "over"])
@every_way
def test_a_drive_that_never_answers_is_taken_off(tmp_path: Path, way: str, where: str) -> None:
    @apart(30)
    def live() -> None:
        one = patron(tmp_path, way)
        before = seen(one.home)
        one.freeze()
        one.begin()
        point = one.home / "Documents" if where == "inside" else one.home
        with suppress(OSError), disks.silent(point):
            assert one.end().is_clean
        assert seen(one.home) == before

    live()


@in_own_mounts
def test_what_only_the_kernel_marked_anew_is_trusted_the_next_time(tmp_path: Path) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    for mode in (0o600, 0o644):
        (one.home / ".bashrc").chmod(mode)
    assert sessions.check(one.system, NAME).stale
    report = one.end()
    assert (report.is_clean, report.restored, report.removed_files) == (True, 0, 0)
    assert not sessions.check(one.system, NAME).stale


@pytest.mark.parametrize(("number", "ends"), [(errno.ENOSPC, True), (errno.EIO, False)])
def test_on_a_full_disk_a_session_is_ended_without_a_word_that_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, ends: bool
) -> None:
    one = patron(tmp_path)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    write = states.write

    def full(folder: Path, state: State) -> None:
        if state.condition == "ending":
            raise OSError(number, "no")
        write(folder, state)

    monkeypatch.setattr(states, "write", full)
    if ends:
        assert one.end().is_clean
        assert seen(one.home) == before
        return
    with pytest.raises(AgainError):
        one.end()
    assert one.state.condition == "not clean"
    assert not one.may_sign_in()
