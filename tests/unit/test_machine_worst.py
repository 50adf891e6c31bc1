"""A disk with room for nothing, records that are lost: the home is back, or it stays shut."""

import errno
import os
from datetime import datetime
from pathlib import Path

import pytest

from privacykit.errors import AgainError, BaselineError
from privacykit.wipe.machine.records import Record
from privacykit.wipe.machine.state import Condition
from tests.unit.deeds import add
from tests.unit.machines import in_own_mounts, needs_root, patron, seen

pytestmark = needs_root


def refuse_once(monkeypatch: pytest.MonkeyPatch, condition: Condition, number: int) -> None:
    """Let the system refuse to write down a condition, the first time."""
    write, left = Record.write, [number]

    def refusing(self: Record, what: Condition, now: datetime, **named: str) -> None:
        if left and what == condition:
            raise OSError(left.pop(), os.strerror(number))
        write(self, what, now, **named)

    monkeypatch.setattr(Record, "write", refusing)


@in_own_mounts
def test_what_the_session_filled_the_disk_with_goes_before_the_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    before = seen(one.home)
    one.freeze()
    one.begin()
    add(one.home)
    refuse_once(monkeypatch, "clean", errno.ENOSPC)
    assert one.end().is_clean
    assert seen(one.home) == before
    assert one.may_sign_in()


@in_own_mounts
def test_a_last_word_that_the_disk_refuses_keeps_the_home_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    refuse_once(monkeypatch, "clean", errno.EIO)
    with pytest.raises(AgainError, match="Input/output"):
        one.end()
    assert not one.may_sign_in()


@pytest.mark.parametrize("content", [None, b"", b"\xff", b'{"connections": 1}'])
@in_own_mounts
def test_without_knowing_what_staff_had_set_up_nothing_is_taken_for_a_sessions(
    tmp_path: Path, content: bytes | None
) -> None:
    one = patron(tmp_path)
    one.freeze()
    one.begin()
    record = one.system.record("patron") / "known"
    record.unlink() if content is None else record.write_bytes(content)
    with pytest.raises(BaselineError, match="damaged"):
        one.end()
    assert not one.may_sign_in()


@in_own_mounts
def test_a_baseline_that_is_lost_shuts_the_home(tmp_path: Path) -> None:
    one = patron(tmp_path)
    assert one.may_sign_in()
    one.freeze()
    assert one.may_sign_in()
    (one.system.record("patron") / "baseline").unlink()
    assert not one.may_sign_in()
