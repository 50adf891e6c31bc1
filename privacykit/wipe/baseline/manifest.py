"""What a frozen home was: every entry with all its marks, in one file that only root can make."""

import hashlib
import hmac
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from privacykit.errors import BaselineError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.problems import escape

FORMAT: Final = 1
_MAGIC = b"privacykit baseline "
_KEY, _KEY_SIZE, _MAC_SIZE = "key", 32, 32
_PRIVATE = 0o600
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file, link or folder."""

    mode: int
    """Type and rights, as st_mode has them."""
    uid: int
    gid: int
    size: int
    """Bytes; 0 for a folder, whose size says how full it once was."""
    mtime_ns: int
    ctime_ns: int
    inode: int
    nlink: int
    """Names of a file: one more than there was may be outside the home. 0 for a folder."""
    content: bytes = b""
    """BLAKE2b-256 of a file, target of a link, nothing for a folder."""
    xattrs: tuple[tuple[bytes, bytes], ...] = ()
    """Name and value, sorted by name; access lists and capabilities are among them."""

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        return stat.S_ISREG(self.mode)


class Folder(msgspec.Struct, array_like=True):
    """One folder, and what is in it."""

    own: Entry
    entries: dict[bytes, Entry]
    """Files and links."""
    below: set[bytes]
    """Names of folders, each of which has a Folder of its own in the manifest."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants to know of a baseline."""

    format: int = FORMAT
    account: str
    uid: int
    gid: int
    home: str
    vault: str
    """Root's own folder on the mount of the home, with the contents."""
    way: Literal["in-place", "overlay", "btrfs"]
    frozen_at: str
    """ISO 8601, UTC."""
    keep: tuple[str, ...] = ()
    """The patterns of what the policy kept out of the baseline when it was made."""
    warnings: tuple[str, ...] = ()
    files: int = 0
    size: int = 0
    """Bytes of all files."""


class Folders(Mapping[bytes, Folder]):
    """Folders by path relative to the home, b"" for the home itself; decoded when asked for."""

    def __init__(self, folders: Mapping[bytes, msgspec.Raw]) -> None:
        self.raw = folders

    def __getitem__(self, path: bytes) -> Folder:
        return _DECODE_FOLDER(self.raw[path])

    def __contains__(self, path: object) -> bool:
        return path in self.raw

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def weight(self, path: bytes) -> int:
        """Return roughly how much there is to look at in one folder."""
        return len(memoryview(self.raw[path]))


class _Body(msgspec.Struct, array_like=True):
    header: Header
    folders: dict[bytes, msgspec.Raw]


_DECODE_FOLDER = msgspec.msgpack.Decoder(Folder).decode
_DECODE_BODY = msgspec.msgpack.Decoder(_Body).decode
_ENCODE = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Manifest:
    header: Header
    folders: Folders

    @property
    def top(self) -> Entry:
        """Return the home itself."""
        return self.folders[b""].own

    def replaced(self, folders: Mapping[bytes, Folder]) -> "Manifest":
        """Return the manifest with other folders in the place of those of the same path."""
        new = {path: msgspec.Raw(_ENCODE(folder)) for path, folder in folders.items()}
        return Manifest(self.header, Folders({**self.folders.raw, **new}))


def manifest(header: Header, folders: Mapping[bytes, Folder]) -> Manifest:
    """Return the manifest of these folders; the header counts them."""
    files = [entry for folder in folders.values() for entry in folder.entries.values()]
    size = sum(entry.size for entry in files if entry.is_file)
    counted = msgspec.structs.replace(header, files=len(files), size=size)
    return Manifest(counted, Folders({})).replaced(folders)


def save(manifest: Manifest, path: Path, key: bytes) -> None:
    """Write it in one step: after a cut there is the old one or the new one, never half of one."""
    body = _ENCODE(_Body(manifest.header, dict(manifest.folders.raw)))
    start = _start(FORMAT)
    _write(path, start + _mac(start, body, key) + body)


def load(path: Path, key: bytes) -> Manifest:
    """Return the manifest. Raises BaselineError: missing, damaged, of another key, too new."""
    text = memoryview(_read(path))
    first = _start(FORMAT)
    start, mac = bytes(text[: len(first)]), text[len(first) : len(first) + _MAC_SIZE]
    body = text[len(first) + _MAC_SIZE :]
    if not start.startswith(_MAGIC) or not hmac.compare_digest(_mac(start, body, key), mac):
        raise _damaged(path)
    if start != first:
        words = _("{path} was written by a newer version of this program. Update it first.")
        raise BaselineError(words.format(path=escape(os.fsencode(path))))
    try:
        found = _DECODE_BODY(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _damaged(path) from error
    return Manifest(found.header, Folders(found.folders))


def key(records: Path) -> bytes:
    """Return the key that authenticates baselines, made at first use; only root can read it."""
    path = records / _KEY
    if not path.exists():
        _write(path, os.urandom(_KEY_SIZE))
    found = _read(path)
    if len(found) != _KEY_SIZE:
        raise _damaged(path)
    return found


def _start(number: int) -> bytes:
    return _MAGIC + number.to_bytes(2, "big")


def _mac(start: bytes, body: bytes | memoryview, key: bytes) -> bytes:
    mac = hashlib.blake2b(start, key=key, digest_size=_MAC_SIZE)
    mac.update(body)
    return mac.digest()


def _damaged(path: Path) -> BaselineError:
    words = _(
        "{path} is damaged or was not written by this computer. See that the home is clean, then: "
        "privacykit baseline forget, and freeze it again."
    )
    return BaselineError(words.format(path=escape(os.fsencode(path))))


def _read(path: Path) -> bytes:
    try:
        handle = os.open(path, _READ)
    except FileNotFoundError:
        words = _("{path} is missing. Freeze the home again: privacykit baseline freeze")
        raise BaselineError(words.format(path=escape(os.fsencode(path)))) from None
    except OSError as error:
        raise _damaged(path) from error
    with linux.opened(handle):
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode) or info.st_uid != os.geteuid() or info.st_mode & 0o077:
            raise _damaged(path)
        with open(handle, "rb", closefd=False) as file:
            return file.read()


def _write(path: Path, text: bytes) -> None:
    """Write a file that only root can read, and wait until it is on the disk."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, _NEW, _PRIVATE), "wb") as file:
        os.fchmod(file.fileno(), _PRIVATE)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    with linux.opened(linux.open_folder(path.parent)) as folder:
        os.fsync(folder)
