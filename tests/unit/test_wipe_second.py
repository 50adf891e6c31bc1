"""A large tree removed by two processes: the same outcome as by one, whatever befalls either."""

import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from privacykit.errors import CancelledError
from privacykit.wipe import linux, pair, second
from privacykit.wipe import tree as removing
from privacykit.wipe.levels import Descent
from privacykit.wipe.second import Second
from privacykit.wipe.tree import Removal, Tree
from tests.unit import children
from tests.unit.baselining import after
from tests.unit.test_wipe_any_tree import Node, lay, read, trees
from tests.unit.test_wipe_attacks import harmed, lay_swap_trap, swapping
from tests.unit.wiping import errors, names, remove

Patch = pytest.MonkeyPatch
SHAPES = pytest.mark.parametrize("a_folder", [10, 400])
TRIALS = 60


@pytest.fixture(scope="module", autouse=True)
def _early() -> Iterator[None]:
    """Let a second process start after a few files."""
    with Patch.context() as patch:
        patch.setattr(second, "ENOUGH", 12)
        patch.setattr(removing, "MANY", 2)
        patch.setattr(removing, "TELL_EVERY", 8)
        patch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
        patch.setattr(threading, "active_count", lambda: 1)
        yield


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    (tmp_path / "victim").mkdir()
    for number in range(3):
        (tmp_path / f"victim/{number}.txt").write_text("theirs")
    return tmp_path / "victim"


def lay_files(home: Path, files: int, a_folder: int) -> None:
    for number in range(files):
        folder = home / f"d/{number // a_folder}/below"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}").write_bytes(b"123")


def childless() -> bool:
    return not children.ours()


@pytest.fixture
def results(monkeypatch: Patch) -> list[tuple[int, int]]:
    """Return what the second processes say they did."""
    said: list[tuple[int, int]] = []
    result = Second.result

    def listen(self: Second, cancelled: Callable[[], bool]) -> tuple[int, int]:
        said.append(result(self, cancelled))
        return said[-1]

    monkeypatch.setattr(Second, "result", listen)
    return said


@SHAPES
def test_two_remove_all_of_it_and_count_each_file_once(
    home: Path, results: list[tuple[int, int]], a_folder: int
) -> None:
    lay_files(home, 400, a_folder)
    assert remove(home) == Removal(400, 1200, ())
    assert names(home) == []
    assert sum(files for files, _size in results) > 0
    assert childless()


@SHAPES
def test_what_a_killed_one_left_is_removed_all_the_same(
    home: Path, monkeypatch: Patch, a_folder: int
) -> None:
    lay_files(home, 400, a_folder)
    monkeypatch.setattr(
        removing._Removing, "part", lambda *_words: os.kill(os.getpid(), signal.SIGKILL)
    )
    assert remove(home) == Removal(400, 1200, ())
    assert names(home) == []
    assert childless()


def test_where_no_process_is_to_be_had_one_does_it_all(home: Path, monkeypatch: Patch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    before = len(names(Path("/proc/self/fd")))
    monkeypatch.setattr(os, "fork", refuse)
    lay_files(home, 100, 10)
    assert remove(home) == Removal(100, 300, ())
    assert len(names(Path("/proc/self/fd"))) == before


def test_with_one_processor_there_is_one_process(home: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    monkeypatch.setattr(os, "fork", None)
    lay_files(home, 100, 10)
    assert remove(home) == Removal(100, 300, ())


@SHAPES
def test_who_stops_the_first_stops_both(home: Path, monkeypatch: Patch, a_folder: int) -> None:
    lay_files(home, 400, a_folder)
    waiting = threading.Event()

    def join(_self: Second, cancelled: Callable[[], bool]) -> tuple[int, int]:
        waiting.set()
        return result(_self, cancelled)

    result = Second.result
    monkeypatch.setattr(Second, "result", join)
    monkeypatch.setattr(removing._Removing, "part", lambda *_words: signal.pause())
    with Tree(home) as tree, pytest.raises(CancelledError):
        tree.remove(b"d", cancelled=waiting.is_set)
    assert childless()


def test_who_is_stopped_early_leaves_no_process(home: Path, monkeypatch: Patch) -> None:
    lay_files(home, 400, 400)
    monkeypatch.setattr(removing._Removing, "part", lambda *_words: signal.pause())
    with Tree(home) as tree, pytest.raises(CancelledError):
        tree.remove(b"d", cancelled=after(8))
    assert childless()


def test_who_is_not_stopped_waits_for_the_other() -> None:
    waiting, writing = os.pipe()
    asked: list[bool] = []

    def go_on() -> bool:
        asked.append(os.write(writing, b"x") == 0)
        return asked[-1]

    with linux.opened(waiting), linux.opened(writing):
        child = Second(lambda: (len(os.read(waiting, 1)), 2))
        assert child.result(go_on) == (1, 2)
    assert asked
    assert childless()


def test_stopping_twice_is_stopping_once() -> None:
    child = Second(lambda: (1, 2))
    assert child.result(lambda: False) == (1, 2)
    child.stop()
    assert childless()


@SHAPES
def test_what_is_kept_or_locked_stays_with_both_at_work(home: Path, a_folder: int) -> None:
    lay_files(home, 400, a_folder)
    with Tree(home) as tree:
        removal = tree.remove(b"d", keep=lambda path: path.endswith(b"7"))
    left = [path.name for path in (home / "d").rglob("*") if path.is_file()]
    kept = [str(number) for number in range(400) if _is_kept(number, a_folder)]
    assert sorted(left) == sorted(kept)
    assert removal == Removal(400 - len(kept), 3 * (400 - len(kept)), ())


def _is_kept(number: int, a_folder: int) -> bool:
    return number % 10 == 7 or number // a_folder % 10 == 7


def test_a_problem_that_the_second_meets_is_told_by_the_first(
    home: Path, monkeypatch: Patch
) -> None:
    lay_files(home, 100, 10)
    unlink = os.unlink

    def refuse(name: bytes, *, dir_fd: int) -> None:
        if name.endswith(b"5"):
            raise PermissionError(1, "no")
        unlink(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", refuse)
    removal = remove(home)
    assert len(removal.problems) == removal.files // 9 == 10
    assert errors(removal) == {1}


@settings(deadline=None, max_examples=60)
@given(trees)
def test_any_tree_goes_whole(tree: Node) -> None:
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        lay_files(home, 30, 3)
        for number in range(3):
            (home / f"d/tree{number}").mkdir()
            lay(tree, os.fsencode(home / f"d/tree{number}"))
        assert remove(home).problems == ()
        assert read(home) == {}


def test_deep_below_a_shared_folder_nobody_loses_the_way(home: Path) -> None:
    lay_files(home, 30, 3)
    for pit in range(4):
        folder = home / f"d/pit{pit}"
        for level in range(60):
            folder /= f"{level}"
        folder.mkdir(parents=True)
        for number in range(20):
            (folder / f"{number}").touch()
    assert remove(home) == Removal(110, 90, ())
    assert names(home) == []


def test_a_folder_swapped_for_a_link_meanwhile_harms_nobody(home: Path, victim: Path) -> None:
    with swapping(home / "d/x", home / "d/y"):
        for _trial in range(TRIALS):
            lay_swap_trap(home, victim)
            for number in range(30):
                (home / f"d/more{number}").mkdir()
                (home / f"d/more{number}/file").touch()
            remove(home)
            assert not harmed(victim)


# What only runs in the second process


@pytest.mark.parametrize("given", [(), (b"3", b"4", b"gone")])
def test_its_part_is_what_it_was_given(home: Path, given: tuple[bytes, ...]) -> None:
    lay_files(home, 100, 10)
    work = removing._Removing(None, None, lambda *_words: None, lambda: False)
    with Descent(linux.open_folder(home / "d"), b"d") as way:
        files, size = work.part(way, given)
        assert way.here.folder == -1, "it holds what it does not need"
    left = names(home / "d")
    assert size == 3 * files == 3 * 10 * (10 - len(left))
    if given:
        assert left == [name for name in map(str, range(10)) if name not in {"3", "4"}]
    else:
        assert all(hash(os.fsencode(name)) & 1 == 0 for name in left)


def test_it_does_its_part_and_is_gone(monkeypatch: Patch) -> None:
    class GoneError(Exception):
        pass

    done: list[object] = []

    def run(job: Callable[[], object], _writing: int) -> None:
        done.append(job())
        raise GoneError

    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(pair, "run_child", run)
    monkeypatch.setattr(os, "getppid", os.getpid)
    with pytest.raises(GoneError):
        Second(lambda: (3, 4))
    monkeypatch.setattr(os, "getppid", lambda: 1)
    with pytest.raises(GoneError):
        Second(lambda: (3, 4))
    assert done == [(3, 4), (0, 0)]
