"""Files of an account that are attached as drives, which could be read after the files went.

Desktops let anyone attach the image of a disk; nothing but the kernel holds it from then on.
"""

import fcntl
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from privacykit.wipe import linux
from privacykit.wipe.finding import Owner
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import TEMPORARY

_BLOCK, _DEVICES = Path("/sys/block"), Path("/dev")
_CLEAR = 0x4C01
"""LOOP_CLR_FD, linux/loop.h; what is in use goes when it is taken off."""
_FILE = "loop/backing_file"
_PATIENCE, _PAUSE = 1.0, 0.01
"""Seconds; others open each new drive for a moment, to see what it is."""


def let_go(system: System, places: Collection[Path], owns: Owner) -> bool:
    """Detach files below the places, and the account's in folders it shares; tell whether any."""
    shared = [system.at(folder) for folder in TEMPORARY]
    found = [name for name, path in _attached() if _is_of(path, places, shared, owns)]
    for name in found:
        with suppress(OSError), linux.opened(os.open(_DEVICES / name, os.O_RDONLY)) as drive:
            fcntl.ioctl(drive, _CLEAR)
    latest = time.monotonic() + _PATIENCE
    while any(map(_is_attached, found)) and time.monotonic() < latest:
        time.sleep(_PAUSE)
    return bool(found)


def _is_attached(name: str) -> bool:
    return (_BLOCK / name / _FILE).exists()


def _attached() -> Iterator[tuple[str, Path]]:
    for loop in _BLOCK.glob(f"loop*/{_FILE}"):
        with suppress(OSError):  # detached meanwhile
            path = loop.read_bytes().removesuffix(b"\n")
            yield loop.parents[1].name, Path(os.fsdecode(path))


def _is_of(path: Path, places: Collection[Path], shared: Collection[Path], owns: Owner) -> bool:
    if any(map(path.is_relative_to, places)):
        return True
    with suppress(OSError):
        return any(map(path.is_relative_to, shared)) and owns(path.lstat().st_uid)
    return False
