"""A home on each kind of file system, and disks that are full: on images made for the test."""

import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from privacykit.errors import AgainError, PrivacykitError
from tests.real import disks, golden, stories
from tests.real.apart import apart, needs_root
from tests.real.frozen import Frozen
from tests.real.power import Computer
from tests.unit import naive

pytestmark = needs_root
MARK = "m0123456789abcdef"
SIZES = {"ext4": 64, "xfs": 320, "btrfs": 128}


def disk(folder: Path, kind: str) -> Path:
    """Make and attach a disk; it lies in memory and goes with the namespace."""
    memory = disks.memory(folder / "memory")
    disks.make(kind, memory / kind, SIZES.get(kind, 64))
    return disks.attach(memory / kind, folder / kind)


@pytest.mark.parametrize("kind", sorted(SIZES))
def test_a_home_comes_back_on_every_kind_of_file_system(tmp_path: Path, kind: str) -> None:
    @apart(120)
    def attack() -> None:
        frozen = Frozen(disk(tmp_path, kind)).lay()
        golden.use(frozen.home, MARK)
        frozen.bring_back()
        assert frozen.wrong() == []
        assert frozen.differences(thorough=True).is_empty

    attack()


def test_where_nobody_owns_a_file_a_home_is_refused_or_kept_as_promised(tmp_path: Path) -> None:
    @apart(60)
    def attack() -> None:
        frozen = Frozen(disk(tmp_path, "vfat"))
        frozen.home.mkdir()
        (frozen.home / "File").write_text("ours")
        with suppress(PrivacykitError):
            frozen.freeze()
            (frozen.home / "File").write_text(MARK)
            frozen.bring_back()
            assert frozen.wrong() == []

    attack()


def test_where_case_does_not_count_a_name_comes_back_as_it_was_written(tmp_path: Path) -> None:
    @apart(60)
    def attack() -> None:
        frozen = Frozen(disk(tmp_path, "casefold"))
        (frozen.home / "folder").mkdir(parents=True)
        subprocess.run(["chattr", "+F", frozen.home / "folder"], check=True)
        (frozen.home / "folder/Prefs").write_text("ours")
        frozen.freeze()
        (frozen.home / "folder/Prefs").rename(frozen.home / "folder/other")
        (frozen.home / "folder/other").rename(frozen.home / "folder/PREFS")
        (frozen.home / "folder/PREFS").write_text(MARK)
        frozen.bring_back()
        assert frozen.wrong() == []

    attack()


def test_a_subvolume_that_a_patron_made_goes(tmp_path: Path) -> None:
    @apart(60)
    def attack() -> None:
        disks.need("btrfs", "setfacl")
        computer = in_session(tmp_path, "btrfs", "in-place")
        make = ["btrfs", "-q", "subvolume"]
        nested, sealed = computer.home / "Desktop/nested", computer.home / "sealed"
        subprocess.run([*make, "create", nested], check=True)
        (nested / "deep").mkdir()
        (nested / "deep/file").write_text(MARK)
        subprocess.run([*make, "snapshot", "-r", nested, sealed], check=True)
        with pytest.raises(OSError, match="Read-only"):
            naive.remove(sealed)
        stories.end(computer)
        assert list(stories.settled(computer)) == []

    attack()


def in_session(folder: Path, kind: str, way: str) -> Computer:
    memory = disks.memory(folder / "memory")
    computer = Computer(memory / "disk", memory / "computer", way, kind)
    computer.make()
    stories.frozen(computer)
    stories.use(computer)
    return computer


# Full disks


def fill_with_data(folder: Path) -> None:
    """Write, down to the last byte of what is kept for root."""
    with suppress(OSError):
        for number in range(10_000):
            (folder / f"{number}").write_bytes(os.urandom(1 << 16))
    with pytest.raises(OSError, match="No space"):
        (folder / "more").write_bytes(bytes(1 << 16))


def fill_with_names(folder: Path) -> None:
    """Make empty files until there is room for no more of them, and for nothing else."""
    with suppress(OSError):
        for number in range(100_000):
            (folder / f"{number:0250}").touch()
    fill_with_data(folder)


@pytest.mark.real
@pytest.mark.parametrize("way", ["in-place", "overlay", "btrfs"])
@pytest.mark.parametrize("filling", [fill_with_data, fill_with_names])
def test_a_disk_that_the_patron_filled_is_no_way_to_stay(
    tmp_path: Path, way: str, filling: Callable[[Path], None]
) -> None:
    @apart(120)
    def attack() -> None:
        disks.need("setfacl", "btrfs")
        computer = in_session(tmp_path, "btrfs" if way == "btrfs" else "ext4", way)
        (computer.home / "full").mkdir()
        filling(computer.home / "full")
        stories.end(computer)
        assert list(stories.settled(computer)) == []

    attack()


@pytest.mark.parametrize("limit", ["size=4m", "nr_inodes=200"])
def test_a_disk_that_others_filled_harms_nothing_and_is_tried_again(
    tmp_path: Path, limit: str
) -> None:
    @apart(60)
    def attack() -> None:
        frozen = Frozen(disks.memory(tmp_path / "small", f"mode=755,{limit}")).lay()
        for path in (frozen.home / "Documents", frozen.home / ".config"):
            subprocess.run(["rm", "-r", path], check=True)
        (frozen.home / "extra").write_text(MARK)
        others = frozen.folder / "others"
        others.mkdir()
        fill_with_names(others)
        with suppress(AgainError):
            problems = frozen.bring_back().problems
            assert problems, "nothing fitted, and nobody said so"
        assert frozen.wrong()
        assert not frozen.differences().is_empty
        subprocess.run(["rm", "-r", others], check=True)
        frozen.bring_back()
        assert frozen.wrong() == []

    attack()


@pytest.mark.parametrize("limit", ["size=300k", "nr_inodes=45"])
def test_a_freeze_that_does_not_fit_is_no_freeze(tmp_path: Path, limit: str) -> None:
    @apart(60)
    def attack() -> None:
        frozen = Frozen(disks.memory(tmp_path / "small", f"mode=755,{limit}"))
        with pytest.raises(AgainError):
            frozen.lay()

    attack()
