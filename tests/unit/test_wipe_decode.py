"""Packed bytes and other spellings, each beside the plain search that misses the mark."""

import base64
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.wipe import decode, residue
from privacykit.wipe.residue import UNSEARCHED
from tests.unit.residue_samples import (
    FILLER,
    HALVES,
    MARK,
    PACKED,
    TEXT,
    block,
    forms,
    gzipped,
    naive,
    records,
    simple_cache,
    table,
    zipped,
)


@pytest.mark.parametrize("form", PACKED)
def test_packed_bytes_are_opened_where_a_plain_search_sees_nothing(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(PACKED[form](HALVES))
    assert not naive(path)
    assert f"{form} > utf-8" in forms(tmp_path)


@pytest.mark.parametrize("form", sorted({*PACKED} - {"deflate", "brotli", "mozLz4", "snappy"}))
def test_streams_are_found_in_the_middle_of_a_file_and_when_cut_short(
    form: str, tmp_path: Path
) -> None:
    blob = PACKED[form](HALVES + b"".join(b"%d " % n + FILLER[:300] for n in range(900)))
    path = tmp_path / "file"
    path.write_bytes(b"any header" + blob[: len(blob) * 3 // 4] + b"any end")
    assert not naive(path)
    expected = {f"{form} > utf-8"} if form != "bzip2" else set()  # its first block is 900 KB
    assert expected <= forms(tmp_path)


@pytest.mark.parametrize("form", ["brotli", "deflate", "snappy"])
def test_a_body_without_a_mark_of_its_own_is_found_after_chromiums_cache_header(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / "0123456789abcdef_0"
    path.write_bytes(simple_cache(PACKED[form](HALVES)))
    assert not naive(path)
    assert forms(tmp_path) == {f"{form} > utf-8"}


def test_a_value_that_chromium_wrapped_in_snappy_is_found(tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"\xff\x11\x02" + PACKED["snappy"](HALVES))
    assert not naive(path)
    assert forms(tmp_path) == {"snappy > utf-8"}


def test_layers_are_opened_one_in_another(tmp_path: Path) -> None:
    path = tmp_path / "outer.zip"
    path.write_bytes(zipped(b"start" + gzipped(b"in" + zlib.compress(HALVES))))
    assert not naive(path)
    assert "zip > gzip > zlib > utf-8" in forms(tmp_path)


def test_a_stored_member_and_a_broken_archive_are_searched_too(tmp_path: Path) -> None:
    (tmp_path / "stored.zip").write_bytes(zipped(HALVES, zipfile.ZIP_STORED))
    (tmp_path / "broken.zip").write_bytes(zipped(HALVES)[:-40])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(tmp_path / "broken.zip")
    assert forms(tmp_path) == {"utf-8", "zip > utf-8"}


def test_a_damaged_mozlz4_is_searched_as_it_lies(tmp_path: Path) -> None:
    damaged = b"mozLz40\0" + (1000).to_bytes(4, "little") + b"\xff" * 20
    (tmp_path / "damaged.jsonlz4").write_bytes(damaged + TEXT)
    assert forms(tmp_path) == {"utf-8"}


SPELLED: dict[str, bytes] = {
    "utf-16-le": MARK.encode("utf-16-le"),
    "utf-16-be": MARK.encode("utf-16-be"),
    "percent": "".join(f"%{byte:02X}" for byte in TEXT).encode(),
    "reversed": TEXT[::-1],
    "hex": TEXT.hex().encode(),
    "hex > utf-16-le": MARK.encode("utf-16-le").hex().encode(),
    "base64": base64.b64encode(b"user:" + TEXT + b":x"),
    "base64 > utf-16-le": base64.b64encode(b"\x01" + MARK.encode("utf-16-le")),
}


@pytest.mark.parametrize("form", SPELLED)
def test_other_spellings_are_found_where_a_plain_search_sees_nothing(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before " + SPELLED[form] + b" after")
    assert not naive(path)
    assert forms(tmp_path) == {form}


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", range(3))
def test_base64_is_found_at_every_alignment(before: int, after: int, tmp_path: Path) -> None:
    mark = "räksmörgås på biblioteket"
    blob = os.urandom(before) + mark.encode() + os.urandom(after)
    (tmp_path / "file").write_bytes(base64.urlsafe_b64encode(blob))
    assert "base64" in forms(tmp_path, mark)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("percent", "r%C3%A4ksm%C3%B6rg%C3%A5s%20%26%20te"),
        ("percent", "r%c3%a4ksm%c3%b6rg%c3%a5s%20%26%20te"),
        ("percent", "r%C3%A4ksm%C3%B6rg%C3%A5s+%26+te"),
        ("json", "r\\u00e4ksm\\u00f6rg\\u00e5s & te"),
        ("html", "räksmörgås &amp; te"),
    ],
)
def test_a_mark_with_other_letters_is_found_as_programs_write_it(
    form: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text(text)
    assert forms(tmp_path, "räksmörgås & te") == {form}


@pytest.fixture
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LAYER", 1 << 20)
    monkeypatch.setattr(decode, "FILE", 4 << 20)
    monkeypatch.setattr(decode.Budget, "__init__", lambda self: setattr(self, "left", 4 << 20))


BOMB = bytes(64 << 20)


@pytest.mark.usefixtures("small_bounds")
@pytest.mark.parametrize("form", PACKED)
def test_a_bomb_ends_at_the_bound(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    inside = residue._inside

    def note(data: bytes, *rest: object) -> Iterator[tuple[str, str]]:
        sizes.append(len(data))
        return inside(data, *rest)  # type: ignore[arg-type]

    packed = PACKED[form](TEXT + BOMB)
    (tmp_path / "bomb").write_bytes(packed)
    monkeypatch.setattr(residue, "_inside", note)
    found = forms(tmp_path)
    assert max(sizes[1:], default=0) <= 1 << 20
    assert sum(sizes[1:]) <= 5 << 20
    tells_its_size = {"mozLz4", "snappy"}  # and is left closed
    no_start_of_its_own = {"brotli", "deflate", "snappy"}  # and may be no stream at all
    assert form in tells_its_size or f"{form} > utf-8" in found
    assert form in no_start_of_its_own or UNSEARCHED in found


@pytest.mark.usefixtures("small_bounds")
def test_many_small_bombs_end_at_the_bound_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "bombs").write_bytes(gzipped(bytes(1 << 20)) * 40 + gzipped(HALVES))
    assert forms(tmp_path) == {UNSEARCHED}


def test_a_sparse_file_is_read_without_its_holes(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(b"start")
        file.seek(1 << 34)
        file.write(TEXT)
        file.truncate(1 << 40)
    assert forms(tmp_path) == {"utf-8"}


def test_a_mark_on_the_border_of_two_windows_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residue, "_WINDOW", 4096)
    monkeypatch.setattr(residue, "_OVERLAP", 64)
    (tmp_path / "large").write_bytes(b"x" * 4090 + TEXT + b"x" * 9000)
    assert forms(tmp_path) == {"utf-8"}


def test_a_large_file_with_only_a_hole_has_nothing(tmp_path: Path) -> None:
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(1 << 36)
    assert forms(tmp_path) == set()


STARTS = [*decode._BY_START, b"SQLite format 3\x00\x02\x00", b"\x37\x7f\x06\x82", b"mozLz40\0"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=400), st.sampled_from(STARTS)), max_size=12))
def test_no_bytes_break_the_search(parts: list[bytes]) -> None:
    data = b"".join(parts)
    needles = residue._needles([MARK])
    for end in (b"", bytes.fromhex("57fb808b247547db")):
        assert not list(residue._inside(data + end, needles, decode.Budget()))


def _real_files() -> list[bytes]:
    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA page_size=512").close()
    db.execute("CREATE TABLE t (a, b BLOB)")
    db.executemany("INSERT INTO t VALUES (?, ?)", [("y" * n * 40, bytes(n)) for n in range(40)])
    db.commit()
    whole = db.serialize()
    db.close()
    ldb = table(block([(0, b"key", FILLER), (2, b"z", b"v")]), 1)
    return [whole, ldb, records(FILLER[:200]), *(pack(FILLER) for pack in PACKED.values())]


REAL = _real_files()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(REAL), st.data())
def test_no_damage_to_a_real_file_breaks_the_search(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    for _change in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    list(residue._inside(bytes(damaged), residue._needles([MARK]), decode.Budget()))
