"""The room from inside: what of the computer shows, what is covered, and the account in it.

Runs as root in new mount, process, network and IPC namespaces, and changes nothing outside:
the homes are one folder made for it; /run, /etc, /var and the temporary folders are written to
memory; all else can only be read, so that what is searched is all that can have been written.
There is no network but the room's own loopback.
"""

import fcntl
import os
import resource
import socket  # noqa: TID251 - only to wake the room's own loopback
import stat
import struct
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from privacykit import paths
from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe.machine import mounts
from privacykit.wipe.places import TEMPORARY
from privacykit.wipe.prove.patron import find_system

HOMES = Path("/home")
RUN = Path("/run")
STASH = RUN / "privacykit-proof"
RECORDS = Path("/var/lib/privacykit")
LAYERED = (Path("/etc"), Path("/var"))
"""Written to a layer in memory, which is then all that the session changed in them."""
SPOOLS = (Path("/var/spool/cups"), Path("/var/cache/cups"))
"""Covered, so that the room's print server has no real jobs to print."""
CUPS = Path("/etc/cups")
"""Covered too, but for these settings; the printers themselves stay outside."""
_SETTINGS = ("cupsd.conf", "cups-files.conf")
_OPEN = (RUN, Path("/proc"), Path("/sys"), Path("/dev"))
_MAY_REFUSE = ("fuse", "autofs")
"""What another account attached, and root may not enter either; and what is not there yet."""
_SOURCE = "privacykit-proof"
_SIOCSIFFLAGS, _IFF_UP_AND_RUNNING = 0x8914, 0x41


def _do(*command: str | Path) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise _impossible(done.stderr.strip())


def _impossible(reason: str) -> ProofError:
    return ProofError(_("The room for the proof cannot be made: {reason}").format(reason=reason))


def make(homes: Path, name: str, number: int, outside: str) -> None:
    """Make the room. `homes` takes the place of /home; the account is added to the room's list.

    `outside` names the mount namespace of the computer, in which none of this may be done.
    """
    if outside == namespace():
        raise _impossible("mnt")
    os.umask(0o022)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wake_loopback()
    memory(RUN, "755")
    STASH.mkdir(mode=0o700)
    needed = _needed()
    hidden = _set_aside([*needed, homes])
    _lock()
    for folder in LAYERED:
        _layer(folder)
    for folder in _closed(needed):
        if folder.is_dir():  # unless one above it was covered
            memory(folder, "755")
    mounts.detach(TEMPORARY)  # here only: the session's end takes off what lies above another
    for place in TEMPORARY:
        memory(place, "1777")
    _cover_records()
    _cover_printers()
    _put_back(hidden, homes)
    _prepare_run(number)
    _add_account(name, number)


def namespace() -> str:
    """Return the name of the mount namespace that this program is in."""
    return Path("/proc/self/ns/mnt").readlink().name


def wake_loopback() -> None:
    """Set the flags up and running, as `ip link set lo up` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        flags = struct.pack("16sH14x", b"lo", _IFF_UP_AND_RUNNING)
        fcntl.ioctl(line, _SIOCSIFFLAGS, flags)


def memory(folder: Path, mode: str) -> None:
    _do("mount", "-t", "tmpfs", "-o", f"mode={mode}", _SOURCE, folder)


def _needed() -> list[Path]:
    """Return the folders of this program and its Python, which the account must read too."""
    every = {Path(sys.base_prefix), Path(sys.prefix), paths.data_root().resolve()}
    return sorted(path for path in every if not path.is_relative_to("/usr"))


def _closed(needed: Iterable[Path]) -> list[Path]:
    """Return the folders on the way to a path that an ordinary account cannot enter."""
    above = {folder for path in needed for folder in path.parents}
    return sorted(folder for folder in above if not folder.stat().st_mode & 0o001)


def _set_aside(folders: Iterable[Path]) -> dict[Path, Path]:
    """Bind each folder to one of the stash, so that it can be shown where it will be covered."""
    aside = {}
    for number, folder in enumerate(folders):
        aside[folder] = STASH / "aside" / str(number)
        aside[folder].mkdir(parents=True)
        _do("mount", "--bind", folder, aside[folder])
    return aside


def _lock() -> None:
    """Let nothing be written to what is attached, but below /run, and to devices."""
    for one in mounts.table():
        path = Path(os.fsdecode(one.path))
        if any(path.is_relative_to(folder) for folder in _OPEN):
            continue
        with suppress(*([ProofError] if one.kind.startswith(_MAY_REFUSE) else ())):
            _do("mount", "-o", "remount,bind,ro", path)


def _layer(folder: Path) -> None:
    upper, work = layer(folder), STASH / "work" / folder.name
    for made in (upper, work):
        made.mkdir(parents=True)
    options = f"lowerdir={folder},upperdir={upper},workdir={work}"
    _do("mount", "-t", "overlay", "-o", options, _SOURCE, folder)


def layer(folder: Path) -> Path:
    """Return where everything lies that was written to a layered folder."""
    return STASH / "layers" / folder.name


def _cover_records() -> None:
    RECORDS.mkdir(parents=True, exist_ok=True)
    memory(RECORDS, "700")


def _put_back(aside: dict[Path, Path], homes: Path) -> None:
    """Put the homes over /home, and show what a cover hides of what the account must read."""
    here = HOMES.resolve()
    here.mkdir(exist_ok=True)
    _do("mount", "--move", aside.pop(homes), here)
    for folder, bound in aside.items():
        folder.mkdir(parents=True, exist_ok=True)
        _do("mount", "--move", bound, folder)
        _do("mount", "-o", "remount,bind,ro", folder)


def _cover_printers() -> None:
    found = {name: _bytes(CUPS / name) for name in _SETTINGS}
    for spool in (*SPOOLS, CUPS):
        if spool.is_dir():
            memory(spool, f"{stat.S_IMODE(spool.stat().st_mode):o}")
    for name, settings in found.items():
        if settings:
            (CUPS / name).write_bytes(settings)


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _prepare_run(number: int) -> None:
    own = RUN / "user" / str(number)
    own.mkdir(parents=True)
    own.chmod(0o700)
    os.chown(own, number, number)
    (RUN / "lock").mkdir()
    (RUN / "lock").chmod(0o1777)


def _add_account(name: str, number: int) -> None:
    homes = HOMES.resolve()
    home = ("--create-home", "--home-dir", str(homes / name), *_as_volume(homes))
    _do("useradd", *home, "--uid", str(number), "--user-group", "--shell", "/bin/bash", name)


def _as_volume(homes: Path) -> tuple[str, ...]:
    """Let the home be a volume of its own where this computer's homes can be."""
    kind = subprocess.run(
        ["stat", "--file-system", "--format=%T", str(homes)],
        capture_output=True,
        text=True,
        check=False,
    )
    is_btrfs = kind.stdout.strip() == "btrfs" and find_system("btrfs")
    return ("--btrfs-subvolume-home",) if is_btrfs else ()
