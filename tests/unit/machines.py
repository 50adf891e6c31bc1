"""A made-up computer below a folder, with one patron, and mounts that only one thread sees."""

import ctypes
import functools
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec

import psutil
import pytest

from privacykit.wipe import policy as policies
from privacykit.wipe.machine import mounts
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import State
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import World
from privacykit.wipe.policy import Policy
from privacykit.wipe.report import Report
from tests.real import disks

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


def btrfs(*words: str | Path) -> None:
    subprocess.run(["btrfs", "-q", "subvolume", *words], check=True)


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


@dataclass(frozen=True)
class Patron:
    """A patron's home on a computer of its own, to be frozen in one of the ways."""

    system: System
    way: str

    @property
    def home(self) -> Path:
        return self.system.at(f"/home/{NAME}")

    @property
    def vault(self) -> Path:
        beside = self.home.parent / ".privacykit" / NAME
        return beside if beside.exists() else self.system.record(NAME)

    @property
    def state(self) -> State:
        return states.read(self.system.record(NAME))

    @property
    def policy(self) -> Policy:
        return policies.load(self.system.policy_file, {0})

    def freeze(self) -> None:
        from privacykit.wipe.machine import sessions

        sessions.freeze(self.system, NAME, self.policy, world=HERE)

    def begin(self) -> None:
        from privacykit.wipe.machine import sessions

        sessions.begin(self.system, NAME, world=HERE)

    def end(self, **options: object) -> Report:
        from privacykit.wipe.machine import sessions

        return sessions.end(self.system, NAME, HERE, **options)  # type: ignore[arg-type]

    def sign_out(self) -> None:
        """Take off the session's layer, as one that looks at the home itself must."""
        mounts.detach([self.home], keep=[self.home])

    def may_sign_in(self) -> bool:
        from privacykit.wipe.machine import sessions

        return not sessions.gate(self.system, NAME)


def patron(folder: Path, way: str = "in-place") -> Patron:
    """Lay a computer whose patron has a home that offers the way; in mounts of its own."""
    system = computer(folder / "root")
    if way == "btrfs":
        disks.make("btrfs", folder / "image", 192)
        disks.attach(folder / "image", system.at("/home"))
        btrfs("create", system.at(f"/home/{NAME}"))
    write_policy(system, f'[baseline]\nway = "{way}"\n')
    lay_home(system.at(f"/home/{NAME}"))
    return Patron(system, way)
