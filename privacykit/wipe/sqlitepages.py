"""Look inside SQLite files as bytes on the disk, where deleted rows stay readable.

Pages are read one by one, so free pages and the pages of a write-ahead log count like living
ones, and no statement ever runs on a stranger's database. Format: sqlite.org/fileformat2.html.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from privacykit.wipe.decode import Budget, snappy_block

_SQLITE = b"SQLite format 3\x00"
_WAL = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_SMALLEST, _LARGEST = 512, 65536
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_CELLS = {_TABLE_LEAF: (8, 0), _INDEX_LEAF: (8, 0), _INDEX_INNER: (12, 4)}
_NUMBER_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
_MORE = 0x80
_LOCKED = b"v10"
_AES_BLOCK = 16


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """Read a number of SQLite's: high bits first, nine bytes at most; return it and its end."""
    value = 0
    for used in range(8):
        byte = data[at + used]
        value = value << 7 | byte & 0x7F
        if byte < _MORE:
            return value, at + used + 1
    return value << 8 | data[at + 8], at + 9


@dataclass(frozen=True)
class _Pages:
    """The pages of a database or of a log: each as it lies there, and the newest by number."""

    usable: int
    every: tuple[tuple[int, memoryview], ...]
    newest: Mapping[int, memoryview]

    def chain(self, number: int, wanted: int) -> bytes:
        """Return what the overflow pages from this one on hold."""
        out, seen = bytearray(), set[int]()
        while number in self.newest and number not in seen and len(out) < wanted:
            seen.add(number)
            page = self.newest[number]
            out += page[4 : self.usable]
            number = int.from_bytes(page[:4], "big")
        return bytes(out[:wanted])


def _pages(data: bytes) -> _Pages | None:
    view = memoryview(data)
    if data.startswith(_SQLITE):
        size, start, gap, spare = int.from_bytes(data[16:18], "big"), 0, 0, data[20:21]
        size = _LARGEST if size == 1 else size
    elif data.startswith(_WAL):
        size, start, gap, spare = int.from_bytes(data[8:12], "big"), 32, 24, b""
    else:
        return None
    if not _SMALLEST <= size <= _LARGEST:
        return None
    every = []
    for number, at in enumerate(range(start, len(data) - gap, size + gap), 1):
        own = int.from_bytes(view[at : at + 4], "big") if gap else number
        every.append((own, view[at + gap : at + gap + size]))
    return _Pages(size - int.from_bytes(spare, "big"), tuple(every), dict(every))


def _held(kind: int, usable: int, size: int) -> int:
    """Return how much of a row lies on its own page; the rest is on overflow pages."""
    most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    fits = least + (size - least) % (usable - 4)
    return fits if fits <= most else least


def _row(pages: _Pages, page: memoryview, kind: int, at: int) -> tuple[bytes, bool]:
    """Return one row whole, and whether it had to be put together."""
    size, at = _varint(page, at + _CELLS[kind][1])
    if kind == _TABLE_LEAF:
        _key, at = _varint(page, at)
    held = _held(kind, pages.usable, size)
    row = bytes(page[at : at + held])
    if held == size:
        return row, False
    following = int.from_bytes(page[at + held : at + held + 4], "big")
    return row + pages.chain(following, size - held), True


def _blobs(row: bytes) -> Iterator[bytes]:
    view = memoryview(row)
    value_at, at = _varint(view, 0)
    end = value_at
    while at < end:
        kind, at = _varint(view, at)
        numeric = kind < len(_NUMBER_SIZES)
        size = _NUMBER_SIZES[kind] if numeric else (kind - len(_NUMBER_SIZES)) // 2
        if not numeric and kind % 2 == 0:
            yield row[value_at : value_at + size]
        value_at += size


def _rows(pages: _Pages) -> Iterator[tuple[bytes, bool]]:
    for number, page in pages.every:
        start = 100 if number == 1 else 0
        kind = page[start] if len(page) > start else 0
        if kind not in _CELLS:
            continue
        count, first = int.from_bytes(page[start + 3 : start + 5], "big"), start + _CELLS[kind][0]
        for at in range(first, min(first + 2 * count, len(page) - 1), 2):
            try:
                yield _row(pages, page, kind, int.from_bytes(page[at : at + 2], "big"))
            except IndexError:
                continue


def _unlocked(blob: bytes) -> bytes:
    """Open a value that Chromium locked with the key that is the same on every computer."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = hashlib.pbkdf2_hmac("sha1", b"peanuts", b"saltysalt", 1, _AES_BLOCK)
    opener = Cipher(algorithms.AES(key), modes.CBC(b" " * _AES_BLOCK)).decryptor()
    return opener.update(blob[len(_LOCKED) :]) + opener.finalize()


def _opened(blob: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    if inner := snappy_block(blob, budget):
        yield "sqlite > snappy", inner
    locked = len(blob) - len(_LOCKED)
    if blob.startswith(_LOCKED) and locked > 0 and locked % _AES_BLOCK == 0:
        yield "sqlite > locked value", _unlocked(blob)


def sqlite(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield what a plain search of the file misses: rows in pieces and values that are packed."""
    pages = _pages(data)
    for row, joined in _rows(pages) if pages else ():
        if budget.left <= 0:
            return
        budget.spend(len(row))
        if joined:
            yield "sqlite", row
        try:
            for blob in _blobs(row):
                yield from _opened(blob, budget)
        except IndexError:
            continue
