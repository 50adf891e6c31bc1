"""Files of an account that are attached as drives, which could be read after the files went.

Desktops let anyone attach the image of a disk; nothing but the kernel holds it from then on.
"""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from privacykit.wipe import linux
from privacykit.wipe.finding import Owner
from privacykit.wipe.places import TEMPORARY

_BLOCK, _DEVICES = Path("/sys/block"), Path("/dev")
_CLEAR = 0x4C01
"""LOOP_CLR_FD, linux/loop.h; what is in use goes when it is taken off."""


def let_go(places: Collection[Path], owns: Owner) -> bool:
    """Detach files below the places, and the account's in folders it shares; tell whether any."""
    found = [name for name, path in _attached() if _is_of(path, places, owns)]
    for name in found:
        with suppress(OSError), linux.opened(os.open(_DEVICES / name, os.O_RDONLY)) as drive:
            fcntl.ioctl(drive, _CLEAR)
    return bool(found)


def _attached() -> Iterator[tuple[str, Path]]:
    for loop in _BLOCK.glob("loop*/loop/backing_file"):
        with suppress(OSError):  # detached meanwhile
            path = loop.read_bytes().removesuffix(b"\n")
            yield loop.parents[1].name, Path(os.fsdecode(path))


def _is_of(path: Path, places: Collection[Path], owns: Owner) -> bool:
    if any(map(path.is_relative_to, places)):
        return True
    with suppress(OSError):
        return any(map(path.is_relative_to, TEMPORARY)) and owns(path.lstat().st_uid)
    return False
