"""Other drives: the account's trash on them goes; one that was left in is taken off and named."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from privacykit.errors import BusyError, UnsafeHomeError
from privacykit.i18n import _n
from privacykit.wipe.machine import mounts
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.tree import Tree

_PLUGGED_IN = ("/media/{name}", "/run/media/{name}")
_DISKS = frozenset(
    {"ext2", "ext3", "ext4", "btrfs", "xfs", "f2fs", "vfat", "exfat", "ntfs3", "fuseblk", "tmpfs"}
)
"""File systems that answer at once; a network's may never do."""


def _all(system: System) -> Iterator[Path]:
    """Yield where file systems with a trash of their own are attached."""
    for one in mounts.table():
        path = Path(os.fsdecode(one.path))
        if one.kind in _DISKS and path.is_relative_to(system.root):
            yield path


def _plugged_in(system: System, account: Account) -> list[Path]:
    return [system.at(path.format(name=account.name)) for path in _PLUGGED_IN]


@dataclass(frozen=True, slots=True)
class Trash:
    """The account's waste baskets at the top of other file systems (freedesktop.org)."""

    system: System
    account: Account

    def is_there(self) -> bool:
        return True

    def count(self) -> int:
        return len(self._found())

    def clear(self) -> str:
        why: list[str] = []
        for top, path in self._found():
            with suppress(FileNotFoundError), Tree(top, owner=self.account.uid) as tree:
                why += (problem.words for problem in tree.remove(path).problems)
        return why[0] if why else ""

    def _found(self) -> list[tuple[Path, bytes]]:
        """Return folder and name; a patron's own drives are not looked into."""
        uid = self.account.uid
        theirs = _plugged_in(self.system, self.account)
        found = []
        for top in dict.fromkeys(_all(self.system)):
            if any(top.is_relative_to(folder) for folder in theirs):
                continue
            for folder, name in ((top, b".Trash-%d" % uid), (top / ".Trash", b"%d" % uid)):
                with suppress(OSError, UnsafeHomeError), Tree(folder, owner=uid) as tree:
                    found += [(folder, one) for one in tree.find(name)]
        return found


@dataclass(frozen=True, slots=True)
class LeftIn:
    """Drives that a patron forgot: theirs, so never wiped."""

    system: System
    account: Account

    def is_there(self) -> bool:
        return True

    def count(self) -> int:
        return len(mounts.below(_plugged_in(self.system, self.account)))

    def clear(self) -> str:
        with suppress(BusyError):
            count = len(mounts.detach(_plugged_in(self.system, self.account)))
            return _n(
                "{count} drive was left in. It was detached and not changed; take it to the desk.",
                "{count} drives were left in. They were detached and not changed; take them to "
                "the desk.",
                count,
            ).format(count=count)
        return ""
