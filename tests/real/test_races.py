"""A folder that turns into a link while a home is frozen, compared, brought back or ended.

The swapper has the rights of root, which no patron has: even it must not lead the kit astray.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from privacykit.errors import PrivacykitError
from privacykit.wipe.machine import sessions
from tests.real import disks, stories
from tests.real.apart import apart, needs_root
from tests.real.frozen import Frozen
from tests.real.golden import Seen, record
from tests.real.power import NAME, Computer
from tests.unit import naive
from tests.unit.wiping import ROOT

pytestmark = [needs_root, pytest.mark.real]
THEIRS = "for the victim's eyes only"
NAMES = [f"{number}.txt" for number in range(20)]


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    frozen = Frozen(tmp_path)
    frozen.home.mkdir()
    lay_prey(frozen.home)
    return frozen.freeze()


def lay_prey(home: Path) -> None:
    """Lay a folder home/d with a folder x and a link y to a victim's files, which x lacks."""
    victim = home.with_name("victim")
    (victim / "deep").mkdir(parents=True)
    for name in ("0.txt", "1.txt", "2.txt", "deep/3.txt"):
        (victim / name).write_text(THEIRS)
    lay_folder(home, NAMES[3:]).rename(home / "d")


def lay_folder(home: Path, names: list[str]) -> Path:
    fresh = home.with_name("fresh")
    (fresh / "x/deep").mkdir(parents=True)
    for name in names:
        (fresh / "x" / name).write_text("ours")
    (fresh / "y").symlink_to(home.with_name("victim"))
    return fresh


def lay_trap(home: Path) -> None:
    """Exchange home/d for one in which much is to be removed and written."""
    fresh, old = lay_folder(home, NAMES[:10]), home.with_name("old")
    with suppress(FileNotFoundError):
        (home / "d").rename(old)  # out of the swapper's reach, but for a turn it has begun
    while old.exists():
        shutil.rmtree(old, ignore_errors=True)
    fresh.rename(home / "d")


@contextmanager
def swapping(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.unit.swapper", str(home / "d/x"), str(home / "d/y")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as swapper:
        assert swapper.stdout
        swapper.stdout.readline()
        try:
            yield
        finally:
            swapper.kill()


def victims(home: Path) -> dict[bytes, Seen]:
    return record(home.with_name("victim"))


def has_theirs(folder: Path) -> bool:
    """Tell whether something of the victim's is there."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return any(THEIRS.encode() in path.read_bytes() for path in files)


def test_nobody_is_harmed_while_a_home_is_brought_back(frozen: Frozen) -> None:
    home, done = frozen.home, 0
    before = victims(home)
    with swapping(home):
        for _trial in range(120):
            lay_trap(home)
            with suppress(PrivacykitError):
                frozen.bring_back()
                done += 1
            assert victims(home) == before
    assert done, "it never got through, so it proves little"
    frozen.bring_back()
    assert frozen.wrong() == []
    assert victims(home) == before


def test_the_race_is_lost_by_the_naive_twin(frozen: Frozen) -> None:
    home, copy = frozen.home, frozen.copy()
    before, until = victims(home), time.monotonic() + 60
    with swapping(home):
        while victims(home) == before:
            assert time.monotonic() < until, "the trap never bit, so it proves nothing"
            lay_trap(home)
            with suppress(OSError):
                naive.restore(copy, home)


def test_nobody_is_harmed_while_a_session_ends(tmp_path: Path) -> None:
    @apart(120)
    def attack() -> None:
        disks.need("setfacl", "mkfs.ext4")
        memory = disks.memory(tmp_path / "memory")
        computer = Computer(memory / "disk", memory / "computer", "in-place")
        computer.make()
        home = computer.home
        lay_prey(home)
        stories.frozen(computer)
        before = victims(home)
        for _trial in range(40):
            sessions.begin(computer.system, NAME, world=computer.world)
            with swapping(home), suppress(PrivacykitError):
                lay_trap(home)
                sessions.end(computer.system, NAME, computer.world)
            assert victims(home) == before
            stories.end(computer)
            assert list(stories.settled(computer)) == []
            assert victims(home) == before

    attack()


def test_nothing_of_somebody_else_is_frozen(frozen: Frozen) -> None:
    shutil.rmtree(frozen.vault)
    with swapping(frozen.home):
        for _trial in range(40):
            with suppress(PrivacykitError):
                frozen.store()
            assert not has_theirs(frozen.vault)
            shutil.rmtree(frozen.vault)


def test_a_copy_by_path_does_take_somebody_elses(frozen: Frozen) -> None:
    until = time.monotonic() + 60
    with swapping(frozen.home):
        while not has_theirs(frozen.folder / "copy"):
            assert time.monotonic() < until, "the trap never bit, so it proves nothing"
            shutil.rmtree(frozen.folder / "copy", ignore_errors=True)
            with suppress(OSError, shutil.Error):
                shutil.copytree(frozen.home / "d", frozen.folder / "copy", symlinks=True)


def test_nothing_of_somebody_else_is_told_by_a_check(frozen: Frozen) -> None:
    with swapping(frozen.home):
        for _trial in range(40):
            with suppress(PrivacykitError):
                found = frozen.differences(thorough=True)
                assert not {b"d/x/0.txt", b"d/y/0.txt"} & {*found.extra, *found.changed}
