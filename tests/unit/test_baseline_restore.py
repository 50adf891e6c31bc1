"""What a restore mends, what it refuses, and that a stopped one is finished by the next."""

import os
import socket
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import pytest

from privacykit.errors import AgainError, BaselineError, CancelledError
from privacykit.wipe import linux
from privacykit.wipe.baseline import marks, writing
from privacykit.wipe.baseline.compare import Differences
from tests.real import golden
from tests.unit import naive
from tests.unit.baselining import Frozen, after, needs_root, small
from tests.unit.test_wipe_masses import dig
from tests.unit.wiping import refusing

pytestmark = needs_root


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    return small(tmp_path)


def test_a_session_that_does_everything_is_undone(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path)
    golden.lay(frozen.home)
    frozen.freeze()
    stored = [one.read_bytes() for one in frozen.objects]
    golden.use(frozen.home, "m0123456789abcdef")
    restored = frozen.mend()
    assert restored.problems == ()
    assert restored.restored > 10
    assert restored.removed > 10
    assert frozen.wrong() == []
    assert frozen.compare() == Differences()
    assert frozen.compare(thorough=True).is_empty
    assert [one.read_bytes() for one in frozen.objects] == stored


def test_nobody_but_root_gets_in_while_it_works(frozen: Frozen) -> None:
    os.chown(frozen.home, 61234, 61234)
    (frozen.home / "d/one").unlink()
    seen: list[tuple[int, int]] = []

    class Out:
        def take(self, folder: int, name: bytes, path: bytes) -> None:
            both = (frozen.home.stat(), os.fstat(folder))
            seen.extend((one.st_uid, one.st_mode & 0o777) for one in both)

    (frozen.home / "d/new").touch()
    frozen.mend(out=Out())
    assert set(seen) == {(0, 0o700)}


def test_what_stands_in_the_place_of_a_folder_goes(frozen: Frozen) -> None:
    (frozen.home / "d/e").rename(frozen.folder / "away")
    (frozen.home / "d/e").symlink_to(frozen.folder / "away")
    frozen.mend()
    assert frozen.wrong() == []
    assert (frozen.folder / "away/two").exists()


def test_an_attribute_that_a_folder_was_given_goes(frozen: Frozen) -> None:
    os.setxattr(frozen.home / "d", "user.note", b"of the patron")
    frozen.mend()
    assert os.listxattr(frozen.home / "d") == []


def test_pipes_and_sockets_are_never_opened(frozen: Frozen) -> None:
    for name in ("top", "d/one"):
        (frozen.home / name).unlink()
    os.mkfifo(frozen.home / "top")
    with closing(socket.socket(socket.AF_UNIX)) as line:
        line.bind(str(frozen.home / "d/one"))
    frozen.mend()
    assert frozen.wrong() == []


def test_a_pit_of_a_patrons_is_one_extra(frozen: Frozen) -> None:
    dig(frozen.home, 20_000)
    try:
        assert frozen.compare().extra == (b"d/deep",)
        assert frozen.mend().problems == ()
        assert frozen.wrong() == []
    finally:
        subprocess.run(["rm", "-rf", frozen.home / "d"], check=True)


def test_a_locked_entry_is_named_and_the_rest_is_mended(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen.home / "new").touch()
    (frozen.home / "d/new").touch()

    class Out:
        def take(self, folder: int, name: bytes, path: bytes) -> None:
            if path == b"new":
                raise PermissionError(1, "no")
            os.unlink(name, dir_fd=folder)

    monkeypatch.setattr(linux, "is_locked", lambda _folder, _name: True)
    restored = frozen.mend(out=Out())
    assert ["locked" in one.words for one in restored.problems] == [True]
    assert frozen.compare().extra == (b"new",)


def test_what_cannot_be_taken_out_is_not_written_over(frozen: Frozen) -> None:
    (frozen.home / "top").unlink()
    (frozen.home / "top").symlink_to(frozen.folder / "victim")

    class Stuck:
        def take(self, folder: int, name: bytes, path: bytes) -> None:
            raise OSError(16, "busy")

    assert [one.errno for one in frozen.mend(out=Stuck()).problems] == [16]
    assert not (frozen.folder / "victim").exists()


def test_a_folder_that_cannot_be_opened_is_named(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen.home / "d/e/two").unlink()
    found = frozen.compare()
    monkeypatch.setattr(linux, "open_path", refusing(18))
    assert {one.errno for one in frozen.mend(found).problems} == {18}


def test_room_is_asked_for_before_anything_goes(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen.home / "new").touch()
    (frozen.home / "d/one").unlink()
    full = os.statvfs_result((4096, 4096, 10, 0, 0, 10, 10, 10, 0, 255))
    monkeypatch.setattr(os, "fstatvfs", lambda _folder: full)
    with pytest.raises(AgainError, match="room"):
        frozen.mend()
    assert (frozen.home / "new").exists()
    frozen.mend(Differences(frozen.compare().extra))
    assert not (frozen.home / "new").exists()


def test_a_disk_that_gets_full_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen.home / "d/one").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refusing(28))
        with pytest.raises(AgainError, match="room"):
            frozen.mend()
    frozen.mend()
    assert frozen.wrong() == []


@pytest.mark.parametrize("damage", [b"rot", None])
def test_a_damaged_store_is_named_and_says_nothing_of_the_patron(
    frozen: Frozen, damage: bytes | None
) -> None:
    (frozen.home / "d/one").unlink()
    for one in frozen.objects:
        one.write_bytes(damage) if damage else one.unlink()
    with pytest.raises(BaselineError, match="stored copy") as caught:
        frozen.mend()
    assert "one" not in str(caught.value).split()
    assert frozen.home.stat().st_uid == 0
    assert frozen.home.stat().st_mode & 0o777 == 0o700
    assert not frozen.compare().is_empty


def test_it_stops_at_any_point_and_the_next_run_finishes(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path)
    golden.lay(frozen.home)
    frozen.freeze()
    stops = 0
    for calls in range(0, 60, 3):
        (frozen.home / ".bashrc").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            (frozen.home / "a/b").rename(frozen.home / f"extra{calls}")
        try:
            frozen.mend(frozen.compare(), cancelled=after(calls))
        except CancelledError:
            stops += 1
    with pytest.raises(CancelledError):
        frozen.compare(cancelled=after(2))
    assert stops > 5
    frozen.mend()
    assert frozen.wrong() == []
    assert frozen.compare(thorough=True).is_empty


def test_removing_says_what_has_to_stay(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    (frozen.home / "new").touch()
    monkeypatch.setattr(os, "unlink", refusing(1))
    assert [(one.path, one.errno) for one in frozen.mend().problems] == [(b"new", 1)]


def test_a_file_that_becomes_another_one_is_not_read(frozen: Frozen) -> None:
    with linux.opened(linux.open_folder(frozen.home)) as top:
        other = (frozen.home / "d/one").stat()
        with pytest.raises(OSError, match="Stale"):
            marks.open_same(top, b"top", other)


# Twins


def test_the_naive_twin_leaves_what_was_forged(frozen: Frozen) -> None:
    import shutil

    shutil.copytree(frozen.home, frozen.folder / "golden", symlinks=True)
    golden.forge(frozen.home / "d/one", "evil")
    naive.restore(frozen.folder / "golden", frozen.home)
    assert (frozen.home / "d/one").read_bytes() == b"evil"
    frozen.mend()
    assert (frozen.home / "d/one").read_bytes() == b"1111"


def test_what_another_process_does_to_a_new_file_is_found(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root could, which no patron is: what is recorded is what was frozen, not what is seen."""
    dress = writing.dress

    def dressed(handle: int, then: object) -> None:
        dress(handle, then)  # type: ignore[arg-type]
        os.fchmod(handle, 0o777)

    (frozen.home / "d/one").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(writing, "dress", dressed)
        frozen.mend()
    assert frozen.compare().changed == (b"", b"d", b"d/one")
    frozen.mend()
    assert frozen.wrong() == []
