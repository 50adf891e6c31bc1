"""Hostile names, depth, crowds, and programs that go on writing."""

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from privacykit.wipe import linux
from privacykit.wipe.tree import Removal, Tree, escape
from tests.unit import naive
from tests.unit.wiping import ROOT, errors, names, remove


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/d").mkdir(parents=True)
    return tmp_path / "home"


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


@pytest.fixture
def pit(home: Path) -> Iterator[Path]:
    """Leave no pit behind if a test fails: pytest's own cleaning cannot climb into one."""
    yield home
    subprocess.run(["rm", "-rf", str(home / "d")], check=True)


@contextmanager
def few_descriptors(at_most: int) -> Iterator[None]:
    """Allow this many descriptors more than are open already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + at_most, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_pit_is_counted_and_removed_with_few_descriptors(pit: Path) -> None:
    dig(pit, DEPTH)
    with few_descriptors(40), Tree(pit) as tree:
        assert tree.measure(b"d").files == 1
        assert tree.remove(b"d") == Removal(1, 0, ())
    assert list(pit.iterdir()) == []


def test_a_pit_does_stop_the_naive_twin(pit: Path) -> None:
    dig(pit, 5_000)
    with pytest.raises((OSError, RecursionError)):
        naive.remove(pit / "d")
    assert remove(pit).problems == ()


MANY = 100_000
_IN_A_CHILD = """
import pathlib, sys
from privacykit.wipe import pair  # what a second process needs is loaded at need
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
