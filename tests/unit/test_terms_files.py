"""Files of terms as strangers make them: each is read, or is one sentence, within bounds."""

import random
import time
import zlib
from contextlib import nullcontext, suppress
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from privacykit.activities.terms.engine import convert, files
from privacykit.errors import CancelledError, TermsError
from tests.unit import terms_files

MEGA = 1024 * 1024


def kept(tmp_path: Path, data: bytes, name: str = "terms") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def sentence(path: Path, seconds: float | None = None) -> str:
    with pytest.raises(TermsError) as caught:
        files.text(path, seconds=seconds)
    said = str(caught.value)
    assert said.endswith((".", "?"))
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    "data",
    [
        terms_files.TERMS.encode(),
        f"<!doctype html><p>{terms_files.TERMS}</p>".encode(),
        terms_files.pdf(terms_files.written([terms_files.TERMS])),
    ],
    ids=["text", "page", "pdf"],
)
def test_the_text_of_each_kind_is_read(tmp_path: Path, data: bytes) -> None:
    assert files.text(kept(tmp_path, data)) == terms_files.TERMS


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no text in this file"),
        (b" \n\t ", "no text in this file"),
        (terms_files.pdf(b""), "no text in this file"),
        (terms_files.pdf(b"BT ET", key="x"), "locked with a password"),
        (b"PK\x03\x04", "something else"),
        (b"GIF89a\0\0", "something else"),
        (b"a " * 400_000, "longer than any terms"),
        (terms_files.pdf(*[b""] * 401), "longer than any terms"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (b"%PDF-" + bytes(range(256)) * 40, "damaged"),
        (terms_files.looped(), ""),
        (terms_files.nested(200_000), ""),
        (b"<div>" * 300_000, "no text in this file"),
        (b"<!doctype html><script>" + b"a" * 2000, "no text in this file"),
    ],
)
def test_every_hostile_file_is_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    begun = time.monotonic()
    assert said in sentence(kept(tmp_path, data))
    assert time.monotonic() - begun < 20


def test_what_is_too_large_is_said_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(20 * MEGA + 1)
    begun = time.monotonic()
    assert "larger than 20 MB" in sentence(path)
    assert time.monotonic() - begun < 1


def test_what_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    assert "cannot be opened" in sentence(tmp_path / "missing")
    assert "cannot be opened" in sentence(tmp_path)


def test_reading_ends_by_the_clock(tmp_path: Path) -> None:
    data = terms_files.pdf(*[terms_files.written(["We collect names."] * 400)] * 300)
    assert "takes too long" in sentence(kept(tmp_path, data), seconds=0.3)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        files.text(kept(tmp_path, b"terms"), cancelled=lambda: True)


def test_a_bomb_does_no_harm(tmp_path: Path) -> None:
    before = psutil.Process().memory_info().rss
    sentence(kept(tmp_path, terms_files.packed(200 * MEGA)))
    assert psutil.Process().memory_info().rss - before < 50 * MEGA


def test_who_unpacks_it_here_takes_the_memory_here(tmp_path: Path) -> None:
    packed = terms_files.spaces(200 * MEGA)
    before = psutil.Process().memory_info().rss
    unpacked = zlib.decompress(packed)
    assert psutil.Process().memory_info().rss - before > 100 * MEGA
    assert len(unpacked) == 200 * MEGA


WHOLE = terms_files.pdf(terms_files.written([terms_files.TERMS]))


PARSERS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"<html>", b"\xff\xfe"]))
def test_any_bytes_are_text_or_a_code_or_a_parsers_error(data: bytes, start: bytes) -> None:
    with suppress(*PARSERS) if b"%PDF-" in start + data else nullcontext():
        code, made = convert.run(start + data)
        assert bool(made) == (code == 0)


def test_a_damaged_pdf_is_read_as_far_as_it_goes_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage each time
    for _ in range(12):
        data = bytearray(WHOLE)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(TermsError):
            assert files.text(kept(tmp_path, bytes(data)))


def test_the_pdfs_of_these_tests_are_what_they_say() -> None:
    assert len(PdfReader(BytesIO(WHOLE)).pages) == 1
