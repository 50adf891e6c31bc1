"""What an account leaves outside its home: looked for, removed, and looked for again."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

import msgspec

from privacykit.errors import CancelledError, PrivacykitError
from privacykit.i18n import _
from privacykit.wipe.machine import drives, ipc, keyrings, network, printing, spots
from privacykit.wipe.machine.spots import Spot, Spots
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Machine
from privacykit.wipe.problems import problem
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import Place


class Known(msgspec.Struct, frozen=True):
    """What the computer had when the account was frozen, which is no session's."""

    connections: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


class Thing(Protocol):
    """One kind of leftover of one account."""

    def is_there(self) -> bool:
        """Tell whether this computer has such a thing at all."""

    def count(self) -> int: ...

    def clear(self) -> str:
        """Remove what `count` counts; return why something had to stay, else nothing."""


class Kind(NamedTuple):
    id: str
    title: Callable[[], str]
    make: Callable[[System, Account, Known], Thing]
    choice: str = ""
    """The field of the policy that can leave it; empty: it always goes."""


def remember(system: System, account: Account) -> Known:
    """Return what the computer has now that must not be taken for a session's later."""
    del account
    return Known(network.connections(system), network.devices(system))


def look(
    system: System, account: Account, policy: Machine, known: Known, *, cancelled: Cancelled = never
) -> tuple[Place, ...]:
    """Return what is there, and change nothing."""
    return tuple(_each(system, account, policy, known, cancelled, clear=False))


def clear(
    system: System,
    account: Account,
    policy: Machine,
    known: Known,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Place, ...]:
    """Remove it and look again: the state of each place is what the last look says."""
    progress(_("Clearing what is outside the home"), 0, 0)
    return tuple(_each(system, account, policy, known, cancelled, clear=True))


def joined(before: tuple[Place, ...], after: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return what two clearings did: all that went, and the state that the later one left."""
    earlier = {place.id: place for place in before}
    return tuple(_joined(earlier.get(place.id, place), place) for place in after)


def _joined(before: Place, after: Place) -> Place:
    if before is after:
        return after
    removed = before.removed + after.removed
    return msgspec.structs.replace(after, removed=removed, why=after.why or before.why)


def _each(
    system: System,
    account: Account,
    policy: Machine,
    known: Known,
    cancelled: Cancelled,
    *,
    clear: bool,
) -> Iterator[Place]:
    for kind in KINDS:
        if cancelled():
            raise CancelledError
        if kind.choice and not getattr(policy, kind.choice):
            yield Place(kind.id, kind.title(), "skipped")
        else:
            yield _told(kind, kind.make(system, account, known), clear=clear)


def _told(kind: Kind, thing: Thing, *, clear: bool) -> Place:
    """Return a place that cannot be looked into as one where something is left."""
    try:
        return _place(kind, thing, clear=clear)
    except CancelledError:
        raise
    except PrivacykitError as error:
        why = str(error)
    except OSError as error:
        why = problem(b"", error.errno or 0).words
    return Place(kind.id, kind.title(), "residue", 0, 1, why)


def _place(kind: Kind, thing: Thing, *, clear: bool) -> Place:
    if not thing.is_there():
        return Place(kind.id, kind.title(), "absent")
    before = left = thing.count()
    why = ""
    if clear and before:
        why = thing.clear()
        left = thing.count()
    if left:
        return Place(kind.id, kind.title(), "residue", before - left, left, why)
    return Place(kind.id, kind.title(), "clean", before, 0, why)


def _spots(*where: Spot) -> Callable[[System, Account, Known], Thing]:
    return lambda system, account, _known: Spots(system, account, where)


KINDS: tuple[Kind, ...] = (
    Kind("temporary", lambda: _("Temporary files"), _spots(*spots.TEMPORARY)),
    Kind("runtime", lambda: _("Files of the running session"), _spots(*spots.RUNTIME)),
    Kind("shared-memory", lambda: _("Shared memory"), lambda s, a, _k: ipc.Shared(s, a)),
    Kind("keyrings", lambda: _("Keys in memory"), lambda s, a, _k: keyrings.Keyrings(s, a)),
    Kind("trash", lambda: _("Trash on other drives"), lambda s, a, _k: drives.Trash(s, a)),
    Kind("drives", lambda: _("Drives left in"), lambda s, a, _k: drives.LeftIn(s, a)),
    Kind("printing", lambda: _("Print jobs"), lambda s, a, _k: printing.Printing(s, a), "printing"),
    Kind("jobs", lambda: _("Commands planned for later"), _spots(*spots.JOBS), "jobs"),
    Kind("crashes", lambda: _("Dumps of crashed programs"), _spots(*spots.CRASHES), "crashes"),
    Kind("mail", lambda: _("Local mail"), _spots(*spots.MAIL), "mail"),
    Kind(
        "connections",
        lambda: _("Networks that were added"),
        lambda s, _a, known: network.added_connections(s, known.connections),
        "network",
    ),
    Kind(
        "bluetooth",
        lambda: _("Bluetooth devices that were added"),
        lambda s, _a, known: network.added_devices(s, known.devices),
        "network",
    ),
    Kind("journal", lambda: _("The account's own journal"), _spots(*spots.JOURNAL), "journal"),
)
