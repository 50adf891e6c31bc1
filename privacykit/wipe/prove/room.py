"""The room from outside: started with namespaces of its own, listened to, and ended for certain."""

import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Self, cast

import msgspec
import psutil

from privacykit.errors import CancelledError, ProofError
from privacykit.i18n import _
from privacykit.wipe.progress import Cancelled, never
from privacykit.wipe.prove.protocol import Line, Request, decode

TOOLS = ("setpriv", "unshare", "mount", "useradd")
_NAMESPACES = ("--mount", "--net", "--pid", "--ipc")
_LOOK = 0.2
"""Seconds between two looks at whether a person wants to stop."""
_PIECE = 1 << 16


def command() -> list[str]:
    """Return how the room's first process is started: apart from the computer, ended with us."""
    unshare = ["unshare", *_NAMESPACES, "--fork", "--kill-child", "--mount-proc"]
    inside = "from privacykit.wipe.prove import inside; inside.main()"
    python = [sys.executable, "-I", "-B", "-c", inside]
    return ["setpriv", "--pdeathsig", "KILL", *unshare, *python]


class Room:
    """Start with `with`; the room and every process in it are gone at the end.

    Also when this program is killed: the kernel then ends the room's first process.
    """

    def __init__(self, request: Request) -> None:
        self._request = request

    def __enter__(self) -> Self:
        self._complaints: IO[bytes] = tempfile.TemporaryFile()
        self._program = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,  # Ctrl-C is for the program outside, which ends this one
        )
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _why: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        with suppress(psutil.Error):
            program = psutil.Process(self._program.pid)
            for first in program.children() or [program]:
                first.kill()
        self._program.communicate()  # unshare waits for its child, the kernel for all in the room
        self._complaints.close()

    def lines(self, cancelled: Cancelled = never) -> Iterator[Line]:
        """Yield what the room says. Raises CancelledError; ProofError if it ends unasked."""
        with suppress(BrokenPipeError):
            self._ask()
        for line in self._read(cancelled):
            yield decode(line)
        words = _("The room for the proof ended early: {reason}")
        raise ProofError(words.format(reason=self._last_complaint()))

    def _ask(self) -> None:
        asking, self._program.stdin = cast("IO[bytes]", self._program.stdin), None
        with asking:
            asking.write(msgspec.json.encode(self._request))

    def _read(self, cancelled: Cancelled) -> Iterator[bytes]:
        output, rest = cast("IO[bytes]", self._program.stdout), b""
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while not cancelled():
                if not selector.select(_LOOK):
                    continue
                piece = os.read(output.fileno(), _PIECE)
                if not piece:
                    return
                *lines, rest = (rest + piece).split(b"\n")
                yield from lines
        raise CancelledError

    def _last_complaint(self) -> str:
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(said) if line.strip()), "-")
