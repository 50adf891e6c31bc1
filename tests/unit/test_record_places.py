"""Where the record lies: planted links, strangers' folders, held locks and full disks."""

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from privacykit.errors import RecordError
from privacykit.record import chain, reading, spare
from privacykit.record.chain import Book
from privacykit.wipe.machine import locks
from tests.unit.machines import in_own_mounts, mount, needs_root
from tests.unit.recording import book, filled, naive_append, report, row, sound


def link_to(target: Path, place: Path) -> None:
    place.symlink_to(target)


def hard_link_to(target: Path, place: Path) -> None:
    place.hardlink_to(target)


@pytest.mark.parametrize("plant", [link_to, hard_link_to])
@pytest.mark.parametrize("name", [chain.NAME, f"{chain.HEAD_NAME}.new"])
def test_a_planted_link_harms_nothing(tmp_path: Path, plant: object, name: str) -> None:
    one = book(tmp_path)
    one.folder.mkdir(mode=0o755)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    plant(victim, one.folder / name)  # type: ignore[operator]
    with pytest.raises(OSError, match=r"links|permitted"):
        chain.append(one, row())
    assert victim.read_text() == "precious"


def test_the_naive_log_writes_through_a_planted_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / chain.NAME).symlink_to(victim)
    naive_append(tmp_path, report())
    assert victim.read_text() != "precious"


@pytest.mark.parametrize("where", ["public", "above"])
def test_a_link_on_the_way_is_not_followed(tmp_path: Path, where: str) -> None:
    one = book(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if where == "public":
        one.folder.symlink_to(elsewhere)
    else:
        (tmp_path / "above").symlink_to(elsewhere)
        one = Book(tmp_path / "above" / "public", one.lock, one.keeper)
    with pytest.raises(OSError, match=r"Not a directory|links"):
        chain.append(one, row())
    assert not [*elsewhere.iterdir()]


@pytest.mark.parametrize("mode", [0o775, 0o757])
def test_a_folder_that_others_may_change_is_refused(tmp_path: Path, mode: int) -> None:
    one = filled(tmp_path, 1)
    one.folder.chmod(mode)
    with pytest.raises(PermissionError):
        chain.append(one, row())


@needs_root
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    one = filled(tmp_path, 1)
    os.chown(one.folder, 61_234, 61_234)
    with pytest.raises(PermissionError):
        chain.append(one, row())


def test_a_pipe_in_its_place_keeps_nobody_waiting(tmp_path: Path) -> None:
    one = book(tmp_path)
    one.folder.mkdir(mode=0o755)
    os.mkfifo(one.folder / chain.NAME)
    with pytest.raises(PermissionError):
        chain.append(one, row())
    with pytest.raises(RecordError, match="cannot be read"):
        reading.read(one.folder)


def test_a_reader_cannot_hold_the_writer_up(tmp_path: Path) -> None:
    """Whoever may open a file may lock it, so it is never the public one that is locked."""
    import fcntl

    one = filled(tmp_path, 1)
    for path in (one.folder, one.folder / chain.NAME):
        handle = os.open(path, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        chain.append(one, row())
        os.close(handle)
    assert sound(one) == [1, 2, 3]


def test_two_writers_wait_for_one_another(tmp_path: Path) -> None:
    one = filled(tmp_path, 1)
    threads = [
        threading.Thread(target=lambda: [chain.append(one, row()) for _ in range(5)])
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sound(one) == [*range(1, 17)]


def test_nobody_is_waited_for_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = filled(tmp_path, 1)
    monkeypatch.setattr(locks, "SOON", 0.02)
    with locks.locked(one.lock), pytest.raises(BlockingIOError):
        chain.append(one, row())


def fill(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


@needs_root
@in_own_mounts
def test_a_patron_who_fills_the_disk_keeps_no_row_away(tmp_path: Path) -> None:
    """The naive log has no room kept back, and so loses the row."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs", disk)
    one = filled(disk, 1)
    fill(disk / "filler")
    (disk / "log").mkdir()
    with pytest.raises(OSError, match="No space"):
        naive_append(disk / "log", report())
    for _ in range(3):
        chain.append(one, row())
    assert sound(one) == [1, 2, 3, 4]
    (disk / "filler").unlink()
    chain.append(one, row())
    assert (one.lock / spare.NAME).stat().st_size == spare.SIZE
