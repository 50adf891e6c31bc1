"""What a freeze records and stores, what it refuses, and that a stopped one harms nothing."""

import os
import socket
import stat
from contextlib import closing
from pathlib import Path

import pytest

from privacykit.errors import AgainError, BaselineError, CancelledError
from privacykit.wipe import linux
from privacykit.wipe.baseline import freeze as freezing
from privacykit.wipe.baseline import marks
from privacykit.wipe.baseline.store import Store, path
from tests.unit.baselining import Frozen, after
from tests.unit.wiping import refusing


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    frozen = Frozen(tmp_path)
    (frozen.home / "d/e").mkdir(parents=True)
    (frozen.home / "d/one").write_bytes(b"same")
    (frozen.home / "d/e/two").write_bytes(b"same")
    (frozen.home / "other").write_bytes(b"other")
    (frozen.home / "link").symlink_to("/etc/passwd")
    return frozen


def test_every_content_is_stored_once_and_by_itself(frozen: Frozen) -> None:
    frozen.freeze()
    assert sorted(one.read_bytes() for one in frozen.objects) == [b"other", b"same"]
    golden = {(frozen.home / name).stat().st_ino for name in ("d/one", "d/e/two", "other")}
    assert not golden & {one.stat().st_ino for one in frozen.objects}, "never a hard link"
    for one in (frozen.vault / "store").rglob("*"):
        assert not stat.S_IMODE(one.stat().st_mode) & 0o077
    assert frozen.manifest.header.files == 4
    assert frozen.manifest.folders[b""].entries[b"link"].content == b"/etc/passwd"


def test_names_in_any_bytes_are_frozen(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path)
    with linux.opened(linux.open_folder(frozen.home)) as top:
        for name in (b"\xff", b"a\n\x1b[2J", b"x" * 255):
            os.close(os.open(name, os.O_CREAT, dir_fd=top))
    frozen.freeze()
    assert frozen.manifest.folders[b""].entries.keys() == {b"\xff", b"a\n\x1b[2J", b"x" * 255}
    assert frozen.compare().is_empty


def test_what_is_kept_is_no_part_of_it(frozen: Frozen) -> None:
    frozen.keep = (b"d/e", b"oth*")
    frozen.freeze()
    assert frozen.manifest.folders[b""].entries.keys() == {b"link"}
    assert frozen.manifest.folders[b"d"].below == set()


@pytest.mark.parametrize(
    ("kind", "word"), [("fifo", "a pipe"), ("socket", "a socket"), ("device", "a device")]
)
def test_what_no_baseline_can_hold_is_named(frozen: Frozen, kind: str, word: str) -> None:
    odd = frozen.home / "d/e/\x1bodd"
    if kind == "fifo":
        os.mkfifo(odd)
    elif kind == "socket":
        with closing(socket.socket(socket.AF_UNIX)) as line:
            line.bind(str(odd))
    else:
        needs_device(odd)
    with pytest.raises(BaselineError, match=rf"d/e/\\u001bodd is {word}"):
        frozen.freeze()


def needs_device(odd: Path) -> None:
    try:
        os.mknod(odd, stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root can make a device")


def test_another_mount_is_named(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux, "open_path", refusing(18))
    with pytest.raises(BaselineError, match="is another drive"):
        frozen.freeze()


def test_a_mounted_file_is_named(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux, "open_file", refusing(18))
    with pytest.raises(BaselineError, match="is another drive"):
        frozen.freeze()


def test_too_deep_is_named(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "PATH_MAX", 2)
    with pytest.raises(BaselineError, match="d/e… lies too deep"):
        frozen.freeze()


def test_a_file_that_changes_while_it_is_read_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = marks.digest

    def written_to(handle: int, *rest: object) -> bytes:
        with (frozen.home / "other").open("ab") as file:
            file.write(b"more")
        return read(handle, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(marks, "digest", written_to)
    with pytest.raises(AgainError, match="other was changed"):
        frozen.freeze()


def test_a_file_that_turns_into_another_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = marks.look

    def replaced(folder: int, name: bytes) -> os.stat_result:
        if name == b"other":
            (frozen.home / "new").write_bytes(b"other")
            (frozen.home / "new").rename(frozen.home / "other")
        return look(folder, name)

    monkeypatch.setattr(marks, "look", replaced)
    with pytest.raises(AgainError, match="changed"):
        frozen.freeze()


@pytest.mark.parametrize("number", [2, 40, 116])
def test_an_entry_that_moves_away_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(marks, "look", refusing(number))
    with pytest.raises(AgainError, match="changed"):
        frozen.freeze()


def test_a_folder_that_gets_an_entry_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "xattrs", lambda _handle: filled(frozen.home))
    with pytest.raises(AgainError, match="changed"):
        frozen.freeze()


def filled(home: Path) -> tuple[tuple[bytes, bytes], ...]:
    (home / f"new{len(list(home.iterdir()))}").touch()
    return ()


def test_a_content_that_is_another_one_when_copied_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "put", lambda *_any: False)
    with pytest.raises(AgainError, match="changed"):
        frozen.freeze()


@pytest.mark.parametrize("number", [28, 122])
def test_a_full_disk_is_worth_another_try(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "write", refusing(number))
    with pytest.raises(AgainError, match="room"):
        frozen.freeze()


def test_room_is_asked_for_before_anything_is_stored(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "free", 0)
    with pytest.raises(AgainError, match="room"):
        frozen.freeze()
    assert frozen.objects == []


def test_any_other_error_is_the_systems_own(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "look", refusing(5))
    with pytest.raises(OSError, match="Input/output"):
        frozen.freeze()
    monkeypatch.setattr(linux, "open_path", refusing(5))
    with pytest.raises(OSError, match="Input/output"):
        frozen.freeze()


def test_it_stops_at_any_point_and_the_next_one_is_whole(frozen: Frozen) -> None:
    stops = 0
    for calls in range(100):
        try:
            frozen.freeze(after(calls))
            break
        except CancelledError:
            stops += 1
    assert stops > 8
    assert frozen.compare(thorough=True).is_empty
    freezing.collect(frozen.vault, frozen.manifest)
    assert sorted(one.read_bytes() for one in frozen.objects) == [b"other", b"same"]


def test_freezing_again_mends_what_was_stored_and_collects_what_nobody_needs(
    frozen: Frozen,
) -> None:
    frozen.freeze()
    for one in frozen.objects:
        one.write_bytes(b"rot")
    (frozen.home / "other").write_bytes(b"newer")
    frozen.freeze()
    freezing.collect(frozen.vault, frozen.manifest)
    assert sorted(one.read_bytes() for one in frozen.objects) == [b"newer", b"same"]


def test_a_file_system_that_shares_blocks_is_used(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clone(source: int, target: int) -> bool:
        os.write(target, os.pread(source, 99, 0))
        os.lseek(target, 0, os.SEEK_SET)
        return True

    monkeypatch.setattr(linux, "clone", clone)
    frozen.freeze()
    assert sorted(one.read_bytes() for one in frozen.objects) == [b"other", b"same"]
    assert frozen.compare(thorough=True).is_empty


def test_holes_stay_holes(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path)
    (frozen.home / "sparse").touch()
    os.truncate(frozen.home / "sparse", 64 << 20)
    frozen.freeze()
    [stored] = frozen.objects
    assert stored.stat().st_size == 64 << 20
    assert stored.stat().st_blocks < 100


def test_a_vault_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="stored copy"), Store(tmp_path):
        pytest.fail("there is no store")


def test_a_content_that_differs_when_it_is_copied_is_not_stored(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"one thing")
    with Store(tmp_path, make=True) as store, (tmp_path / "file").open("rb") as file:
        assert not store.put(file.fileno(), b"x" * 32, lambda: False)
    assert not (tmp_path / "store" / os.fsdecode(path(b"x" * 32))).exists()


# Time stamps


@pytest.mark.parametrize("ahead", [0, 1_000_000, 3_600_000_000_000])
def test_what_is_changed_after_a_freeze_gets_another_stamp(tmp_path: Path, ahead: int) -> None:
    (tmp_path / "one").touch()
    newest = (tmp_path / "one").stat().st_ctime_ns
    marks.settle(newest + ahead)
    (tmp_path / "one").chmod(0o600)
    assert (tmp_path / "one").stat().st_ctime_ns > newest
