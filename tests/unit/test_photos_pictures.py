"""What pictures and documents tell, and that a clean copy keeps quiet about all of it."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageColor, ImageOps, ImageSequence, PngImagePlugin
from PIL.ExifTags import GPS, Base
from pypdf import PdfReader

from privacykit.activities.photos.engine import convert, documents, pictures
from privacykit.activities.photos.engine.found import LONGEST, Found, detail
from tests.unit.photos import APP, CORE, MARK, META, bomb, document, marked, office, photo

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]


def pixel(picture: Image.Image | None) -> tuple[int, ...]:
    assert picture is not None
    return cast("tuple[int, ...]", picture.getpixel((3, 3)))


def kinds(found: Found) -> dict[str, str]:
    return {one.kind: one.value for one in found.details}


def test_the_boat_tells_time_device_and_place() -> None:
    found = pictures.look(photo("boat"))
    assert kinds(found)["taken"] == "2026:06:19 21:42:08"
    assert kinds(found)["device"] == "Lykta Phone 7"
    assert found.place == pytest.approx((58.31, 14.6))


def test_the_chair_tells_a_name_a_serial_and_has_a_picture_of_the_whole_wall() -> None:
    found = pictures.look(photo("chair"))
    assert kinds(found)["author"] == "Maja Exempel"
    assert kinds(found)["serial"] == "NZ5-0041873"
    assert found.place is None
    with Image.open(BytesIO(found.thumbnail)) as small:
        assert (small.format, small.size) == ("PNG", (320, 240))


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
    assert {"author", "device", "serial", "title", "place"} <= set(kinds(found))
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


def test_all_notes_of_a_png_are_told() -> None:
    notes, made = PngImagePlugin.PngInfo(), BytesIO()
    for key, text in (
        ("Author", "Ann"),
        ("Software", "gnome-screenshot"),
        ("Creation Time", "2026:06:19 21:42:08"),
        ("Description", "A form"),
        ("parameters", "a cat on a chair"),
        ("Raw profile type iptc", "0a 0b"),
    ):
        notes.add_text(key, text)
    notes.add_itxt("XML:com.adobe.xmp", "<x/>")
    Image.new("L", (4, 4)).save(made, "PNG", pnginfo=notes)
    found = pictures.look(made.getvalue())
    assert [one.value for one in found.details if one.kind == "comment"] == [
        "A form",
        "parameters: a cat on a chair",
    ]
    assert (kinds(found)["author"], kinds(found)["software"]) == ("Ann", "gnome-screenshot")
    assert {"taken", "notes"} <= set(kinds(found))
    assert found.fields == 7
    assert pictures.look(convert.clean(made.getvalue())[1]).fields == 0


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


@pytest.mark.parametrize(
    "value", [None, (1.0,), ("a", 1, 1), (91.0, 0.0, 0.0), (1.0, 1.0, 1.0), "far north"]
)
def test_a_place_that_is_none_is_left_out(value: object) -> None:
    where = {GPS.GPSLatitude: value, GPS.GPSLongitude: (14.0, 0.0, 0.0)}
    found = pictures._place({int(key): each for key, each in where.items()})
    assert (found is not None) == (value == (1.0, 1.0, 1.0))


def test_a_hidden_picture_that_is_not_sound_is_left_out() -> None:
    tags = {0x201: 0, 0x202: 4}
    assert pictures._thumbnail(None, tags) == b""
    assert pictures._thumbnail(b"Exif\0\0junk", tags) == b""
    assert pictures._thumbnail(b"Exif\0\0junk", {0x201: "0", 0x202: 4}) == b""
    large = BytesIO()
    Image.new("L", (900, 10)).save(large, "JPEG")
    data = large.getvalue()
    assert pictures._thumbnail(b"Exif\0\0" + data, {0x201: 0, 0x202: len(data)}) == b""


def test_where_heic_cannot_be_read_the_rest_still_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    data = marked("HEIF")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    monkeypatch.delitem(Image.OPEN, "HEIF")
    assert pictures.look(photo("boat")).format == "JPEG"
    for ask in (convert.look, convert.clean, convert.compare):
        assert ask(data) == (convert.HEIC, b"")


def test_values_are_made_fit_to_be_shown() -> None:
    assert detail("author", None) == ()
    assert detail("author", " \0") == ()
    assert detail("author", "a\x1b[31m\n")[0].value == "a [31m"
    assert len(detail("author", "x" * 900)[0].value) == LONGEST


def test_a_pdf_tells_its_author_and_program() -> None:
    found = msgspec.json.decode(convert.look(document())[1], type=Found)
    assert (found.format, found.is_picture) == ("PDF", False)
    assert kinds(found)["author"] == MARK
    assert kinds(found)["software"] == "Writer 9"


def test_a_pdf_without_notes_tells_nothing() -> None:
    from pypdf import PdfWriter

    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(10, 10)
    writer.metadata = None
    writer.write(made)
    assert documents.pdf(made.getvalue()).details == ()


def test_a_pdf_tells_of_its_packet_of_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PdfReader, "xmp_metadata", object())
    assert "notes" in kinds(documents.pdf(document()))


def test_a_locked_pdf_has_a_code() -> None:
    assert convert.look(document(locked=True)) == (convert.LOCKED, b"")


def test_office_documents_tell_who_where_and_how_often() -> None:
    data = office(docProps__core=CORE.format(MARK, "Ann"), docProps__app=APP)
    found = msgspec.json.decode(convert.look(data)[1], type=Found)
    assert found.format == "Office"
    assert [one.value for one in found.details if one.kind == "author"] == [MARK, "Ann"]
    assert (kinds(found)["changes"], kinds(found)["company"]) == ("14", "Library")
    opened = documents.office(office(meta=META.format(MARK)))
    assert opened is not None
    assert (kinds(opened)["author"], kinds(opened)["changes"]) == (MARK, "3")


def test_a_zip_of_something_else_is_foreign() -> None:
    assert convert.look(office(other="<a/>")) == (convert.FOREIGN, b"")
    assert convert.look(b"PK\x03\x04 broken") == (convert.FOREIGN, b"")


@pytest.mark.parametrize("ask", [convert.look, convert.clean, convert.compare])
@pytest.mark.parametrize("side", [9_000, 50_000])
def test_a_bomb_is_refused_before_its_pixels_are_read(ask: object, side: int) -> None:
    assert ask(bomb(side)) == (convert.HUGE, b"")  # type: ignore[operator]


@pytest.mark.parametrize("ask", [convert.look, convert.clean, convert.compare])
def test_foreign_files_have_a_code(ask: object) -> None:
    assert ask(b"hello") == (convert.FOREIGN, b"")  # type: ignore[operator]


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=40))
def test_damaged_pictures_are_read_or_raise_but_nothing_else(at: int, junk: bytes) -> None:
    """The process of its own turns whatever a parser raises into one code."""
    data = marked("JPEG")
    broken = data[:at] + junk + data[at + len(junk) :]
    code = 0
    with suppress(Exception):  # parsers raise anything
        code, _made = convert.look(broken)
    assert code in {0, convert.FOREIGN, convert.HUGE, convert.LOCKED, convert.HEIC}
