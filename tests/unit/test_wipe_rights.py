"""Folders that shut out, files of others, locks: each beside a naive twin that fails."""

import errno
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.tree import Removal, Tree
from tests.unit import naive
from tests.unit.wiping import errors, names, remove

PATRON, OTHER = 61234, 61235
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="a second account needs root")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/d").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def patrons_home() -> Iterator[Path]:
    """Give a home that belongs to an account without rights, and act as that account."""
    home = Path(tempfile.mkdtemp(prefix="privacykit-test-"))
    (home / "d").mkdir()
    before = os.geteuid()
    if before == 0:
        os.chown(home, PATRON, -1)
        os.chown(home / "d", PATRON, -1)
        os.seteuid(PATRON)
    yield home
    os.seteuid(before)
    subprocess.run(["chmod", "-R", "u+rwX", str(home)], check=True)
    shutil.rmtree(home)


@pytest.fixture(params=["i", "a"])
def locked(request: pytest.FixtureRequest, home: Path) -> Iterator[Path]:
    """Lay a file that root locked, in a folder with others, and a folder that root locked."""
    (home / "d/shut").mkdir()
    for name in ("a", "locked", "z", "shut/inside"):
        (home / "d" / name).write_text("mine")
    both = [str(home / "d/locked"), str(home / "d/shut")]
    lock = ["chattr", f"+{request.param}", *both]
    if subprocess.run(lock, capture_output=True, check=False).returncode:
        pytest.skip("this file system or account cannot lock files with chattr")
    yield home
    subprocess.run(["chattr", f"-{request.param}", *both], check=True)


def test_what_an_administrator_locked_is_named_and_the_rest_goes(locked: Path) -> None:
    removal = remove(locked)
    assert {problem.path for problem in removal.problems} == {b"d/locked", b"d/shut/inside"}
    assert all("locked" in problem.words for problem in removal.problems)
    assert removal.files == 2
    assert names(locked / "d") == ["locked", "shut"]


def test_a_locked_file_does_stop_the_naive_twin(locked: Path) -> None:
    with pytest.raises(PermissionError):
        naive.remove(locked / "d")


def shut_folders(home: Path) -> None:
    (home / "d/shut/deeper").mkdir(parents=True)
    (home / "d/shut/deeper/secret").write_text("mine")
    (home / "d/shut/deeper").chmod(0o500)
    (home / "d/shut").chmod(0)


def test_a_folder_that_shuts_its_owner_out_is_opened_and_removed(patrons_home: Path) -> None:
    shut_folders(patrons_home)
    assert remove(patrons_home) == Removal(1, 4, ())
    assert list(patrons_home.iterdir()) == []


def test_a_shut_folder_does_stop_the_naive_twin(patrons_home: Path) -> None:
    shut_folders(patrons_home)
    with pytest.raises(OSError, match="not empty"):
        naive.remove(patrons_home / "d")


def test_a_preview_names_what_it_cannot_see_and_changes_nothing(patrons_home: Path) -> None:
    shut_folders(patrons_home)
    with Tree(patrons_home) as tree:
        assert list(tree.find(b"d/shut/deeper")) == []
        assert list(tree.find(b"d/shut/*")) == []
        assert tree.measure(b"d").files == 0
        assert [(each.path, each.errno) for each in tree.problems] == [(b"d/shut", errno.EACCES)]
        assert tree.measure(b"d/shut/deeper/secret").files == 0
        assert len(tree.problems) == 2
        assert stat.S_IMODE((patrons_home / "d/shut").stat().st_mode) == 0
        tree.unlock(b"d/shut")
        assert b"d/shut" not in {each.path for each in tree.problems}
        assert list(tree.find(b"d/shut/*")) == [b"d/shut/deeper"]


def test_a_home_that_shuts_its_owner_out_is_refused_in_words(patrons_home: Path) -> None:
    patrons_home.chmod(0)
    with pytest.raises(UnsafeHomeError, match="not allowed"), Tree(patrons_home):
        pass


@needs_root
def test_what_another_account_shut_stays_and_is_named(patrons_home: Path) -> None:
    os.seteuid(0)
    (patrons_home / "d/theirs").mkdir(0o700)
    (patrons_home / "d/theirs/file").touch()
    os.seteuid(PATRON)
    removal = remove(patrons_home)
    assert [(each.path, each.errno) for each in removal.problems] == [(b"d/theirs", errno.EACCES)]
    with Tree(patrons_home) as tree:
        tree.unlock(b"d/theirs")
        assert list(tree.find(b"d/theirs/*")) == []
        assert [(each.path, each.errno) for each in tree.problems] == [(b"d/theirs", errno.EACCES)]


def test_without_proc_a_shut_folder_is_named_not_passed_over(
    patrons_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut_folders(patrons_home)
    monkeypatch.setattr(Path, "chmod", mock.Mock(side_effect=FileNotFoundError))
    assert errors(remove(patrons_home)) == {errno.EACCES}


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Lay a folder like /tmp with entries of two accounts, one inside the other's folder."""
    folder = tmp_path / "shared"
    (folder / "mine/deep").mkdir(parents=True)
    (folder / "theirs").mkdir()
    for name in ("a", "b", "mine/own", "mine/deep/own", "mine/guest", "theirs/planted"):
        (folder / name).write_text("words")
    (folder / "mine/guests").mkdir(0o700)
    folder.chmod(0o1777)
    for name in ("a", "mine", "mine/deep", "mine/own", "mine/deep/own", "theirs/planted"):
        os.chown(folder / name, PATRON, -1)
    for name in ("b", "theirs", "mine/guest", "mine/guests"):
        os.chown(folder / name, OTHER, -1)
    return folder


@needs_root
def test_in_a_shared_folder_only_entries_of_the_account_go(shared: Path) -> None:
    with Tree(shared, owner=PATRON) as tree:
        assert set(tree.find(b"*")) == {b"a", b"mine"}
        assert list(tree.find(b"theirs")) == []
        assert tree.measure(b"mine").files == 2
        removals = [tree.remove(path) for path in (b"a", b"mine", b"b", b"theirs/planted")]
    assert [removal.files for removal in removals] == [1, 2, 0, 0]
    assert {each.path for removal in removals for each in removal.problems} == {
        b"mine/guest",
        b"mine/guests",
        b"b",
        b"theirs/planted",
    }
    assert all("another account" in p.words for removal in removals[1:3] for p in removal.problems)
    assert names(shared) == ["b", "mine", "theirs"]
    assert names(shared / "mine") == ["guest", "guests"]
    assert names(shared / "theirs") == ["planted"]


@needs_root
def test_emptying_a_shared_folder_passes_over_the_others_in_silence(shared: Path) -> None:
    shutil.rmtree(shared / "mine")
    with Tree(shared, owner=PATRON) as tree:
        assert tree.remove(b"", contents_only=True) == Removal(1, 5, ())
    assert names(shared) == ["b", "theirs"]


@needs_root
def test_a_shared_folder_does_show_the_naive_twin_as_a_danger(shared: Path) -> None:
    naive.remove(shared)
    assert not shared.exists()
