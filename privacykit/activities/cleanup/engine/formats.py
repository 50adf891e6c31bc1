"""Writes the visitor's traces in the formats that real programs use."""

import hashlib
import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import cramjam

_NO_SYNC = "PRAGMA synchronous = OFF"
_TEXT, _URI = 0x41, 0x45
"""Tags of values in the Internet Printing Protocol, RFC 8010."""


def database(path: Path, schema: str, row: str, rows: Sequence[Sequence[object]]) -> None:
    """Write a SQLite database with one table."""
    with closing(sqlite3.connect(parented(path))) as made, made:
        made.execute(_NO_SYNC)
        made.execute(schema)
        made.executemany(row, rows)


def drop_rows(path: Path, order: str, *values: object) -> None:
    """Delete rows so that their text cannot be read from the file either."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute(_NO_SYNC)
        opened.execute("PRAGMA secure_delete = ON")
        with opened:
            opened.execute(order, values)
        opened.execute("VACUUM")


def count(path: Path, order: str, *values: object) -> int:
    """Return the number that a query answers with; 0 if there is no such database."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as opened:
        return int(opened.execute(order, values).fetchone()[0])


def session_file(path: Path, url: str, title: str) -> None:
    """Write the open windows as Firefox keeps them: JSON in Mozilla's LZ4 wrapping."""
    tabs = [{"entries": [{"url": url, "title": title}], "index": 1}]
    words = json.dumps({"version": ["sessionrestore", 1], "windows": [{"tabs": tabs}]}).encode()
    packed = bytes(cramjam.lz4.compress_block(words, store_size=False))
    parented(path).write_bytes(b"mozLz40\0" + struct.pack("<I", len(words)) + packed)


def recent_list(path: Path, uris: Sequence[str]) -> None:
    """Write the desktop's list of recently used files (XBEL)."""
    marks = "".join(
        f'  <bookmark href={quoteattr(uri)} added="2026-01-05T10:00:00Z"/>\n' for uri in uris
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<xbel version="1.0">\n'
    parented(path).write_text(f"{head}{marks}</xbel>\n", encoding="utf-8")


def thumbnail(folder: Path, uri: str) -> Path:
    """Write a preview as the freedesktop standard names and marks it; return its path."""
    name = hashlib.md5(uri.encode(), usedforsecurity=False).hexdigest()
    path = parented(folder / f"{name}.png")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_png(uri)))
    return path


def _png(uri: str) -> Iterator[bytes]:
    for name, content in (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Thumb::URI\0" + uri.encode()),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    ):
        checksum = zlib.crc32(name + content)
        yield struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def print_job(spool: Path, number: int, title: str, document: bytes) -> None:
    """Write a waiting job as CUPS spools it: what it is in one file, the pages in another."""
    attributes = (
        (_URI, "job-printer-uri", "ipp://localhost/printers/Reading-room"),
        (_TEXT, "job-name", title),
    )
    body = b"".join(_attribute(*one) for one in attributes)
    spool.mkdir(parents=True, exist_ok=True)
    control = b"\x02\x00\x00\x02\x00\x00\x00\x01\x02" + body + b"\x03"
    (spool / f"c{number:05}").write_bytes(control)
    (spool / f"d{number:05}-001").write_bytes(document)


def _attribute(tag: int, name: str, value: str) -> bytes:
    words = name.encode(), value.encode()
    return bytes([tag]) + b"".join(struct.pack(">H", len(each)) + each for each in words)


def page(text: str) -> bytes:
    """Return a PDF of one empty page with a title."""
    title = text.encode("utf-16-be").hex().upper()
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title<FEFF{title}>>>",
    )
    file, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size 5/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(file)}\n%%EOF\n"
    return f"{file}xref\n0 5\n0000000000 65535 f \n{table}{end}".encode()


def file_uri(path: str) -> str:
    return f"file://{quote(path)}"


def trashed(trash: Path, name: str, where: str, content: bytes) -> None:
    """Put a file into the Trash as the freedesktop standard lays it out."""
    info = f"[Trash Info]\nPath={quote(where)}\nDeletionDate=2026-01-05T10:00:00\n"
    parented(trash / f"info/{name}.trashinfo").write_text(info, encoding="utf-8")
    parented(trash / "files" / name).write_bytes(content)


def parented(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
