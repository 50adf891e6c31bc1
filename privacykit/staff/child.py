"""A command of the kit in a process of its own: its progress, its words, and a way to stop it.

It is run with --progress-lines: each line of its stderr that is a JSON object tells how far it
is, the first one that it has begun at all. The word "cancel" on its stdin stops it, as nobody
else than root may send it a signal; a closed stdin does not, so that a wipe outlives the window.
"""

import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, NamedTuple, cast

import msgspec

from privacykit.wipe.progress import Cancelled, Progress, never, silent

LOOK_EVERY = 0.1
"""Seconds between two looks whether a person wants to stop."""
CANCEL = b"cancel\n"
_NAME = "privacykit: "


class Step(msgspec.Struct, frozen=True):
    """One line of progress; the first one of a command says nothing."""

    what: str = ""
    done: int = 0
    total: int = 0


class Ended(NamedTuple):
    started: bool
    """Whether the command told any progress, so that the code is its own."""
    code: int
    output: str
    complaint: str


def run(
    command: Sequence[str],
    typed: bytes | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Ended:
    """Run it to its end. Never raises: what cannot be run has not started.

    With something typed, be it nothing, its stdin ends after that; without, it stays open.
    """
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
        )
    except OSError:
        return Ended(False, -1, "", "")
    with child:
        return _Watch(child, typed, progress).until_over(cancelled)


class _Watch:
    def __init__(
        self, child: subprocess.Popen[bytes], typed: bytes | None, progress: Progress
    ) -> None:
        self._child, self._progress = child, progress
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._output: list[bytes] = []
        self._complaint: list[str] = []
        self._started = False
        self._stdin = cast("IO[bytes]", child.stdin)
        self._threads = [
            threading.Thread(target=self._collect, args=(child.stdout,)),
            threading.Thread(target=self._listen, args=(child.stderr,)),
        ]
        for thread in self._threads:
            thread.start()
        if typed is not None:
            self._type(typed)
            self._close()

    def until_over(self, cancelled: Cancelled) -> Ended:
        stopping = False
        for line in self._told():
            if line:
                self._hear(line)
            if not stopping and cancelled():
                stopping = self._stop()
        for thread in self._threads:
            thread.join()
        code = self._child.wait()
        self._close()
        output = b"".join(self._output).decode("utf-8", "replace")
        return Ended(self._started, code, output, "\n".join(self._complaint))

    def _told(self) -> Iterator[bytes]:
        """Yield each line of stderr, and nothing at all every now and then."""
        while True:
            try:
                line = self._lines.get(timeout=LOOK_EVERY)
            except queue.Empty:
                yield b""
                continue
            if line is None:
                return
            yield line

    def _hear(self, line: bytes) -> None:
        try:
            step = msgspec.json.decode(line, type=Step)
        except msgspec.MsgspecError:
            self._complaint.append(line.decode("utf-8", "replace").strip().removeprefix(_NAME))
            return
        self._started = True
        if step.what:
            self._progress(step.what, step.done, step.total)

    def _stop(self) -> bool:
        """Ask it to stop; before it has begun, whoever asks for the password is ended instead."""
        if self._started:
            self._type(CANCEL)
            return True
        with suppress(OSError):  # it may have become root's at this moment
            self._child.terminate()
        return False

    def _type(self, words: bytes) -> None:
        with suppress(OSError, ValueError):  # it may be over, or its stdin closed
            self._stdin.write(words)
            self._stdin.flush()

    def _close(self) -> None:
        with suppress(OSError):
            self._stdin.close()

    def _collect(self, stream: IO[bytes]) -> None:
        self._output.append(stream.read())

    def _listen(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._lines.put(line)
        self._lines.put(None)
