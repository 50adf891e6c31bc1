"""The one file that says whether a home may be used, and the lock beside it."""

import errno
import os
from functools import partialmethod
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.locks import locked
from privacykit.wipe.machine.state import State
from privacykit.wipe.machine.system import System
from tests.unit.machines import computer, start
from tests.unit.wiping import refusing


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = State("in use", "2026-11-21T09:00:00+00:00", "boot", 7, "why")
    states.write(tmp_path, state)
    assert states.read(tmp_path) == state
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o600


def test_where_nothing_is_written_nothing_is_clean(tmp_path: Path) -> None:
    assert states.read(tmp_path).condition == "not clean"
    assert states.read(tmp_path / "missing").message


@given(content=st.binary(max_size=200) | st.sampled_from([b"{}", b'{"condition":"spotless"}']))
def test_whatever_the_file_holds_only_a_whole_one_is_believed(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("record")
    (folder / "state").write_bytes(content)
    assert states.read(folder).condition == "not clean"


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    states.write(tmp_path, State("clean"))
    (tmp_path / "state").rename(tmp_path / "elsewhere")
    (tmp_path / "state").symlink_to(tmp_path / "elsewhere")
    assert states.read(tmp_path).condition == "not clean"


def test_a_link_where_it_is_written_first_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("theirs")
    (tmp_path / "state.new").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic link"):
        states.write(tmp_path, State("clean"))
    assert victim.read_text() == "theirs"


def test_it_is_on_the_disk_before_anything_else_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = mock.Mock()
    steps.sync.side_effect, steps.rename.side_effect = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", steps.sync)
    monkeypatch.setattr(Path, "replace", partialmethod(steps.rename))
    states.write(tmp_path, State("in use"))
    assert [name for name, _arguments, _named in steps.mock_calls] == ["sync", "rename", "sync"]


def test_an_interrupted_write_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states.write(tmp_path, State("in use"))

    def fail(_handle: int) -> None:
        raise OSError(5, "the power went")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="power"):
        states.write(tmp_path, State("clean"))
    monkeypatch.undo()
    assert states.read(tmp_path).condition == "in use"
    states.write(tmp_path, State("clean"))
    assert states.read(tmp_path).condition == "clean"


def test_every_start_of_the_computer_has_a_name(tmp_path: Path) -> None:
    system = computer(tmp_path / "root")
    start(system, "one")
    assert states.boot_id(system) == "one"
    assert states.boot_id(System(tmp_path)) == ""


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path) as first:
        assert first
        with locked(tmp_path) as second:
            assert not second
    with locked(tmp_path, wait=True) as third:
        assert third


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave room for nothing new, as a patron can who writes until the disk is full."""
    fill = states._fill

    def refuse(path: Path, content: bytes, flags: int) -> None:
        if flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fill(path, content, flags)

    monkeypatch.setattr(states, "_fill", refuse)


def test_on_a_full_disk_the_room_of_a_spare_file_is_used(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    states.write(tmp_path, State("clean"))
    request.getfixturevalue("full")
    states.write(tmp_path, State("ending", message="long" * 100))
    assert states.read(tmp_path) == State("ending", message="long" * 100)
    with pytest.raises(OSError, match="No space"):
        states.write(tmp_path, State("clean"))
    assert states.read(tmp_path).condition == "ending"


@pytest.mark.usefixtures("full")
def test_without_a_spare_file_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        states.write(tmp_path, State("clean"))


def test_a_spare_file_that_finds_no_room_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = states._fill

    def refuse(path: Path, content: bytes, flags: int) -> None:
        if path.name == "state.spare":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fill(path, content, flags)

    monkeypatch.setattr(states, "_fill", refuse)
    states.write(tmp_path, State("clean"))
    assert states.read(tmp_path) == State("clean")


def test_what_is_no_matter_of_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states.write(tmp_path, State("clean"))
    monkeypatch.setattr(states, "_fill", refusing(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        states.write(tmp_path, State("in use"))
