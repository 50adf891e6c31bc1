"""Leftovers that are files: in folders that accounts share, or under the account's name."""

import glob
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from privacykit.errors import UnsafeHomeError
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
    """Only what belongs to the account."""
    exactly: str = ""
    """A regular expression that the name must match too."""


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

    def _found(self) -> Iterator[tuple[Path, int | None, bytes]]:
        for spot, folder in self._folders():
            owner = self.account.uid if spot.own else None
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

    def _filled(self, text: str, quoted: Callable[[str], str]) -> str:
        name, uid = quoted(self.account.name), str(self.account.uid)
        return text.replace("{name}", name).replace("{uid}", uid)


TEMPORARY = tuple(map(Spot, ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock")))  # noqa: S108
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
