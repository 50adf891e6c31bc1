"""What a window hears of a command that it started: each step, and that it can be stopped."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from privacykit.cli import bar
from privacykit.staff import child

WAITING = """
import signal, sys, threading
from privacykit.cli import bar
if sys.argv[1] == "behind":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
bar.tell_in_lines()
try:
    with bar.progress() as progress:
        progress("Removing", 1, 4)
        for _step in range(600):  # a signal just before a wait is seen after it
            threading.Event().wait(0.1)
except KeyboardInterrupt:
    sys.exit(4)
"""


@pytest.fixture
def in_lines() -> Iterator[None]:
    yield
    bar._Told.in_lines = False


def test_a_real_run_tells_its_steps_and_its_report() -> None:
    steps: list[str] = []
    command = [sys.executable, "-m", "privacykit", "--progress-lines", "wipe"]
    ended = child.run(
        [*command, "--practice", "--yes", "--json"],
        progress=lambda what, _done, _total: steps.append(what),
    )
    assert (ended.started, ended.code, ended.complaint) == (True, 0, "")
    assert json.loads(ended.output)["state"] == "clean"
    assert len(set(steps)) > 1


def test_a_refusal_is_a_start_and_a_sentence() -> None:
    ended = child.run([sys.executable, "-m", "privacykit", "--progress-lines", "undo"])
    assert (ended.started, ended.code) == (True, 2)
    assert "--account" in ended.complaint


@pytest.mark.parametrize("place", ["in front", "behind"])
def test_a_real_run_can_be_stopped(place: str) -> None:
    """Behind: a shell that starts it with & has it ignore Ctrl-C, and all that it starts."""
    seen: list[str] = []
    ended = child.run(
        [sys.executable, "-c", WAITING, place],
        progress=lambda what, *_rest: seen.append(what),
        cancelled=lambda: bool(seen),
    )
    assert (ended.code, seen) == (4, ["Removing"])


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[int]]]:
    """Give the other end of stdin, and what was sent to this process."""
    reading, writing = os.pipe()
    sent: list[int] = []
    with os.fdopen(reading) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(signal, "pthread_kill", lambda _thread, number: sent.append(number))
        yield writing, sent


def test_only_the_word_stops_it(listening: tuple[int, list[int]]) -> None:
    told, sent = listening
    thread = threading.Thread(target=bar._listen)
    thread.start()
    os.write(told, b"something else\n")
    os.close(told)
    thread.join(10)
    assert sent == []


def test_a_window_that_is_gone_stops_nothing(
    in_lines: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setattr(bar, "_listen", lambda: None)
        bar.tell_in_lines()
        with bar.progress() as progress:
            progress("Removing", 1, 4)


def test_the_same_words_are_not_told_a_thousand_times(
    in_lines: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []
    monkeypatch.setattr(bar, "_write", lambda *step: told.append(step))
    monkeypatch.setattr(bar, "_listen", lambda: None)
    monkeypatch.setattr(bar, "_PAUSE", 60)
    bar.tell_in_lines()
    with bar.progress() as progress:
        for number in range(1000):
            progress("Removing", number, 1000)
        progress("Looking again", 0, 0)
    assert told == [("", 0, 0), ("Removing", 0, 1000), ("Looking again", 0, 0)]
