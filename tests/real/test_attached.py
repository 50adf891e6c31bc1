"""What is attached in a home and never answers, or belongs to somebody else, or hides files."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from privacykit.wipe.machine import sessions
from privacykit.wipe.tree import Tree
from tests.real import disks, stories
from tests.real.apart import apart, needs_root
from tests.real.frozen import Frozen
from tests.real.golden import PATRON
from tests.real.power import MARK, NAME, Computer
from tests.unit import naive

pytestmark = needs_root


@contextmanager
def victim(computer: Computer, point: Path) -> Iterator[None]:
    """Attach a folder of somebody else's, by the same file system: its device number is equal."""
    theirs = computer.point / "theirs"
    theirs.mkdir()
    (theirs / "file").write_text("theirs")
    subprocess.run(["mount", "--bind", theirs, point], check=True)
    if computer.way == "in-place":
        assert point.stat().st_dev == point.parent.stat().st_dev
    yield
    assert (theirs / "file").read_text() == "theirs"


@contextmanager
def hidden(_computer: Computer, point: Path) -> Iterator[None]:
    """Hide files under a drive in memory, and under one more that lies in it."""
    (point / "hidden").write_text(MARK)
    inner = disks.memory(point) / "inner"
    inner.mkdir()
    disks.memory(inner)
    (inner / "file").write_text(MARK)
    yield


@contextmanager
def held_open(_computer: Computer, point: Path) -> Iterator[None]:
    """Attach a drive that some other program keeps busy."""
    disks.memory(point)
    handle = os.open(point, os.O_RDONLY)
    yield
    os.close(handle)


@contextmanager
def never_answering(_computer: Computer, point: Path) -> Iterator[None]:
    with disks.silent(point):
        yield


@contextmanager
def never_answering_file(_computer: Computer, point: Path) -> Iterator[None]:
    (point / "file").touch()
    with disks.silent(point / "file"):
        yield


@pytest.mark.parametrize("way", ["in-place", "overlay"])
@pytest.mark.parametrize(
    "attach", [victim, hidden, held_open, never_answering, never_answering_file]
)
def test_an_end_takes_off_what_is_attached_and_brings_the_home_back(
    tmp_path: Path, way: str, attach: Callable[[Computer, Path], AbstractContextManager[None]]
) -> None:
    @apart(40)
    def attack() -> None:
        disks.need("setfacl", "mkfs.ext4")
        memory = disks.memory(tmp_path / "memory")
        computer = Computer(memory / "disk", memory / "computer", way)
        computer.make()
        stories.frozen(computer)
        stories.use(computer)
        point = computer.home / "attached"
        point.mkdir()
        with attach(computer, point):
            sessions.end(computer.system, NAME, computer.world)
            stories.end(computer)
            assert list(stories.settled(computer)) == []

    attack()


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_mount_over_temporary_files_hides_nothing(tmp_path: Path, *, is_folder: bool) -> None:
    @apart(40)
    def attack() -> None:
        disks.need("setfacl", "mkfs.ext4")
        memory = disks.memory(tmp_path / "memory")
        computer = Computer(memory / "disk", memory / "computer", "in-place")
        computer.make()
        stories.frozen(computer)
        stories.use(computer)
        point = computer.point / "tmp" / MARK
        with disks.silent(point if is_folder else point / "file", PATRON):
            stories.end(computer)
            assert list(stories.settled(computer)) == []

    attack()


@contextmanager
def silent_inside(folder: Path, *, is_folder: bool) -> Iterator[Path]:
    """Attach something in folder/home/d that never answers, and yield the home."""
    home = folder / "home"
    point = home / "d/inside"
    point.parent.mkdir(parents=True, exist_ok=True)
    point.mkdir() if is_folder else point.touch()
    with disks.silent(point):
        yield home


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_mount_that_never_answers_does_not_keep_the_removal(
    tmp_path: Path, *, is_folder: bool
) -> None:
    @apart(10)
    def attack() -> None:
        with silent_inside(tmp_path, is_folder=is_folder) as home, Tree(home) as tree:
            assert list(tree.find(b"d/*/*")) == []
            assert list(tree.find(b"d/inside/*")) == []
            tree.find(b"d/inside")
            tree.measure(b"d")
            assert [one.path for one in tree.remove(b"d").problems] == [b"d/inside"]

    attack()


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_mount_that_never_answers_does_not_keep_the_home(
    tmp_path: Path, *, is_folder: bool
) -> None:
    @apart(20)
    def attack() -> None:
        frozen = Frozen(tmp_path).lay()
        with silent_inside(tmp_path, is_folder=is_folder):
            assert not frozen.differences().is_empty
            frozen.bring_back()
            assert not frozen.differences().is_empty
        frozen.bring_back()
        assert frozen.wrong() == []

    attack()


def test_a_mount_that_never_answers_does_keep_the_naive_twin(tmp_path: Path) -> None:
    @apart(1)
    def attack() -> None:
        with silent_inside(tmp_path, is_folder=True) as home:
            naive.remove(home)

    with pytest.raises(pytest.fail.Exception, match="not done"):
        attack()
