"""What is attached in an account's places: found, taken off, named if it stays."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.errors import BusyError
from privacykit.wipe import linux
from privacykit.wipe.machine import mounts
from tests.unit.machines import in_own_mounts, mount, needs_root
from tests.unit.wiping import names, refusing

TABLE = (
    b"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
    b"30 22 8:1 /x /home/p/a\\040b\\134c rw shared:3 master:1 - ext4 /dev/sda1 rw\n"
    b"31 30 0:40 / /home/p/a\\040b\\134c/d rw - fuse.sshfs far\\040away rw\n"
    b"32 22 0:41 / /home/peter rw - tmpfs tmpfs rw\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/d/e").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/theirs").touch()
    return tmp_path / "home"


def memory(folder: Path) -> None:
    mount("-t", "tmpfs", "memory", folder)


def kinds(found: tuple[mounts.Mount, ...]) -> list[str]:
    return [one.kind for one in found]


def test_the_table_of_the_kernel_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "table").write_bytes(TABLE)
    monkeypatch.setattr(mounts, "_TABLE", tmp_path / "table")
    found = mounts.below([Path("/home/p")])
    assert [one.path for one in found] == [b"/home/p/a b\\c/d", b"/home/p/a b\\c"]
    path = b"/home/p/a b\\c/d"
    assert found[0] == mounts.Mount(31, 30, path, "fuse.sshfs", "far\\040away", b"rw")
    assert kinds(mounts.below([Path("/home")])) == ["fuse.sshfs", "ext4", "tmpfs"]
    assert not mounts.is_mounted(Path("/home/p"))
    assert mounts.is_mounted(Path("/home/peter"))


def test_what_an_account_attached_itself_is_found_wherever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        b"3 1 0:5 / /tmp/a rw - fuse.sshfs far rw,user_id=1000,group_id=1000",
        b"4 1 0:6 / /tmp/b rw - fuse.sshfs far rw,user_id=10001,group_id=1000",
        b"5 1 0:7 / /tmp/c rw - tmpfs none rw,user_id=1000",
    )
    (tmp_path / "table").write_bytes(b"\n".join(lines) + b"\n")
    monkeypatch.setattr(mounts, "_TABLE", tmp_path / "table")
    assert mounts.of_account(1000, Path("/")) == (Path("/tmp/a"),)
    assert mounts.of_account(1000, Path("/home")) == ()


def test_a_table_that_runs_in_a_circle_is_read_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "table").write_bytes(
        b"1 2 8:1 / /home rw - ext4 a rw\n2 1 8:1 / /home/p rw - ext4 a rw\n"
    )
    monkeypatch.setattr(mounts, "_TABLE", tmp_path / "table")
    assert len(mounts.below([Path("/home")])) == 2


def test_where_nothing_is_attached_nothing_is_done(home: Path) -> None:
    assert mounts.detach([home, Path("/nowhere")]) == ()


@given(path=st.lists(st.binary(min_size=1), min_size=1).map(b"/".join))
def test_any_path_is_read_as_the_kernel_writes_it(path: bytes) -> None:
    path = b"/" + path.replace(b"\0", b"0")
    written = b"".join(b"\\%03o" % byte if byte in b" \t\n\\#" else bytes([byte]) for byte in path)
    line = b"7 1 0:1 / " + written + b" rw - tmpfs memory rw"
    assert mounts._mount(line).path == path


@needs_root
@in_own_mounts
def test_all_is_taken_off_and_what_was_attached_is_unharmed(home: Path) -> None:
    mount("--bind", home.parent / "other", home / "d")
    assert not os.path.ismount(home / "d"), "the naive twin does not see it"
    memory(home / "d")
    (home / "d/e").mkdir()
    memory(home / "d/e")
    assert len(mounts.detach([home])) == 3
    assert mounts.below([home]) == ()
    assert names(home / "d") == ["e"]
    assert names(home.parent / "other") == ["theirs"]


@needs_root
@in_own_mounts
def test_a_home_that_is_a_drive_of_its_own_stays_and_what_covers_it_goes(home: Path) -> None:
    memory(home)
    (home / "own").touch()
    memory(home)
    memory(home)
    assert len(mounts.detach([home], keep=[home])) == 2
    assert names(home) == ["own"]


@needs_root
@in_own_mounts
def test_a_layer_over_the_home_is_the_sessions(home: Path) -> None:
    for name in ("upper", "work"):
        (home.parent / name).mkdir()
    options = f"lowerdir={home},upperdir={home.parent}/upper,workdir={home.parent}/work"
    mount("-t", "overlay", "-o", options, mounts.LAYER, home)
    assert len(mounts.layers(home)) == 1
    assert kinds(mounts.detach([home], keep=[home])) == ["overlay"]
    assert mounts.layers(home) == ()


@needs_root
@in_own_mounts
def test_what_is_in_use_by_others_is_detached_all_the_same(home: Path) -> None:
    memory(home / "d")
    with subprocess.Popen(["sleep", "100"], cwd=home / "d") as other:
        try:
            with pytest.raises(OSError, match="busy"):
                linux.detach(os.fsencode(home / "d"))
            assert kinds(mounts.detach([home])) == ["tmpfs"]
        finally:
            other.kill()
    assert names(home / "d") == ["e"]


@needs_root
@in_own_mounts
def test_what_cannot_be_taken_off_is_named_by_its_kind(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory(home / "d")
    monkeypatch.setattr(linux, "detach", refusing(1))
    with pytest.raises(BusyError, match="tmpfs") as caught:
        mounts.detach([home])
    assert str(home) not in str(caught.value)


@needs_root
@in_own_mounts
def test_what_goes_at_the_last_try_is_gone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory(home / "d")
    detach, tries = linux.detach, []

    def at_last(path: bytes, *, lazily: bool = False) -> None:
        tries.append(lazily)
        if len(tries) < 4:
            raise OSError(16, "busy")
        detach(path, lazily=lazily)

    monkeypatch.setattr(linux, "detach", at_last)
    assert kinds(mounts.detach([home])) == ["tmpfs"]
    assert tries == [False, True, True, True]
