"""The room's first process: the last line it writes is the outcome, whatever happened."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from privacykit import i18n
from privacykit.errors import BusyError
from privacykit.wipe.machine.system import System
from privacykit.wipe.progress import Progress
from privacykit.wipe.prove import course, inside, room, scene
from privacykit.wipe.prove.certificate import Certificate
from privacykit.wipe.prove.protocol import Ended, Failed, Line, Progressed, Request, decode
from tests.unit.proving import certificate, request, row


def lines(said: bytes) -> list[Line]:
    return [decode(line) for line in said.splitlines()]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(scene, "make", lambda *words: asked.append(words))
    return asked


def test_the_room_is_made_and_the_outcome_told(
    made: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(asked: Request, system: System, progress: Progress) -> Certificate:
        progress("Leaving marks", 1, 2)
        assert (asked.language, i18n.current(), system) == ("sv", "sv", System())
        return certificate(row("bash"))

    monkeypatch.setattr(course, "take", take)
    output = io.BytesIO()
    inside.work(request(language="sv"), output)
    assert lines(output.getvalue()) == [
        Progressed("Leaving marks", 1, 2),
        Ended(certificate(row("bash"))),
    ]
    assert made == [(Path(request().homes), "proof-1", 40_000, "mnt:[1]")]


@pytest.mark.parametrize("error", [BusyError("Still open."), OSError(28, "Still open.")])
def test_what_goes_wrong_is_one_sentence(
    made: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def take(*_words: object) -> Certificate:
        raise error

    monkeypatch.setattr(course, "take", take)
    output = io.BytesIO()
    inside.work(request(), output)
    (said,) = lines(output.getvalue())
    assert isinstance(said, Failed)
    assert "Still open." in said.sentence


def test_no_more_is_told_than_an_eye_can_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    output = io.BytesIO()
    tell = inside.Telling(output)
    for moment in (1.0, 1.01, 1.05, 1.2):
        now[0] = moment
        tell("Searching", int(moment * 100), 0)
    assert [line.done for line in lines(output.getvalue()) if isinstance(line, Progressed)] == [
        100,
        120,
    ]


def test_the_first_process_waits_for_every_child_until_the_worker_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = iter([(11, 0), (12, 0), (10, 0), (13, 0)])
    monkeypatch.setattr(os, "wait", lambda: next(ended))
    inside.take_in(10)
    assert next(ended) == (13, 0)


def test_the_worker_alone_works(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(inside, "asked", request)
    monkeypatch.setattr(inside, "own_output", io.BytesIO)
    monkeypatch.setattr(inside, "work", lambda asked, _output: said.append(asked))
    monkeypatch.setattr(inside, "take_in", said.append)
    monkeypatch.setattr(os, "_exit", lambda code: said.append(("exit", code)))
    monkeypatch.setattr(os, "fork", lambda: 99)
    inside.main()
    assert said == [99]
    said.clear()
    monkeypatch.setattr(os, "fork", lambda: 0)
    inside.main()
    assert said == [request(), ("exit", 0)]


def test_what_others_print_goes_with_the_complaints(monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[tuple[int, int]] = []
    read, write = os.pipe()
    with monkeypatch.context() as patched:
        patched.setattr(os, "dup", lambda _number: write)
        patched.setattr(os, "dup2", lambda *numbers: turned.append(numbers))
        with inside.own_output() as output:
            output.write(b"ours")
    assert turned == [(2, 1)]
    with os.fdopen(read, "rb") as said:
        assert said.read() == b"ours"


def test_the_request_comes_on_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    own = msgspec.json.encode(request())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(own)))
    assert inside.asked() == request()


def test_outside_a_room_it_does_nothing_but_say_so() -> None:
    """As a real process: it is refused in the computer's own namespace, before any mount."""
    *_apart, program = room.command()
    own = msgspec.json.encode(request(outside=scene.namespace(), homes="/nowhere"))
    done = subprocess.run(
        [sys.executable, "-c", program], input=own, capture_output=True, check=True
    )
    (said,) = lines(done.stdout)
    assert isinstance(said, Failed)
    assert "cannot be made" in said.sentence
