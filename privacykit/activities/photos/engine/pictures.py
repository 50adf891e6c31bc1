"""What a picture tells, and the picture alone: run only in a process of its own (`aside`)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from privacykit.activities.photos.engine.found import Detail, Found, detail

PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
WRITTEN = ("JPEG", "PNG", "WEBP")
"""In which of them a clean copy can be saved."""
_OFFSET, _LENGTH, _SMALL = 0x201, 0x202, 640
_PACKETS = ("xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "Description")


def opened(data: bytes) -> Image.Image:
    """Open without reading the pixels.

    Raises UnidentifiedImageError for anything else, DecompressionBombError for too many pixels.
    """
    with suppress(ImportError):  # where there is no such wheel, HEIC is not read
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    picture = Image.open(BytesIO(data), formats=[one for one in FORMATS if one in _known()])
    if picture.width * picture.height > PIXELS:
        raise Image.DecompressionBombError
    return picture


def _known() -> Mapping[str, object]:
    Image.init()
    return Image.OPEN


def look(data: bytes) -> Found:
    picture = opened(data)
    exif = picture.getexif()
    parts = [dict(exif), *(exif.get_ifd(ifd) for ifd in (IFD.Exif, IFD.GPSInfo, IFD.IFD1))]
    place = _place(parts[2])
    packets = [name for name in _PACKETS if picture.info.get(name)]
    return Found(
        format=str(picture.format),
        size=len(data),
        width=picture.width,
        height=picture.height,
        details=(*_details(*parts[:2]), *_rest(parts, place, picture, packets)),
        place=place,
        thumbnail=_thumbnail(picture.info.get("exif"), parts[3]),
        fields=sum(len(part) for part in parts) + len(packets),
    )


def _details(first: Mapping[int, object], more: Mapping[int, object]) -> Iterator[Detail]:
    yield from detail("taken", more.get(Base.DateTimeOriginal) or first.get(Base.DateTime))
    yield from detail("device", first.get(Base.Model) or first.get(Base.Make))
    yield from detail("serial", more.get(Base.BodySerialNumber))
    yield from detail("author", first.get(Base.Artist) or more.get(Base.CameraOwnerName))
    yield from detail("software", first.get(Base.Software))
    yield from detail("title", first.get(Base.ImageDescription))


def _rest(
    parts: list[dict[int, object]],
    place: tuple[float, float] | None,
    picture: Image.Image,
    packets: list[str],
) -> Iterator[Detail]:
    if place:
        yield Detail("place")
    if parts[3]:
        yield Detail("thumbnail")
    comment = picture.info.get("comment") or picture.info.get("Comment")
    if isinstance(comment, bytes):
        comment = comment.decode("utf-8", "replace")
    yield from detail("comment", comment)
    if any("xm" in name.lower() for name in packets):
        yield Detail("notes")


def _thumbnail(exif: object, small: Mapping[int, object]) -> bytes:
    """Return the picture of the second directory, drawn anew; nothing if it is not sound."""
    start, length = small.get(_OFFSET), small.get(_LENGTH)
    if not isinstance(exif, bytes) or not isinstance(start, int) or not isinstance(length, int):
        return b""
    data = exif.removeprefix(b"Exif\0\0")[start : start + length]
    with suppress(OSError, ValueError, SyntaxError):
        picture = Image.open(BytesIO(data), formats=["JPEG"])
        if max(picture.size) <= _SMALL:
            made = BytesIO()
            picture.convert("RGB").save(made, "PNG")
            return made.getvalue()
    return b""


def _place(where: Mapping[int, object]) -> tuple[float, float] | None:
    north = _degrees(where.get(GPS.GPSLatitude), where.get(GPS.GPSLatitudeRef) == "S", 90)
    east = _degrees(where.get(GPS.GPSLongitude), where.get(GPS.GPSLongitudeRef) == "W", 180)
    return None if north is None or east is None else (north, east)


def _degrees(value: object, negative: bool, most: int) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    with suppress(ZeroDivisionError, ValueError, TypeError):
        degrees = float(value[0]) + float(value[1]) / 60 + float(value[2]) / 3600
        if 0 <= degrees <= most:
            return -degrees if negative else degrees
    return None


def clean(data: bytes) -> bytes:
    """Return the picture alone, turned as it was shown, in its format; HEIC becomes JPEG.

    A JPEG keeps its own tables, so that it loses hardly more than it had lost before.
    """
    picture = opened(data)
    kind = str(picture.format) if picture.format in WRITTEN else "JPEG"
    saved = _saving(picture, kind)
    bare = _bare(picture)
    if kind == "JPEG" and bare.mode not in {"L", "RGB", "CMYK"}:
        bare = bare.convert("RGB")
    made = BytesIO()
    bare.save(made, kind, **saved)
    return made.getvalue()


def _saving(picture: Image.Image, kind: str) -> dict[str, object]:
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        return {
            "qtables": picture.quantization,
            "subsampling": JpegImagePlugin.get_sampling(picture),
            "optimize": True,
        }
    return {} if kind == "PNG" else {"quality": 92}


def _bare(picture: Image.Image) -> Image.Image:
    """Return new pixels with nothing attached, in the colours a screen expects."""
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in {"P", "PA"}:
        turned = turned.convert("RGBA")
    if profile and turned.mode in {"RGB", "RGBA"}:
        turned = _in_common_colours(turned, profile)
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    return bare


def _in_common_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    with suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
        return made or picture
    return picture
