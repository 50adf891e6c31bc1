"""What the exercise's photos tell, what a clean copy no longer tells, and files meant to harm."""

import struct
import zlib

import msgspec
import pytest

from privacykit import paths
from privacykit.activities.photos.engine import convert


def photo(name: str) -> bytes:
    return (paths.resources() / "photos" / f"{name}.jpg").read_bytes()


def test_the_boat_tells_time_device_and_place() -> None:
    found = convert.look(photo("boat"))
    assert (found.taken, found.device) == ("2026:06:19 21:42:08", "Lykta Phone 7")
    assert found.place == pytest.approx((58.31, 14.6))


def test_the_chair_tells_a_name_a_serial_and_has_a_thumbnail_but_no_place() -> None:
    found = convert.look(photo("chair"))
    assert (found.author, found.serial, found.thumbnail) == ("Maja Exempel", "NZ5-0041873", True)
    assert found.place is None


@pytest.mark.parametrize("name", ["boat", "chair", "street"])
def test_a_clean_copy_tells_nothing(name: str) -> None:
    code, made = convert.run("clean", photo(name))
    before, after = convert.look(photo(name)), convert.look(made)
    assert code == 0
    assert after == convert.Found("JPEG", before.width, before.height)
    assert b"Exif" not in made


def test_a_bomb_is_refused_before_its_pixels_are_read() -> None:
    body = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    data = b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 0) + b"IDAT" + bytes(4)
    assert convert.run("look", data) == (convert.HUGE, b"")


@pytest.mark.parametrize(
    ("data", "code"), [(b"hello", convert.FOREIGN), (photo("boat")[:9000], convert.BROKEN)]
)
def test_damaged_and_foreign_files_have_a_code(data: bytes, code: int) -> None:
    assert convert.run("clean", data) == (code, b"")


def test_looking_answers_in_json() -> None:
    code, made = convert.run("look", photo("street"))
    assert code == 0
    assert msgspec.json.decode(made, type=convert.Found).details == 0
