"""A home with a layer over it: the session writes to the layer, which is dropped at its end."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from privacykit.errors import BusyError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.machine import mounts
from privacykit.wipe.machine.quarantine import Quarantine
from privacykit.wipe.machine.ways import Frozen, Name
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.tree import Tree

_LAYER = "layer"
_UPPER, _WORK, _TRIAL = "upper", "work", "trial"
_SPECIAL = frozenset(":,\\")
"""What the options of a mount would take for a sign of their own."""
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8


class Overlay:
    name: Name = "overlay"

    def offered(self, home: Path, vault: Path) -> str:
        if _SPECIAL & {*str(home), *str(vault)}:
            return _("The name of the home holds a sign that an overlay does not allow.")
        layer = vault / _LAYER
        try:
            _fresh(home, layer)
            _attach(home, layer, layer / _TRIAL)
            linux.detach(os.fsencode(layer / _TRIAL))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            return _("The home takes no overlay: {reason}.").format(reason=reason)
        finally:
            _drop(vault)
        return ""

    def freeze(self, frozen: Frozen) -> None:
        _drop(frozen.vault)
        _fresh(frozen.account.home, frozen.vault / _LAYER)

    def forget(self, frozen: Frozen) -> None:
        _drop(frozen.vault)

    def begin(self, frozen: Frozen) -> None:
        home = frozen.account.home
        if not mounts.layers(home):
            _attach(home, frozen.vault / _LAYER, home)

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
        layer.mkdir(mode=0o700, exist_ok=True)
        with linux.opened(linux.open_folder(layer)) as folder:
            for name in (_UPPER, _WORK, _TRIAL):
                with suppress(FileNotFoundError):
                    quarantine.take(folder, name.encode(), b"")
        _fresh(home, layer)


def _attach(home: Path, layer: Path, target: Path) -> None:
    """Mount the layer. What is synced in it may be lost in a power cut: it is dropped anyway."""
    parts = (f"lowerdir={home}", f"upperdir={layer / _UPPER}", f"workdir={layer / _WORK}")
    options = ",".join((*parts, "redirect_dir=on", "volatile"))
    flags = _NOSUID | _NODEV | (os.statvfs(home).f_flag & _NOEXEC)
    source = mounts.LAYER.encode()
    linux.attach(b"overlay", source, os.fsencode(target), flags, os.fsencode(options))


def _fresh(home: Path, layer: Path) -> None:
    """Lay an empty layer whose top has the owner and the mode of the home's."""
    layer.mkdir(mode=0o700, exist_ok=True)
    for name in (_UPPER, _WORK, _TRIAL):
        (layer / name).mkdir(mode=0o700)
    with linux.opened(linux.open_folder(home)) as top:
        info = os.fstat(top)
        with linux.opened(linux.open_folder(layer / _UPPER)) as upper:
            for name in os.listxattr(top):
                os.setxattr(upper, name, os.getxattr(top, name))
            os.fchown(upper, info.st_uid, info.st_gid)
            os.fchmod(upper, stat.S_IMODE(info.st_mode))


def _drop(vault: Path) -> None:
    with Tree(vault) as tree:
        tree.remove(_LAYER.encode())
