"""Images of disks that a session attached: let go of, others' not, and nothing is read any more."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from privacykit.errors import BusyError
from privacykit.wipe.machine import loops
from privacykit.wipe.machine.system import System
from tests.real import disks
from tests.unit.deeds import MARK, every_way
from tests.unit.machines import UID, in_own_mounts, needs_root, patron, seen

pytestmark = needs_root


@dataclass(frozen=True)
class Drive:
    path: str
    inode: int

    @property
    def is_attached(self) -> bool:
        """Tell whether it still is this file: another test may have the drive by now."""
        return losetup("--list", "--noheadings", "--output", "BACK-INO", self.path) == str(
            self.inode
        )


def losetup(*words: str | Path) -> str:
    done = subprocess.run(["losetup", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@contextmanager
def attached(image: Path, owner: int = UID) -> Iterator[Drive]:
    """Attach a new file as a drive, which is free again at the end."""
    disks.need("losetup")
    image.write_bytes(f"{MARK:<512}".encode() * 64)
    os.chown(image, owner, owner)
    drive = Drive(losetup("--find", "--show", image), image.stat().st_ino)
    assert drive.is_attached
    try:
        yield drive
    finally:
        if drive.is_attached:
            losetup("--detach", drive.path)


def is_theirs(uid: int) -> bool:
    return uid == UID


@every_way
@in_own_mounts
def test_nothing_of_a_session_can_be_read_from_a_drive_that_was_a_file(
    tmp_path: Path, way: str
) -> None:
    one = patron(tmp_path, way)
    before = seen(one.home)
    one.freeze()
    one.begin()
    with attached(one.home / "odd\nname.img") as drive:
        assert one.end().is_clean
        assert not drive.is_attached
    assert seen(one.home) == before


def test_only_the_accounts_own_are_let_go(tmp_path: Path) -> None:
    home, shared, other = (tmp_path / name for name in ("home/patron", "tmp", "home/other"))
    for folder in (home, shared, other):
        folder.mkdir(parents=True)
    with (
        attached(home / "gone.img") as gone,
        attached(shared / "theirs.img") as theirs,
        attached(shared / "others.img", UID + 1) as others,
        attached(other / "theirs.img") as elsewhere,
    ):
        (home / "gone.img").unlink()
        assert loops.let_go(System(tmp_path), [home], is_theirs)
        drives = (gone, theirs, others, elsewhere)
        assert [one.is_attached for one in drives] == [False, False, True, True]
        (shared / "others.img").unlink()
        assert not loops.let_go(System(tmp_path), [home], is_theirs)


@in_own_mounts
def test_one_that_stays_keeps_the_home_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    monkeypatch.setattr(loops, "_DEVICES", tmp_path)
    monkeypatch.setattr(loops, "_PATIENCE", 0.0)
    with attached(one.home / "card.img"), pytest.raises(BusyError, match="Still open"):
        one.end()
    assert not one.may_sign_in()


def test_one_that_others_look_at_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with attached(tmp_path / "card.img") as drive:
        looking = [os.open(drive.path, os.O_RDONLY)]

        def pause(_seconds: float) -> None:
            while looking:
                os.close(looking.pop())

        monkeypatch.setattr("time.sleep", pause)
        assert loops.let_go(System(tmp_path), [tmp_path], is_theirs)
        assert not looking
        assert not drive.is_attached


def test_a_drive_that_changes_hands_meanwhile_is_anothers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    opened = os.open
    with attached(home / "first.img") as first, attached(other / "second.img") as second:

        def then_it_changes(path: Path, flags: int) -> int:
            losetup("--detach", first.path, second.path)
            losetup(first.path, other / "second.img")
            return opened(path, flags)

        monkeypatch.setattr(os, "open", then_it_changes)
        loops.let_go(System(tmp_path), [home], is_theirs)
        monkeypatch.undo()
        assert Drive(first.path, second.inode).is_attached
        losetup("--detach", first.path)
