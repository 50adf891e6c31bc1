"""Databases as bytes on the disk: free pages, logs left behind, shortened keys."""

import sqlite3
import struct
from pathlib import Path

import cramjam
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from privacykit.wipe import decode
from privacykit.wipe.residue import UNSEARCHED, search
from tests.unit.residue_samples import (
    HALVES,
    MARK,
    PACKED,
    TEXT,
    block,
    forms,
    naive,
    records,
    table,
    visits,
)


@pytest.fixture
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LAYER", 1 << 20)
    monkeypatch.setattr(decode, "FILE", 4 << 20)
    monkeypatch.setattr(decode.Budget, "__init__", lambda self: setattr(self, "left", 4 << 20))


def rows_that_sqlite_shows(path: Path) -> bytes:
    with sqlite3.connect(path) as live:
        rows = live.execute("SELECT * FROM visits").fetchall()
    live.close()
    return repr(rows).encode()


def test_rows_deleted_from_sqlite_are_found_on_free_pages(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    db = visits(path)
    packed = PACKED["snappy"](HALVES)
    db.executemany("INSERT INTO visits VALUES (?,?,?)", [(n, "x" * 300, packed) for n in range(50)])
    db.commit()
    db.execute("DELETE FROM visits")
    db.commit()
    assert db.execute("PRAGMA freelist_count").fetchone()[0] > 10
    db.close()
    assert TEXT not in rows_that_sqlite_shows(path)
    assert not naive(path)
    assert forms(tmp_path) == {"sqlite > snappy > utf-8"}


def test_a_row_in_pieces_over_several_pages_is_put_together(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    db = visits(path)
    for shift in range(0, 1024, 4):
        db.execute("INSERT INTO visits (note) VALUES (?)", ["x" * shift + MARK * 200])
    db.commit()
    db.close()
    raw = path.read_bytes()
    (tmp_path / "places.sqlite").write_bytes(raw)
    pieces = "".join(MARK for _ in range(4))
    assert pieces.encode() in raw
    long = (MARK * 200)[:3000]
    assert long.encode() not in raw
    assert "sqlite > utf-8" in {h.form for h in search([tmp_path], [long])}


@pytest.mark.parametrize("kept", ["both", "log alone"])
def test_a_write_ahead_log_left_behind_is_read(kept: str, tmp_path: Path) -> None:
    source, left = tmp_path / "source", tmp_path / "left"
    source.mkdir()
    left.mkdir()
    db = visits(source / "cookies.sqlite", "PRAGMA journal_mode=WAL")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    db.execute("INSERT INTO visits (value) VALUES (?)", [PACKED["snappy"](HALVES)])
    db.commit()
    for name in ("cookies.sqlite", "cookies.sqlite-wal")[0 if kept == "both" else 1 :]:
        (left / name).write_bytes((source / name).read_bytes())  # as after a kill
    db.close()
    assert not any(naive(path) for path in left.iterdir())
    hits = search([left], [MARK])
    assert [(hit.path[-4:], hit.form) for hit in hits] == [(b"-wal", "sqlite > snappy > utf-8")]


def test_a_value_that_chromium_locks_with_the_key_known_to_all_is_opened(tmp_path: Path) -> None:
    import hashlib

    key = hashlib.pbkdf2_hmac("sha1", b"peanuts", b"saltysalt", 1, 16)
    lock = Cipher(algorithms.AES(key), modes.CBC(b" " * 16)).encryptor()
    db = visits(tmp_path / "Cookies")
    value = b"v10" + lock.update(b"\0" * 32 + TEXT + b"\x10" * 16) + lock.finalize()
    db.executemany("INSERT INTO visits (value) VALUES (?)", [[value], [b"v10"], [b"v10short"]])
    db.commit()
    db.close()
    assert not naive(tmp_path / "Cookies")
    assert forms(tmp_path) == {"sqlite > locked value > utf-8"}


def test_keys_of_an_index_without_rows_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA page_size=1024").close()
    db.execute("CREATE TABLE visits (a TEXT PRIMARY KEY, b) WITHOUT ROWID")
    long = "".join(chr(97 + n * 7 % 26) + str(n) for n in range(900)) + MARK
    db.executemany("INSERT INTO visits VALUES (?, 1)", [[f"{n:03}{long}"] for n in range(40)])
    db.commit()
    db.close()
    assert long.encode() not in path.read_bytes()
    assert "sqlite > utf-8" in {h.form for h in search([tmp_path], [long])}


def test_a_database_with_the_largest_pages_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA page_size=65536").close()
    db.execute("CREATE TABLE visits (value BLOB)")
    db.execute("INSERT INTO visits VALUES (?)", [PACKED["snappy"](HALVES)])
    db.commit()
    db.close()
    assert not naive(path)
    assert forms(tmp_path) == {"sqlite > snappy > utf-8"}


@pytest.mark.parametrize("size", [0, 3, 300])
def test_a_header_with_a_page_size_that_cannot_be_is_left(size: int, tmp_path: Path) -> None:
    head = b"SQLite format 3\x00" + struct.pack(">H", size) + bytes(4000)
    (tmp_path / "file").write_bytes(head + TEXT)
    assert forms(tmp_path) == {"utf-8"}


def test_rows_that_lie_about_themselves_are_passed_over(tmp_path: Path) -> None:
    page = bytearray(512)
    page[:18] = b"SQLite format 3\x00" + struct.pack(">H", 512)
    page[100:108] = struct.pack(">BHHHB", 0x0D, 0, 4, 0, 0)
    page[108:116] = struct.pack(">4H", 511, 300, 400, 450)
    page[511:] = b"\xff"  # a length that runs off the page
    page[300:309] = b"\xff" * 9  # nine bytes of length: more than any disk
    page[400:404] = b"\x02\x01\x7f\xff"  # a row whose head is longer than the row
    good = b"\x02" + bytes([12 + 2 * 20]) + bytes(cramjam.snappy.compress_raw(b"a" * 40 + TEXT))
    page[450 : 452 + len(good)] = bytes([len(good), 1]) + good
    (tmp_path / "file").write_bytes(page)
    assert "utf-8" in forms(tmp_path)


@pytest.mark.parametrize("packing", [1, 2])
def test_blocks_of_a_leveldb_table_are_unpacked(packing: int, tmp_path: Path) -> None:
    path = tmp_path / "000005.ldb"
    path.write_bytes(table(block([(0, b"key", HALVES)]), packing))
    assert not naive(path)
    assert "leveldb > utf-8" in forms(tmp_path)


def test_a_key_that_leveldb_shortened_is_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "000005.ldb"
    entries = [(0, TEXT[:8] + b"zzz", b"1"), (8, TEXT[8:], b"2")]
    path.write_bytes(table(block(entries), 0))
    assert not naive(path)
    assert forms(tmp_path) == {"leveldb > utf-8"}


def test_a_log_record_cut_at_a_blocks_end_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "000003.log"
    path.write_bytes(records(b"12" + TEXT + b"34"))
    assert not naive(path)
    assert forms(tmp_path) == {"leveldb log > utf-8"}


def test_a_log_with_room_left_at_a_blocks_end_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "000003.log"
    path.write_bytes(
        struct.pack("<IHB", 0, 32768 - 10, 1) + bytes(32768 - 10) + bytes(3) + records(b"0" + TEXT)
    )
    assert not naive(path)
    assert forms(tmp_path) == {"leveldb log > utf-8"}


@pytest.mark.parametrize("footer", [bytes(40), b"\xff" * 40, b"\x00\x08" * 20])
def test_a_broken_leveldb_table_is_left(footer: bytes, tmp_path: Path) -> None:
    (tmp_path / "000005.ldb").write_bytes(footer + bytes.fromhex("57fb808b247547db"))
    assert forms(tmp_path) == set()


@pytest.mark.usefixtures("small_bounds")
def test_databases_that_tell_the_same_again_and_again_end_at_the_bound(tmp_path: Path) -> None:
    key = b"k" * 60_000
    entries = [(0, key, b"")] + [(60_000, b"", b"") for _ in range(1000)]
    (tmp_path / "000005.ldb").write_bytes(table(block(entries), 0))
    db = visits(tmp_path / "rows.sqlite")
    db.executemany("INSERT INTO visits (note) VALUES (?)", [["x" * 600_000]] * 10)
    db.commit()
    db.close()
    assert forms(tmp_path) == {UNSEARCHED}
