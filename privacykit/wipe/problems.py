"""What could not be looked into or removed, in words that are safe to print."""

import errno
import os
from dataclasses import dataclass

from privacykit.i18n import _


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry that stays: its path inside the place, the system's number, a sentence."""

    path: bytes
    errno: int
    words: str


def problem(path: bytes, number: int, *, locked: bool = False, foreign: bool = False) -> Problem:
    if locked:
        return Problem(path, number, _("An administrator locked it against changes."))
    if foreign:
        return Problem(path, number, _("It belongs to another account."))
    return Problem(path, number, _words(number))


def _words(number: int) -> str:
    if number in {errno.EXDEV, errno.EBUSY}:
        return _("Another drive or folder is attached there. It was left alone.")
    if number in {errno.EACCES, errno.EPERM}:
        return _("This account is not allowed to change it.")
    if number in {errno.ELOOP, errno.ENOTDIR}:
        return _("A link or a file stands where a folder should be.")
    if number == errno.ENOTEMPTY:
        return _("A program keeps putting new files there.")
    if number == errno.ESTALE:
        return _("It was moved or replaced while it was being removed.")
    return _("The system says: {reason}").format(reason=os.strerror(number))


def escape(path: bytes) -> str:
    """Return the path as one line of visible characters; any other byte or sign as its code."""
    return "".join(map(_visible, path.decode("utf-8", "surrogateescape")))


def _visible(character: str) -> str:
    if character.isprintable() and character != "\\":
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - a byte that is not UTF-8, as Python carries it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
