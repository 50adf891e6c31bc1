"""What comes out of a file: its sentences, whole and in order, and nothing that is not shown."""

import pytest

from privacykit.activities.terms.engine import convert
from privacykit.activities.terms.engine.convert import NoTextError, text_of
from privacykit.activities.terms.engine.marking import LONGEST
from tests.unit import terms_files


def test_scripts_and_styles_are_no_text() -> None:
    page = (
        b"<html><head><title>Terms</title><style>p { color: red }</style></head><body>"
        b"<script>let x = '<p>no</p>';</script><h1>Hello</h1><p>We   collect\n names.</p>"
        b"<template>no</template><ul><li>One<li>Two</ul></body></html>"
    )
    assert text_of(page) == "Terms\nHello\nWe collect names.\n• One\n• Two"


def test_an_end_without_a_beginning_is_nothing() -> None:
    assert text_of(b"<p>One</style> two</p>") == "One two"
    assert text_of(b"<html><style>a<script>b</style>c</html>") == "c"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_survive_the_encodings_that_people_use(encoding: str) -> None:
    assert text_of("Vi får ändra à la carte.".encode(encoding)) == "Vi får ändra à la carte."


def test_a_web_page_is_known_in_every_encoding() -> None:
    page = "<!doctype html><p>Vi får ändra villkoren.</p>"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert text_of(page.encode(encoding)) == "Vi får ändra villkoren."


def test_references_in_a_page_are_letters() -> None:
    assert text_of(b"<p>caf&eacute; &amp; bar</p>") == "café & bar"


def test_lines_broken_for_the_paper_are_joined() -> None:
    lines = ["We may share your infor-", "mation with partners", "abroad.", "We sell nothing."]
    drawn = terms_files.written(lines)
    assert text_of(terms_files.pdf(drawn)) == (
        "We may share your information with partners abroad.\nWe sell nothing."
    )


def test_pages_follow_one_another() -> None:
    drawn = [terms_files.written(["One."]), terms_files.written(["Two."])]
    assert text_of(terms_files.pdf(*drawn)) == "One.\nTwo."


def test_a_pdf_that_only_its_owner_may_print_is_read() -> None:
    assert text_of(terms_files.pdf(terms_files.written(["Open."]), key="")) == "Open."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" ", convert.EMPTY),
        (b"a\0b", convert.FOREIGN),
        ("a".encode("utf-32"), convert.FOREIGN),
        (b"PK\x03\x04rest", convert.FOREIGN),
        (b"a" * (LONGEST + 1), convert.LONG),
        (terms_files.pdf(b"", key="x"), convert.LOCKED),
        (terms_files.pdf(*[b""] * (convert.PAGES + 1)), convert.LONG),
    ],
)
def test_what_is_no_text_has_a_code(data: bytes, code: int) -> None:
    with pytest.raises(NoTextError):
        text_of(data)
    assert convert.run(data) == (code, b"")


def test_pages_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "LONGEST", 30)
    page = terms_files.written(["Twenty letters here."])
    assert convert.run(terms_files.pdf(page)) == (0, b"Twenty letters here.")
    assert convert.run(terms_files.pdf(page, page)) == (convert.LONG, b"")
