"""A file for a friend, in the age format (age-encryption.org/v1), by the package pyrage.

The original is only read. A new file never takes the place of another, and none stays half written,
also when a person stops the work.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

import pyrage

from privacykit.errors import CancelledError, PrivacykitError
from privacykit.i18n import _

SUFFIX = ".age"
LARGEST = 100 * 1024 * 1024
_FIRST_LINE = b"age-encryption.org/v1\n"
_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
"""With it the same begins as text that can go into a letter."""
_PIECE = 1024 * 1024
_NOT_YOURS = "Decryption failed", "No matching keys found"
"""What pyrage says when nothing that was handed in opens the file."""
TOO_LONG = "Excessive work"

Way = Literal["to-passphrase", "to-key", "by-passphrase", "by-key"]


class Seal(NamedTuple):
    """How a file is encrypted or opened; a call of it does so, and raises DecryptError."""

    way: Way
    secret: str

    def __call__(self, data: bytes) -> bytes:
        return _WAYS[self.way](data, self.secret)


def _to_key(data: bytes, public: str) -> bytes:
    made: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(public)])
    return made


def _by_key(data: bytes, secret: str) -> bytes:
    made: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)])
    return made


_WAYS: dict[Way, Callable[[bytes, str], bytes]] = {
    "to-passphrase": pyrage.passphrase.encrypt,
    "to-key": _to_key,
    "by-passphrase": pyrage.passphrase.decrypt,
    "by-key": _by_key,
}


def _here(seal: Seal, data: bytes, _cancelled: Callable[[], bool]) -> bytes:
    return seal(data)


Does = Callable[[Seal, bytes, Callable[[], bool]], bytes]
"""What carries out a seal: here, or `apart.does` in a process of its own."""


class Watch(Protocol):
    """Whoever waits for the work: hears how far it is, and may stop it."""

    def progress(self, doing: str, done: int, of: int) -> None: ...
    def cancelled(self) -> bool: ...


class Unwatched:
    def progress(self, doing: str, done: int, of: int) -> None:
        """Nobody listens."""

    def cancelled(self) -> bool:
        return False


NOBODY = Unwatched()


class FileForFriendError(PrivacykitError):
    """A file could not be encrypted or opened; nothing was written."""


class KeyPair(NamedTuple):
    public: str
    """age1…: for whoever wants to send a file."""
    secret: str
    """AGE-SECRET-KEY-1…: opens them."""


def make_keys() -> KeyPair:
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity.to_public()), str(identity))


def with_passphrase(passphrase: str) -> Seal:
    return Seal("to-passphrase", passphrase)


def with_key(public: str) -> Seal:
    """Return what seals for the holder of a key; FileForFriendError if it is none."""
    try:
        pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError as error:
        said = _("This is not a whole age key. It begins with age1 and has 62 letters and digits.")
        raise FileForFriendError(said) from error
    return Seal("to-key", public.strip())


def opened_by_passphrase(passphrase: str) -> Seal:
    return Seal("by-passphrase", passphrase)


def opened_by_key(secret: str) -> Seal:
    """Return what opens files for a key pair; FileForFriendError if the secret is none."""
    try:
        pyrage.x25519.Identity.from_str(secret.strip())
    except pyrage.IdentityError as error:
        said = _("This is not a whole secret key. It begins with AGE-SECRET-KEY-1.")
        raise FileForFriendError(said) from error
    return Seal("by-key", secret.strip())


def encrypt(
    source: Path, target: Path, seal: Seal, watch: Watch = NOBODY, does: Does = _here
) -> None:
    """Write an encrypted copy; FileForFriendError if that fails, CancelledError if stopped."""
    data = _read(source, watch)
    watch.progress(_("Encrypting \u2026"), 0, 0)
    write_new(target, does(seal, data, watch.cancelled), watch)


def decrypt(
    source: Path, target: Path, unseal: Seal, watch: Watch = NOBODY, does: Does = _here
) -> None:
    """Write what an age file holds; FileForFriendError if it cannot be opened or written.

    CancelledError if it was stopped.
    """
    data = _read(source, watch)
    data = data.lstrip() if data.lstrip().startswith(_ARMOUR) else data
    if not data.startswith((_FIRST_LINE, _ARMOUR)):
        said = _("{name} is not a file in the age format. Nothing was written.")
        raise FileForFriendError(said.format(name=source.name))
    watch.progress(_("Opening \u2026"), 0, 0)
    try:
        plain = does(unseal, data, watch.cancelled)
    except pyrage.DecryptError as error:
        raise FileForFriendError(_why(str(error)).format(name=source.name)) from error
    write_new(target, plain, watch)


def _why(said: str) -> str:
    if said.startswith(_NOT_YOURS):
        return _(
            "{name} does not open with this. Look for a typing mistake, or ask the sender again."
        )
    if said.startswith(TOO_LONG):
        return _("{name} would take too long to open. It was not made by an ordinary program.")
    return _("{name} is damaged and was not opened. Ask the sender for a new copy.")


def _read(source: Path, watch: Watch) -> bytes:
    try:
        size = source.stat().st_size
        if size > LARGEST:
            said = _("{name} is too large for this exercise: {size} MB at most.")
            raise FileForFriendError(said.format(name=source.name, size=LARGEST // 1024**2))
        with opened(source) as file:
            return _pieces(file, size, watch)
    except OSError as error:
        said = _("{name} cannot be read. Choose another file, or copy it to another place first.")
        raise FileForFriendError(said.format(name=source.name)) from error


def opened(source: Path) -> BinaryIO:
    """Open a file to read; OSError also for a named pipe, which would be waited for without end."""
    if source.is_fifo():
        raise OSError(errno.EINVAL, "a named pipe")
    return source.open("rb")


def _pieces(file: BinaryIO, size: int, watch: Watch) -> bytes:
    """Read to the end, but never more than the file had at first, and one piece."""
    read = bytearray()
    while len(read) <= size and (piece := file.read(_PIECE)):
        read += piece
        _go_on(watch, _("Reading \u2026"), len(read), size)
    return bytes(read)


def _go_on(watch: Watch, doing: str, done: int, of: int) -> None:
    if watch.cancelled():
        raise CancelledError
    watch.progress(doing, done, of)


def write_new(target: Path, data: bytes, watch: Watch = NOBODY) -> None:
    """Write a file that only its owner reads; FileForFriendError, also if there is one already."""
    _go_on(watch, _("Writing \u2026"), 0, len(data))
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _fill(descriptor, target, data, watch)
    except OSError as error:
        raise FileForFriendError(_not_written(error).format(name=target.name)) from error


def _fill(descriptor: int, target: Path, data: bytes, watch: Watch) -> None:
    """Write all of it to the disk, or take away what was begun."""
    try:
        with os.fdopen(descriptor, "wb") as file:
            for start in range(0, len(data), _PIECE):
                file.write(data[start : start + _PIECE])
                _go_on(watch, _("Writing \u2026"), start, len(data))
            file.flush()
            os.fsync(file.fileno())
    except (OSError, CancelledError):
        target.unlink()
        raise


def _not_written(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return _("There is a file called {name} already, and it was left as it is. Move it first.")
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("There is no room for {name} on this disk or stick. Nothing was written.")
    return _("{name} cannot be written there. Choose another folder. Nothing was written.")
