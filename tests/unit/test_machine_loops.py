"""Images of disks that a session attached: let go of, others' not, and nothing is read any more."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from privacykit.errors import BusyError
from privacykit.wipe.machine import loops
from privacykit.wipe.machine.system import System
from tests.real import disks
from tests.unit.deeds import MARK, every_way
from tests.unit.machines import UID, in_own_mounts, needs_root, patron, seen

pytestmark = needs_root
BLOCK = Path("/sys/block")


@contextmanager
def attached(image: Path, owner: int = UID) -> Iterator[Path]:
    """Attach a new file as a drive; give the drive, which is free again at the end."""
    disks.need("losetup")
    image.write_bytes(f"{MARK:<512}".encode() * 64)
    os.chown(image, owner, owner)
    done = subprocess.run(
        ["losetup", "--find", "--show", image], capture_output=True, text=True, check=True
    )
    try:
        yield Path(done.stdout.strip())
    finally:
        again = ["losetup", "--detach", done.stdout.strip()]
        subprocess.run(again, capture_output=True, check=False)


def is_attached(drive: Path) -> bool:
    return (BLOCK / drive.name / "loop/backing_file").exists()


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
        assert not is_attached(drive)
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
        assert [is_attached(one) for one in drives] == [False, False, True, True]
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


def test_one_that_goes_while_it_is_looked_at_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loop0/loop/backing_file").mkdir(parents=True)
    monkeypatch.setattr(loops, "_BLOCK", tmp_path)
    assert not loops.let_go(System(tmp_path), [tmp_path], is_theirs)
