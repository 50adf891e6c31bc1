"""The first program of a proof's room: makes it, does the proof, takes in what is orphaned.

Started by `room` as root in new namespaces; reads a request, writes lines of JSON. When it ends,
the kernel ends every process of the room and its mounts are gone.
"""

import os
import sys
import time
from pathlib import Path
from typing import BinaryIO

import msgspec

from privacykit import i18n
from privacykit.errors import PrivacykitError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System
from privacykit.wipe.progress import Progress
from privacykit.wipe.prove import course, scene
from privacykit.wipe.prove.protocol import Ended, Failed, Progressed, Request, encode

_BETWEEN = 0.1


def main() -> None:
    request, output = asked(), own_output()
    worker = os.fork()
    if worker:
        take_in(worker)
        return
    work(request, output)
    os._exit(0)


def asked() -> Request:
    return msgspec.json.decode(sys.stdin.buffer.read(), type=Request)


def own_output() -> BinaryIO:
    """Keep the output for lines of our own; what others print goes with the complaints."""
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return output


def work(request: Request, output: BinaryIO) -> None:
    """Write the lines of one proof, the last of which is its end."""
    i18n.use(request.language)

    output.write(encode(_outcome(request, Telling(output))))


def _outcome(request: Request, progress: Progress) -> Ended | Failed:
    try:
        scene.make(Path(request.homes), request.name, request.number, request.outside)
        return Ended(course.take(request, System(), progress))
    except PrivacykitError as error:
        return Failed(str(error))
    except OSError as error:
        return Failed(_("The system says: {reason}.").format(reason=error))


class Telling:
    """Writes lines of progress, no more than an eye can follow."""

    def __init__(self, output: BinaryIO) -> None:
        self._output, self._next = output, 0.0

    def __call__(self, words: str, done: int, total: int) -> None:
        if (now := time.monotonic()) >= self._next:
            self._next = now + _BETWEEN
            self._output.write(encode(Progressed(words, done, total)))


def take_in(worker: int) -> None:
    """Do what an init does: wait for every child, until the worker ends."""
    while os.wait()[0] != worker:
        pass
