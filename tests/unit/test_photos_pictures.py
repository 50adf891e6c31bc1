"""What pictures and documents tell; whatever they are, there is an answer."""

from contextlib import suppress
from io import BytesIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS
from pypdf import PdfReader

from privacykit.activities.photos.engine import convert, documents, pictures
from privacykit.activities.photos.engine.found import LONGEST, Found, detail
from privacykit.aside.child import BROKEN
from tests.unit.photos import APP, CORE, MARK, META, bomb, document, marked, office, photo


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
    assert ask(b"") == (BROKEN, b"")  # type: ignore[operator]


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
