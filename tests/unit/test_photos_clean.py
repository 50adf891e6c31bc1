"""A clean copy keeps quiet, and looks as the picture did."""

from io import BytesIO
from pathlib import Path
from typing import cast

import msgspec
import pytest
from PIL import Image, ImageCms, ImageColor, ImageOps, ImageSequence
from PIL.ExifTags import Base

from privacykit.activities.photos.engine import convert, pictures
from privacykit.activities.photos.engine.found import Found
from tests.unit.photos import MARK, marked, photo

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]


def pixel(picture: Image.Image | None) -> tuple[int, ...]:
    assert picture is not None
    return cast("tuple[int, ...]", picture.getpixel((3, 3)))


@pytest.mark.parametrize("name", ["boat", "chair", "street"])
def test_a_clean_copy_of_the_kits_photos_tells_nothing(name: str) -> None:
    code, made = convert.compare(photo(name))
    before, after = msgspec.json.decode(made, type=tuple[Found, Found])
    assert code == 0
    assert (after.details, after.fields, after.thumbnail) == ((), 0, b"")
    assert (after.width, after.height) == (before.width, before.height)
    assert 0 < after.size < before.size


@pytest.mark.parametrize("kind", FORMATS)
def test_a_mark_in_every_place_is_in_no_clean_copy(kind: str) -> None:
    data = marked(kind)
    found = pictures.look(data)
    assert {"author", "device", "serial", "title", "place"} <= {one.kind for one in found.details}
    assert found.place == pytest.approx((-33.5, -70.5))
    code, made = convert.clean(data)
    assert code == 0
    for form in (MARK.encode(), MARK.encode("utf-16-le"), MARK.encode("utf-16-be")):
        assert form not in made
    after = pictures.look(made)
    assert (after.details, after.fields, after.place) == ((), 0, None)
    shown = (40, 20) if kind == "HEIF" else (20, 40)  # libheif turns pictures by itself
    assert (after.width, after.height) == shown
    assert after.format == ("JPEG" if kind == "HEIF" else kind)


def test_a_phones_jpeg_with_a_second_picture_is_a_jpeg_and_leaves_it_behind() -> None:
    made = BytesIO()
    with Image.new("RGB", (8, 8)) as picture:
        picture.save(made, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")])
    assert pictures.look(made.getvalue()).format == "JPEG"
    with Image.open(BytesIO(convert.clean(made.getvalue())[1])) as after:
        assert (after.format, getattr(after, "n_frames", 1)) == ("JPEG", 1)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_goes_on_moving(kind: str) -> None:
    made, colours = BytesIO(), ("red", "blue", "green")
    first, *rest = [Image.new("RGB", (8, 8), colour) for colour in colours]
    times, exif = [100, 250, 300], Image.Exif()
    exif[Base.Artist] = MARK
    first.save(made, kind, save_all=True, append_images=rest, duration=times, loop=2, exif=exif)
    with Image.open(BytesIO(convert.clean(made.getvalue())[1])) as after:
        each = ImageSequence.Iterator(after)
        frames = [(pixel(one.convert("RGB")), one.info["duration"]) for one in each]
        assert (after.info["loop"], "exif" in after.info) == (2, False)
    assert [time for _colour, time in frames] == times
    for (seen, _time), colour in zip(frames, colours, strict=True):
        assert all(abs(a - b) < 4 for a, b in zip(seen, ImageColor.getrgb(colour), strict=True))


def test_a_moving_picture_of_too_many_pixels_in_all_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = BytesIO()
    first, *rest = [Image.new("L", (8, 8), grey) for grey in (0, 90, 200)]
    first.save(made, "PNG", save_all=True, append_images=rest)
    monkeypatch.setattr(pictures, "PIXELS", 100)
    assert convert.clean(made.getvalue()) == (convert.HUGE, b"")


@pytest.mark.parametrize(("mode", "nothing"), [("RGB", (255, 0, 0)), ("L", 7), ("1", 0)])
def test_what_is_cut_out_stays_cut_out(mode: str, nothing: int | tuple[int, ...]) -> None:
    made = BytesIO()
    Image.new(mode, (4, 4), nothing).save(made, "PNG", transparency=nothing)
    with Image.open(BytesIO(convert.clean(made.getvalue())[1])) as after:
        assert after.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_a_naive_copy_without_exif_still_holds_the_mark() -> None:
    made = BytesIO()
    with Image.open(BytesIO(marked("PNG"))) as picture:
        picture.save(made, "PNG", exif=b"", pnginfo=None)
    copied = BytesIO()
    with Image.open(BytesIO(marked("JPEG"))) as picture:
        picture.save(copied, "JPEG", exif=b"")
    assert MARK.encode() in copied.getvalue()  # the comment stayed


def test_a_jpeg_keeps_its_tables_and_hardly_changes() -> None:
    with Image.open(BytesIO(photo("boat"))) as before:
        tables = before.quantization  # type: ignore[attr-defined]
        first = ImageOps.exif_transpose(before).convert("L").tobytes()
    with Image.open(BytesIO(convert.clean(photo("boat"))[1])) as after:
        assert after.quantization == tables  # type: ignore[attr-defined]
        second = after.convert("L").tobytes()
    assert max(abs(a - b) for a, b in zip(first, second, strict=True)) <= 6


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "P"), ("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGBA"), ("JPEG", "CMYK")],
)
def test_other_kinds_of_pixels_are_copied_too(kind: str, mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (4, 4)).save(made, kind)
    assert convert.clean(made.getvalue())[0] == 0


def test_heic_with_an_alpha_channel_becomes_a_jpeg() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    made = BytesIO()
    Image.new("RGBA", (16, 16)).save(made, "HEIF")
    assert convert.clean(made.getvalue())[1].startswith(b"\xff\xd8")


def test_colours_are_turned_into_those_of_a_screen() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"not a profile"):
        made = BytesIO()
        Image.new("RGBA", (4, 4), (255, 0, 0, 90)).save(made, "PNG", icc_profile=icc)
        with Image.open(BytesIO(convert.clean(made.getvalue())[1])) as after:
            assert "icc_profile" not in after.info
            assert after.getpixel((0, 0)) == (255, 0, 0, 90)


@pytest.mark.parametrize(
    ("mode", "profile", "becomes"), [("RGB", "a98", "RGB"), ("CMYK", "default_cmyk", "RGB")]
)
def test_a_picture_with_a_profile_looks_the_same_without(
    mode: str, profile: str, becomes: str
) -> None:
    path = Path("/usr/share/color/icc/ghostscript") / f"{profile}.icc"
    if not path.exists():
        pytest.skip("this computer has no colour profiles")
    picture = Image.new("RGB", (8, 8), (90, 160, 90)).convert(mode)
    made = BytesIO()
    picture.save(made, "JPEG", quality=100, subsampling=0, icc_profile=path.read_bytes())
    screen = ImageCms.createProfile("sRGB")
    wanted = ImageCms.profileToProfile(picture, str(path), screen, outputMode="RGB")
    with Image.open(BytesIO(convert.clean(made.getvalue())[1])) as after:
        assert after.mode == becomes
        for seen, want in zip(pixel(after), pixel(wanted), strict=True):
            assert abs(seen - want) < 4
        assert pixel(after) != pixel(picture.convert("RGB"))
