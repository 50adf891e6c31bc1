"""What a patron may lay into a home before it is brought back. Each trap catches the naive twin."""

import errno
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from privacykit.errors import BaselineError
from privacykit.wipe import linux
from tests.real import disks, golden
from tests.real.apart import apart, needs_root
from tests.real.frozen import Frozen
from tests.real.golden import PATRON
from tests.unit import naive

pytestmark = needs_root
MARK = "m0123456789abcdef"


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    disks.need("setfacl")
    return Frozen(tmp_path).lay()


# Everything at once


def test_a_session_that_does_everything_is_undone(frozen: Frozen) -> None:
    golden.use(frozen.home, MARK)
    frozen.bring_back()
    assert frozen.wrong() == []
    assert frozen.differences(thorough=True).is_empty


def test_the_session_is_not_undone_by_the_naive_twin(frozen: Frozen) -> None:
    copy = frozen.copy()
    golden.forge(frozen.home / ".config/app/settings.ini", MARK)
    naive.restore(copy, frozen.home)
    assert MARK in (frozen.home / ".config/app/settings.ini").read_text()


# Links in the place of what is written again


def by_link(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def by_hard_link(path: Path, victim: Path) -> None:
    path.hardlink_to(victim)


@pytest.mark.parametrize("lay", [by_link, by_hard_link])
def test_no_file_is_written_through_a_link(
    frozen: Frozen, lay: Callable[[Path, Path], None]
) -> None:
    replace_all_files(frozen.home, lay, frozen.victim / "0.txt")
    frozen.bring_back()
    assert frozen.wrong() == []
    assert not frozen.harmed()
    assert (frozen.victim / "0.txt").stat().st_uid == 0


@pytest.mark.parametrize("lay", [by_link, by_hard_link])
def test_a_link_does_catch_the_naive_twin(
    frozen: Frozen, lay: Callable[[Path, Path], None]
) -> None:
    copy = frozen.copy()
    replace_all_files(frozen.home, lay, frozen.victim / "0.txt")
    naive.restore(copy, frozen.home)
    assert frozen.harmed()


def replace_all_files(home: Path, lay: Callable[[Path, Path], None], victim: Path) -> None:
    files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in files:
        path.unlink()
        lay(path, victim)
    assert len(files) > 10


def test_no_folder_is_filled_through_a_link(frozen: Frozen) -> None:
    for name in (".config", "Documents", "a", "Desktop"):
        shutil.rmtree(frozen.home / name)
        (frozen.home / name).symlink_to(frozen.victim)
    frozen.bring_back()
    assert frozen.wrong() == []
    assert not frozen.harmed()
    assert len(list(frozen.victim.iterdir())) == 3


def test_a_link_in_the_place_of_the_home_itself_is_refused(frozen: Frozen) -> None:
    frozen.home.rename(frozen.folder / "aside")
    frozen.home.symlink_to(frozen.victim)
    with suppress(Exception):
        frozen.bring_back()
    assert not frozen.harmed()
    assert len(list(frozen.victim.iterdir())) == 3


# Mounts


@pytest.mark.parametrize("kind", ["bind", "memory"])
def test_what_is_attached_in_the_home_is_named_and_not_entered(tmp_path: Path, kind: str) -> None:
    @apart(60)
    def attack() -> None:
        frozen = Frozen(tmp_path).lay()
        point = frozen.home / "Documents"
        if kind == "bind":
            subprocess.run(["mount", "--bind", frozen.victim, point], check=True)
        else:
            (disks.memory(point) / "0.txt").write_text(MARK)
        assert not frozen.differences().is_empty
        problems = frozen.bring_back().problems
        assert {problem.errno for problem in problems} & {errno.EXDEV, errno.EBUSY}
        assert (point / "0.txt").exists()
        assert not frozen.differences().is_empty
        disks.detach(point)
        frozen.bring_back()
        assert frozen.wrong() == []
        assert not frozen.harmed()

    attack()


def test_what_lies_under_a_mount_is_found_once_it_is_gone(tmp_path: Path) -> None:
    @apart(60)
    def attack() -> None:
        frozen = Frozen(tmp_path).lay()
        point = frozen.home / "Desktop"
        (point / "hidden").write_text(MARK)
        disks.memory(point)
        assert not list(point.iterdir()), "the naive twin sees nothing there"
        assert not frozen.differences().is_empty
        disks.detach(point)
        assert b"Desktop/hidden" in frozen.differences().extra
        frozen.bring_back()
        assert frozen.wrong() == []

    attack()


# Locks and attributes


@pytest.fixture(params=["i", "a"])
def locked(request: pytest.FixtureRequest, frozen: Frozen) -> Iterator[Frozen]:
    """Lock a changed file, an extra file, and a folder with an extra file in it."""
    (frozen.home / ".bashrc").write_text(MARK)
    (frozen.home / "extra").write_text(MARK)
    (frozen.home / "Desktop/extra").write_text(MARK)
    every = [str(frozen.home / name) for name in (".bashrc", "extra", "Desktop")]
    lock = ["chattr", f"+{request.param}", *every]
    if subprocess.run(lock, capture_output=True, check=False).returncode:
        pytest.skip("this file system cannot lock files with chattr")
    yield frozen
    unlock = ["chattr", "-R", "-f", f"-{request.param}", str(frozen.folder)]
    subprocess.run(unlock, check=False)  # links cannot be unlocked, nor locked


def test_what_is_locked_is_never_called_clean(locked: Frozen) -> None:
    (locked.home / "beside").write_text(MARK)
    problems = locked.bring_back().problems
    if left := locked.wrong():
        assert problems, f"left in silence: {left}"
        assert any("locked" in problem.words for problem in problems)
        assert not locked.differences().is_empty
    assert not (locked.home / "beside").exists()


def test_a_lock_does_stop_the_naive_twin(locked: Frozen) -> None:
    copy = locked.copy()
    with pytest.raises(PermissionError):
        naive.restore(copy, locked.home)


def test_access_lists_that_shut_everyone_out_go(frozen: Frozen) -> None:
    deny = ["setfacl", "-R", "-m", f"u:{PATRON}:---,g::---,m::---", str(frozen.home)]
    subprocess.run(deny, check=True)
    subprocess.run(["setfacl", "-d", "-m", "o::---", str(frozen.home / "a")], check=True)
    assert frozen.wrong()
    frozen.bring_back()
    assert frozen.wrong() == []


def test_attributes_large_and_many_go(frozen: Frozen) -> None:
    for name in (".bashrc", "Documents", "Desktop"):
        with suppress(OSError):
            for number in range(2_000):
                os.setxattr(frozen.home / name, f"user.{number}", MARK.encode())
        with suppress(OSError):
            os.setxattr(frozen.home / name, "user.note", bytes(60_000))
    os.setxattr(frozen.home / ".profile", "trusted.of.root", MARK.encode())
    frozen.bring_back()
    assert frozen.wrong() == []


# Things that are no files


def lay_specials(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    os.mknod(folder / "socket", stat.S_IFSOCK | 0o600)
    os.mknod(folder / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    os.mknod(folder / "disk", stat.S_IFBLK | 0o600, os.makedev(259, 99))


def test_pipes_sockets_and_devices_go_without_being_opened(frozen: Frozen) -> None:
    lay_specials(frozen.home / "Desktop")
    (frozen.home / ".bashrc").unlink()
    os.mkfifo(frozen.home / ".bashrc")
    (frozen.home / ".profile").unlink()
    os.mknod(frozen.home / ".profile", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    started = time.monotonic()
    frozen.bring_back()
    assert time.monotonic() - started < 2
    assert frozen.wrong() == []


@pytest.mark.parametrize("name", ["pipe", "socket", "null", "disk"])
def test_a_home_with_such_a_thing_is_not_frozen(tmp_path: Path, name: str) -> None:
    frozen = Frozen(tmp_path)
    (tmp_path / "all").mkdir()
    lay_specials(tmp_path / "all")
    (frozen.home / "deep").mkdir(parents=True)
    (tmp_path / "all" / name).rename(frozen.home / "deep" / name)
    with pytest.raises(BaselineError, match=name):
        frozen.freeze()


def test_a_home_with_something_attached_is_not_frozen(tmp_path: Path) -> None:
    @apart(20)
    def attack() -> None:
        frozen = Frozen(tmp_path)
        (frozen.home / "deep").mkdir(parents=True)
        disks.memory(frozen.home / "deep")
        with pytest.raises(BaselineError, match="deep"):
            frozen.freeze()

    attack()


def test_descriptors_are_not_lost_on_the_way(frozen: Frozen) -> None:
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - as many as there are
    golden.use(frozen.home, MARK)
    frozen.bring_back()
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    assert linux.mount_id(0) > 0
