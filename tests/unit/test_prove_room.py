"""The room from outside: heard line by line, ended for certain, and never left waiting."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from privacykit.errors import CancelledError, ProofError
from privacykit.wipe.prove import room as rooms
from privacykit.wipe.prove.protocol import Ended, Progressed, encode
from privacykit.wipe.prove.room import Room
from tests.unit.proving import certificate, request, row

Starts = Callable[[str], Room]


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Starts]:
    """Return a function that has a script, in a child, in the place of the room's first process."""

    def room(script: str) -> Room:
        inside = [sys.executable, "-c", script]
        outer = f"import subprocess, sys; sys.exit(subprocess.run({inside!r}).returncode)"
        monkeypatch.setattr(rooms, "command", lambda: [sys.executable, "-c", outer])
        return Room(request())

    before = set(psutil.Process().children(recursive=True))
    yield room
    assert set(psutil.Process().children(recursive=True)) == before


def test_it_is_asked_and_heard(
    starts: Starts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_LOOK", 0.0)  # it is looked at before it can say anything
    said = encode(Progressed("Leaving marks", 1, 2)) + encode(Ended(certificate(row("bash"))))
    script = (
        f"import sys; open({str(tmp_path / 'asked')!r}, 'w').write(sys.stdin.read())\n"
        f"sys.stdout.buffer.write({said!r}); sys.stdout.flush(); import time; time.sleep(600)"
    )
    with starts(script) as room:
        lines = room.lines()
        assert next(lines) == Progressed("Leaving marks", 1, 2)
        assert next(lines) == Ended(certificate(row("bash")))
    assert json.loads((tmp_path / "asked").read_text())["name"] == request().name


def test_a_line_that_comes_in_pieces_is_one(
    starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_PIECE", 5)
    said = encode(Progressed("Searching", 1, 2)) * 2
    with starts(f"import sys; sys.stdout.buffer.write({said!r})") as room:
        lines = room.lines()
        assert [next(lines), next(lines)] == [Progressed("Searching", 1, 2)] * 2


def test_one_that_ends_early_says_why(starts: Starts) -> None:
    with starts("raise SystemExit('no such namespace')") as room:  # noqa: SIM117
        with pytest.raises(ProofError, match="ended early: no such namespace"):
            next(room.lines())


def test_one_that_never_hears_says_why(starts: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    with starts("import os; os.close(0)") as room:
        room._program.wait()
        with pytest.raises(ProofError, match="ended early: -"):
            next(room.lines())


def test_it_can_be_stopped(starts: Starts) -> None:
    with starts("import time; time.sleep(600)") as room, pytest.raises(CancelledError):
        next(room.lines(lambda: True))


def test_it_ends_with_what_goes_wrong_outside(starts: Starts) -> None:
    with pytest.raises(KeyboardInterrupt), starts("import time; time.sleep(600)"):
        raise KeyboardInterrupt


def test_one_that_has_no_child_yet_is_ended_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "command", lambda: ["sleep", "600"])
    with Room(request()) as room:
        pass
    assert room._program.returncode == -signal.SIGKILL


def test_it_is_started_so_that_it_dies_with_us_and_apart_from_the_computer() -> None:
    command = rooms.command()
    assert command[:3] == ["setpriv", "--pdeathsig", "KILL"]
    assert {"--mount", "--net", "--pid", "--ipc", "--kill-child"} <= set(command)
    assert set(rooms.TOOLS) >= {"setpriv", "unshare"}
