"""PDFs made by hand for the tests of terms: with text, locked, broken, and meant to harm."""

import zlib
from functools import cache
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

TERMS = "We collect your name. We may change these terms."


def written(lines: list[str]) -> bytes:
    """Return what a page draws: these lines of text, one under another."""
    drawn = "".join(f"({line}) Tj T*\n" for line in lines)
    return f"BT /F1 12 Tf 14 TL 72 720 Td\n{drawn}ET".encode("latin-1")


def pdf(*pages: bytes, key: str | None = None) -> bytes:
    """Return a PDF of pages that draw these streams; a key opens it, "" anybody can."""
    made = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for drawn in pages:
        page = made.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        stream.set_data(drawn)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = made._add_object(stream.flate_encode())
    if key is not None:
        made.encrypt(key, "of the owner", algorithm="RC4-128")
    out = BytesIO()
    made.write(out)
    return out.getvalue()


@cache
def spaces(size: int) -> bytes:
    return zlib.compress(b" " * size, 1)


def packed(size: int) -> bytes:
    """Return a PDF of few bytes whose one page unpacks to so many."""
    stream = spaces(size)
    return by_hand(b"<< /Length %d /Filter /FlateDecode >>" % len(stream), stream)


def by_hand(head: bytes, stream: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
        head + b"\nstream\n" + stream + b"\nendstream",
    ]
    return _numbered(objects)


def looped() -> bytes:
    """Return a PDF whose list of pages contains itself."""
    return _numbered(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
        ]
    )


def nested(depth: int) -> bytes:
    """Return a PDF with lists within lists."""
    return _numbered([b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * depth + b"]" * depth + b" >>"])


def _numbered(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
