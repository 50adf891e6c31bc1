"""Half of the work in a child: the same answers, errors and interruptions as without one."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from privacykit.errors import CancelledError
from privacykit.wipe import linux, pair
from tests.unit import children
from tests.unit.baselining import after


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def squares(numbers: Sequence[int]) -> dict[int, int]:
    return {number: number**2 for number in numbers}


def where(_numbers: Sequence[int]) -> int:
    return os.getpid()


def test_both_halves_are_done_and_by_two_processes() -> None:
    both = pair.in_two(squares, range(9), answer=dict[int, int])
    assert len(both) == 2
    assert both[0] | both[1] == squares(range(9))
    one, other = pair.in_two(where, range(9))
    assert one == os.getpid()
    assert other != os.getpid()


def test_a_thread_a_single_processor_and_a_single_part_need_no_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert pair.in_two(where, [1]) == [os.getpid()]
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert pair.in_two(where, range(9)) == [os.getpid()]
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    assert pair.in_two(where, range(9)) == [os.getpid()]


def test_what_a_killed_child_left_is_done_here() -> None:
    here = os.getpid()

    def job(numbers: Sequence[int]) -> dict[int, int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return squares(numbers)

    both = pair.in_two(job, range(9))
    assert both[0] | both[1] == squares(range(9))


def test_an_error_of_the_child_is_met_here(capfd: pytest.CaptureFixture[str]) -> None:
    def job(numbers: Sequence[int]) -> int:
        if 1 in numbers:
            raise OSError(5, "broken")
        return 0

    with pytest.raises(OSError, match="broken"):
        pair.in_two(job, range(4))
    assert capfd.readouterr().err == ""


def test_the_child_ends_with_an_interrupted_parent() -> None:
    here, seen = os.getpid(), []

    def job(_numbers: Sequence[int]) -> int:
        if os.getpid() != here:
            time.sleep(60)
        seen.append(True)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        pair.in_two(job, range(4))
    assert time.monotonic() - began < 30
    assert not children.ours()


def test_waiting_for_the_child_can_be_stopped() -> None:
    here = os.getpid()

    def job(_numbers: Sequence[int]) -> int:
        if os.getpid() != here:
            time.sleep(60)
        return 0

    with pytest.raises(CancelledError):
        pair.in_two(job, range(4), cancelled=after(2))
    assert not children.ours()


def test_the_child_does_the_other_half(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(BaseException): ...

    def gone(job: Callable[[], object], writing: int) -> None:
        os.close(writing)
        raise Gone(job())

    pipe = os.pipe()
    monkeypatch.setattr(os, "pipe", lambda: pipe)
    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(pair, "run_child", gone)
    with pytest.raises(Gone) as ended:
        pair.in_two(squares, range(4))
    os.close(pipe[0])
    assert ended.value.args == ({1: 1, 3: 9},)


@pytest.mark.parametrize("fails", [False, True])
def test_a_child_is_gone_at_its_end_without_cleaning_up(
    monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    class Gone(BaseException): ...

    def gone(status: int) -> None:
        raise Gone(status)

    def job() -> int:
        if fails:
            raise OSError
        return 7

    monkeypatch.setattr(os, "_exit", gone)
    monkeypatch.setattr(linux, "die_with_parent", lambda: None)
    before = signal.getsignal(signal.SIGINT)
    reading, writing = os.pipe()
    try:
        with pytest.raises(Gone) as ended:
            pair.run_child(job, writing)
    finally:
        signal.signal(signal.SIGINT, before)
        os.close(writing)
    assert ended.value.args == (int(fails),)
    assert os.read(reading, 9) == (b"" if fails else b"\x07")
    os.close(reading)
