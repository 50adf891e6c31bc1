"""Subvolumes of btrfs: found and unlocked by descriptor, made and dropped by btrfs-progs."""

import fcntl
import subprocess
from contextlib import suppress
from pathlib import Path

from privacykit.errors import AgainError
from privacykit.i18n import _
from privacykit.wipe import linux

_GET_FLAGS, _SET_FLAGS = 0x80089419, 0x4008941A
"""BTRFS_IOC_SUBVOL_GETFLAGS and SETFLAGS, linux/btrfs.h."""
_READ_ONLY = 2
_SECONDS = 60


def is_subvolume(folder: int) -> bool:
    """Tell whether an open folder is the top of a subvolume."""
    return _flags(folder) is not None


def make_writable(folder: int) -> bool:
    """Unlock an open folder, if it is the top of a read-only subvolume; tell whether it was."""
    flags = _flags(folder)
    if flags is None or not flags & _READ_ONLY:
        return False
    fcntl.ioctl(folder, _SET_FLAGS, (flags & ~_READ_ONLY).to_bytes(8, "little"))
    return True


def _flags(folder: int) -> int | None:
    with suppress(OSError):
        return int.from_bytes(fcntl.ioctl(folder, _GET_FLAGS, bytes(8)), "little")
    return None


def snapshot(source: Path, target: Path, *, read_only: bool = False) -> None:
    """Make `target`, which must not be there yet. Raises AgainError."""
    _run("snapshot", *(["-r"] if read_only else []), str(source), str(target))


def drop(subvolume: Path) -> None:
    """Delete one in a folder of root's own. Raises AgainError, as for one with others inside."""
    _run("delete", str(subvolume))


def drop_in(folder: Path) -> None:
    """Delete the subvolumes right in a folder of root's own, as far as they hold no others."""
    for path in folder.iterdir():
        with suppress(OSError, AgainError), linux.opened(linux.open_folder(path)) as found:
            if is_subvolume(found):
                drop(path)


def settle(folder: Path) -> None:
    """Wait until the room of what was deleted is free again; elsewhere than on btrfs it is."""
    with suppress(AgainError):
        _run("sync", str(folder))


def _run(*words: str) -> None:
    command = ["btrfs", "subvolume", *words]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
    try:
        subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        sentence = _("btrfs says: {reason}").format(reason=ascii(said.strip()))
        raise AgainError(sentence) from error
