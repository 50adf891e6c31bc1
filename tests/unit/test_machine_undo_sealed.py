"""A sealed file gives back exactly what was written, or nothing past the place that was changed."""

import io
import struct

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import aead
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.errors import UndoError
from privacykit.wipe.machine import sealed
from privacykit.wipe.machine.sealed import CHUNK, Header, Opener, Sealer, read_header
from tests.unit.keeping import KEY

HEADER = Header("2026-11-21T09:00:00+00:00", "2026-11-21T09:30:00+00:00", 3, 4567)
sizes = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])


def seal(content: bytes) -> bytes:
    file = io.BytesIO()
    stream = Sealer(file, KEY, HEADER)
    for start in range(0, len(content), 700_001):
        stream.write(content[start : start + 700_001])
    stream.finish()
    return file.getvalue()


def unseal(text: bytes, key: bytes = KEY) -> bytes:
    stream, found = Opener(io.BytesIO(text), key), bytearray()
    while data := stream.read(300_007):
        found += data
    return bytes(found)


def content(size: int) -> bytes:
    return b"".join(struct.pack(">Q", number) for number in range(size // 8 + 1))[:size]


def start() -> int:
    """Return where the first chunk begins."""
    file = io.BytesIO(seal(b""))
    read_header(file)
    return file.tell()


def refuses(text: bytes, key: bytes = KEY) -> None:
    with pytest.raises(UndoError, match="damaged"):
        unseal(text, key)


@settings(deadline=None, max_examples=40)
@given(sizes)
def test_what_was_written_comes_back(size: int) -> None:
    text = seal(content(size))
    assert unseal(text) == content(size)
    assert read_header(io.BytesIO(text)) == HEADER
    assert size < 64 or content(size)[:64] not in text


@settings(deadline=None, max_examples=40)
@given(sizes, st.data())
def test_one_changed_bit_is_seen(size: int, data: st.DataObject) -> None:
    text = bytearray(seal(content(size)))
    text[data.draw(st.integers(0, len(text) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    refuses(bytes(text))


@settings(deadline=None, max_examples=40)
@given(sizes, st.data())
def test_a_missing_end_is_seen(size: int, data: st.DataObject) -> None:
    text = seal(content(size))
    refuses(text[: data.draw(st.integers(0, len(text) - 1))])


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_missing_end_between_two_chunks_is_seen(chunks: int) -> None:
    refuses(seal(content(3 * CHUNK))[: start() + chunks * (CHUNK + 16)])


def test_exchanged_chunks_and_added_bytes_are_seen() -> None:
    text, first, size = seal(content(3 * CHUNK)), start(), CHUNK + 16
    parts = text[first : first + size], text[first + size : first + 2 * size]
    refuses(text[:first] + parts[1] + parts[0] + text[first + 2 * size :])
    refuses(text + b"\0")
    refuses(text + text[first:])


def test_another_key_opens_nothing() -> None:
    refuses(seal(b"thesis"), bytes(32))


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200))
def test_what_is_no_sealed_file_is_refused(text: bytes) -> None:
    refuses(text)
    refuses(b"privacykit undo 1\n" + text)


def test_nothing_is_handed_out_of_a_changed_chunk() -> None:
    text = bytearray(seal(content(2 * CHUNK)))
    text[-1] ^= 1
    stream = Opener(io.BytesIO(bytes(text)), KEY)
    assert stream.read_all(CHUNK) == content(CHUNK)
    with pytest.raises(UndoError):
        stream.read(1)


def test_less_than_asked_for_is_damage() -> None:
    with pytest.raises(UndoError):
        Opener(io.BytesIO(seal(b"abc")), KEY).read_all(4)


def test_where_the_cipher_is_forbidden_the_system_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_key: bytes) -> None:
        raise UnsupportedAlgorithm("FIPS")

    monkeypatch.setattr(aead, "ChaCha20Poly1305", forbidden)
    with pytest.raises(OSError, match="not supported"):
        sealed._cipher(KEY)
