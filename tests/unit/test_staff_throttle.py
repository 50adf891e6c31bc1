"""Waiting after wrong tries: no restart, no calendar and no deleted file makes it shorter."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.staff import throttle
from privacykit.staff.throttle import DELAYS, Moment, Tries, another, wait
from tests.unit.locking import GOOD, Computer, own


def delay_after(count: int) -> int:
    return DELAYS[min(count, len(DELAYS) - 1)]


def test_the_first_three_are_free_then_it_grows_to_a_quarter_of_an_hour() -> None:
    tries, seen = Tries(), []
    for _wrong in range(10):
        tries = another(tries, Moment("a", 50.0))
        seen.append(wait(tries, Moment("a", 50.0)))
    assert seen == [0, 0, 5, 15, 60, 300, 900, 900, 900, 900]


def test_the_rest_of_a_wait_is_told_in_whole_seconds() -> None:
    tries = Tries(4, "a", 50.0)
    assert wait(tries, Moment("a", 50.2)) == 15
    assert wait(tries, Moment("a", 64.5)) == 1
    assert wait(tries, Moment("a", 65.0)) == 0


def test_a_restart_begins_the_wait_anew() -> None:
    tries = Tries(5, "before", 5000.0)
    assert wait(tries, Moment("after", 10.0)) == 50
    assert wait(tries, Moment("after", 60.0)) == 0


def test_a_computer_that_cannot_tell_its_starts_apart_counts_from_the_later_one() -> None:
    assert wait(Tries(5, "", 5000.0), Moment("", 20.0)) == 40
    assert wait(Tries(5, "", 5000.0), Moment("", 5020.0)) == 40


def test_the_real_clock_goes_on_and_knows_this_start() -> None:
    first, second = throttle.now(), throttle.now()
    assert first.boot == second.boot != ""
    assert 0 < first.seconds <= second.seconds


def test_without_the_systems_own_count_the_start_is_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "time", SimpleNamespace(time=time.time))
    assert throttle.now().boot == ""
    assert throttle.now().seconds > 0


Deeds = st.lists(
    st.one_of(
        st.just("guess"),
        st.just("restart"),
        st.floats(min_value=-1e7, max_value=1e7).map(lambda by: ("calendar", by)),
        st.floats(min_value=0, max_value=1000).map(lambda seconds: ("wait", seconds)),
    ),
    max_size=60,
)


@given(Deeds)
def test_whatever_somebody_does_guesses_cost_their_time(deeds: list[object]) -> None:
    computer, tries, latest = Computer(), Tries(), 0.0
    for deed in deeds:
        match deed:
            case "restart":
                computer.restart()
            case ("calendar", float(by)):
                computer.set_calendar(by)
            case ("wait", float(seconds)):
                computer.let_pass(seconds)
            case _ if wait(tries, computer.now()) == 0:
                assert computer.real - latest >= delay_after(tries.count) - 1e-6
                tries, latest = another(tries, computer.now()), computer.real


class ByCalendar:
    """The naive twin: it notes the time of day."""

    def __init__(self, computer: Computer) -> None:
        self._computer, self.count, self.until = computer, 0, 0.0

    def may_try(self) -> bool:
        return self._computer.calendar >= self.until

    def wrong(self) -> None:
        self.count += 1
        self.until = self._computer.calendar + delay_after(self.count)


def test_a_twin_that_reads_the_calendar_is_told_any_time() -> None:
    computer = Computer()
    twin, tries = ByCalendar(computer), Tries()
    for _wrong in range(7):
        twin.wrong()
        tries = another(tries, computer.now())
    assert not twin.may_try()
    computer.set_calendar(901)
    assert twin.may_try()
    assert wait(tries, computer.now()) == 900
    computer.set_calendar(-1e6)
    assert wait(tries, computer.now()) == 900


class CountBeside:
    """The naive twin: the passphrase in one file, the count in another."""

    def __init__(self, folder: Path) -> None:
        self._count = folder / "tries"

    def may_try(self) -> bool:
        return not self._count.exists() or int(self._count.read_text()) < 3

    def wrong(self) -> None:
        before = int(self._count.read_text()) if self._count.exists() else 0
        self._count.write_text(str(before + 1))


def test_a_twin_with_a_file_for_its_count_forgets_with_the_file(tmp_path: Path) -> None:
    twin = CountBeside(tmp_path)
    lock = own(tmp_path / "lock")
    lock.set_first(GOOD)
    for _wrong in range(7):
        twin.wrong()
    for _wrong in range(3):
        assert not lock.check("wrong").ok
    assert not twin.may_try()
    (tmp_path / "tries").unlink()
    assert twin.may_try()
    kept = tmp_path / "lock/lock"
    assert lock.check(GOOD) == (False, 5, "", True)
    kept.unlink()
    assert not lock.is_set, "with the count goes the passphrase: there is nothing left to guess"
