"""Leftovers that are files: in folders that accounts share, or under the account's name."""

import glob
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from privacykit.errors import UnsafeHomeError
from privacykit.wipe import linux
from privacykit.wipe.finding import Owner
from privacykit.wipe.levels import entries
from privacykit.wipe.machine import people
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.tree import Tree


class Spot(NamedTuple):
    """Entries of one folder."""

    folder: str
    """Absolute; {uid} and {name} stand for the account's."""
    pattern: str = "*"
    """As `Tree.find` takes it; {uid} and {name} as above."""
    own: bool = True
    """Only what belongs to the account, or to a number that is lent to it."""
    exactly: str = ""
    """A regular expression that the name must match too."""
    shared: bool = False
    """Also right in others' folders there that are open to everybody, such as /tmp/.X11-unix."""


@dataclass
class Spots:
    """All entries of some spots; those of others are neither seen nor touched."""

    system: System
    account: Account
    spots: tuple[Spot, ...]

    def is_there(self) -> bool:
        return any(True for _spot, _folder in self._folders())

    def count(self) -> int:
        return len({(folder, path) for folder, _owner, path in self._found()})

    def clear(self) -> str:
        why: list[str] = []
        for folder, owner, path in [*self._found()]:
            with suppress(FileNotFoundError), Tree(folder, owner=owner) as tree:
                why += (problem.words for problem in tree.remove(path).problems)
        return why[0] if why else ""

    @cached_property
    def _owns(self) -> Owner:
        return people.person(self.system, self.account).owns

    def _found(self) -> Iterator[tuple[Path, Owner | None, bytes]]:
        for spot, folder in self._folders():
            owner = self._owns if spot.own else None
            pattern = os.fsencode(self._filled(spot.pattern, glob.escape))
            exactly = re.compile(os.fsencode(self._filled(spot.exactly, re.escape)), re.DOTALL)
            with suppress(FileNotFoundError), Tree(folder, owner=owner) as tree:
                for path in tree.find(pattern):
                    if not spot.exactly or exactly.fullmatch(path):
                        yield folder, owner, path
                for problem in tree.problems:
                    raise UnsafeHomeError(problem.words)

    def _folders(self) -> Iterator[tuple[Spot, Path]]:
        for spot in self.spots:
            folder = self.system.at(self._filled(spot.folder, str))
            with suppress(FileNotFoundError, NotADirectoryError):
                if stat.S_ISDIR(folder.lstat().st_mode):
                    yield spot, folder
                    yield from ((spot, one) for one in self._shared(spot, folder))

    def _shared(self, spot: Spot, folder: Path) -> Iterator[Path]:
        if not spot.shared:
            return
        with linux.opened(linux.open_folder(folder)) as handle, closing(entries(handle)) as found:
            for name, is_folder in found:
                if is_folder and _is_open_to_all(handle, name, self._owns):
                    yield folder / os.fsdecode(name)

    def _filled(self, text: str, quoted: Callable[[str], str]) -> str:
        name, uid = quoted(self.account.name), str(self.account.uid)
        return text.replace("{name}", name).replace("{uid}", uid)


def _is_open_to_all(above: int, name: bytes, owns: Owner) -> bool:
    """Tell whether a folder of somebody else, and no other drive, takes everybody's files."""
    with suppress(OSError):
        info = linux.look(above, name)
        if not owns(info.st_uid) and info.st_mode & stat.S_IWOTH:
            os.close(linux.open_below(above, name))
            return True
    return False


_SHARED = "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/run/screen"  # noqa: S108
TEMPORARY = tuple(Spot(folder, shared=True) for folder in _SHARED)
RUNTIME = (Spot("/run/user/{uid}", own=False),)
JOBS = (
    Spot("/var/spool/cron/crontabs", "{name}"),
    Spot("/var/spool/cron", "{name}"),
    Spot("/var/spool/cron/atjobs"),
    Spot("/var/spool/cron/atspool"),
    Spot("/var/spool/at"),
    Spot("/var/lib/systemd/linger", "{name}", own=False),
)
MAIL = (
    Spot("/var/mail", "{name}", own=False),
    Spot("/var/mail"),
    Spot("/var/spool/mail", "{name}", own=False),
    Spot("/var/spool/mail"),
)
CRASHES = (
    Spot("/var/lib/systemd/coredump", "core.*", False, r"core\.[^.]*\.{uid}\.[0-9a-f]{32}\..*"),
    Spot("/var/crash"),
)
JOURNAL = (
    Spot("/var/log/journal", "*/user-{uid}.journal", False),
    Spot("/var/log/journal", "*/user-{uid}@*.journal", False),
)
