"""What a patron may prepare to lead a removal astray. Each trap catches the naive twin."""

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe import linux
from privacykit.wipe.tree import Removal, Tree, escape
from tests.unit import mounts, naive

ROOT = Path(__file__).parents[2]
PATRON, OTHER = 61234, 61235
TRIALS = 200
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="a second account needs root")


def remove(home: Path, path: bytes = b"d") -> Removal:
    with Tree(home) as tree:
        return tree.remove(path)


def errors(removal: Removal) -> set[int]:
    return {problem.errno for problem in removal.problems}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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


@pytest.fixture
def patrons_home() -> Iterator[Path]:
    """Give a home that belongs to an account without rights, and act as that account."""
    home = Path(tempfile.mkdtemp(prefix="privacykit-test-"))
    (home / "d").mkdir()
    before = os.geteuid()
    if before == 0:
        os.chown(home, PATRON, -1)
        os.chown(home / "d", PATRON, -1)
        os.seteuid(PATRON)
    yield home
    os.seteuid(before)
    subprocess.run(["chmod", "-R", "u+rwX", str(home)], check=True)
    shutil.rmtree(home)


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


# Rights


@pytest.fixture(params=["i", "a"])
def locked(request: pytest.FixtureRequest, home: Path) -> Iterator[Path]:
    """Lay a file that root locked, in a folder with others, and a folder that root locked."""
    (home / "d/shut").mkdir()
    for name in ("a", "locked", "z", "shut/inside"):
        (home / "d" / name).write_text("mine")
    both = [str(home / "d/locked"), str(home / "d/shut")]
    lock = ["chattr", f"+{request.param}", *both]
    if subprocess.run(lock, capture_output=True, check=False).returncode:
        pytest.skip("this file system or account cannot lock files with chattr")
    yield home
    subprocess.run(["chattr", f"-{request.param}", *both], check=True)


def test_what_an_administrator_locked_is_named_and_the_rest_goes(locked: Path) -> None:
    removal = remove(locked)
    assert {problem.path for problem in removal.problems} == {b"d/locked", b"d/shut/inside"}
    assert all("locked" in problem.words for problem in removal.problems)
    assert removal.files == 2
    assert names(locked / "d") == ["locked", "shut"]


def test_a_locked_file_does_stop_the_naive_twin(locked: Path) -> None:
    with pytest.raises(PermissionError):
        naive.remove(locked / "d")


def shut_folders(home: Path) -> None:
    (home / "d/shut/deeper").mkdir(parents=True)
    (home / "d/shut/deeper/secret").write_text("mine")
    (home / "d/shut/deeper").chmod(0o500)
    (home / "d/shut").chmod(0)


def test_a_folder_that_shuts_its_owner_out_is_opened_and_removed(patrons_home: Path) -> None:
    shut_folders(patrons_home)
    assert remove(patrons_home) == Removal(1, 4, ())
    assert list(patrons_home.iterdir()) == []


def test_a_shut_folder_does_stop_the_naive_twin(patrons_home: Path) -> None:
    shut_folders(patrons_home)
    with pytest.raises(OSError, match="not empty"):
        naive.remove(patrons_home / "d")


def test_a_preview_names_what_it_cannot_see_and_changes_nothing(patrons_home: Path) -> None:
    shut_folders(patrons_home)
    with Tree(patrons_home) as tree:
        assert list(tree.find(b"d/shut/deeper")) == []
        assert list(tree.find(b"d/shut/*")) == []
        assert tree.measure(b"d").files == 0
        assert [(each.path, each.errno) for each in tree.problems] == [(b"d/shut", errno.EACCES)]
        assert tree.measure(b"d/shut/deeper/secret").files == 0
        assert len(tree.problems) == 2
        assert stat.S_IMODE((patrons_home / "d/shut").stat().st_mode) == 0
        tree.unlock(b"d/shut")
        assert b"d/shut" not in {each.path for each in tree.problems}
        assert list(tree.find(b"d/shut/*")) == [b"d/shut/deeper"]


def test_a_home_that_shuts_its_owner_out_is_refused_in_words(patrons_home: Path) -> None:
    patrons_home.chmod(0)
    with pytest.raises(UnsafeHomeError, match="not allowed"), Tree(patrons_home):
        pass


@needs_root
def test_what_another_account_shut_stays_and_is_named(patrons_home: Path) -> None:
    os.seteuid(0)
    (patrons_home / "d/theirs").mkdir(0o700)
    (patrons_home / "d/theirs/file").touch()
    os.seteuid(PATRON)
    removal = remove(patrons_home)
    assert [(each.path, each.errno) for each in removal.problems] == [(b"d/theirs", errno.EACCES)]
    with Tree(patrons_home) as tree:
        tree.unlock(b"d/theirs")
        assert list(tree.find(b"d/theirs/*")) == []
        assert [(each.path, each.errno) for each in tree.problems] == [(b"d/theirs", errno.EACCES)]


def test_without_proc_a_shut_folder_is_named_not_passed_over(
    patrons_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut_folders(patrons_home)
    monkeypatch.setattr(Path, "chmod", mock.Mock(side_effect=FileNotFoundError))
    assert errors(remove(patrons_home)) == {errno.EACCES}


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Lay a folder like /tmp with entries of two accounts, one inside the other's folder."""
    folder = tmp_path / "shared"
    (folder / "mine/deep").mkdir(parents=True)
    (folder / "theirs").mkdir()
    for name in ("a", "b", "mine/own", "mine/deep/own", "mine/guest", "theirs/planted"):
        (folder / name).write_text("words")
    (folder / "mine/guests").mkdir(0o700)
    folder.chmod(0o1777)
    for name in ("a", "mine", "mine/deep", "mine/own", "mine/deep/own", "theirs/planted"):
        os.chown(folder / name, PATRON, -1)
    for name in ("b", "theirs", "mine/guest", "mine/guests"):
        os.chown(folder / name, OTHER, -1)
    return folder


@needs_root
def test_in_a_shared_folder_only_entries_of_the_account_go(shared: Path) -> None:
    with Tree(shared, owner=PATRON) as tree:
        assert set(tree.find(b"*")) == {b"a", b"mine"}
        assert list(tree.find(b"theirs")) == []
        assert tree.measure(b"mine").files == 2
        removals = [tree.remove(path) for path in (b"a", b"mine", b"b", b"theirs/planted")]
    assert [removal.files for removal in removals] == [1, 2, 0, 0]
    assert {each.path for removal in removals for each in removal.problems} == {
        b"mine/guest",
        b"mine/guests",
        b"b",
        b"theirs/planted",
    }
    assert all("another account" in p.words for removal in removals[1:3] for p in removal.problems)
    assert names(shared) == ["b", "mine", "theirs"]
    assert names(shared / "mine") == ["guest", "guests"]
    assert names(shared / "theirs") == ["planted"]


@needs_root
def test_emptying_a_shared_folder_passes_over_the_others_in_silence(shared: Path) -> None:
    shutil.rmtree(shared / "mine")
    with Tree(shared, owner=PATRON) as tree:
        assert tree.remove(b"", contents_only=True) == Removal(1, 5, ())
    assert names(shared) == ["b", "theirs"]


@needs_root
def test_a_shared_folder_does_show_the_naive_twin_as_a_danger(shared: Path) -> None:
    naive.remove(shared)
    assert not shared.exists()


# Names

HOSTILE = [
    b"\xff\xfe\x80",
    b'line\n{"level": "ok"}',
    b"\x1b[2J\x1b]0;title\x07",
    "\u202egpj.exe".encode(),
    b"x" * 255,
    b"-rf",
    b"--",
    b" ",
    b"*",
    b"\\",
    b"\r",
]


@pytest.fixture
def hostile(home: Path) -> Path:
    for name in HOSTILE:
        path = os.path.join(os.fsencode(home / "d"), name)  # noqa: PTH118 - names are bytes
        os.mkdir(path)  # noqa: PTH102
        os.mkfifo(os.path.join(path, name))  # noqa: PTH118
    return home


def test_hostile_names_are_found_and_removed(hostile: Path) -> None:
    with Tree(hostile) as tree:
        found = list(tree.find(b"d/*/*"))
        assert sorted(found) == sorted(b"d/" + name + b"/" + name for name in HOSTILE)
        assert all(escape(path).isprintable() for path in found)
        assert tree.remove(b"d") == Removal(len(HOSTILE), 0, ())
    assert list(hostile.iterdir()) == []


def test_hostile_names_do_stop_a_naive_print(hostile: Path) -> None:
    found = [os.fsencode(path.name) for path in (hostile / "d").iterdir()]
    with pytest.raises(UnicodeDecodeError):
        [name.decode() for name in found]
    assert not all(name.decode("utf-8", "replace").isprintable() for name in found)


# Masses

DEPTH = 20_000


def dig(home: Path, depth: int) -> None:
    here = linux.open_folder(home / "d")
    for _level in range(depth):
        os.mkdir("deep", dir_fd=here)
        below = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("secret", os.O_CREAT, dir_fd=here))
    os.close(here)


@contextmanager
def few_descriptors(at_most: int) -> Iterator[None]:
    """Allow this many descriptors more than are open already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + at_most, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_pit_is_counted_and_removed_with_few_descriptors(home: Path) -> None:
    dig(home, DEPTH)
    with few_descriptors(40), Tree(home) as tree:
        assert tree.measure(b"d").files == 1
        assert tree.remove(b"d") == Removal(1, 0, ())
    assert list(home.iterdir()) == []


def test_a_pit_does_stop_the_naive_twin(home: Path) -> None:
    dig(home, 5_000)
    with pytest.raises((OSError, RecursionError)):
        naive.remove(home / "d")
    assert remove(home).problems == ()


MANY = 100_000
_IN_A_CHILD = """
import pathlib, sys
from privacykit.wipe.tree import Tree
from tests.unit import naive
def peak():
    return int(pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
before = peak()
if sys.argv[2] == "ours":
    with Tree(pathlib.Path(sys.argv[1])) as tree: tree.remove(b"d")
else:
    naive.remove(pathlib.Path(sys.argv[1], "d"))
print(peak() - before)
"""


def memory_to_remove(home: Path, remover: str) -> int:
    """Remove 100,000 entries of home/d in a process of its own; return its growth in KiB."""
    with linux.opened(linux.open_folder(home / "d")) as folder:
        for number in range(MANY):
            name, first = f"{number:030}", f"{number - number % 50_000:030}"
            if name == first:  # ext4 allows 65,000 names for one file
                os.mknod(name, dir_fd=folder)
            else:
                os.link(first, name, src_dir_fd=folder, dst_dir_fd=folder)
    command = [sys.executable, "-c", _IN_A_CHILD, str(home), remover]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert names(home) == []
    return int(done.stdout)


def test_a_crowd_is_streamed_where_the_naive_twin_holds_it_in_memory(home: Path) -> None:
    ours = memory_to_remove(home, "ours")
    (home / "d").mkdir()
    theirs = memory_to_remove(home, "naive")
    assert ours < 2_000
    assert theirs > 6_000


def test_a_huge_sparse_file_goes_at_once(home: Path) -> None:
    (home / "d/huge").touch()
    os.truncate(home / "d/huge", 1 << 40)
    started = time.monotonic()
    with Tree(home) as tree:
        assert tree.measure(b"d").size == 1 << 40
        assert tree.remove(b"d") == Removal(1, 1 << 40, ())
    assert time.monotonic() - started < 1


# Company


def test_a_file_held_open_is_removed(home: Path) -> None:
    with (home / "d/open").open("w+") as held:
        held.write("still here")
        held.flush()
        assert remove(home) == Removal(1, 10, ())
        assert os.fstat(held.fileno()).st_nlink == 0


def test_a_file_that_vanishes_meanwhile_is_no_problem(home: Path) -> None:
    for number in range(5):
        (home / f"d/{number}").touch()
        (home / f"d/folder{number}").mkdir()

    def vanish(path: bytes) -> bool:
        at = home / os.fsdecode(path)
        if path != b"d":
            at.rmdir() if at.is_dir() else at.unlink()
        return False

    with Tree(home) as tree:
        assert tree.remove(b"d", keep=vanish) == Removal(0, 0, ())
    assert list(home.iterdir()) == []


_REWRITER = """
import pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
for number in range(10**6):
    folder.mkdir(parents=True, exist_ok=True)
    try: (folder / str(number)).write_text("again")
    except FileNotFoundError: pass
    if number == 3: print("ready", flush=True)
    time.sleep(0.01)
"""


def test_a_program_that_writes_on_and_on_does_not_keep_the_removal(home: Path) -> None:
    command = [sys.executable, "-c", _REWRITER, str(home / "d/cache")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        writer.stdout.readline()
        started = time.monotonic()
        for _turn in range(50):
            removal = remove(home)
            assert errors(removal) <= {errno.ENOTEMPTY}
        assert time.monotonic() - started < 10
        writer.send_signal(signal.SIGKILL)
    assert remove(home).problems == ()


def test_a_folder_that_never_gets_empty_is_given_up_and_named(home: Path) -> None:
    (home / "d/0").touch()

    def write_again(path: bytes) -> bool:
        if path != b"d":
            (home / f"d/{int(path[2:]) + 1}").touch()
        return False

    with Tree(home) as tree:
        removal = tree.remove(b"d", keep=write_again)
    assert errors(removal) == {errno.ENOTEMPTY}
    assert "program" in removal.problems[0].words
