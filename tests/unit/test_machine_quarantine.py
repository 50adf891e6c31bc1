"""What leaves a home waits where only root may enter, and is deleted later, also after a cut."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.machine import quarantine as quarantines
from privacykit.wipe.machine.locks import locked
from privacykit.wipe.machine.quarantine import Quarantine, has_left
from tests.unit.machines import needs_root
from tests.unit.wiping import names, refusing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/d").mkdir(parents=True)
    (tmp_path / "home/d/note").write_text("1234")
    (tmp_path / "home/odd\nname").write_text("12")
    (tmp_path / "vault").mkdir()
    return tmp_path / "home"


@pytest.fixture
def vault(home: Path) -> Path:
    return home.parent / "vault"


@pytest.fixture
def folder(home: Path) -> Iterator[int]:
    with linux.opened(linux.open_folder(home)) as handle:
        yield handle


def test_what_is_taken_is_out_of_the_home_and_still_known(
    home: Path, vault: Path, folder: int
) -> None:
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        quarantine.take(folder, b"odd\nname", b"odd\nname")
        assert names(home) == []
        assert {one.path for one in quarantine.entries()} == {b"d", b"odd\nname"}
        assert {one.name for one in quarantine.entries()} == {*names(quarantine.folder)}
        for path in (quarantine.folder, vault / "quarantine"):
            assert path.stat().st_mode & 0o777 == 0o700
        index = next((vault / "quarantine").glob("*.index"))
        assert index.stat().st_mode & 0o777 == 0o600


def test_it_is_deleted_and_counted(home: Path, vault: Path, folder: int) -> None:
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        quarantine.take(folder, b"odd\nname", b"odd\nname")
        assert has_left(vault)
        removal = quarantine.empty()
        assert (removal.files, removal.size, removal.problems) == (2, 6, ())
        assert quarantine.entries() == ()
        assert quarantine.empty().files == 2, "what was deleted so far"
    assert not has_left(vault)


def test_what_may_wait_is_counted_as_it_will_be_deleted(
    home: Path, vault: Path, folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Quarantine(vault, home) as earlier:
        with monkeypatch.context() as patch:
            patch.setattr(linux, "move", refusing(errno.EXDEV))
            earlier.take(folder, b"odd\nname", b"odd\nname")
        earlier.take(folder, b"d", b"d")
        removal = earlier.counted()
        assert (removal.files, removal.size, removal.problems) == (2, 6, ())
        assert len(earlier.entries()) == 1, "nothing was deleted"
    assert has_left(vault)
    with Quarantine(vault, home) as later:
        assert later.counted().files == 0, "only this session's own"
        assert later.empty().files == 1


def test_never_opened_only_what_was_deleted_at_once_is_counted(home: Path, vault: Path) -> None:
    quarantine = Quarantine(vault, home)
    assert quarantine.counted().files == 0
    quarantine.at_once = True
    quarantine.take(-1, b"d", b"d")
    assert (quarantine.counted().files, quarantine.counted().size) == (1, 4)
    assert quarantine.deleted == 1


def test_nothing_taken_leaves_nothing(home: Path, vault: Path) -> None:
    assert not has_left(vault)
    with Quarantine(vault, home) as quarantine:
        assert quarantine.entries() == ()
        assert quarantine.empty().files == 0
    assert names(vault / "quarantine") == []


def test_opened_twice_it_is_the_same_and_never_opened_there_is_nothing_to_empty(
    home: Path, vault: Path, folder: int
) -> None:
    quarantine = Quarantine(vault, home)
    assert quarantine.empty().files == 0
    assert not (vault / "quarantine").exists()
    with quarantine:
        quarantine.take(folder, b"d", b"d")
        quarantine.open()
        assert len(quarantine.entries()) == 1
        assert quarantine.empty().files == 1


def test_where_nothing_can_be_put_by_it_is_deleted_at_once(home: Path, vault: Path) -> None:
    quarantine = Quarantine(vault, home)
    quarantine.at_once = True
    quarantine.take(-1, b"d", b"d")
    assert names(home) == ["odd\nname"]
    assert quarantine.empty().size == 4


def test_what_is_not_there_cannot_be_taken(home: Path, vault: Path, folder: int) -> None:
    with Quarantine(vault, home) as quarantine:
        with pytest.raises(FileNotFoundError):
            quarantine.take(folder, b"gone", b"gone")
        assert quarantine.entries() == ()


def test_what_a_power_cut_left_is_deleted_by_the_next_one(
    home: Path, vault: Path, folder: int
) -> None:
    with Quarantine(vault, home) as cut:
        cut.take(folder, b"d", b"d")
    assert has_left(vault), "it stays until somebody empties it"
    with Quarantine(vault, home) as quarantine:
        assert quarantine.entries() == ()
        assert quarantine.empty().files == 1
    assert not has_left(vault)


def test_what_another_session_is_filling_is_left_to_it(
    home: Path, vault: Path, folder: int
) -> None:
    with Quarantine(vault, home) as first:
        first.take(folder, b"d", b"d")
        with Quarantine(vault, home) as second:
            assert second.empty().files == 0
        assert len(first.entries()) == 1
        assert first.empty().files == 1


def test_two_do_not_begin_or_empty_at_the_same_moment(home: Path, vault: Path) -> None:
    with Quarantine(vault, home) as quarantine, locked(vault / "quarantine") as free:
        assert free
        with locked(quarantine.folder) as also:
            assert not also


def test_on_another_file_system_it_is_removed_where_it_is(
    home: Path, vault: Path, folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linux, "move", refusing(errno.EXDEV))
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        assert names(home) == ["odd\nname"]
        assert quarantine.entries() == ()
        removal = quarantine.empty()
        assert (removal.files, removal.size) == (1, 4)


@needs_root
@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_locked_stays_and_is_told(
    home: Path, vault: Path, folder: int, elsewhere: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if elsewhere:
        monkeypatch.setattr(linux, "move", refusing(errno.EXDEV))
    subprocess.run(["chattr", "+i", home / "odd\nname"], check=True)
    try:
        with Quarantine(vault, home) as quarantine:
            with pytest.raises(PermissionError):
                quarantine.take(folder, b"odd\nname", b"odd\nname")
            assert "odd\nname" in names(home)
    finally:
        subprocess.run(["chattr", "-i", home / "odd\nname"], check=True)


@needs_root
def test_what_is_locked_deep_inside_stays_here_and_is_told_each_time(
    home: Path, vault: Path, folder: int
) -> None:
    subprocess.run(["chattr", "+i", home / "d/note"], check=True)
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        note = next(quarantine.folder.glob("*/note"))
        try:
            problem = quarantine.empty().problems[0]
            assert "administrator" in problem.words
            with Quarantine(vault, home) as later:
                assert not later.empty().problems, "the first still holds it"
        finally:
            subprocess.run(["chattr", "-i", note], check=True)
    with Quarantine(vault, home) as last:
        assert last.empty().files == 1


def test_on_a_full_disk_it_is_taken_without_a_word(
    home: Path, vault: Path, folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Quarantine(vault, home) as quarantine:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", refusing(errno.ENOSPC))
            quarantine.take(folder, b"d", b"d")
        assert names(home) == ["odd\nname"]
        assert quarantine.entries() == ()
        assert quarantine.empty().files == 1


def test_stopping_leaves_the_rest_for_the_next_time(home: Path, vault: Path, folder: int) -> None:
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        with pytest.raises(CancelledError):
            quarantine.empty(cancelled=lambda: True)
    assert has_left(vault)


def test_everyone_else_uses_the_disk_first(
    home: Path, vault: Path, folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, during = psutil.Process().ionice(), []
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        quarantine.empty(progress=lambda *_step: during.append(psutil.Process().ionice().ioclass))
    assert set(during) == {psutil.IOPRIO_CLASS_IDLE}
    assert psutil.Process().ionice() == before


def test_a_unit_that_does_so_already_is_left_as_it_is(home: Path, vault: Path, folder: int) -> None:
    before = psutil.Process().ionice()
    with Quarantine(vault, home) as quarantine:
        quarantine.take(folder, b"d", b"d")
        subprocess.run(["ionice", "-c", "3", "-p", str(os.getpid())], check=True)
        idle = psutil.Process().ionice()
        try:
            quarantine.empty()
            assert psutil.Process().ionice() == idle
        finally:
            psutil.Process().ionice(before.ioclass, before.value)
    assert idle.value, "as systemd sets it, with a number that psutil takes for none"


def test_a_link_in_place_of_the_quarantine_is_refused(home: Path, vault: Path) -> None:
    (vault / "quarantine").symlink_to(home)
    with pytest.raises(OSError, match=r"Not a directory|symbolic"), Quarantine(vault, home):
        pass
    assert names(home) == ["d", "odd\nname"]


def test_a_folder_that_is_no_subvolume_cannot_be_unlocked(vault: Path, home: Path) -> None:
    assert not quarantines._make_writable(home, b"d/note")
    assert not quarantines._make_writable(home, b"gone")
    assert not quarantines._make_writable(home, b"d")
