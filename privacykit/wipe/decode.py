"""Look inside packed bytes: every stream that a browser or an office program leaves on a disk.

Streams are found by their first bytes wherever they lie, so a picture in a database, a page in a
browser's cache and a member of a broken archive are all opened; a stream that is cut short gives
what can be read of it. cramjam is a dependency because lz4 (Firefox's session file), snappy (web
storage), brotli and zstd (caches) are not in Python's library; it is imported late, for the search
is the only thing that needs it.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Protocol

LAYER = 64 << 20
FILE = 512 << 20
_MEMORY = 256 << 20
_ROOMS = (1 << 18, 1 << 22, LAYER)
_UNTOUCHED = b"\xa5"
_SIMPLE_CACHE = bytes.fromhex("305c72a71b6dfbfc")  # Chromium's cache entry: header, address, body
_SIMPLE_CACHE_HEADER = 24
_SNAPPY_BEST = 22  # a copy of 64 bytes takes three: snappy cannot pack better


@dataclass
class Budget:
    """How many bytes may still be unpacked from one file, so that a bomb ends."""

    left: int = FILE
    cut: bool = False

    def spend(self, count: int) -> None:
        self.left -= count

    @property
    def held(self) -> bool:
        """Whether all could be unpacked."""
        return self.left > 0 and not self.cut

    @property
    def limit(self) -> int:
        return max(0, min(LAYER, self.left))


Decoder = Callable[[memoryview, Budget], bytes]


class _Engine(Protocol):
    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _feed(engine: _Engine, view: memoryview, budget: Budget) -> bytes:
    """Feed in growing pieces: a false start costs little, and damage loses only its own piece."""
    out, start, step, limit = bytearray(), 0, 1 << 10, budget.limit
    while start < len(view) and len(out) < limit and budget.left > 0 and not engine.eof:
        piece = bytes(view[start : start + step])
        try:
            found = engine.decompress(piece, limit - len(out))
        except (zlib.error, lzma.LZMAError, OSError, EOFError):
            budget.spend(len(piece))
            break
        out += found
        budget.spend(len(piece) + len(found))
        start, step = start + step, min(step * 2, 1 << 16)
    return bytes(out)


def _inflate(bits: int) -> Decoder:
    return lambda view, budget: _feed(zlib.decompressobj(bits), view, budget)


def _bzip2(view: memoryview, budget: Budget) -> bytes:
    return _feed(bz2.BZ2Decompressor(), view, budget)


def _xz(view: memoryview, budget: Budget) -> bytes:
    return _feed(lzma.LZMADecompressor(memlimit=_MEMORY), view, budget)


def _zip(view: memoryview, budget: Budget) -> bytes:
    """Unpack the member whose local header this is; no directory at the end is needed."""
    deflated = bytes(view[8:10]) == b"\x08\x00"
    start = 30 + sum(int.from_bytes(view[at : at + 2], "little") for at in (26, 28))
    return _inflate(-15)(view[start:], budget) if deflated else b""


def _cramjam(codec: str) -> Decoder:
    def unpack(view: memoryview, budget: Budget) -> bytes:
        import cramjam

        module, out = getattr(cramjam, codec), bytearray()
        for size in sorted({min(room, budget.limit) for room in _ROOMS}):
            out = bytearray(_UNTOUCHED) * size
            budget.spend(size >> 8)
            try:
                del out[module.decompress_into(view, out) :]
            except cramjam.DecompressionError:
                if out.endswith(_UNTOUCHED * 64):
                    out = out.rstrip(_UNTOUCHED)
                    break
            else:
                break
        budget.spend(len(out))
        return bytes(out)

    return unpack


def _mozlz4(view: memoryview, budget: Budget) -> bytes:
    import cramjam

    size = int.from_bytes(view[8:12], "little")
    budget.cut |= size > budget.limit
    if not 0 < size <= budget.limit:
        return b""
    budget.spend(size)
    try:
        return bytes(cramjam.lz4.decompress_block(view[12:], output_len=size))
    except cramjam.DecompressionError:
        return b""


def snappy_block(view: memoryview | bytes, budget: Budget) -> bytes:
    """Unpack one snappy block that starts here and ends where the bytes end."""
    import cramjam

    try:
        size = cramjam.snappy.decompress_raw_len(view)
        if not 0 < size <= min(len(view) * _SNAPPY_BEST, budget.limit):
            return b""
        budget.spend(size)
        return bytes(cramjam.snappy.decompress_raw(view))
    except cramjam.DecompressionError:
        return b""


def zstd(view: memoryview | bytes, budget: Budget) -> bytes:
    return _cramjam("zstd")(memoryview(view), budget)


def _zlib_starts() -> tuple[bytes, ...]:
    """Return the two bytes a zlib stream may start with: any window, no dictionary."""
    pairs = product(range(0x18, 0x79, 0x10), range(256))
    return tuple(bytes(p) for p in pairs if (p[0] << 8 | p[1]) % 31 == 0 and not p[1] & 0x20)


_STREAMS: tuple[tuple[str, tuple[bytes, ...], Decoder], ...] = (
    ("gzip", (b"\x1f\x8b\x08",), _inflate(31)),
    ("zlib", _zlib_starts(), _inflate(15)),
    ("zip", (b"PK\x03\x04",), _zip),
    ("bzip2", (b"BZh",), _bzip2),
    ("xz", (b"\xfd7zXZ\x00",), _xz),
    ("zstd", (b"\x28\xb5\x2f\xfd",), _cramjam("zstd")),
    ("lz4", (b"\x04\x22\x4d\x18",), _cramjam("lz4")),
    ("mozLz4", (b"mozLz40\x00",), _mozlz4),
    ("snappy frames", (b"\xff\x06\x00\x00sNaPpY",), _cramjam("snappy")),
    ("snappy", (b"\xff\x11\x02",), lambda view, budget: snappy_block(view[3:], budget)),
)
_NAMELESS: tuple[tuple[str, Decoder], ...] = (
    ("brotli", _cramjam("brotli")),
    ("deflate", _inflate(-15)),
    ("snappy", snappy_block),
)
_CHAINED = {"zstd", "lz4", "snappy frames"}  # their decoders read on into the next stream
_BY_START = {start: (form, decoder) for form, starts, decoder in _STREAMS for start in starts}
_BY_FIRST = {
    bytes(start[:1]): tuple(s for s in _BY_START if s[0] == start[0]) for start in _BY_START
}
_ANY_START = re.compile(
    b"|".join(
        re.escape(first) + b"(?:" + b"|".join(re.escape(s[1:]) for s in starts) + b")"
        for first, starts in _BY_FIRST.items()
    )
)


def _bodies(data: bytes) -> tuple[int, ...]:
    """Return where a stream may start that has no mark of its own."""
    if not data.startswith(_SIMPLE_CACHE):
        return (0,)
    return (_SIMPLE_CACHE_HEADER + int.from_bytes(data[12:16], "little"),)


def streams(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield each packed stream in the bytes as (its form, what is in it)."""
    view = memoryview(data)
    for found in _ANY_START.finditer(data):
        if budget.left <= 0:
            return
        form, decoder = _BY_START[found.group()]
        following = data.find(found.group(), found.end()) if form in _CHAINED else -1
        end = following if following > 0 else len(data)
        if inner := decoder(view[found.start() : end], budget):
            budget.cut |= len(inner) >= LAYER
            yield form, inner


def nameless(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield what a whole file or its body unpacks to in the forms that carry no mark."""
    view = memoryview(data)
    for start, (form, decoder) in product(_bodies(data), _NAMELESS):
        if inner := decoder(view[start:], budget):
            yield form, inner
