"""What an account leaves outside its home: looked for, removed, and looked for again."""

import msgspec

from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Machine
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import Place


class Known(msgspec.Struct, frozen=True):
    """What the computer had when the account was frozen."""

    connections: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


def remember(system: System, account: Account) -> Known:
    return Known()


def clear(
    system: System,
    account: Account,
    policy: Machine,
    known: Known,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Place, ...]:
    return ()
