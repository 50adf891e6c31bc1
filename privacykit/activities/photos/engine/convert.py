"""The readers "photo-look" and "photo-clean" of `aside`: a stranger's file, one answer."""

import re
import zipfile

import msgspec
from PIL import Image, UnidentifiedImageError

from privacykit.activities.photos.engine import documents, pictures
from privacykit.activities.photos.engine.found import Found
from privacykit.aside.child import BROKEN
from privacykit.aside.readers import OWN

FOREIGN, HUGE, LOCKED, HEIC = range(OWN, OWN + 4)
"""Codes for what is no such file, a picture of too many pixels, a document with a password, and a
HEIC picture that is damaged or that nothing here can read."""
_HEIC = re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)


def look(data: bytes) -> tuple[int, bytes]:
    """Return 0 and JSON of Found, or a code."""
    from pypdf.errors import FileNotDecryptedError

    try:
        found = _found(data)
    except (UnidentifiedImageError, zipfile.BadZipFile):
        return _foreign(data), b""
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


def _foreign(data: bytes) -> int:
    """Return what is wrong with a file of no known kind; an empty one was copied badly."""
    if not data:
        return BROKEN
    return HEIC if _HEIC.match(data) else FOREIGN


def clean(data: bytes) -> tuple[int, bytes]:
    """Return 0 and the picture alone, or a code."""
    try:
        return 0, pictures.clean(data)
    except UnidentifiedImageError:
        return _foreign(data), b""
    except Image.DecompressionBombError:
        return HUGE, b""
