"""Pictures and documents for the tests, made on the spot, with a mark in every place."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfWriter

from privacykit import paths

MARK = "Mark-8f3a-Exempel"


def photo(name: str) -> bytes:
    return (paths.resources() / "photos" / f"{name}.jpg").read_bytes()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Artist], exif[Base.Model], exif[Base.Orientation] = MARK, MARK, 6
    exif[Base.ImageDescription] = MARK
    exif.get_ifd(IFD.Exif).update({Base.BodySerialNumber: MARK, Base.UserComment: MARK.encode()})
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "S",
            GPS.GPSLatitude: (33.0, 30.0, 0.0),
            GPS.GPSLongitudeRef: "W",
            GPS.GPSLongitude: (70.0, 30.0, 0.0),
        }
    )
    return exif


def marked(kind: str, mode: str = "RGB") -> bytes:
    """Return a picture of 40 by 20 pixels with the mark wherever its format has room."""
    picture, made = Image.new(mode, (40, 20), 90), BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MARK}</x:xmpmeta>".encode()
    ways: dict[str, object] = {"exif": _exif(), "xmp": xmp}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", MARK)
        notes.add_itxt("Description", MARK)
        ways = {"exif": _exif(), "pnginfo": notes}
    if kind == "JPEG":
        ways["comment"] = MARK.encode()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    picture.save(made, kind, **ways)
    return made.getvalue() + MARK.encode()  # also behind the end, where nobody looks


def bomb(side: int = 50_000) -> bytes:
    """Return a PNG that claims to be that wide and high, in a hundred bytes."""
    body = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 0) + b"IDAT" + bytes(4)


def document(*, locked: bool = False) -> bytes:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": MARK, "/Title": "A letter", "/Producer": "Writer 9"})
    if locked:
        writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    return made.getvalue()


def office(**files: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return made.getvalue()


CORE = (
    "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:creator>{}</dc:creator>"
    "<cp:lastModifiedBy>{}</cp:lastModifiedBy><cp:revision>14</cp:revision></cp:coreProperties>"
)
APP = "<Properties><Application>Word</Application><Company>Library</Company></Properties>"
META = (
    "<office:document-meta xmlns:office='o' xmlns:meta='m'><meta:initial-creator>{}"
    "</meta:initial-creator><meta:editing-cycles>3</meta:editing-cycles></office:document-meta>"
)
