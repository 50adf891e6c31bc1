r"""The only calls to Windows that remove anything: by handle, never through a link.

This has never run on Windows; it is tried with a stand-in for kernel32 and userenv. A file is
opened for itself even if it is a link, told by its handle to be the very entry that the plan saw
and to lie where the plan saw it, and then deleted through that handle: a folder on the way that
was swapped for a junction in between shows in the handle's own path.
"""

import ctypes
from collections.abc import Callable
from enum import Enum
from pathlib import PureWindowsPath
from typing import Any

from privacykit.errors import PrivacykitError, UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe.windows.gathering import Removal
from privacykit.wipe.windows.world import Account, check, extended

_DELETE, _READ_ATTRIBUTES = 0x00010000, 0x80
_SHARE_ALL = 1 | 2 | 4
_OPEN_EXISTING = 3
_BACKUP_SEMANTICS, _OPEN_REPARSE_POINT = 0x02000000, 0x00200000
_ATTRIBUTE_TAG_INFO, _DISPOSITION_INFO_EX = 9, 21
_FLAG_DELETE, _FLAG_POSIX, _FLAG_IGNORE_READ_ONLY = 1, 2, 0x10
_DELAY_UNTIL_REBOOT = 4
_IS_FOLDER, _IS_REPARSE = 0x10, 0x400
_LONGEST_PATH = 32768
_INVALID = ctypes.c_void_p(-1).value
_GONE = frozenset({2, 3})
"""ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND."""
_IN_USE = frozenset({32, 1224})
"""ERROR_SHARING_VIOLATION, ERROR_USER_MAPPED_FILE."""


class Outcome(Enum):
    REMOVED = "removed"
    GONE = "gone"
    AFTER_RESTART = "after restart"
    CHANGED = "changed"
    """Another entry stands there now; it was left alone."""


class _Tag(ctypes.Structure):
    _fields_ = (("attributes", ctypes.c_uint32), ("tag", ctypes.c_uint32))


class Windows:
    """The few functions of kernel32 and userenv, as handed in."""

    def __init__(self, kernel32: Any, userenv: Any, last_error: Callable[[], int]) -> None:
        self._kernel32, self._userenv, self._last_error = kernel32, userenv, last_error
        kernel32.CreateFileW.restype = ctypes.c_void_p

    def remove(self, removal: Removal) -> Outcome:
        """Remove one entry. Raises OSError with Windows' own number."""
        path = extended(removal.path)
        handle = self._kernel32.CreateFileW(
            path,
            _DELETE | _READ_ATTRIBUTES,
            _SHARE_ALL,
            None,
            _OPEN_EXISTING,
            _BACKUP_SEMANTICS | _OPEN_REPARSE_POINT,
            None,
        )
        if handle == _INVALID:
            return self._refused(path)
        try:
            if not self._is_the_same(ctypes.c_void_p(handle), removal):
                return Outcome.CHANGED
            return self._delete(ctypes.c_void_p(handle), path)
        finally:
            self._kernel32.CloseHandle(ctypes.c_void_p(handle))

    def remove_after_restart(self, removal: Removal) -> None:
        """Have Windows remove it as it starts. Raises OSError."""
        path = extended(removal.path)
        if not self._kernel32.MoveFileExW(path, None, _DELAY_UNTIL_REBOOT):
            raise self._error(path)

    def delete_profile(self, account: Account) -> None:
        """Have Windows delete a whole profile, its registry key too. Raises OSError.

        Raises UnsafeHomeError for an account that is signed in or never wiped.
        """
        check(account)
        if account.signed_in:
            words = _("The account is still signed in, or a service holds its registry.")
            raise UnsafeHomeError(words)
        if not self._userenv.DeleteProfileW(account.sid, str(account.profile), None):
            raise self._error(str(account.profile))

    def _refused(self, path: str) -> Outcome:
        number = self._last_error()
        if number in _GONE:
            return Outcome.GONE
        if number in _IN_USE:
            return Outcome.AFTER_RESTART
        raise self._error(path, number)

    def _is_the_same(self, handle: ctypes.c_void_p, removal: Removal) -> bool:
        seen = _Tag()
        told = self._kernel32.GetFileInformationByHandleEx(
            handle, _ATTRIBUTE_TAG_INFO, ctypes.byref(seen), ctypes.sizeof(seen)
        )
        if not told:
            raise self._error(str(removal.path))
        tag = seen.tag if seen.attributes & _IS_REPARSE else 0
        is_folder = bool(seen.attributes & _IS_FOLDER)
        kind_fits = removal.kind == "way" or (removal.kind == "folder") == is_folder
        return kind_fits and tag == removal.tag and self._lies_at(handle, removal.path)

    def _lies_at(self, handle: ctypes.c_void_p, path: PureWindowsPath) -> bool:
        told = ctypes.create_unicode_buffer(_LONGEST_PATH)
        length = self._kernel32.GetFinalPathNameByHandleW(handle, told, _LONGEST_PATH, 0)
        if not 0 < length < _LONGEST_PATH:
            raise self._error(str(path))
        return told.value.casefold() == extended(path).casefold()

    def _delete(self, handle: ctypes.c_void_p, path: str) -> Outcome:
        flags = ctypes.c_uint32(_FLAG_DELETE | _FLAG_POSIX | _FLAG_IGNORE_READ_ONLY)
        done = self._kernel32.SetFileInformationByHandle(
            handle, _DISPOSITION_INFO_EX, ctypes.byref(flags), ctypes.sizeof(flags)
        )
        return Outcome.REMOVED if done else self._refused(path)

    def _error(self, path: str, number: int | None = None) -> OSError:
        number = self._last_error() if number is None else number
        return OSError(number, _("Windows says no (error {number}).").format(number=number), path)


_LIBRARY: Callable[..., Any] | None = vars(ctypes).get("WinDLL")
"""There only where this runs on Windows."""


def load(library: Callable[..., Any] | None = _LIBRARY) -> Windows:
    """Return the calls of this Windows. Raises PrivacykitError anywhere else."""
    if library is None:
        raise PrivacykitError(_("This part of the wipe works on Windows only."))
    kernel32 = library("kernel32", use_last_error=True)
    userenv = library("userenv", use_last_error=True)
    return Windows(kernel32, userenv, vars(ctypes).get("get_last_error", ctypes.get_errno))
