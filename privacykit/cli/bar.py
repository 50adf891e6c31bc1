"""A bar on stderr where a person is watching; for a window, a line of JSON for each step."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from privacykit.wipe.progress import Progress, silent

_PAUSE = 0.05
"""Seconds between two lines with the same words."""


class _Told:
    """Whether a window listens; one for the whole process, as it has one stderr."""

    in_lines = False


def tell_in_lines() -> None:
    """From now on, write lines as `staff.child` reads them; the first says that it has begun.

    A window that a script started with & hands down that Ctrl-C is ignored; its word is not.
    """
    _Told.in_lines = True
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _write("", 0, 0)


@contextmanager
def progress() -> Iterator[Progress]:
    if _Told.in_lines:
        threading.Thread(target=_listen, daemon=True).start()
        yield _lines()
        return
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield show


def _lines() -> Progress:
    before = ("", 0.0)

    def show(what: str, done: int, total: int) -> None:
        nonlocal before
        now = time.monotonic()
        if what != before[0] or now - before[1] >= _PAUSE:
            before = (what, now)
            _write(what, done, total)

    return show


def _write(what: str, done: int, total: int) -> None:
    line = msgspec.json.encode({"what": what, "done": done, "total": total})
    with suppress(OSError):  # a window that is gone must not stop a wipe half-way
        os.write(sys.stderr.fileno(), line + b"\n")


def _listen() -> None:
    """Be told to stop as if by Ctrl-C; a closed stdin tells nothing."""
    with suppress(OSError):
        while told := os.read(sys.stdin.fileno(), 64):
            if told == b"cancel\n":
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
