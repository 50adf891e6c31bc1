"""The one folder of a proof that lies on a disk: made beside the homes, and removed for certain.

It holds a marker that only root can have written and that is locked for as long as the proof
runs, so that the next run can tell a folder that was left behind from one in use, and from
anything else.
"""

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.machine import subvolumes
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.tree import Tree

MARKER, HOMES = "marker", "homes"
CONTENT = b"privacykit prove: a throwaway account. Safe to remove when no proof is running.\n"
_NAME = re.compile(r"\.privacykit-prove-[0-9a-f]{16}")


@contextmanager
def made(beside: Path, *, progress: Progress = silent) -> Iterator[Path]:
    """Make the folder beside the homes; yield the one in it that takes the place of /home.

    Folders that an earlier proof left are removed first, this one at the end. Raises ProofError
    if `beside` is not root's own, or if something cannot be removed.
    """
    _check(beside)
    clear(beside, progress=progress)
    folder = beside / f".privacykit-prove-{secrets.token_hex(8)}"
    folder.mkdir(mode=stat.S_IRWXU)
    marker = os.open(folder / MARKER, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(marker, fcntl.LOCK_EX)
        os.write(marker, CONTENT)
        (folder / HOMES).mkdir()
        (folder / HOMES).chmod(0o755)
        yield folder / HOMES
    finally:
        os.close(marker)
        _remove(folder, progress, never)


def clear(
    beside: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> tuple[Path, ...]:
    """Remove what proofs that were killed have left; return which folders those were."""
    left = tuple(folder for folder in sorted(beside.iterdir()) if _is_left(folder))
    for folder in left:
        _remove(folder, progress, cancelled)
    return left


def _check(beside: Path) -> None:
    info = beside.lstat()
    shared = info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.geteuid() or shared:
        words = _("{folder} is not root's own folder, so no account can be tried in it.")
        raise ProofError(words.format(folder=beside))


def _is_left(folder: Path) -> bool:
    """Tell whether a folder is one of a proof that runs no more: name, owner, mode, marker."""
    if not _NAME.fullmatch(folder.name):
        return False
    info = folder.lstat()
    own = info.st_uid == os.geteuid() and stat.S_ISDIR(info.st_mode)
    return own and stat.S_IMODE(info.st_mode) == stat.S_IRWXU and _is_unlocked(folder / MARKER)


def _is_unlocked(marker: Path) -> bool:
    with suppress(OSError):
        file = os.open(marker, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            info = os.fstat(file)
            if info.st_uid != os.geteuid() or os.read(file, len(CONTENT) + 1) != CONTENT:
                return False
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(file)
        return True
    return False


def _remove(folder: Path, progress: Progress, cancelled: Cancelled) -> None:
    for golden in (folder / HOMES / ".privacykit").glob("*/golden"):
        with suppress(OSError), linux.opened(linux.open_folder(golden)) as found:
            subvolumes.make_writable(found)
    name = os.fsencode(folder.name)
    with Tree(folder.parent) as tree:  # the marker goes last, so that the next run can go on
        for path in (name + b"/" + HOMES.encode(), name):
            problems = tree.remove(path, progress=progress, cancelled=cancelled).problems
            if problems:
                words = _("{folder} could not be removed. {reason}")
                raise ProofError(words.format(folder=folder, reason=problems[0].words))
