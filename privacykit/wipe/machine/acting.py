"""A child process with the rights of an account, for what the kernel grants only the account."""

import os
import select
import signal
from collections.abc import Callable

from privacykit.wipe import pair
from privacykit.wipe.machine import commands
from privacykit.wipe.places import Account


def as_account(account: Account, deed: Callable[[], int]) -> int | None:
    """Return the number, 0 to 99, that a deed answers; None if it fails or hangs."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        pair.run_child(lambda: become(account, deed), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answered, _, _ = select.select([pipe], [], [], commands.SECONDS)
        if not answered:
            os.kill(child, signal.SIGKILL)
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer[0] if answer else None


def become(account: Account, deed: Callable[[], int]) -> int:
    """Give up the rights of root for good, and do the deed."""
    os.environ.clear()
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)
    return min(deed(), 99)
