"""The lock: what opens it, what counts as a try, and when it closes."""

import os
import threading
from pathlib import Path

import pytest

from privacykit.errors import LockError
from privacykit.staff import checking, whose
from privacykit.staff import passphrase as phrases
from privacykit.staff.lock import Lock
from privacykit.staff.whose import RootsCheck
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.system import System
from tests.unit.locking import GOOD, QUICK, Computer, own, real, weak
from tests.unit.machines import needs_root


@pytest.fixture
def computer() -> Computer:
    return Computer()


def state(lock: Lock) -> str:
    """Return the state, looked at anew."""
    return lock.state


def test_unset_then_locked_then_open(tmp_path: Path) -> None:
    lock = Lock(lambda: own(tmp_path / "lock"))
    assert state(lock) == "unset"
    assert lock.waiting().sentence == "No passphrase is set."
    assert lock.unlock(GOOD).sentence == "No passphrase is set."
    assert lock.set("secret").sentence.startswith("That is too easy")
    assert state(lock) == "unset"
    assert lock.set(GOOD).ok
    assert state(lock) == "open"
    lock.lock()
    assert state(lock) == "locked"
    assert lock.waiting() == (False, 0, "", True)
    assert lock.unlock("wrong") == (False, 0, "That is not the passphrase.", False)
    assert state(lock) == "locked"
    assert lock.unlock(GOOD).ok
    assert state(lock) == "open"


def test_the_first_passphrase_is_set_once(tmp_path: Path) -> None:
    lock = own(tmp_path / "lock")
    lock.set_first(GOOD)
    with pytest.raises(LockError, match="already"):
        lock.set_first("another horse battery staple")
    lock.replace("another horse battery staple")
    assert not lock.check(GOOD).ok
    assert lock.check("another horse battery staple").ok


def test_it_closes_when_nobody_is_there(tmp_path: Path) -> None:
    time = [0.0]
    lock = Lock(lambda: own(tmp_path / "lock"), 60, lambda: time[0])
    lock.set(GOOD)
    time[0] = 59
    lock.touch()
    time[0] = 118
    assert state(lock) == "open"
    time[0] = 119
    assert state(lock) == "locked"
    lock.touch()
    assert state(lock) == "locked"


def test_who_left_during_the_check_finds_it_locked(tmp_path: Path) -> None:
    check = own(tmp_path / "lock")
    check.set_first(GOOD)

    class Slow(whose.RootsCheck):
        def check(self, passphrase: str) -> checking.Result:
            lock.lock()
            return check.check(passphrase)

    lock = Lock(Slow)
    assert lock.unlock(GOOD).ok
    assert state(lock) == "locked"


@pytest.mark.parametrize("first", [True, False], ids=["chosen", "asked for"])
def test_who_left_before_the_check_began_finds_it_locked(tmp_path: Path, first: bool) -> None:
    check = own(tmp_path / "lock")
    if not first:
        check.set_first(GOOD)
    lock = Lock(lambda: check)
    attempt = lock.setting(GOOD) if first else lock.unlocking(GOOD)
    lock.lock()
    assert attempt().ok
    assert state(lock) == "locked"
    assert lock.unlock(GOOD).ok, "a try that begins only now opens: the naive twin"
    assert state(lock) == "open"


def test_a_judged_passphrase_opens_nothing(tmp_path: Path) -> None:
    lock = Lock(lambda: own(tmp_path / "lock"))
    assert lock.judge(GOOD).sentence == "No passphrase is set."
    lock.set(GOOD)
    lock.lock()
    assert lock.judge(GOOD).ok
    assert state(lock) == "locked"


def test_nothing_of_the_passphrase_stays_in_the_lock(tmp_path: Path) -> None:
    lock = Lock(lambda: own(tmp_path / "lock"))
    lock.set(GOOD)
    lock.unlock(GOOD)
    assert GOOD not in repr(vars(lock))
    assert GOOD.encode() not in (tmp_path / "lock" / "lock").read_bytes()


def test_wrong_tries_cost_time_and_the_right_one_ends_it(
    tmp_path: Path, computer: Computer
) -> None:
    lock = own(tmp_path / "lock", computer)
    lock.set_first(GOOD)
    waits = [lock.check("wrong").wait_seconds for _wrong in range(3)]
    assert waits == [0, 0, 5]
    assert lock.check(GOOD) == (False, 5, "", True)
    assert lock.check(GOOD).told == "Try again in 5 seconds."
    computer.let_pass(5)
    assert lock.check("wrong").wait_seconds == 15
    again = own(tmp_path / "lock", computer)
    computer.restart()
    assert again.wait() == 15
    computer.let_pass(15)
    assert again.check(GOOD).ok
    assert again.wait() == 0
    assert [again.check("wrong").wait_seconds for _wrong in range(3)] == [0, 0, 5]


class CountsAfter:
    """The naive twin: it looks first and counts then."""

    def __init__(self) -> None:
        self._kept, self.count = phrases.make(GOOD, cost=QUICK), 0

    def check(self, _passphrase: str) -> None:
        phrases.matches(self._kept, "")
        self.count += 1


def test_a_try_that_is_cut_short_counts(
    tmp_path: Path, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = own(tmp_path / "lock", computer)
    lock.set_first(GOOD)
    twin = CountsAfter()

    def cut(*_arguments: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(phrases, "matches", cut)
    for _killed in range(3):
        for one in (lock, twin):
            with pytest.raises(KeyboardInterrupt):
                one.check("wrong")
    assert twin.count == 0
    assert lock.wait() == 5


def test_many_at_once_get_no_more_tries_than_one(tmp_path: Path, computer: Computer) -> None:
    own(tmp_path / "lock", computer).set_first(GOOD)
    results: list[checking.Result] = []
    begin = threading.Barrier(8)

    def guess() -> None:
        begin.wait(10)
        results.append(own(tmp_path / "lock", computer).check("wrong"))

    threads = [threading.Thread(target=guess) for _one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 8
    assert sum(not result.early for result in results) == 3


def test_a_try_that_cannot_be_noted_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = own(tmp_path / "lock")
    lock.set_first(GOOD)

    def full(*_arguments: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(states, "save", full)
    with pytest.raises(LockError, match="No space left"):
        lock.check(GOOD)


def test_damage_shuts_the_door_and_a_reset_opens_it(tmp_path: Path) -> None:
    lock = own(tmp_path / "lock")
    lock.set_first(GOOD)
    (tmp_path / "lock" / "lock").write_bytes(b'{"verifier": 1}')
    assert Lock(lambda: lock).unlock(GOOD).sentence.endswith("privacykit admin reset")
    lock.reset()
    assert not lock.is_set
    lock.set_first(GOOD)
    (tmp_path / "lock" / "lock").chmod(0o666)
    lock.reset()
    assert not lock.is_set


def test_with_a_keyring_the_count_lies_in_it_too(tmp_path: Path, computer: Computer) -> None:
    backend = real()
    lock = own(tmp_path / "lock", computer, backends=lambda: [weak(), backend])
    lock.set_first(GOOD)
    assert "keyring" in lock.where()
    for _wrong in range(3):
        lock.check("wrong")
    (tmp_path / "lock" / "lock").unlink()
    assert lock.wait() == 5
    assert lock.refused() == ""
    assert "not used" in own(tmp_path / "other", backends=lambda: [weak()]).refused()


# -- whose lock it is


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path / "computer")


def answers(**said: object) -> RootsCheck:
    return RootsCheck(lambda typed: said if typed else {"ok": False, "wait": 7, "early": True})


def test_roots_lock_comes_first(system: System, tmp_path: Path) -> None:
    assert not isinstance(whose.chosen(system, tmp_path / "own"), RootsCheck)
    whose.mark(system)
    assert isinstance(whose.chosen(system, tmp_path / "own"), RootsCheck)
    whose.unmark(system)
    whose.unmark(system)
    assert not whose.is_roots(system)


def test_root_answers_yes_or_no() -> None:
    assert answers(ok=True, wait=0).check(GOOD).ok
    wrong = answers(ok=False, wait=15, early=False).check("wrong")
    assert wrong == (False, 15, "That is not the passphrase.", False)
    assert answers(ok=False, wait=15, early=True).check(GOOD) == (False, 15, "", True)
    assert answers().wait() == 7
    assert answers().is_set
    assert answers().forbidden() == answers().refused() == ""
    with pytest.raises(LockError, match="already"):
        answers().set_first(GOOD)


def test_an_answer_that_is_not_yes_opens_nothing() -> None:
    for said in ({}, {"ok": "true"}, {"ok": 1}, {"wait": 0}):
        assert not answers(**said).check(GOOD).ok


def test_no_answer_is_a_sentence() -> None:
    lock = Lock(lambda: RootsCheck(lambda _typed: None))
    assert state(lock) == "locked"
    assert "polkit" in lock.unlock(GOOD).sentence
    assert state(lock) == "locked"


def test_what_was_typed_reaches_root_as_it_is() -> None:
    heard: list[bytes] = []

    def hear(typed: bytes) -> dict[str, object]:
        heard.append(typed)
        return {"ok": True}

    RootsCheck(hear).check("blå häst")
    assert heard == ["blå häst".encode()]


@needs_root
def test_in_the_patrons_account_only_an_administrator_sets_it(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = whose.own(system, tmp_path / "own")
    assert lock.forbidden() == ""
    system.policy_file.parent.mkdir(parents=True)
    system.policy_file.write_text('format = 1\naccounts = ["patron"]\n')
    assert lock.forbidden() == ""
    monkeypatch.setattr(whose, "_account", lambda: "patron")
    assert "patrons' account" in lock.forbidden()
    with pytest.raises(LockError, match="in a terminal: sudo privacykit admin passphrase"):
        lock.set_first(GOOD)
    system.policy_file.write_text("format = nonsense")
    assert lock.forbidden() == ""


def test_an_account_without_a_name_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4_123_456)
    assert whose._account() == ""


@needs_root
def test_roots_own_lies_where_only_root_may_look(system: System) -> None:
    lock = whose.roots(system)
    lock.replace(GOOD)
    assert system.records.stat().st_mode & 0o777 == 0o700
    assert (system.records / "admin").stat().st_mode & 0o777 == 0o600
    whose.mark(system)
    mark = next((system.root / "var/lib/privacykit-public").iterdir())
    assert (mark.stat().st_mode & 0o777, mark.stat().st_size) == (0o644, 0)
