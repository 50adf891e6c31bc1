"""A session ends neither too early nor never: on a clock that the test turns."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.staff.timing import State, Timing
from privacykit.wipe.policy import Timers

IDLE = Timers(idle_minutes=10, warning_seconds=60)
LONG = Timers(session_minutes=30, warning_seconds=120, may_extend=True, extend_minutes=15)


def test_without_timers_nothing_ever_ends() -> None:
    timing = Timing(Timers(), 0)
    assert timing.step(10**9, 0).phase == "running"
    assert timing.step(10**9, 0).left == inf
    assert not Timers().is_on


def test_nobody_there_is_warned_then_over() -> None:
    timing = Timing(IDLE, 100)
    assert timing.step(639, 100).phase == "running"
    assert timing.step(640, 100) == State("warning", 60, "idle", may_extend=True)
    assert timing.step(650, 640).phase == "running"
    assert timing.step(1240, 640) == State("over", 0, "idle", may_extend=True)


def test_the_longest_session_ends_whatever_a_person_does() -> None:
    timing = Timing(LONG, 0)
    assert timing.step(1679, 1679).phase == "running"
    assert timing.step(1680, 1680) == State("warning", 120, "session", may_extend=True)
    assert timing.step(1800, 1800).phase == "over"


def test_a_patron_goes_on_for_as_long_as_the_policy_says() -> None:
    timing = Timing(LONG, 0)
    timing.extend()
    assert timing.step(1800, 1800) == State("running", 900, "session", may_extend=True)
    timing.extend()
    assert timing.step(3600, 3600).phase == "over"


def test_no_patron_goes_on_where_the_policy_does_not_let_them() -> None:
    timing = Timing(Timers(session_minutes=30), 0)
    timing.extend()
    assert timing.step(1800, 1800) == State("over", 0, "session", may_extend=False)


def test_what_comes_first_is_told() -> None:
    timing = Timing(Timers(idle_minutes=10, session_minutes=15), 0)
    assert timing.step(599, 0).why == "idle"
    assert timing.step(880, 600).why == "session"


def test_an_empty_computer_waits_for_the_next_person() -> None:
    timing = Timing(Timers(idle_minutes=1, session_minutes=2), 0)
    assert timing.step(500, 0).phase == "over"
    timing.begin(500, somebody=False)
    assert timing.step(10_000, 500) == State("running")
    assert timing.step(10_030, 10_010).left == 40
    assert timing.step(10_140, 10_140).phase == "over"


def test_extra_minutes_do_not_go_over_to_the_next_person() -> None:
    timing = Timing(LONG, 0)
    timing.extend()
    timing.begin(5000, somebody=True)
    assert timing.step(5000, 5000).left == 1800


def test_other_limits_hold_for_the_session_that_runs() -> None:
    timing = Timing(Timers(), 0)
    timing.follow(Timers(session_minutes=10))
    assert timing.step(590, 590) == State("warning", 10, "session")


def test_a_warning_is_never_longer_than_the_whole_time() -> None:
    timing = Timing(Timers(idle_minutes=1, warning_seconds=600), 0)
    assert timing.step(1, 1).phase == "warning"
    assert timing.step(1, 1).left == 60


@pytest.mark.parametrize("touched", [-50, 10**6])
def test_signs_from_before_or_from_a_clock_ahead_do_no_harm(touched: float) -> None:
    timing = Timing(IDLE, 0)
    assert timing.step(10, touched).phase == "running"


@given(
    st.builds(
        Timers,
        idle_minutes=st.integers(0, 240),
        session_minutes=st.integers(0, 1440),
        warning_seconds=st.integers(10, 600),
        may_extend=st.booleans(),
        extend_minutes=st.integers(1, 240),
    ),
    st.lists(st.integers(0, 900), min_size=1, max_size=40),
)
def test_nobody_who_is_active_is_cut_off_without_a_warning(
    timers: Timers, steps: list[int]
) -> None:
    """Looked at once a second, the phases follow one another, and time left only falls."""
    timing, now, before = Timing(timers, 0), 0, State("running")
    for step in steps:
        now += step
        state = timing.step(now, now)
        assert state.left <= before.left or state.why != before.why
        assert (state.phase == "over") == (state.left == 0)
        if state.why == "session" and state.phase == "over":
            assert now >= timers.session_minutes * 60 > 0
        assert state.phase != "over" or state.why == "session"
        before = state
