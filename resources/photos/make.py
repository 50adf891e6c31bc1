"""Make the three photos of the detective exercise: drawn, not taken; nobody and nothing is real.

    python make.py        writes boat.jpg, chair.jpg and street.jpg beside this file

The coordinates are in the middle of a lake. The camera makers do not exist.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.ExifTags import GPS, IFD, Base

HERE = Path(__file__).parent
SIZE = (1200, 900)
WHERE = ((58.0, 18.0, 36.0), (14.0, 36.0, 0.0))
"""Degrees, minutes, seconds north and east: open water in the lake Vättern."""


def sky(top: tuple[int, ...], bottom: tuple[int, ...]) -> Image.Image:
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for y in range(SIZE[1]):
        share = y / SIZE[1]
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        draw.line([(0, y), (SIZE[0], y)], fill=colour)
    return picture


def boat() -> Image.Image:
    picture = sky((74, 96, 150), (250, 196, 130))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((820, 330, 960, 470), fill=(255, 236, 180))
    draw.polygon([(0, 500), (260, 440), (520, 490), (800, 455), (1200, 500)], fill=(62, 74, 92))
    draw.rectangle((0, 490, 1200, 900), fill=(60, 110, 140))
    for y in range(510, 900, 22):
        for x in range((y * 37) % 90, 1200, 150):
            draw.line([(x, y), (x + 60, y)], fill=(104, 152, 172), width=3)
    draw.polygon([(380, 640), (760, 640), (700, 720), (440, 720)], fill=(120, 60, 40))
    draw.rectangle((560, 260, 570, 640), fill=(90, 60, 40))
    draw.polygon([(580, 270), (580, 610), (750, 610)], fill=(248, 246, 238))
    draw.polygon([(550, 310), (550, 610), (430, 610)], fill=(232, 226, 212))
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def room() -> Image.Image:
    """Draw the chair with the wall beside it, before it was cut."""
    picture = Image.new("RGB", SIZE, (226, 218, 202))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 680, 1200, 900), fill=(160, 122, 84))
    draw.rectangle((60, 120, 470, 520), fill=(250, 250, 246), outline=(120, 100, 80), width=10)
    font = ImageFont.load_default(54)
    draw.text((100, 180), "MAJA\nLINDGATAN 7\n2 TR", fill=(40, 50, 70), font=font, spacing=24)
    for box in ((720, 300, 744, 820), (980, 300, 1004, 820), (700, 560, 1024, 600)):
        draw.rectangle(box, fill=(104, 62, 34))
    for y in (320, 400, 480):
        draw.rectangle((720, y, 1004, y + 34), fill=(132, 82, 48))
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def street() -> Image.Image:
    picture = sky((150, 186, 214), (222, 230, 232))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 120, 640, 760), fill=(196, 120, 88))
    draw.rectangle((640, 200, 1200, 760), fill=(228, 208, 160))
    for x in (70, 250, 430, 720, 880, 1040):
        draw.rectangle((x, 290, x + 100, 430), fill=(72, 92, 112), outline=(248, 246, 238), width=8)
    draw.rectangle((0, 760, 1200, 900), fill=(110, 112, 116))
    large, small = ImageFont.load_default(60), ImageFont.load_default(44)
    draw.rectangle((60, 500, 560, 590), fill=(24, 62, 120))
    draw.text((90, 508), "STORGATAN 14", fill="white", font=large)
    draw.rectangle((700, 500, 1190, 590), fill=(60, 40, 40))
    draw.text((730, 515), "KONDITORI FYR", fill=(250, 220, 150), font=large)
    draw.ellipse((560, 30, 720, 190), fill="white", outline=(40, 40, 40), width=8)
    draw.line([(640, 110), (640, 55)], fill="black", width=6)
    draw.line([(640, 110), (610, 125)], fill="black", width=10)
    draw.rectangle((240, 640, 420, 850), fill=(240, 200, 60))
    draw.text((265, 670), "BUS 4", fill=(30, 30, 30), font=small)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def boat_details() -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model], exif[Base.Software] = "Lykta", "Lykta Phone 7", "LyktaOS 4.2"
    exif.get_ifd(IFD.Exif).update({
        Base.DateTimeOriginal: "2026:06:19 21:42:08",
        Base.OffsetTimeOriginal: "+02:00",
        Base.ExposureTime: 0.008,
        Base.FNumber: 1.8,
        Base.ISOSpeedRatings: 160,
    })  # fmt: skip
    exif.get_ifd(IFD.GPSInfo).update({
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: WHERE[0],
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: WHERE[1],
        GPS.GPSAltitude: 89.0,
    })  # fmt: skip
    return exif


def chair_details() -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "Norrsken", "Norrsken Z5"
    exif[Base.Artist], exif[Base.Software] = "Maja Exempel", "Cropper 2"
    exif.get_ifd(IFD.Exif).update({
        Base.DateTimeOriginal: "2026:09:05 10:15:33",
        Base.BodySerialNumber: "NZ5-0041873",
    })  # fmt: skip
    return exif


def with_thumbnail(exif: Image.Exif, picture: Image.Image) -> bytes:
    """Return the details with a small picture behind them, as cameras write it (IFD1)."""
    small = BytesIO()
    picture.resize((320, 240)).save(small, "JPEG", quality=80)
    details = exif.tobytes()[6:]
    order = "little" if details[:2] == b"II" else "big"
    first = int.from_bytes(details[4:8], order)
    count = int.from_bytes(details[first : first + 2], order)
    after = first + 2 + 12 * count
    start = len(details) + len(details) % 2
    entries = ((0x0103, 3, 6), (0x0201, 4, start + 2 + 36 + 4), (0x0202, 4, len(small.getvalue())))
    folder = len(entries).to_bytes(2, order)
    for tag, kind, value in entries:
        width = 2 if kind == 3 else 4  # noqa: PLR2004 - SHORT or LONG
        folder += tag.to_bytes(2, order) + kind.to_bytes(2, order) + (1).to_bytes(4, order)
        folder += value.to_bytes(width, order).ljust(4, b"\0")
    linked = details[:after] + start.to_bytes(4, order) + details[after + 4 :]
    whole = linked.ljust(start, b"\0") + folder + bytes(4) + small.getvalue()
    return b"Exif\0\0" + whole


def main() -> None:
    boat().save(HERE / "boat.jpg", quality=80, exif=boat_details())
    whole = room()
    cut = whole.crop((600, 200, 1160, 860))
    cut.save(HERE / "chair.jpg", quality=80, exif=with_thumbnail(chair_details(), whole))
    street().save(HERE / "street.jpg", quality=80)


if __name__ == "__main__":
    main()
