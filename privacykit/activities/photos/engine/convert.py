"""The readers "photo-look" and "photo-clean" of `aside`: a stranger's file, one answer."""

import zipfile

import msgspec
from PIL import Image, UnidentifiedImageError

from privacykit.activities.photos.engine import documents, pictures
from privacykit.activities.photos.engine.found import Found
from privacykit.aside.readers import OWN

FOREIGN, HUGE, LOCKED = range(OWN, OWN + 3)
"""Codes for what is no such file, a picture of too many pixels, a document with a password."""


def look(data: bytes) -> tuple[int, bytes]:
    """Return 0 and JSON of Found, or a code."""
    from pypdf.errors import FileNotDecryptedError

    try:
        found = _found(data)
    except (UnidentifiedImageError, zipfile.BadZipFile):
        return FOREIGN, b""
    except FileNotDecryptedError:
        return LOCKED, b""
    except Image.DecompressionBombError:
        return HUGE, b""
    return (0, msgspec.json.encode(found)) if found else (FOREIGN, b"")


def compare(data: bytes) -> tuple[int, bytes]:
    """Return 0 and JSON of two Found, before and after cleaning, or a code."""
    code, made = clean(data)
    if code:
        return code, b""
    return 0, msgspec.json.encode([pictures.look(data), pictures.look(made)])


def _found(data: bytes) -> Found | None:
    if data.startswith(b"%PDF-"):
        return documents.pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return documents.office(data)
    return pictures.look(data)


def clean(data: bytes) -> tuple[int, bytes]:
    """Return 0 and the picture alone, or a code."""
    try:
        return 0, pictures.clean(data)
    except UnidentifiedImageError:
        return FOREIGN, b""
    except Image.DecompressionBombError:
        return HUGE, b""
