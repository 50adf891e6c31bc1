"""The account's keyrings in the kernel: passwords and tickets that outlive a session.

Only the account itself may open them, so a child process becomes that account to do it.
"""

import ctypes
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass

from privacykit.i18n import _
from privacykit.wipe import pair
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account

_KEYCTL = {"x86_64": 250, "aarch64": 219}
"""Number of the system call, asm/unistd.h."""
_GET_ID, _CLEAR, _READ, _GET_PERSISTENT = 0, 7, 11, 22
_PROCESS, _USER, _USER_SESSION = -2, -4, -5


@dataclass(frozen=True, slots=True)
class Keyrings:
    system: System
    account: Account

    def is_there(self) -> bool:
        keys = self.system.at("/proc/keys")
        return self.system.is_running and keys.exists() and platform.machine() in _KEYCTL

    def count(self) -> int:
        return self._as_account(held)

    def clear(self) -> str:
        return "" if self._as_account(emptied) == 0 else _("The kernel did not let go of a key.")

    def _as_account(self, deed: Callable[[int], int]) -> int:
        """Return the answer of a deed done by a child with the account's rights."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            pair.run_child(lambda: _become(self.account, deed), writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        os.waitpid(child, 0)
        return answer[0] if answer else 1


def _become(account: Account, deed: Callable[[int], int]) -> int:
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)
    return deed(account.uid)


def held(uid: int) -> int:
    """Return how many keys lie in the keyrings of the account that this process is, 99 at most."""
    return min(sum(map(_size, _rings(uid))), 99)


def emptied(uid: int) -> int:
    """Empty them; return how many could not be."""
    return sum(_keyctl(_CLEAR, ring) < 0 for ring in _rings(uid))


def _rings(uid: int) -> list[int]:
    """Return the keyrings that are there, none of them made for this."""
    rings = [ring for ring in (_USER, _USER_SESSION) if _keyctl(_GET_ID, ring) >= 0]
    persistent = _keyctl(_GET_PERSISTENT, uid, _PROCESS)
    return [*rings, persistent] if persistent >= 0 else rings


def _size(ring: int) -> int:
    """Return the number of keys; a keyring reads as the numbers of what is in it, 4 bytes each.

    The session keyring holds the user keyring, which is no key.
    """
    read = _keyctl(_READ, ring, 0, 0)
    return max(read, 0) // 4 - (ring == _USER_SESSION and read > 0)


def _keyctl(*words: int) -> int:
    library = ctypes.CDLL(None)
    library.syscall.restype = ctypes.c_long
    all_words = (_KEYCTL[platform.machine()], *words, *(0,) * (5 - len(words)))
    return int(library.syscall(*map(ctypes.c_long, all_words)))
