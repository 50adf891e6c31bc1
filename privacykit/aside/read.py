"""Have a stranger's file read in a process of its own, and wait for it no longer than is decent."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

import psutil

from privacykit.aside.child import BROKEN
from privacykit.aside.readers import OWN, READERS, Reader
from privacykit.errors import CancelledError

NO_FILE, TOO_LARGE, TOO_SLOW, TOO_MUCH = range(1, 5)
"""Codes beside BROKEN and the reader's own: TOO_MUCH is an answer longer than it may be."""
_LOOK_EVERY = 0.05
_OWN = range(OWN, 100)
"""A system that ends a program uses other numbers, large ones on Windows."""


class Answer(NamedTuple):
    code: int
    """0: read."""
    made: bytes


def read(
    name: str,
    path: Path,
    *words: str,
    seconds: float | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """Return what a reader made of a file, or why it did not. Raises CancelledError alone."""
    reader = READERS[name]
    reader = reader._replace(seconds=seconds or reader.seconds)
    try:
        file = _opened(path)
    except OSError:
        return Answer(NO_FILE, b"")
    with file:
        if os.fstat(file.fileno()).st_size > reader.largest:
            return Answer(TOO_LARGE, b"")
        return _run([*command(), "aside", name, *words], file, reader, cancelled)


def ask(
    name: str, data: bytes, *words: str, cancelled: Callable[[], bool] = lambda: False
) -> Answer:
    """Return what a reader made of bytes, which go to it through a pipe and onto no disk.

    Raises CancelledError, and OSError if no process can be started.
    """
    out, into = os.pipe()
    with ThreadPoolExecutor(1) as beside, os.fdopen(out, "rb") as file:
        beside.submit(_feed, into, data)
        return _run([*command(), "aside", name, *words], file, READERS[name], cancelled)


def _feed(handle: int, data: bytes) -> None:
    """Write until all is read, or until nobody reads any more."""
    with suppress(OSError), os.fdopen(handle, "wb", buffering=0) as pipe:
        left = memoryview(data)
        while left:
            left = left[pipe.write(left) :]


def command() -> list[str]:
    """Return how the kit starts itself, also where it is frozen into one program."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-I", "-B", "-m", "privacykit"]


def _opened(path: Path) -> IO[bytes]:
    """Open a common file; raises OSError for a pipe or a device, and waits for none."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError
    return os.fdopen(handle, "rb")


def _run(
    command: list[str], file: IO[bytes], reader: Reader, cancelled: Callable[[], bool]
) -> Answer:
    with (
        subprocess.Popen(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as child,
        ThreadPoolExecutor(1) as beside,
    ):
        assert child.stdout  # noqa: S101 - it was asked for
        made = beside.submit(child.stdout.read, reader.most + 1)
        try:
            return _answer(child, made, reader, cancelled)
        finally:
            child.kill()


def _answer(
    child: subprocess.Popen[bytes],
    made: Future[bytes],
    reader: Reader,
    cancelled: Callable[[], bool],
) -> Answer:
    latest = time.monotonic() + reader.seconds
    while not made.done():
        if cancelled():
            raise CancelledError
        if time.monotonic() > latest:
            return Answer(TOO_SLOW, b"")
        if _taken(child) > reader.memory:
            return Answer(BROKEN, b"")
        with suppress(TimeoutError):
            made.result(_LOOK_EVERY)
    if len(made.result()) > reader.most:
        return Answer(TOO_MUCH, b"")
    return _ended(child, made.result(), latest - time.monotonic())


def _taken(child: subprocess.Popen[bytes]) -> int:
    """Return how much memory it has, for systems on which it cannot bound itself."""
    try:
        return int(psutil.Process(child.pid).memory_info().rss)
    except psutil.Error:  # it has just ended
        return 0


def _ended(child: subprocess.Popen[bytes], made: bytes, seconds: float) -> Answer:
    """Wait for the code of a child that has closed its answer."""
    try:
        code = child.wait(seconds)
    except subprocess.TimeoutExpired:
        return Answer(TOO_SLOW, b"")
    if code == 0:
        return Answer(0, made)
    return Answer(code if code in _OWN else BROKEN, b"")
