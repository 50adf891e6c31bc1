"""A home that is a btrfs subvolume: exchanged for a new snapshot of its frozen state."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.machine import mounts, subvolumes
from privacykit.wipe.machine.quarantine import WHOLE, Quarantine
from privacykit.wipe.machine.ways import Frozen, Name
from privacykit.wipe.progress import Cancelled, Progress

_GOLDEN, _NEXT = "golden", "next"


class Btrfs:
    name: Name = "btrfs"

    def offered(self, home: Path, vault: Path) -> str:
        if not shutil.which("btrfs", path="/usr/sbin:/usr/bin:/sbin:/bin"):
            return _("The program btrfs is not installed: apt install btrfs-progs.")
        with linux.opened(linux.open_folder(home)) as folder:
            if not subvolumes.is_subvolume(folder):
                return _("The home is not a subvolume of btrfs.")
        if mounts.is_mounted(home):
            return _("The home is attached as a drive of its own, so it cannot be exchanged.")
        return ""

    def freeze(self, frozen: Frozen) -> None:
        self.forget(frozen)
        subvolumes.snapshot(frozen.account.home, frozen.vault / _GOLDEN, read_only=True)

    def forget(self, frozen: Frozen) -> None:
        for name in (_NEXT, _GOLDEN):
            if (frozen.vault / name).exists():
                subvolumes.drop(frozen.vault / name)

    def begin(self, frozen: Frozen) -> None: ...

    def bring_back(
        self,
        frozen: Frozen,
        quarantine: Quarantine,
        *,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        home, vault = frozen.account.home, frozen.vault
        if not (vault / _GOLDEN).exists():
            return
        with linux.opened(linux.open_folder(vault)) as own:
            with suppress(FileNotFoundError):
                quarantine.take(own, _NEXT.encode(), WHOLE)
            subvolumes.snapshot(vault / _GOLDEN, vault / _NEXT)
            with linux.opened(linux.open_folder(home.parent)) as above:
                linux.exchange(above, os.fsencode(home.name), own, _NEXT.encode())
            quarantine.take(own, _NEXT.encode(), WHOLE)

    def make_room(self, frozen: Frozen) -> None: ...
