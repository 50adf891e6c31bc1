"""The account's keyrings in the kernel: passwords and tickets that outlive a session.

Only the account itself may open them, so a child process becomes that account to do it.
"""

import ctypes
import platform
from dataclasses import dataclass

from privacykit.i18n import _
from privacykit.wipe.machine.acting import as_account
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account

_KEYCTL = {"x86_64": 250, "aarch64": 219}
"""Number of the system call, asm/unistd.h."""
_GET_ID, _CLEAR, _READ, _GET_PERSISTENT = 0, 7, 11, 22
_MOST = 4096
_PROCESS, _USER, _USER_SESSION = -2, -4, -5


@dataclass(frozen=True, slots=True)
class Keyrings:
    system: System
    account: Account

    def is_there(self) -> bool:
        keys = self.system.at("/proc/keys")
        return self.system.is_running and keys.exists() and platform.machine() in _KEYCTL

    def count(self) -> int:
        found = as_account(self.account, lambda: held(self.account.uid))
        return 1 if found is None else found

    def clear(self) -> str:
        stuck = as_account(self.account, lambda: emptied(self.account.uid))
        return "" if stuck == 0 else _("The kernel did not let go of a key.")


def held(uid: int) -> int:
    """Return how many keys lie in the keyrings of the account that this process is."""
    return sum(map(_size, _rings(uid)))


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

    The session keyring may hold the user keyring, which is no key.
    """
    inside = (ctypes.c_int32 * _MOST)()
    read = _keyctl(_READ, ring, ctypes.addressof(inside), ctypes.sizeof(inside))
    found = inside[: min(max(read, 0) // 4, _MOST)]
    return len(found) - (_keyctl(_GET_ID, _USER) in found)


def _keyctl(*words: int) -> int:
    library = ctypes.CDLL(None)
    library.syscall.restype = ctypes.c_long
    all_words = (_KEYCTL[platform.machine()], *words, *(0,) * (5 - len(words)))
    return int(library.syscall(*map(ctypes.c_long, all_words)))
