"""Look inside LevelDB, where Chromium keeps what pages store.

Tables are unpacked and their shortened keys made whole; log records that were cut at a block's
end are joined. Formats: leveldb/doc/table_format.md and log_format.md.
"""

import struct
from collections.abc import Iterator

from privacykit.wipe.decode import Budget, snappy_block, zstd

_TABLE_MAGIC = bytes.fromhex("57fb808b247547db")
_FOOTER = 48
_UNPACK = {1: snappy_block, 2: zstd}
_BLOCK, _HEADER = 1 << 15, 7
_MIDDLE, _LAST = 3, 4
_MORE, _LONGEST = 0x80, 10
_BROKEN = (IndexError, struct.error)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of the format's: low bits first; return it and its end."""
    value = 0
    for used in range(_LONGEST):
        byte = data[at + used]
        value |= (byte & 0x7F) << 7 * used
        if byte < _MORE:
            return value, at + used + 1
    raise IndexError


def _entries(block: bytes, budget: Budget) -> Iterator[tuple[bytes, bytes]]:
    """Yield the keys, made whole, and values of a LevelDB block."""
    (restarts,) = struct.unpack_from("<I", block, len(block) - 4)
    at, end, key = 0, len(block) - 4 - 4 * restarts, b""
    while at < end and budget.left > 0:
        shared, at = _varint(block, at)
        own, at = _varint(block, at)
        size, at = _varint(block, at)
        key = key[:shared] + block[at : at + own]
        budget.spend(len(key))
        yield key, block[at + own : at + own + size]
        at += own + size


def _block(data: bytes, handle: bytes, at: int, budget: Budget) -> tuple[bytes, int]:
    """Return the unpacked block that a handle names, and the handle's end."""
    start, at = _varint(handle, at)
    size, at = _varint(handle, at)
    raw, packing = data[start : start + size], data[start + size]
    budget.spend(len(raw))
    unpack = _UNPACK.get(packing)
    return (unpack(raw, budget) if unpack else raw), at


def _table(data: bytes, budget: Budget) -> Iterator[bytes]:
    footer = data[-_FOOTER:]
    _filters, at = _block(data, footer, 0, budget)
    index, _at = _block(data, footer, at, budget)
    for _key, handle in _entries(index, budget):
        block, _at = _block(data, handle, 0, budget)
        yield b"".join(key + b"\x00" + value + b"\x00" for key, value in _entries(block, budget))


def _log(data: bytes) -> Iterator[bytes]:
    """Yield the records that lie in pieces across blocks."""
    record, at = bytearray(), 0
    while at + _HEADER < len(data):
        size, kind = struct.unpack_from("<HB", data, at + 4)
        room = _BLOCK - at % _BLOCK
        if room < _HEADER or not (kind and size):
            at += room
            continue
        if kind > _LAST or size > room - _HEADER:
            return
        piece = data[at + _HEADER : at + _HEADER + size]
        record = record + piece if kind in {_MIDDLE, _LAST} else bytearray(piece)
        if kind == _LAST:
            yield bytes(record)
        at += _HEADER + size


def leveldb(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield the blocks of a LevelDB table, or the joined records of a LevelDB log."""
    if not data.endswith(_TABLE_MAGIC):
        for record in _log(data):
            yield "leveldb log", record
        return
    try:
        for block in _table(data, budget):
            yield "leveldb", block
    except _BROKEN:
        return
