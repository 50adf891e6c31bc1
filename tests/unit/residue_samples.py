"""A mark, files that hold it as real programs pack it, and the plain search that misses it."""

import bz2
import gzip
import io
import lzma
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import cramjam

from privacykit.wipe.residue import search

MARK = "q7mzk3wd9xvtb2rh"
TEXT = MARK.encode()
FILLER = b"the quick brown fox jumps over the lazy dog; " * 40
# an encoder copies what it has seen: these hide the mark from a plain search of packed bytes
HALVES = TEXT[:8] + b" and then " + TEXT[8:] + b" " + FILLER + TEXT + FILLER


def naive(path: Path) -> bool:
    """Search as a plain grep would."""
    return TEXT in path.read_bytes()


def forms(folder: Path, mark: str = MARK) -> set[str]:
    return {hit.form for hit in search([folder], [mark])}


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


def zipped(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        archive.writestr("content.xml", data)
    return whole.getvalue()


def mozlz4(data: bytes) -> bytes:
    block = cramjam.lz4.compress_block(data, store_size=False)
    return b"mozLz40\x00" + struct.pack("<I", len(data)) + bytes(block)


def simple_cache(body: bytes) -> bytes:
    address = b"1/0/https://library.example/"
    header = bytes.fromhex("305c72a71b6dfbfc") + struct.pack("<IIII", 5, len(address), 0, 0)
    return header + address + body


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzipped,
    "zlib": zlib.compress,
    "deflate": deflated,
    "zip": zipped,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: bytes(cramjam.zstd.compress(data)),
    "brotli": lambda data: bytes(cramjam.brotli.compress(data)),
    "lz4": lambda data: bytes(cramjam.lz4.compress(data)),
    "mozLz4": mozlz4,
    "snappy": lambda data: bytes(cramjam.snappy.compress_raw(data)),
    "snappy frames": lambda data: bytes(cramjam.snappy.compress(data)),
}


def varint(value: int) -> bytes:
    out = b""
    while value >= 0x80:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def block(entries: list[tuple[int, bytes, bytes]]) -> bytes:
    body = b"".join(
        varint(shared) + varint(len(key)) + varint(len(value)) + key + value
        for shared, key, value in entries
    )
    return body + struct.pack("<II", 0, 1)


def table(data: bytes, packing: int) -> bytes:
    packed = (bytes, PACKED["snappy"], PACKED["zstd"])[packing](data)
    whole = packed + bytes([packing]) + bytes(4)
    filters = varint(len(whole)) + varint(8)
    whole += block([]) + bytes(5)
    index = block([(0, b"zzz", varint(0) + varint(len(packed)))])
    footer = filters + varint(len(whole)) + varint(len(index))
    return whole + index + bytes(5) + footer.ljust(40, b"\0") + bytes.fromhex("57fb808b247547db")


def records(data: bytes) -> bytes:
    """Write one record of a LevelDB log after another that fills most of the first block."""
    first = bytes(32768 - 7 - 7 - 10)
    out = struct.pack("<IHB", 0, len(first), 1) + first
    out += struct.pack("<IHB", 0, 10, 2) + data[:10]
    return out + struct.pack("<IHB", 0, len(data) - 10, 4) + data[10:]


def visits(path: Path, *statements: str) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    for statement in ("PRAGMA secure_delete=OFF", "PRAGMA page_size=1024", *statements):
        db.execute(statement).close()
    db.execute("CREATE TABLE visits (id INTEGER PRIMARY KEY, note, value BLOB)")
    return db
