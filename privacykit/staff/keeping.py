"""Where a small secret is kept: in the system's keyring if that is a real one, else in a file."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from privacykit.errors import LockError
from privacykit.i18n import _
from privacykit.wipe.machine import state
from privacykit.wipe.machine.locks import held_soon

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

PATIENCE = 20.0
"""Seconds; a try takes one."""
_LARGEST = 1 << 16
_SERVICE = "privacykit"
_IN_KEYRING = b"in the keyring\n"
_PACKAGE = "keyring.backends."
_REAL = frozenset(
    _PACKAGE + name for name in ("SecretService", "kwallet", "libsecret", "macOS", "Windows")
)


class Keeper(Protocol):
    """Where one secret is kept. Every method raises LockError with the sentence for staff."""

    def load(self) -> bytes | None: ...

    def save(self, secret: bytes) -> None: ...

    def drop(self) -> None: ...

    def where(self) -> str:
        """Return in words where it is kept."""


@dataclass(frozen=True, slots=True)
class OwnerFile:
    """A file that only its owner may open, in a folder that only the owner may enter."""

    folder: Path
    name: str = "lock"

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def is_kept(self) -> bool:
        return os.path.lexists(self.path)

    def load(self) -> bytes | None:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with _told(self.path):
            try:
                handle = os.open(self.path, flags)
            except FileNotFoundError:
                return None
            with os.fdopen(handle, "rb") as file:
                _owned(self.path, os.fstat(handle))
                return file.read(_LARGEST)

    def save(self, secret: bytes) -> None:
        with _told(self.path):
            state.save(self._prepared(), self.name, secret)

    def drop(self) -> None:
        with _told(self.path):
            self.path.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold every other process off, so that two tries never count as one.

        By a lock of its own: that of the folder is the record's, which waits for no try.
        """
        with ExitStack() as turn:
            with _told(self.path):
                own = self._prepared() / f"{self.name}.turn"
                own.mkdir(mode=stat.S_IRWXU, exist_ok=True)
                turn.enter_context(held_soon(own, PATIENCE))
            yield

    def where(self) -> str:
        return _("in the file {path}").format(path=self.path)

    def _prepared(self) -> Path:
        self.folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        info = self.folder.lstat()
        if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.geteuid():
            raise LockError(_not_ours(self.folder))
        self.folder.chmod(stat.S_IRWXU)
        return self.folder


@dataclass(frozen=True, slots=True)
class SystemKeyring:
    """An entry of a real keyring; the file beside tells that there is one."""

    file: OwnerFile
    backend: "KeyringBackend"

    def load(self) -> bytes | None:
        with _asking():
            found = self.backend.get_password(_SERVICE, self.file.name)
        if found is None and self.file.is_kept:
            words = _(
                "The entry “{name}” is gone from the keyring: somebody removed it. Look who may "
                "use this account, then type: privacykit admin reset"
            )
            raise LockError(words.format(name=_SERVICE))
        if found is None:
            return None
        self._tell()
        return found.encode()

    def save(self, secret: bytes) -> None:
        with _asking():
            self.backend.set_password(_SERVICE, self.file.name, secret.decode())
        self._tell()

    def _tell(self) -> None:
        """Keep the file that tells of the entry; whoever deletes it has won nothing."""
        if not self.file.is_kept:
            self.file.save(_IN_KEYRING)

    def drop(self) -> None:
        with _asking():
            if self.backend.get_password(_SERVICE, self.file.name) is not None:
                self.backend.delete_password(_SERVICE, self.file.name)
        self.file.drop()

    def where(self) -> str:
        return _("in the keyring of this account ({name})").format(name=self.backend.name)


class Choice(NamedTuple):
    backend: "KeyringBackend | None"
    refused: str
    """The sentence about a keyring that keeps nothing secret; empty if there is none."""


def choose(backends: "Iterable[KeyringBackend]") -> Choice:
    """Return the best real keyring. What only looks like one is refused by name."""
    there = sorted(backends, key=lambda one: one.priority, reverse=True)
    real = next((one for one in there if _module(one) in _REAL and one.priority >= 1), None)
    others = [one for one in there if not _module(one).startswith(_PACKAGE)]
    if real is not None or not others:
        return Choice(real, "")
    words = _("The keyring “{name}” is not one that keeps a secret from others, so it is not used.")
    return Choice(None, words.format(name=others[0].name))


def keyrings() -> "list[KeyringBackend]":
    """Return what this computer has, real or not; nothing that the settings of an account name."""
    from keyring.backend import get_all_keyring

    return get_all_keyring()


def keeper(file: OwnerFile, backends: "Iterable[KeyringBackend]") -> Keeper:
    """Return where the secret is, or where a new one belongs. Raises LockError."""
    kept = file.load()
    if kept is not None and kept != _IN_KEYRING:
        return file
    real = choose(backends).backend
    if real is not None:
        return SystemKeyring(file, real)
    if kept is None:
        return file
    words = _("The passphrase is in this account's keyring, and none answers. Sign in again.")
    raise LockError(words)


def _module(backend: "KeyringBackend") -> str:
    return type(backend).__module__


def _owned(path: Path, info: os.stat_result) -> None:
    others = info.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    if not stat.S_ISREG(info.st_mode) or info.st_uid != os.geteuid() or others:
        raise LockError(_not_ours(path))


def _not_ours(path: Path) -> str:
    words = _("{path} could have been changed by others. Remove it, then type: {command}")
    return words.format(path=path, command="privacykit admin passphrase")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        words = _("{path} cannot be used ({reason}). Mend that and try again.")
        raise LockError(words.format(path=path, reason=error.strerror or error)) from error


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # a keyring raises whatever its bus or its dialog does
        words = _("The keyring of this account did not answer, or was not unlocked. Try again.")
        raise LockError(words) from error
