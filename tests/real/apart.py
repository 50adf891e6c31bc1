"""A test that runs in a mount namespace of its own, where it may attach what it likes.

All that it attached goes away with its process, also when it fails or never ends.
"""

import ctypes
import functools
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, ParamSpec

import msgspec
import pytest

Parameters = ParamSpec("Parameters")
CLONE_NEWNS, MS_REC, MS_PRIVATE, PR_SET_PDEATHSIG = 0x20000, 0x4000, 1 << 18, 1
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="attaching needs root")
C = ctypes.CDLL(None, use_errno=True)


class Answer(msgspec.Struct):
    skipped: str = ""
    failed: str = ""


def call(function: str, *arguments: object) -> None:
    """Call a function of the C library; raise OSError where it fails."""
    if getattr(C, function)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), function)


def leave() -> None:
    """Leave the mounts of everyone else behind."""
    call("unshare", CLONE_NEWNS)
    call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL)


def apart(seconds: float) -> Callable[[Callable[Parameters, None]], Callable[Parameters, None]]:
    """Run the test apart and end it after so many seconds: one that hangs has failed."""

    def wrap(test: Callable[Parameters, None]) -> Callable[Parameters, None]:
        @functools.wraps(test)
        def run(*arguments: Parameters.args, **named: Parameters.kwargs) -> None:
            answer = _run(functools.partial(test, *arguments, **named), seconds)
            if answer.skipped:
                pytest.skip(answer.skipped)
            if answer.failed:
                pytest.fail(answer.failed, pytrace=False)

        return run

    return wrap


def _run(test: Callable[[], None], seconds: float) -> Answer:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(test, writing)
    os.close(writing)
    try:
        return _listen(reading, seconds)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _listen(reading: int, seconds: float) -> Answer:
    if not select.select([reading], [], [], seconds)[0]:
        return Answer(failed=f"not done after {seconds} s")
    said = b"".join(iter(lambda: os.read(reading, 1 << 16), b""))
    return msgspec.json.decode(said, type=Answer) if said else Answer(failed="died")


def _live(test: Callable[[], None], writing: int) -> NoReturn:
    answer = Answer()
    with suppress(BaseException):
        try:
            leave()
            test()
        except pytest.skip.Exception as skipped:
            answer.skipped = str(skipped) or "skipped"
        except BaseException:  # noqa: BLE001 - a child must never go back into pytest
            answer.failed = traceback.format_exc()
        sys.stdout.flush()
        os.write(writing, msgspec.json.encode(answer))
    os._exit(0)
