"""A home with a layer over it: the session writes to the layer, which is dropped at its end."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from privacykit.errors import BusyError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.machine import mounts
from privacykit.wipe.machine.quarantine import WHOLE, Quarantine
from privacykit.wipe.machine.ways import Frozen, Name
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.tree import Tree

_LAYER, _TRIAL = "layer", "trial"
_UPPER, _WORK = "upper", "work"
_SPECIAL = frozenset(":,\\")
"""What the options of a mount would take for a sign of their own."""
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8


class Overlay:
    name: Name = "overlay"

    def offered(self, home: Path, vault: Path) -> str:
        if _SPECIAL & {*str(home), *str(vault)}:
            return _("The name of the home holds a sign that an overlay does not allow.")
        trial = vault / _TRIAL
        mounts.detach([trial])
        try:
            _drop(vault, _TRIAL)
            _fresh(home, trial)
            _attach(home, trial, trial)
            linux.detach(os.fsencode(trial))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            return _("The home takes no overlay: {reason}.").format(reason=reason)
        finally:
            _drop(vault, _TRIAL)
        return ""

    def freeze(self, frozen: Frozen) -> None:
        _drop(frozen.vault, _LAYER)
        _fresh(frozen.account.home, frozen.vault / _LAYER)

    def forget(self, frozen: Frozen) -> None:
        _drop(frozen.vault, _LAYER)

    def begin(self, frozen: Frozen) -> None:
        home, layer = frozen.account.home, frozen.vault / _LAYER
        if mounts.layers(home):
            return
        if not all((layer / name).is_dir() for name in (_UPPER, _WORK)):
            self.freeze(frozen)
        _attach(home, layer, home)

    def bring_back(
        self,
        frozen: Frozen,
        quarantine: Quarantine,
        *,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        home, layer = frozen.account.home, frozen.vault / _LAYER
        if mounts.layers(home):
            raise BusyError(_("The session's layer is still attached over the home."))
        vault = linux.opened(linux.open_folder(frozen.vault))
        with vault as folder, suppress(FileNotFoundError):
            quarantine.take(folder, _LAYER.encode(), WHOLE)
        _fresh(home, layer)

    def make_room(self, frozen: Frozen) -> None:
        _drop(frozen.vault, _LAYER)


def _attach(home: Path, layer: Path, target: Path) -> None:
    """Mount the layer. What is synced in it may be lost in a power cut: it is dropped anyway."""
    parts = (f"lowerdir={home}", f"upperdir={layer / _UPPER}", f"workdir={layer / _WORK}")
    options = ",".join((*parts, "redirect_dir=on", "volatile"))
    flags = _NOSUID | _NODEV | (os.statvfs(home).f_flag & _NOEXEC)
    source = mounts.LAYER.encode()
    linux.attach(b"overlay", source, os.fsencode(target), flags, os.fsencode(options))


def _fresh(home: Path, layer: Path) -> None:
    """Lay an empty layer whose top has the owner and the mode of the home's."""
    for folder in (layer, layer / _UPPER, layer / _WORK):
        folder.mkdir(mode=0o700)
    with linux.opened(linux.open_folder(home)) as top:
        info = os.fstat(top)
        with linux.opened(linux.open_folder(layer / _UPPER)) as upper:
            for name in os.listxattr(top):
                os.setxattr(upper, name, os.getxattr(top, name))
            os.fchown(upper, info.st_uid, info.st_gid)
            os.fchmod(upper, stat.S_IMODE(info.st_mode))


def _drop(vault: Path, name: str) -> None:
    with Tree(vault) as tree:
        tree.remove(name.encode())
