"""A child that counts every change it makes to a disk, and dies at the one it is told to.

Counted are Python's audit events, the calls that raise none (`fsync`, `write`, copies) and those
made through `ctypes`. A child dies just before the change: all earlier ones have been asked for.
"""

import functools
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from privacykit.wipe import linux

CHANGES = frozenset(
    f"os.{name}"
    for name in (
        *("chflags", "chmod", "chown", "link", "mkdir", "remove", "removexattr", "rename"),
        *("rmdir", "setxattr", "symlink", "truncate", "utime"),
    )
) | {"fcntl.ioctl"}
UNTOLD = (
    *("copy_file_range", "fdatasync", "fsync", "ftruncate", "mkfifo", "mknod", "posix_fallocate"),
    *("pwrite", "sendfile", "sync", "write", "writev"),
)
ONLY_READS = frozenset({"statx", "openat2"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
OPENAT2 = 437


class Counter:
    """Counts changes while `armed`, and ends the process at the one numbered `last`."""

    def __init__(self, last: int = 0) -> None:
        self.last, self.count, self.armed = last, 0, False
        self.names: list[str] = []

    def change(self, name: str) -> None:
        if not self.armed:
            return
        self.count += 1
        self.names.append(name)
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        is_change = event in CHANGES or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        )
        if is_change:
            self.change(f"{event} {arguments[0]!r}")

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(call)
        def counted(*arguments: Any, **named: Any) -> Any:
            self.change(name)
            return call(*arguments, **named)

        return counted

    def install(self) -> None:
        """Count from now on, in this process, for good."""
        sys.addaudithook(self.audit)
        for name in UNTOLD:
            setattr(os, name, self.wrap(f"os.{name}", getattr(os, name)))
        library = _Library(linux._libc(), self)
        linux._libc = lambda: library  # type: ignore[assignment]


class _Library:
    """The C library, each changing call of which counts."""

    def __init__(self, library: Any, counter: Counter) -> None:
        self._library, self._counter = library, counter

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._library, name)
        if name in ONLY_READS:
            return call
        return functools.partial(self._call, name, call)

    def _call(self, name: str, call: Any, *arguments: Any) -> Any:
        if name != "syscall" or arguments[0] != OPENAT2:
            self._counter.change(name)
        return call(*arguments)


def live(job: Callable[[Counter], None], last: int = 0) -> list[str] | None:
    """Run a job in a child that dies at its change number `last`.

    Return the changes it made; None if it died. Raises RuntimeError if it failed otherwise.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(job, Counter(last), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        answer = said.read()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    if status:
        raise RuntimeError(answer.decode())
    return answer.decode("utf-8", "surrogateescape").split("\0")


def _live(job: Callable[[Counter], None], counter: Counter, writing: int) -> NoReturn:
    try:
        counter.install()
        counter.armed = True
        job(counter)
        counter.armed = False
        said, status = "\0".join(counter.names), 0
    except BaseException:  # noqa: BLE001 - a child must never go back into pytest
        counter.armed = False
        said, status = traceback.format_exc(), 1
    with os.fdopen(writing, "wb") as answer:
        answer.write(said.encode("utf-8", "surrogateescape"))
    os._exit(status)
