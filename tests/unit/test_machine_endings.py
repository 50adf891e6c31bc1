"""The end of a session in each of the three ways: the same promises, the same hostile patrons."""

import errno
import os
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil
import pytest

from privacykit.errors import (
    AgainError,
    BaselineError,
    BusyError,
    CancelledError,
    NotAllowedError,
    PolicyError,
)
from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.machine import leftovers, mounts, people, sessions
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.locks import locked
from privacykit.wipe.machine.quarantine import Quarantine, has_left
from privacykit.wipe.machine.system import System
from privacykit.wipe.report import Place
from tests.real import disks
from tests.real.apart import apart
from tests.unit.machines import (
    HERE,
    NAME,
    UID,
    Patron,
    btrfs,
    give,
    in_own_mounts,
    mount,
    needs_root,
    patron,
    running,
    seen,
    start,
    write_policy,
)
from tests.unit.wiping import names, refusing

pytestmark = needs_root
WAYS = ["in-place", "overlay", "btrfs"]
every_way = pytest.mark.parametrize("way", WAYS)
MARK = "m0123456789abcdef"


# What a session may do to a home


def add(home: Path) -> None:
    (home / "deep/er").mkdir(parents=True)
    (home / "deep/er/note").write_text(MARK)
    (home / ".bash_history").write_text(MARK)
    os.mkfifo(home / "pipe")
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(f"/proc/self/fd/{os.open(home, os.O_PATH)}/line")


def remove(home: Path) -> None:
    (home / ".bashrc").unlink()
    (home / ".config/app/settings.ini").unlink()
    (home / ".config/app").rmdir()


def edit(home: Path) -> None:
    (home / ".bashrc").write_text(MARK)
    (home / "Documents").chmod(0o777)
    os.setxattr(home / "Documents/welcome.txt", "user.note", MARK.encode())


def forge(home: Path) -> None:
    """Change a file, and give it back its size and its time."""
    path = home / "Documents/welcome.txt"
    before = path.stat()
    path.write_text("W" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def link(home: Path) -> None:
    """Let links to other people's files take the place of the home's own."""
    victim = home.parent.parent / "etc/passwd"
    (home / ".bashrc").unlink()
    (home / ".bashrc").symlink_to(victim)
    (home / "Documents").rename(home / "aside")
    (home / "Documents").symlink_to(victim.parent)
    (home / "Documents/link").exists()


def exchange(home: Path) -> None:
    """Let a folder and a file take one another's place."""
    (home / ".bashrc").rename(home / "old")
    (home / ".bashrc").mkdir()
    (home / ".bashrc/inside").write_text(MARK)
    (home / "Documents").rename(home / "papers")
    (home / "Documents").write_text(MARK)


def lock(home: Path) -> None:
    """Take all rights away, one's own too."""
    add(home)
    for path in (home / "deep/er", home / "deep", home / ".config", home):
        path.chmod(0)


def nothing(_home: Path) -> None: ...


DEEDS = [nothing, add, remove, edit, forge, link, exchange, lock]


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
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_mode & 0o077 == 0:
            path.chmod(0o711)
    before = seen(one.home)
    one.freeze()
    one.begin()
    script = "while :; do echo x > again; sleep 0.01; done"
    with running("sh", "-c", script, cwd=one.home) as child:
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
def test_two_ends_never_run_at_once(tmp_path: Path) -> None:
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


def start_again(one: Patron) -> System:
    """Let the power have been cut."""
    one.sign_out()
    start(one.system, "the next start")
    return one.system


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
    with pytest.raises(BusyError, match="signed in"):
        sessions.restore(one.system, NAME, HERE)


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
