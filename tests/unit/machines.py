"""A made-up computer below a folder, with one patron, and mounts that only one thread sees."""

import ctypes
import functools
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec

import psutil
import pytest

from privacykit.wipe.machine.system import System
from privacykit.wipe.places import World

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
Parameters = ParamSpec("Parameters")
NAME, UID = "patron", 61_234
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
_NEW_MOUNTS = 0x20000 | 0x200
_PRIVATE = 0x4000 | 1 << 18
_C = ctypes.CDLL(None, use_errno=True)


def own_processes() -> list[psutil.Process]:
    """Return what this test started: nothing else is ever ended."""
    return psutil.Process().children(recursive=True)


HERE = World(temporary=(), processes=own_processes, now=lambda: NOW)


def in_own_mounts(test: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Run a test in a thread with mounts of its own, which are gone when it ends."""

    @functools.wraps(test)
    def run(*arguments: Parameters.args, **named: Parameters.kwargs) -> None:
        failed: list[BaseException] = []

        def live() -> None:
            try:
                _leave()
                test(*arguments, **named)
            except BaseException as error:  # noqa: BLE001 - raised again in the thread of pytest
                failed.append(error)

        thread = threading.Thread(target=live)
        thread.start()
        thread.join()
        for error in failed:
            raise error

    return run


def _leave() -> None:
    if _C.unshare(_NEW_MOUNTS) or _C.mount(None, b"/", None, _PRIVATE, None):
        raise OSError(ctypes.get_errno(), "no mounts of its own")


def mount(*words: str | Path) -> None:
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def computer(root: Path) -> System:
    """Lay a computer with one patron, whose home is empty, and a policy for it."""
    for folder in ("etc/privacykit", "home", "proc/sys/kernel/random", "var/lib"):
        (root / folder).mkdir(parents=True)
    row = f"{NAME}:x:{UID}:{UID}::/home/{NAME}:/bin/sh\n"
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n" + row)
    (root / "etc/group").write_text(f"root:x:0:\n{NAME}:x:{UID}:\n")
    start(System(root), "the first start")
    write_policy(System(root))
    return System(root)


def write_policy(system: System, more: str = "") -> None:
    text = f'format = 1\naccounts = ["{NAME}"]\n[programs]\nseconds = 0\n{more}'
    system.policy_file.write_text(text)
    system.policy_file.chmod(0o644)


def start(system: System, boot: str) -> None:
    """Let the computer have been started anew."""
    system.at("/proc/sys/kernel/random/boot_id").write_text(f"{boot}\n")


def give(*paths: Path) -> None:
    for path in paths:
        os.lchown(path, UID, UID)


def lay_home(home: Path) -> None:
    """Lay one of everything that a frozen home may hold, as the patron's own."""
    home.mkdir(mode=0o700, exist_ok=True)
    (home / ".config/app").mkdir(parents=True)
    (home / "Documents").mkdir(mode=0o750)
    (home / ".bashrc").write_text("# golden\n")
    (home / ".config/app/settings.ini").write_text("colour = blue\n")
    (home / "Documents/welcome.txt").write_text("Welcome!\n")
    (home / "Documents/link").symlink_to("welcome.txt")
    give(home, *home.rglob("*"))


@contextmanager
def running(
    *command: str, cwd: Path | None = None, stdout: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Let a program run as the patron; it is gone at the end, whatever happened."""
    child = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=stdout,
        user=UID,
        group=UID,
        extra_groups=[],
        start_new_session=True,
    )
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def seen(home: Path) -> dict[str, tuple[object, ...]]:
    """Return everything of a home that a session could have changed."""
    return {str(path.relative_to(home)): _look(path) for path in _all(home)}


def _all(home: Path) -> Iterable[Path]:
    return home, *sorted(home.rglob("*"))


def _look(path: Path) -> tuple[object, ...]:
    info = path.lstat()
    content: object = ""
    if path.is_symlink():
        content = path.readlink()
    elif path.is_file():
        content = path.read_bytes()
    attributes = [
        (name, os.getxattr(path, name, follow_symlinks=False))
        for name in os.listxattr(path, follow_symlinks=False)
    ]
    return info.st_mode, info.st_uid, info.st_gid, info.st_mtime_ns, content, attributes
