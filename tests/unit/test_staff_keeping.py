"""Keeping a secret: a real keyring, else a file that its owner alone may open; nothing less."""

import os
import threading
from pathlib import Path

import pytest
from keyring.backends import chainer, fail, null

from privacykit.errors import LockError
from privacykit.staff import keeping
from privacykit.staff.keeping import OwnerFile, SystemKeyring, choose
from tests.unit.locking import real, weak
from tests.unit.machines import needs_root


@pytest.fixture
def file(tmp_path: Path) -> OwnerFile:
    return OwnerFile(tmp_path / "state" / "privacykit")


def test_a_file_is_the_owners_alone(file: OwnerFile) -> None:
    assert file.load() is None
    assert not file.is_kept
    file.save(b"one")
    file.save(b"two")
    assert file.load() == b"two"
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.folder.stat().st_mode & 0o777 == 0o700
    assert str(file.path) in file.where()
    file.drop()
    file.drop()
    assert not file.is_kept


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o622])
def test_a_file_that_others_may_open_is_not_believed(file: OwnerFile, mode: int) -> None:
    file.save(b"one")
    file.path.chmod(mode)
    with pytest.raises(LockError, match="changed by others"):
        file.load()


@needs_root
def test_another_accounts_file_is_not_believed(file: OwnerFile) -> None:
    file.save(b"one")
    os.chown(file.path, 61_234, -1)
    with pytest.raises(LockError, match="changed by others"):
        file.load()


def test_a_link_or_a_pipe_in_its_place_is_not_followed(file: OwnerFile, tmp_path: Path) -> None:
    (tmp_path / "bait").write_bytes(b"bait")
    file.save(b"one")
    file.path.unlink()
    file.path.symlink_to(tmp_path / "bait")
    with pytest.raises(LockError, match="cannot be used"):
        file.load()
    assert file.is_kept
    file.path.unlink()
    os.mkfifo(file.path, 0o600)
    with pytest.raises(LockError, match="changed by others"):
        file.load()


def test_a_folder_that_others_may_enter_is_shut_first(file: OwnerFile) -> None:
    file.folder.mkdir(parents=True)
    file.folder.chmod(0o777)
    file.save(b"one")
    assert file.folder.stat().st_mode & 0o777 == 0o700


@needs_root
def test_a_folder_of_somebody_else_gets_no_secret(file: OwnerFile, tmp_path: Path) -> None:
    file.folder.mkdir(parents=True)
    os.chown(file.folder, 61_234, -1)
    with pytest.raises(LockError, match="changed by others"):
        file.save(b"one")
    file.folder.rmdir()
    file.folder.symlink_to(tmp_path)
    with pytest.raises(LockError, match="changed by others"):
        file.save(b"one")


def test_what_the_system_refuses_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "flat").touch()
    file = OwnerFile(tmp_path / "flat" / "folder")
    for deed in (lambda: file.save(b""), file.drop, file.load):
        with pytest.raises(LockError, match="Mend that and try again"):
            deed()
    with pytest.raises(LockError, match="Mend that"), file.alone():
        raise AssertionError


def test_two_at_once_take_turns(file: OwnerFile) -> None:
    order: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with file.alone():
            inside.set()
            assert go_on.wait(10)
            order.append("first")

    def second() -> None:
        with file.alone():
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]


def test_only_a_real_keyring_is_chosen() -> None:
    assert choose([]) == (None, "")
    assert choose([fail.Keyring(), null.Keyring(), chainer.ChainerBackend()]) == (None, "")
    good = real()
    assert choose([weak(), fail.Keyring(), good]) == (good, "")


def test_a_weak_keyring_is_refused_by_name() -> None:
    found = choose([weak(), fail.Keyring()])
    assert found.backend is None
    assert "PlaintextKeyring" in found.refused
    assert "not used" in found.refused


def test_a_real_one_that_does_not_work_here_is_not_chosen() -> None:
    idle = real()
    type(idle).priority = 0.5
    assert choose([idle]).backend is None


def test_what_an_account_has_in_its_settings_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    found = keeping.keyrings()
    assert any(isinstance(one, fail.Keyring) for one in found)
    assert not isinstance(choose(found).backend, null.Keyring)


def test_the_keyring_holds_it_and_the_file_tells_of_it(file: OwnerFile) -> None:
    backend = real()
    keeper = keeping.keeper(file, [backend])
    assert isinstance(keeper, SystemKeyring)
    assert keeper.load() is None
    keeper.save(b"one")
    assert keeper.load() == b"one"
    assert b"one" not in file.path.read_bytes()
    assert "keyring" in keeper.where()
    again = keeping.keeper(file, [backend])
    assert again == keeper
    again.drop()
    assert (backend.kept, file.is_kept) == ({}, False)
    again.drop()


def test_deleting_the_file_beside_wins_nothing(file: OwnerFile) -> None:
    keeper = keeping.keeper(file, [real()])
    keeper.save(b"one")
    file.path.unlink()
    assert keeper.load() == b"one"
    assert file.is_kept


def test_deleting_the_entry_shuts_the_door(file: OwnerFile) -> None:
    backend = real()
    keeper = keeping.keeper(file, [backend])
    keeper.save(b"one")
    backend.kept.clear()
    with pytest.raises(LockError, match="is gone from the keyring"):
        keeper.load()


def test_a_secret_in_a_file_stays_there(file: OwnerFile) -> None:
    file.save(b"one")
    assert keeping.keeper(file, [real()]) == file


def test_without_a_keyring_a_new_one_goes_into_the_file(file: OwnerFile) -> None:
    assert keeping.keeper(file, [weak()]) == file


def test_a_keyring_that_is_away_is_said_to_be(file: OwnerFile) -> None:
    backend = real()
    keeping.keeper(file, [backend]).save(b"one")
    with pytest.raises(LockError, match="none answers"):
        keeping.keeper(file, [])
    backend.broken = True
    for deed in (lambda: keeping.keeper(file, [backend]).load(), SystemKeyring(file, backend).drop):
        with pytest.raises(LockError, match="did not answer"):
            deed()
