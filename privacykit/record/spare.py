"""Room on the disk kept back for the record: a patron may have filled all the rest."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from privacykit.wipe.machine import public
from privacykit.wipe.machine.state import FULL

NAME, SIZE = "record.spare", 1 << 16
_OPEN = os.O_WRONLY | os.O_CREAT | public.OPEN


def with_room(folder: Path, deed: Callable[[], None]) -> None:
    """Do it; on a full disk once more, after giving up the room. Raises what the deed raises."""
    try:
        deed()
    except OSError as error:
        if error.errno not in FULL:
            raise
        with suppress(OSError):
            os.truncate(folder / NAME, 0)
        deed()


def keep(folder: Path) -> None:
    """Take the room back, if there is any."""
    with suppress(OSError), os.fdopen(os.open(folder / NAME, _OPEN, 0o600), "wb") as file:
        missing = SIZE - os.fstat(file.fileno()).st_size
        if missing > 0:
            file.seek(0, os.SEEK_END)
            file.write(bytes(missing))
