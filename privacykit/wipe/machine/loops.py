"""Files of an account that are attached as drives, which could be read after the files went.

Desktops let anyone attach the image of a disk; nothing but the kernel holds it from then on.
"""

import fcntl
import os
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
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
    is_theirs = partial(_is_of, places, shared, owns)
    found = [loop.name for loop in _BLOCK.glob("loop*") if is_theirs(loop.name)]
    for name in found:
        _detach(name, is_theirs)
    latest = time.monotonic() + _PATIENCE
    while any(map(is_theirs, found)) and time.monotonic() < latest:
        time.sleep(_PAUSE)
    return bool(found)


def _detach(name: str, is_theirs: Callable[[str], bool]) -> None:
    """Detach it unless it is another's by now; what is held open cannot change hands."""
    with suppress(OSError), linux.opened(os.open(_DEVICES / name, os.O_RDONLY)) as drive:
        if is_theirs(name):
            fcntl.ioctl(drive, _CLEAR)


def _is_of(places: Collection[Path], shared: Collection[Path], owns: Owner, name: str) -> bool:
    with suppress(OSError):  # not attached
        file = Path(os.fsdecode((_BLOCK / name / _FILE).read_bytes().removesuffix(b"\n")))
        return any(map(file.is_relative_to, places)) or (
            any(map(file.is_relative_to, shared)) and owns(file.lstat().st_uid)
        )
    return False
