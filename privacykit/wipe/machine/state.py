"""Whether an account's home may be used: one small file, written before every deed it speaks of."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from privacykit.i18n import _
from privacykit.wipe.machine.system import System

Condition = Literal["clean", "in use", "ending", "not clean", "thawed"]
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NAME, _SPARE, _LARGEST = "state", "state.spare", 1 << 16
_NEW = os.O_CREAT | os.O_TRUNC
_BOOT_ID = "/proc/sys/kernel/random/boot_id"


class State(msgspec.Struct, frozen=True):
    """What is known of an account; whatever is not said to be clean is not clean."""

    condition: Condition
    since: str = ""
    """ISO 8601, UTC."""
    boot_id: str = ""
    """The start of the computer in which the home was last known to be clean, or used."""
    sessions: int = 0
    """How many have begun since the freeze."""
    message: str = ""
    """The sentence for staff, where the last session could not be ended."""
    left: int = 0
    """How many things the end of the last session could not remove."""
    way: str = ""
    frozen_at: str = ""
    verified_at: str = ""
    """When the home was last found to be clean."""


def read(folder: Path) -> State:
    """Return the state of an account's record; one that is missing or damaged is not clean."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(load(folder, _NAME), type=State)
    return State("not clean", message=damaged())


def damaged() -> str:
    return _("The record of this account is damaged.")


def write(folder: Path, state: State) -> None:
    """Put the state in place of the old one, whole and on the disk, or leave the old one."""
    save(folder, _NAME, msgspec.json.encode(state))
    if state.condition == "clean" and not (folder / _SPARE).exists():
        with suppress(OSError):
            _fill(folder / _SPARE, bytes(_LARGEST), _NEW)


def load(folder: Path, name: str) -> bytes:
    """Return a file that `save` wrote, from its start. Raises OSError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(folder / name, flags), "rb") as file:
        return file.read(_LARGEST)


def save(folder: Path, name: str, content: bytes) -> None:
    """Put a file into a folder of root's own, so that a cut leaves the old or the new one.

    On a disk that a patron filled, the blocks of a spare file are used. Raises OSError.
    """
    new = folder / f"{name}.new"
    try:
        _fill(new, content, _NEW)
    except OSError as error:
        if error.errno not in FULL or not (folder / _SPARE).exists():
            raise
        new = folder / _SPARE
        _fill(new, content, 0)
    new.replace(folder / name)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fill(path: Path, content: bytes, flags: int) -> None:
    flags |= os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def boot_id(system: System) -> str:
    """Return what tells this start of the computer from every other; empty if nothing does."""
    with suppress(OSError):
        return system.at(_BOOT_ID).read_text("ascii").strip()
    return ""
