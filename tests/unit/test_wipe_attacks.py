"""Links, mounts and pipes that a patron may lay. Each trap catches the naive twin."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.tree import Removal, Tree
from tests.unit import mounts, naive
from tests.unit.wiping import ROOT, errors, remove

TRIALS = 200


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/d").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    folder = tmp_path / "victim"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text("theirs")
    return folder


# Links


@contextmanager
def swapping(one: Path, other: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.unit.swapper", str(one), str(other)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


def lay_swap_trap(home: Path, victim: Path) -> None:
    """Lay home/d with a folder x and a link y to the victim; the swapper exchanges the two."""
    fresh, old = home / "fresh", home / "old"
    (fresh / "x").mkdir(parents=True)
    for number in range(20):
        (fresh / f"x/{number}.txt").touch()
    (fresh / "y").symlink_to(victim)
    with suppress(FileNotFoundError):
        (home / "d").rename(old)  # out of the swapper's reach
        shutil.rmtree(old)
    fresh.rename(home / "d")


def harmed(victim: Path) -> bool:
    return len(list(victim.iterdir())) != 3


def test_a_folder_swapped_for_a_link_meanwhile_harms_nobody(home: Path, victim: Path) -> None:
    with swapping(home / "d/x", home / "d/y"):
        for _trial in range(TRIALS):
            lay_swap_trap(home, victim)
            remove(home)
            assert not harmed(victim)
    assert remove(home).problems == ()
    assert list(home.iterdir()) == []


def test_the_swap_does_catch_the_naive_twin(home: Path, victim: Path) -> None:
    until = time.monotonic() + 60
    with swapping(home / "d/x", home / "d/y"):
        while not harmed(victim):
            assert time.monotonic() < until, "the trap never bit, so it proves nothing"
            lay_swap_trap(home, victim)
            with suppress(OSError):
                naive.remove(home / "d")


def test_a_link_is_removed_and_its_target_stays(home: Path, victim: Path) -> None:
    (home / "d/folder").symlink_to(victim)
    (home / "d/file").symlink_to(victim / "0.txt")
    (home / "d/nowhere").symlink_to("/nowhere")
    assert remove(home) == Removal(3, 0, ())
    assert not harmed(victim)
    assert (victim / "0.txt").read_text() == "theirs"


def test_a_link_or_hard_link_to_a_file_catches_a_shredder(home: Path, victim: Path) -> None:
    (home / "d/link").symlink_to(victim / "0.txt")
    (home / "d/hard").hardlink_to(victim / "1.txt")
    naive.shred(home / "d")
    assert (victim / "0.txt").read_bytes() == (victim / "1.txt").read_bytes() == b"\0"


def test_a_hard_link_to_another_file_only_loses_a_name(home: Path, victim: Path) -> None:
    (home / "d/hard").hardlink_to(victim / "0.txt")
    before = (victim / "0.txt").stat()
    assert remove(home) == Removal(1, 6, ())
    after = (victim / "0.txt").stat()
    assert (victim / "0.txt").read_text() == "theirs"
    assert (after.st_mode, after.st_uid, after.st_mtime_ns) == (
        before.st_mode,
        before.st_uid,
        before.st_mtime_ns,
    )


@pytest.mark.parametrize("below", ["", "inside"])
def test_a_link_on_the_way_to_the_place_is_refused(
    tmp_path: Path, victim: Path, below: str
) -> None:
    (victim / "inside").mkdir()
    (tmp_path / "link").symlink_to(victim)
    with pytest.raises(UnsafeHomeError, match="link"), Tree(tmp_path / "link" / below):
        pass
    naive.remove(tmp_path / "link" / "inside")
    assert not (victim / "inside").exists(), "the naive twin walks through the link"


@pytest.mark.parametrize("contents_only", [False, True])
def test_a_link_on_the_way_inside_the_place_is_a_problem(
    home: Path, victim: Path, *, contents_only: bool
) -> None:
    (home / "link").symlink_to(victim.parent)
    with Tree(home) as tree:
        assert list(tree.find(b"link/*")) == []
        assert tree.measure(b"link/victim").files == 0
        removal = tree.remove(b"link/victim", contents_only=contents_only)
    assert errors(removal) <= {errno.ELOOP, errno.ENOTDIR}
    assert removal.problems
    assert not harmed(victim)


# Mounts


@pytest.mark.parametrize("remover", ["ours", "ours-on-an-old-kernel"])
@pytest.mark.parametrize("kind", ["bind", "tmpfs", "file"])
def test_what_is_attached_inside_is_left_alone_and_named(
    home: Path, victim: Path, kind: str, remover: str
) -> None:
    lay_mount_points(home)
    answer = mounts.remove_with_mount(kind, remover, home.parent)
    assert answer["victims"] == ["0.txt", "1.txt", "2.txt"]
    point, number = ("d/note", errno.EBUSY) if kind == "file" else ("d/inside", errno.EXDEV)
    assert [point, number] in answer["problems"]
    assert [path for path in answer["left"] if path != point and "txt" not in path] == ["d"]
    assert answer["same_device"] == (kind != "tmpfs")
    assert not harmed(victim)


@pytest.mark.parametrize("remover", ["naive", "rmtree"])
def test_a_bind_mount_catches_the_naive_twin_and_rmtree(
    home: Path, victim: Path, remover: str
) -> None:
    lay_mount_points(home)
    answer = mounts.remove_with_mount("bind", remover, home.parent)
    assert answer["same_device"], "only the mount id tells"
    assert answer["victims"] == []
    assert harmed(victim)


def lay_mount_points(home: Path) -> None:
    (home / "d/inside").mkdir()
    (home / "d/note").touch()
    (home / "d/own").mkdir()


# Things that are no files


def lay_special_files(folder: Path) -> int:
    """Make a pipe, a socket with nobody behind it and, for root, a device; return how many."""
    os.mkfifo(folder / "pipe")
    os.mknod(folder / "socket", stat.S_IFSOCK | 0o600)
    with suppress(PermissionError):
        os.mknod(folder / "device", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    return len(list(folder.iterdir()))


def test_pipes_sockets_and_devices_go_without_being_opened(home: Path) -> None:
    count = lay_special_files(home / "d")
    started = time.monotonic()
    with Tree(home) as tree:
        assert list(tree.find(b"d/*/*")) == []
        assert tree.measure(b"d").files == count
        assert tree.remove(b"d/pipe").files == 1
        assert tree.remove(b"d").files == count - 1
    assert time.monotonic() - started < 1
    assert not (home / "d").exists()


def test_a_pipe_does_stop_the_naive_twin(home: Path) -> None:
    os.mkfifo(home / "d/pipe")
    code = (
        "import sys, pathlib; from tests.unit import naive; naive.shred(pathlib.Path(sys.argv[1]))"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", code, str(home)], cwd=ROOT, timeout=1, check=False)
