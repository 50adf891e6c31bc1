"""Adding to the record: one whole line, signed, after the line that was last, and on the disk."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec.structs import replace

from privacykit.record import signing, spare
from privacykit.record.row import Row, time
from privacykit.record.signing import Head, Keeper, KeyFile, Secret
from privacykit.wipe.machine import public, shown
from privacykit.wipe.machine.locks import held_soon
from privacykit.wipe.machine.system import System

NAME, KEY_NAME, HEAD_NAME = "record.jsonl", "record.pub", "record.head"
LONGEST = 4096
"""Bytes of a line; whatever is longer is no row."""
_TAIL = 1 << 16
_HASH = re.compile(r"[0-9a-f]{64}")
_OPEN = os.O_RDWR | os.O_APPEND | os.O_CREAT


@dataclass(frozen=True, slots=True)
class Book:
    """Where a record lies."""

    folder: Path
    """Its owner alone may change it; whoever enters may read it."""
    lock: Path
    """A folder that its owner alone may enter: whoever can open one can hold its lock."""
    keeper: Keeper


def of_computer(system: System) -> Book:
    """Return the record that root's wipes of the frozen accounts leave."""
    return Book(shown.folder(system), system.records, KeyFile(system.records))


def of_account(folder: Path, keeper: Keeper | None = None) -> Book:
    """Return the record of the account that owns the folder; it is made if need be, and shut."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = folder.resolve()
    folder.chmod(0o700)
    return Book(folder, folder, keeper or KeyFile(folder))


def append(book: Book, row: Row) -> Row:
    """Add a row; return it as it was written. Raises OSError, RecordError; then none is added."""
    with _opened(book, row.at) as writing:
        return writing.add(row)


def rotate(book: Book, now: datetime) -> Row:
    """Sign from now on with a new key, which the old one vouches for. Raises as `append`."""
    with _opened(book, time(now)) as writing:
        coming = signing.new_key()
        writing.keep(coming=coming)
        row = writing.add(Row(number=1, at=time(now), state="key", key=signing.public_of(coming)))
        writing.keep(key=coming, coming="")
        writing.tell()
        return row


def head(book: Book) -> Head:
    """Return the end of the record as its owner knows it. Raises OSError, RecordError."""
    secret = signing.load(book.keeper)
    return secret.head if secret else Head()


def line_of(row: Row) -> bytes:
    """Return the one way to write a row, without the end of the line."""
    return msgspec.json.encode(row)


def parse(line: bytes) -> Row | None:
    """Return the row of a line; None for whatever is not written as a row is."""
    with suppress(msgspec.MsgspecError, UnicodeDecodeError):
        row = msgspec.json.decode(line, type=Row)
        return row if line_of(row) == line else None
    return None


def hash_of(line: bytes) -> str:
    return blake2b(line, digest_size=32).hexdigest()


def unsigned(row: Row | Head) -> bytes:
    """Return what the signature is over."""
    return msgspec.json.encode(replace(row, signature=""))


@contextmanager
def _opened(book: Book, at: datetime) -> Iterator["_Writing"]:
    with (
        held_soon(book.lock),
        public.opened(book.folder) as folder,
        public.file(folder, NAME, _OPEN) as handle,
    ):
        os.fchmod(handle, 0o644)
        writing = _Writing(book, folder, handle)
        writing.begin(at)
        yield writing
        spare.keep(book.lock)


@dataclass
class _Writing:
    """The record while it is held."""

    book: Book
    folder: int
    handle: int
    secret: Secret = field(init=False)
    torn: int = field(init=False, default=0)
    _end_line: bytes = field(init=False, default=b"")

    def begin(self, at: datetime) -> None:
        """Find the end; a key that is lost is owned up to in a row of its own."""
        found = signing.load(self.book.keeper)
        self.secret = found or _new_secret(self.book.folder)
        self._catch_up(is_known=found is not None)
        if found is None:
            self.keep()
            self.tell()
        if found is None and self.secret.head.number:
            key = signing.public_of(self.secret.key)
            self.add(Row(number=1, at=at, state="key", key=key))

    def add(self, row: Row) -> Row:
        """Place and sign the row, and write it; remember it as the last."""
        before = self.secret.head
        row = replace(row, number=before.number + 1, previous=before.hash, torn=self.torn)
        row = msgspec.json.decode(line_of(row), type=Row)  # what cannot be read is not written
        row = replace(row, signature=signing.sign(self.secret.key, unsigned(row)))
        line = line_of(row)
        whole = self._end_line + line + b"\n"
        spare.with_room(self.book.lock, lambda: self._write(whole))
        self.torn, self._end_line = 0, b""
        self.keep(head=_after(before, row, line))
        self.tell()
        return row

    def keep(self, **changes: object) -> None:
        self.secret = replace(self.secret, **changes)
        spare.with_room(self.book.lock, lambda: signing.save(self.book.keeper, self.secret))

    def tell(self) -> None:
        """Write down for everybody how far the record goes, and with which key it began."""
        end = self.secret.head
        signed = replace(end, signature=signing.sign(self.secret.key, unsigned(end)))
        self._replace(HEAD_NAME, msgspec.json.encode(signed))
        if public_key(self.book.folder) != self.secret.first:
            self._replace(KEY_NAME, f"{self.secret.first}\n".encode())

    def _replace(self, name: str, content: bytes) -> None:
        job = partial(public.replace, self.folder, name, content, lasting=True)
        spare.with_room(self.book.lock, job)

    def _catch_up(self, *, is_known: bool) -> None:
        """Take over a last row that a cut kept from being remembered, and see what it tore."""
        size = os.fstat(self.handle).st_size
        lines = os.pread(self.handle, _TAIL, max(size - _TAIL, 0)).split(b"\n")
        self._end_line = b"\n" if lines[-1] else b""
        for line in reversed(lines):
            row = parse(line)
            if row is not None and (not is_known or self._is_ours(row)):
                self._take_over(row, line)
                self.torn = int(bool(lines[-1]) and line != lines[-1])
                return
        self.torn = int(bool(lines[-1]))

    def _is_ours(self, row: Row) -> bool:
        return signing.is_signed(signing.public_of(self.secret.key), unsigned(row), row.signature)

    def _take_over(self, row: Row, line: bytes) -> None:
        if row.number <= self.secret.head.number:
            return
        self.secret = replace(self.secret, head=_after(self.secret.head, row, line))
        coming = self.secret.coming
        if coming and row.key == signing.public_of(coming):
            self.secret = replace(self.secret, key=coming, coming="")

    def _write(self, content: bytes) -> None:
        size = os.fstat(self.handle).st_size
        try:
            public.write(self.handle, content)
            os.fsync(self.handle)
        except OSError:
            with suppress(OSError):
                os.truncate(self.handle, size)
            raise


def _after(before: Head, row: Row, line: bytes) -> Head:
    return Head(
        number=row.number,
        hash=hash_of(line),
        verified=before.verified + (row.is_wipe and row.verified),
        unverified=before.unverified + (row.is_wipe and not row.verified),
    )


def _new_secret(folder: Path) -> Secret:
    """Begin anew; where a record is there already, go on from its end as it is told."""
    key = signing.new_key()
    return Secret(
        key=key,
        first=public_key(folder) or signing.public_of(key),
        head=replace(public_head(folder) or Head(), signature=""),
    )


def public_key(folder: Path) -> str:
    """Return the key with which the record began; empty if nobody can tell."""
    with suppress(OSError):
        found = public.read(folder / KEY_NAME, LONGEST).strip().decode("ascii", "replace")
        return found if _HASH.fullmatch(found) else ""
    return ""


def public_head(folder: Path) -> Head | None:
    """Return how far the record goes, as it is told to everybody."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode(public.read(folder / HEAD_NAME, LONGEST), type=Head)
    return None
