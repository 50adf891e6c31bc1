"""Giving a baseline up: the copy and all that waits beside it go, the home stays as it is."""

import os
from pathlib import Path

from privacykit.errors import BaselineError, BusyError, UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe.baseline.manifest import Manifest
from privacykit.wipe.machine import mounts, shown, ways
from privacykit.wipe.machine.quarantine import Quarantine
from privacykit.wipe.machine.records import HERE, Record, in_words
from privacykit.wipe.machine.system import System
from privacykit.wipe.machine.ways import Frozen
from privacykit.wipe.places import Account, World
from privacykit.wipe.tree import Removal, Tree


def forget(system: System, name: str, *, world: World = HERE) -> None:
    """Drop the baseline of a signed-out account; its home stays as it is.

    One that can never bring the home back is dropped whatever the state is: a damaged one, or
    that of an account which has another number or home by now, or is gone.
    Raises BaselineError, BusyError, RightsError, AgainError.
    """
    record = Record(system, name)
    record.need_frozen()
    with record.held(), in_words():
        frozen = _to_forget(record)
        record.write("thawed", world.now())
        _drop_beside(frozen)
        _remove(record.folder / "baseline")  # first: without it, the rest keeps nobody out
        for folder in dict.fromkeys((frozen.vault, record.folder)):
            _remove(folder)
    shown.tell(system)


def still_open(name: str) -> BusyError:
    words = _("A session of {name} is open, or was not cleaned up. End it first.")
    return BusyError(words.format(name=name))


def _to_forget(record: Record) -> Frozen:
    try:
        manifest = record.manifest()
    except BaselineError:
        account = record.system.account(record.name)
        return Frozen(account, record.vault(account))
    if record.state.condition not in {"clean", "thawed"} and _can_come_back(record, manifest):
        raise still_open(record.name)
    header = manifest.header
    account = Account(header.account, header.uid, header.gid, Path(header.home))
    return Frozen(account, Path(header.vault))


def _can_come_back(record: Record, manifest: Manifest) -> bool:
    try:
        record.frozen(manifest)
        record.known()
    except (BaselineError, UnsafeHomeError):
        return False
    return True


def _drop_beside(frozen: Frozen) -> None:
    """Drop what takes more than removing files: a session's layer, snapshots, what is locked."""
    home = frozen.account.home
    if mounts.layers(home):
        mounts.detach([home], keep=[home])
    if frozen.vault.exists():
        for way in ways.all_ways():
            way.forget(frozen)
        _need_all(Quarantine(frozen.vault, home).empty())


def _remove(path: Path) -> None:
    if path.parent.exists():
        with Tree(path.parent) as tree:
            _need_all(tree.remove(os.fsencode(path.name)))


def _need_all(removal: Removal) -> None:
    """Raise OSError if anything stays: it may be a patron's."""
    if removal.problems:
        number = removal.problems[0].errno
        raise OSError(number, os.strerror(number))
