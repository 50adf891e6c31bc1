"""One sealed file: a stream in chunks, each encrypted and signed, in an order nobody can change.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) with ChaCha20-Poly1305: the
nonce counts the chunks and marks the last one. A key is used for one file only.
"""

from __future__ import annotations

import errno
import os
import struct
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from privacykit.errors import UndoError
from privacykit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK = 1 << 20
_TAG = 16
_NONCE = struct.Struct(">7xIB")
_LENGTH = struct.Struct(">I")
_MAGIC = b"privacykit undo 1\n"
_LONGEST_HEADER = 4096


class Header(msgspec.Struct, frozen=True):
    """What can be read without the key: times and amounts, no names."""

    ended: str
    """ISO 8601, like `until`."""
    until: str
    files: int
    size: int
    """Bytes."""


class Sealer:
    """Write what is to be sealed; `finish` marks the end, without which nothing can be opened."""

    def __init__(self, file: BinaryIO, key: bytes, header: Header) -> None:
        self._file, self._cipher = file, _cipher(key)
        self._number, self._waiting = 0, bytearray()
        self.size = 0
        """Bytes of what was handed in."""
        text = msgspec.json.encode(header)
        self._signed = _MAGIC + _LENGTH.pack(len(text)) + text
        file.write(self._signed)

    def write(self, data: bytes) -> None:
        self._waiting += data
        self.size += len(data)
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        self._put(bytes(self._waiting), is_last=True)

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _NONCE.pack(self._number, is_last)
        self._file.write(self._cipher.encrypt(nonce, chunk, self._signed))
        self._number += 1


def read_header(file: BinaryIO) -> Header:
    """Raise UndoError for a file that has none. It is not to be trusted before it is opened."""
    return _read_header(file)[0]


def _read_header(file: BinaryIO) -> tuple[Header, bytes]:
    start = file.read(len(_MAGIC) + _LENGTH.size)
    if not start.startswith(_MAGIC) or len(start) < len(_MAGIC) + _LENGTH.size:
        raise damaged()
    (length,) = _LENGTH.unpack(start[len(_MAGIC) :])
    text = file.read(length) if length <= _LONGEST_HEADER else b""
    try:
        return msgspec.json.decode(text, type=Header), start + text
    except (msgspec.MsgspecError, ValueError) as error:
        raise damaged() from error


class Opener:
    """Read what was sealed, only as far as it is proven to be what was written."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        """Raise UndoError for a file that is none of ours."""
        self._file, self._cipher = file, _cipher(key)
        self.header, self._signed = _read_header(file)
        self._ready, self._chunks = bytearray(), self._opened()

    def read(self, size: int) -> bytes:
        """Return so many bytes, or fewer at the end. Raises UndoError for a damaged file."""
        while len(self._ready) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._ready += chunk
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def read_all(self, size: int) -> bytes:
        """Return exactly so many bytes. Raises UndoError."""
        data = self.read(size)
        if len(data) < size:
            raise damaged()
        return data

    def _opened(self) -> Iterator[bytes]:
        number, sealed = 0, self._file.read(CHUNK + _TAG)
        while True:
            following = self._file.read(CHUNK + _TAG)
            yield self._open(sealed, number, is_last=not following)
            if not following:
                return
            number, sealed = number + 1, following

    def _open(self, sealed: bytes, number: int, *, is_last: bool) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(_NONCE.pack(number, is_last), sealed, self._signed)
        except InvalidTag as error:
            raise damaged() from error


def _cipher(key: bytes) -> ChaCha20Poly1305:
    """Raise OSError where the computer's rules forbid this cipher."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key)
    except UnsupportedAlgorithm as error:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP)) from error


def damaged() -> UndoError:
    return UndoError(_("What was kept is damaged, so it cannot be brought back."))
