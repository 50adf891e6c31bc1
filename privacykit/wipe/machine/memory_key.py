"""Keys that only root's keyring in the kernel holds: never on a disk, and gone after their time."""

import ctypes
import errno
import os
import platform
from contextlib import suppress
from dataclasses import dataclass

_NUMBERS = {"x86_64": (248, 250), "aarch64": (217, 219)}
"""System calls add_key and keyctl, asm/unistd.h."""
_REVOKE, _SET_PERMISSIONS, _UNLINK, _SEARCH, _READ, _SET_TIMEOUT = 3, 5, 9, 10, 11, 15
_ROOTS_USER_KEYRING = -4
_ALL_OF_HOLDER_AND_OWNER = 0x3F3F0000
"""keyctl_setperm(3): whoever is root, and nobody else, also from another of root's sessions."""
_GONE = frozenset({errno.ENOKEY, errno.EKEYEXPIRED, errno.EKEYREVOKED, errno.EACCES})
"""EACCES: what the kernel says for a moment of a key that it is about to erase."""
_LARGEST = 64


@dataclass(frozen=True, slots=True)
class Keyring:
    """One keyring of this account; without a number, the one that outlives its sessions."""

    number: int = _ROOTS_USER_KEYRING

    def put(self, name: str, key: bytes, seconds: int) -> None:
        """Keep a key for so long. Raises OSError, as in a container that may keep none."""
        found = _add_key(name, key, self.number)
        try:
            _keyctl(_SET_TIMEOUT, found, seconds)
            _keyctl(_SET_PERMISSIONS, found, _ALL_OF_HOLDER_AND_OWNER)
        except OSError:
            self.forget(name)
            raise

    def get(self, name: str) -> bytes | None:
        """Return the key, or None once its time is over. Raises OSError."""
        found = self._find(name)
        if found is None:
            return None
        buffer = ctypes.create_string_buffer(_LARGEST)
        size = _keyctl(_READ, found, ctypes.addressof(buffer), _LARGEST)
        return buffer.raw[:size]

    def forget(self, name: str) -> None:
        """Have the kernel erase a key now; harmless where it is gone."""
        found = self._find(name)
        if found is not None:
            with suppress(OSError):
                _keyctl(_REVOKE, found)
                _keyctl(_UNLINK, found, self.number)

    def _find(self, name: str) -> int | None:
        text = ctypes.create_string_buffer(name.encode())
        kind = ctypes.create_string_buffer(b"user")
        try:
            return _keyctl(_SEARCH, self.number, ctypes.addressof(kind), ctypes.addressof(text))
        except OSError as error:
            if error.errno in _GONE:
                return None
            raise


def _add_key(name: str, key: bytes, ring: int) -> int:
    return _call(0, b"user", name.encode(), key, ctypes.c_size_t(len(key)), ctypes.c_int(ring))


def _keyctl(*words: int) -> int:
    return _call(1, *map(ctypes.c_long, (*words, *(0,) * (5 - len(words)))))


def _call(which: int, *arguments: object) -> int:
    if platform.machine() not in _NUMBERS:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    answer = int(library.syscall(ctypes.c_long(_NUMBERS[platform.machine()][which]), *arguments))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
