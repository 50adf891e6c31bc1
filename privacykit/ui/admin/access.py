"""What the pages for staff may reach: this computer, or a made-up one for the tour and tests."""

from collections.abc import Sequence
from pathlib import Path

from privacykit import paths
from privacykit.i18n import _
from privacykit.settings import Settings
from privacykit.staff import rights, whose
from privacykit.staff.checking import OwnCheck
from privacykit.staff.keeping import OwnerFile
from privacykit.staff.lock import Lock
from privacykit.staff.passphrase import Cost
from privacykit.staff.rights import Answer
from privacykit.ui.world import Admin
from privacykit.wipe.machine.system import System
from privacykit.wipe.progress import Cancelled, Progress, never, silent

_QUICK = Cost(n=2)
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of made-up computers only


def of_this_computer(chosen: Settings) -> Admin:
    system = System()
    folder = Path(chosen.lock_folder) if chosen.lock_folder else paths.state()
    return Admin(
        lock=Lock(lambda: whose.chosen(system, folder), chosen.staff_idle_minutes * 60),
        rights=rights.ask,
        system=system,
        public=system.at(paths.public()),
        audit_folder=paths.state() / "audit",
        policy_file=system.policy_file,
    )


def made_up(folder: Path, *, opened: bool = True) -> Admin:
    """Return the same for a computer that is a folder; nothing there ever runs as root.

    Opened with a passphrase of its own, or without one yet.
    """
    system = System(folder / "computer")
    own = OwnCheck(OwnerFile(folder / "staff"), cost=_QUICK)
    lock = Lock(lambda: own)
    if opened:
        lock.set(PASSPHRASE)
    return Admin(
        lock=lock,
        rights=_nobody,
        system=system,
        public=system.at(paths.public()),
        audit_folder=folder / "staff" / "audit",
        policy_file=system.policy_file,
    )


def _nobody(
    args: Sequence[str],
    *,
    reason: str,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    typed: bytes = b"",
) -> Answer:
    return Answer(-1, None, _("This computer is made up, so nothing runs as root here."))
