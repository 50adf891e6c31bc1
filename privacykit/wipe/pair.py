"""Half of the work in a child process, where there are two processors and no second thread."""

import os
import select
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import msgspec

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.progress import Cancelled, never

T = TypeVar("T")
R = TypeVar("R")
_PATIENCE = 0.05
"""Seconds between two looks whether somebody wants the work to stop."""
_CHUNK = 1 << 20


def in_two(
    job: Callable[[Sequence[T]], R],
    parts: Sequence[T],
    *,
    answer: type[R] | None = None,
    cancelled: Cancelled = never,
) -> list[R]:
    """Do every other part in a child; return the answers of both, or of one that did it all.

    What the job returns must go through msgpack, to `answer`. A half that the child could not do
    is done here, so its error is met here. Raises CancelledError while waiting for the child.
    """
    if not is_worthwhile(parts):
        return [job(parts)]
    child, pipe = _start(job, parts[1::2])
    try:
        with linux.opened(pipe):
            own = job(parts[::2])
            text = _read(pipe, cancelled)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _number, status = os.waitpid(child, 0)
    if status != 0:
        return [own, job(parts[1::2])]
    decoder: msgspec.msgpack.Decoder[R] = msgspec.msgpack.Decoder(answer or Any)
    return [own, decoder.decode(text)]


def is_worthwhile(parts: Sequence[object]) -> bool:
    """Tell whether a fork is safe and quicker: no other thread, two processors, enough to do."""
    return len(parts) > 1 and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def _start(job: Callable[[Sequence[T]], R], parts: Sequence[T]) -> tuple[int, int]:
    """Fork; return the child's number and where its answer can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        run_child(lambda: job(parts), writing)
    os.close(writing)
    return child, reading


def run_child(job: Callable[[], object], writing: int) -> NoReturn:
    """Do the job, write down its answer and be gone, whatever happens; nothing is cleaned up."""
    status = 1
    try:
        linux.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with open(writing, "wb", closefd=False) as file:
            file.write(msgspec.msgpack.encode(job()))
        status = 0
    finally:
        os._exit(status)


def _read(pipe: int, cancelled: Cancelled) -> bytes:
    text = bytearray()
    while True:
        if cancelled():
            raise CancelledError
        if not select.select([pipe], [], [], _PATIENCE)[0]:
            continue
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return bytes(text)
        text += chunk
