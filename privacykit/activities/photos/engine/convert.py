"""A photo's details, or a clean copy of it, made in a process with bounded memory and time.

Run as `python -m privacykit.activities.photos.engine.convert look|clean` with the file on stdin.
"""

import sys
from io import BytesIO

import msgspec
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ExifTags import GPS, IFD, Base

MEMORY = 1024 * 1024 * 1024
PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
BROKEN, FOREIGN, HUGE = range(10, 13)


class Found(msgspec.Struct, frozen=True):
    """What a file tells; an empty string: nothing. place is degrees north and east."""

    kind: str
    width: int
    height: int
    taken: str = ""
    device: str = ""
    author: str = ""
    serial: str = ""
    software: str = ""
    place: tuple[float, float] | None = None
    thumbnail: bool = False
    details: int = 0


def opened(data: bytes) -> Image.Image:
    """Open without reading the pixels; raises ValueError for more than PIXELS of them."""
    picture = Image.open(BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > PIXELS:
        raise Image.DecompressionBombError
    return picture


def look(data: bytes) -> Found:
    picture = opened(data)
    exif = picture.getexif()
    first, more = dict(exif), exif.get_ifd(IFD.Exif)
    where, small = exif.get_ifd(IFD.GPSInfo), exif.get_ifd(IFD.IFD1)
    return Found(
        kind=str(picture.format),
        width=picture.width,
        height=picture.height,
        taken=_text(more.get(Base.DateTimeOriginal) or first.get(Base.DateTime)),
        device=_text(first.get(Base.Model) or first.get(Base.Make)),
        author=_text(first.get(Base.Artist)),
        serial=_text(more.get(Base.BodySerialNumber)),
        software=_text(first.get(Base.Software)),
        place=_place(where),
        thumbnail=bool(small),
        details=len(first) + len(more) + len(where) + len(small),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip("\0 ")[:200]


def _place(where: dict[int, object]) -> tuple[float, float] | None:
    north = _degrees(where.get(GPS.GPSLatitude), where.get(GPS.GPSLatitudeRef) == "S", 90)
    east = _degrees(where.get(GPS.GPSLongitude), where.get(GPS.GPSLongitudeRef) == "W", 180)
    return None if north is None or east is None else (north, east)


def _degrees(value: object, negative: bool, most: int) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    degrees = float(value[0]) + float(value[1]) / 60 + float(value[2]) / 3600
    return (-degrees if negative else degrees) if 0 <= degrees <= most else None


def clean(data: bytes) -> bytes:
    """Return the picture alone, turned as it was shown, in the same format."""
    picture = opened(data)
    kind = str(picture.format)
    turned = ImageOps.exif_transpose(picture)
    turned.info.clear()
    bare = Image.new(turned.mode, turned.size)
    if turned.mode == "P":
        turned = turned.convert("RGBA")
        bare = Image.new("RGBA", turned.size)
    bare.paste(turned)
    made = BytesIO()
    bare.save(made, kind, **({} if kind == "PNG" else {"quality": 90}))
    return made.getvalue()


def limit() -> None:
    """Bound memory and processor time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the one who started this stops it by the clock
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (15, 15))


def run(verb: str, data: bytes) -> tuple[int, bytes]:
    """Return the exit code, and JSON of Found or the clean picture."""
    try:
        return 0, clean(data) if verb == "clean" else msgspec.json.encode(look(data))
    except UnidentifiedImageError:
        return FOREIGN, b""
    except (Image.DecompressionBombError, MemoryError):
        return HUGE, b""
    except Exception:  # noqa: BLE001 - whatever a parser says about a stranger's file
        return BROKEN, b""


if __name__ == "__main__":  # pragma: no cover - the same lines run in a process of their own
    limit()
    code, made = run(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(made)
    sys.exit(code)
