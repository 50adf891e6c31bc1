"""What a picture tells, and the picture alone: run only in a process of its own (`aside`)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, ImageSequence, JpegImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from privacykit.activities.photos.engine.found import Detail, Found, Kind, detail

PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
WRITTEN = ("JPEG", "PNG", "WEBP")
"""In which of them a clean copy can be saved."""
MOVING = ("PNG", "WEBP")
_OFFSET, _LENGTH, _SMALL = 0x201, 0x202, 640
_PACKETS = ("xmp", "photoshop", "comment")
_NOTES: dict[str, Kind] = {
    "Author": "author",
    "Creation Time": "taken",
    "Software": "software",
    "Source": "device",
    "Title": "title",
}
"""What the keywords of a PNG's notes are about; any other is a comment."""
_SEEN = {"RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB", "L": "RGB"}
"""Kinds of pixels whose colours can be turned into those of a screen, and what they become."""


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
    notes = _notes(picture)
    packets = [name for name in _PACKETS if picture.info.get(name)]
    place = _place(parts[2])
    details = *_details(*parts[:2]), *_rest(parts, place, picture), *_noted(notes)
    return Found(
        format=_format(picture),
        size=len(data),
        width=picture.width,
        height=picture.height,
        details=tuple(dict.fromkeys(details)),
        place=place,
        thumbnail=_thumbnail(picture.info.get("exif"), parts[3]),
        fields=sum(map(len, (*parts, packets, notes))),
    )


def _format(picture: Image.Image) -> str:
    """Return what people call it: a phone's JPEG with a second picture in it is one, too."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def _notes(picture: Image.Image) -> dict[str, str]:
    """Return the notes of a PNG by their keywords, without its XMP."""
    notes: dict[str, str] = getattr(picture, "text", {})
    return {key: text for key, text in notes.items() if key != "XML:com.adobe.xmp"}


def _noted(notes: Mapping[str, str]) -> Iterator[Detail]:
    for key, text in notes.items():
        if key.startswith("Raw profile type"):  # Exif or XMP in hexadecimal
            continue
        plain = key in _NOTES or key in {"Comment", "Description"}
        yield from detail(_NOTES.get(key, "comment"), text if plain else f"{key}: {text}")


def _details(first: Mapping[int, object], more: Mapping[int, object]) -> Iterator[Detail]:
    yield from detail("taken", more.get(Base.DateTimeOriginal) or first.get(Base.DateTime))
    yield from detail("device", first.get(Base.Model) or first.get(Base.Make))
    yield from detail("serial", more.get(Base.BodySerialNumber))
    yield from detail("author", first.get(Base.Artist) or more.get(Base.CameraOwnerName))
    yield from detail("software", first.get(Base.Software))
    yield from detail("title", first.get(Base.ImageDescription))


def _rest(
    parts: list[dict[int, object]], place: tuple[float, float] | None, picture: Image.Image
) -> Iterator[Detail]:
    if place:
        yield Detail("place")
    if parts[3]:
        yield Detail("thumbnail")
    comment = picture.info.get("comment")
    if isinstance(comment, bytes):
        yield from detail("comment", comment.decode("utf-8", "replace"))
    if picture.info.get("xmp"):
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

    A JPEG keeps its own tables, so that it loses hardly more than it had lost before; a moving
    picture goes on moving.
    """
    picture = opened(data)
    kind = _format(picture) if _format(picture) in WRITTEN else "JPEG"
    frames, times = [], []
    for one in _frames(picture):
        frames.append(_bare(one, kind))
        times.append(one.info.get("duration", 0))
    saved = _saving(picture, kind)
    if len(frames) > 1:
        loop = picture.info.get("loop", 0)
        saved |= {"save_all": True, "append_images": frames[1:], "duration": times, "loop": loop}
    made = BytesIO()
    frames[0].save(made, kind, **saved)
    return made.getvalue()


def _frames(picture: Image.Image) -> Iterable[Image.Image]:
    """Return what is shown one after the other.

    Raises DecompressionBombError for too many pixels in all.
    """
    if picture.format not in MOVING or not getattr(picture, "is_animated", False):
        return [picture]
    if picture.width * picture.height * getattr(picture, "n_frames", 1) > PIXELS:
        raise Image.DecompressionBombError
    return ImageSequence.Iterator(picture)


def _saving(picture: Image.Image, kind: str) -> dict[str, object]:
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        return {
            "qtables": picture.quantization,
            "subsampling": JpegImagePlugin.get_sampling(picture),
            "optimize": True,
        }
    return {} if kind == "PNG" else {"quality": 92}


def _bare(picture: Image.Image, kind: str) -> Image.Image:
    """Return new pixels with nothing attached, in the colours a screen expects."""
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in {"P", "PA"} or _is_cut_out(turned):
        turned = turned.convert("RGBA")
    if profile and turned.mode in _SEEN:
        turned = _in_common_colours(turned, profile)
    if kind == "JPEG" and turned.mode not in {"L", "RGB", "CMYK"}:
        turned = turned.convert("RGB")
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    return bare


def _is_cut_out(picture: Image.Image) -> bool:
    """Tell whether a colour stands for "nothing here"."""
    return picture.mode in {"1", "L", "RGB"} and "transparency" in picture.info


def _in_common_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    common = ImageCms.createProfile("sRGB")
    with suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        seen = _SEEN[picture.mode]
        made = ImageCms.profileToProfile(picture, source, common, outputMode=seen) or picture
        return made.convert("L") if picture.mode == "L" else made
    return picture
