"""Whether an account's home may be used: one small file, written before every deed it speaks of."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from privacykit.i18n import _
from privacykit.wipe.machine.system import System

Condition = Literal["clean", "in use", "ending", "not clean", "thawed"]
_NAME, _LARGEST = "state", 1 << 16
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


def read(folder: Path) -> State:
    """Return the state of an account's record; one that is missing or damaged is not clean."""
    with suppress(OSError, msgspec.MsgspecError):
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(folder / _NAME, flags), "rb") as file:
            return msgspec.json.decode(file.read(_LARGEST), type=State)
    return State("not clean", message=_("The record of this account is damaged."))


def write(folder: Path, state: State) -> None:
    """Put the state in place of the old one, whole and on the disk, or leave the old one."""
    save(folder, _NAME, msgspec.json.encode(state))


def save(folder: Path, name: str, content: bytes) -> None:
    """Put a file into a folder of root's own, so that a cut leaves the old or the new one."""
    new = folder / f"{name}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(new, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / name)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def boot_id(system: System) -> str:
    """Return what tells this start of the computer from every other; empty if nothing does."""
    with suppress(OSError):
        return system.at(_BOOT_ID).read_text("ascii").strip()
    return ""
