"""Two at once at the staff's lock: a try and a reset, a try and a wipe, a try and leaving."""

import threading
from pathlib import Path

import pytest

from privacykit.record import chain, reading
from privacykit.staff import keeping, whose
from privacykit.staff import passphrase as phrases
from privacykit.staff.keeping import OwnerFile
from privacykit.staff.lock import Lock
from privacykit.wipe.machine import shown
from privacykit.wipe.machine.system import System
from tests.unit import recording
from tests.unit.locking import GOOD, own
from tests.unit.machines import needs_root


def test_who_leaves_just_as_it_opens_finds_it_shut(tmp_path: Path) -> None:
    def clock() -> float:
        thread.start()
        thread.join(0.1)
        return 0.0

    own(tmp_path / "lock").set_first(GOOD)
    lock = Lock(lambda: own(tmp_path / "lock"), clock=clock)
    thread = threading.Thread(target=lock.lock)
    assert lock.unlock(GOOD).ok
    thread.join()
    assert lock.state == "locked"


def test_a_reset_is_not_taken_back_by_a_try_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = own(tmp_path / "lock")
    lock.set_first(GOOD)
    thread = threading.Thread(target=lock.reset)

    def matches(_verifier: object, _typed: str) -> bool:
        thread.start()
        thread.join(0.1)
        return True

    monkeypatch.setattr(phrases, "matches", matches)
    assert lock.check(GOOD).ok
    thread.join()
    assert not lock.is_set


def test_a_reset_waits_for_no_try_that_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE", 0.0)
    lock = own(tmp_path / "lock")
    lock.set_first(GOOD)
    with OwnerFile(tmp_path / "lock").alone():
        assert "unavailable" in Lock(lambda: lock).unlock(GOOD).sentence
        lock.reset()
    assert not lock.is_set


@needs_root
def test_a_try_at_work_keeps_no_wipe_out_of_the_record(tmp_path: Path) -> None:
    system = System(tmp_path)
    whose.roots(system).replace(GOOD)
    with OwnerFile(system.records, "admin").alone():
        chain.append(chain.of_computer(system), recording.row())
    assert reading.read(shown.folder(system)).is_sound
