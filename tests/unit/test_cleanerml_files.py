"""Files that may be cleaners: Debian's, broken ones, and those made to do harm."""

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit.errors import CleanerError, DataError
from privacykit.toml.table import parse
from privacykit.wipe.cleanerml import nodes, translate, write
from privacykit.wipe.cleanerml.translate import Import
from tests.unit.cleaning import FILE, HEAD, OPTION, delete

DEBIANS = Path("/usr/share/bleachbit/cleaners")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9 if n else "x"}">' for n in range(12))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<!DOCTYPE cleaner [{BOMB}]><cleaner>&a11;</cleaner>", "document type"),
        ('<!DOCTYPE c SYSTEM "file:///etc/passwd"><cleaner/>', "document type"),
        ('<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>', "document type"),
        ('<!DOCTYPE c [<!ENTITY % p SYSTEM "http://x/">%p;]><c/>', "document type"),
        ("<!DOCTYPE cleaner><cleaner/>", "document type"),
        ("<cleaner>&x;</cleaner>", "cannot be read as XML"),
        ("<cleaner>", "cannot be read as XML"),
        ("", "cannot be read as XML"),
        ('<?xml version="1.0" encoding="no-such"?><cleaner/>', "cannot be read as XML"),
        ("<a>" * 100, "nested too deeply"),
        ("<html/>", "not a cleaner: it starts with “html”"),
        ('<cleaner os="windows"/>', "for another system: windows"),
    ],
)
def test_a_file_that_is_no_cleaner_is_one_sentence(text: str, words: str) -> None:
    with pytest.raises(CleanerError, match=words) as caught:
        translate.translate(FILE, text.encode())
    assert str(caught.value).startswith("made-up.xml")


def test_a_naive_reader_follows_what_is_refused_here() -> None:
    from xml.etree import ElementTree as naive  # noqa: N813

    text = '<!DOCTYPE c [<!ENTITY x "grown">]><cleaner>&x;&x;</cleaner>'
    assert naive.fromstring(text).text == "growngrown"  # noqa: S314
    with pytest.raises(CleanerError):
        translate.translate(FILE, text.encode())


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.xml"
    file.write_bytes(b"<cleaner>" + b" " * nodes.LARGEST)
    with pytest.raises(CleanerError, match="larger than 1 MB"):
        translate.read(file)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CleanerError, match="cannot be read"):
        translate.read(tmp_path / "none.xml")
    with pytest.raises(CleanerError, match="cannot be read"):
        translate.read(tmp_path)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero", "pipe"])
def test_a_device_or_a_pipe_neither_stalls_nor_fills_the_memory(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CleanerError, match=r"cannot be read as XML|larger than 1 MB"):
        translate.read(tmp_path / name)


def outcome(content: bytes) -> tuple[Import | None, str]:
    """Return what a file is taken over as, or the sentence why it is not."""
    try:
        return translate.translate(FILE, content), ""
    except CleanerError as error:
        return None, str(error)


def need_debians() -> list[Path]:
    found = sorted(DEBIANS.glob("*.xml"))
    if not found and os.environ.get("CI"):
        pytest.fail("the Debian package bleachbit is missing")
    return found


def test_all_of_debians_cleaners_are_taken_over_or_refused_cleanly() -> None:
    files = need_debians()
    if not files:
        pytest.skip("needs the Debian package bleachbit")
    counts = {"taken": 0, "refused": 0, "for others": 0}
    for file in files:
        found, sentence = outcome(file.read_bytes())
        if found is None:
            assert "for another system" in sentence
            counts["for others"] += 1
            continue
        if found.traces:
            assert write.to_toml(found.traces, file.with_suffix(".toml"))
        assert all(one.why.endswith(".") and one.line for one in found.refused)
        counts["taken"] += bool(found.traces)
        counts["refused"] += len(found.refused)
    assert counts["taken"] >= 50
    assert counts["for others"] <= 2


SAMPLE = HEAD + OPTION.format(
    delete("~/.a/*", "glob", 'regex="^a[0-9]{3}$"')
    + delete("$$base$$/x")
    + delete("~/.b", "walk.all")
)
SEEDS = [SAMPLE.encode(), *(path.read_bytes() for path in sorted(DEBIANS.glob("[a-f]*.xml")))]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a cleaner with pieces cut, doubled and overwritten."""
    content = draw(st.sampled_from(SEEDS))
    for _round in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 60)))
        piece = draw(st.one_of(st.binary(max_size=8), st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content


ATTRIBUTES = st.sampled_from(["command", "search", "path", "regex", "type", "os", "id", "name"])
VALUES = st.one_of(
    st.sampled_from(["delete", "glob", "walk.all", "file", "~/.a", "$$a$$/*", "linux", "^a|b$"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='<&"'), max_size=12),
)


@st.composite
def elements(draw: st.DrawFn) -> str:
    """Return an element of a cleaner, with any attributes in any place."""
    name = draw(st.sampled_from(["option", "action", "var", "value", "running", "label"]))
    pairs = draw(st.dictionaries(ATTRIBUTES, VALUES, max_size=4))
    attributes = " ".join(f'{key}="{value}"' for key, value in pairs.items())
    below = draw(st.lists(elements(), max_size=2)) if draw(st.booleans()) else []
    return f"<{name} {attributes}>{''.join(below)}</{name}>"


CLEANERS = st.lists(elements(), max_size=4).map(lambda all_: f"<cleaner>{''.join(all_)}</cleaner>")


@settings(
    max_examples=1_500 if os.environ.get("CI") else 300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(content=st.one_of(st.binary(max_size=200), mutated(), CLEANERS.map(str.encode)))
def test_whatever_a_file_holds_it_is_traces_or_one_sentence(content: bytes) -> None:
    started = time.monotonic()
    found, sentence = outcome(content)
    assert found is not None or sentence.startswith("made-up.xml")
    assert len(sentence) < 600
    if found and found.traces:
        file = parse(FILE, write.to_toml(found.traces, FILE), DataError)
        assert len(file.data["trace"]) == len(found.traces)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "content",
    [
        b'<cleaner><option id="' + b"x" * 900_000 + b'"/></cleaner>',
        b"<cleaner>" + b"<option/>" * 90_000 + b"</cleaner>",
        b'<cleaner><option id="a">'
        + b'<action command="delete"/>' * 30_000
        + b"</option></cleaner>",
        (HEAD + OPTION.format(delete("~/.x/*", "glob", f'regex="{"(" * 100_000}"'))).encode(),
        (HEAD + OPTION.format(delete("~/.x/*", "glob", f'regex="{"a|" * 100_000}"'))).encode(),
        (HEAD + OPTION.format(delete("~/.x/" + "*" * 300_000, "glob"))).encode(),
        (HEAD + OPTION.format(delete("~/.x/" + "[" * 300_000, "glob"))).encode(),
        (HEAD + OPTION.format(delete("~/.x/" + "$$a$$" * 60_000, "glob"))).encode(),
    ],
    ids=["attribute", "options", "actions", "brackets", "branches", "stars", "sets", "variables"],
)
def test_a_file_made_to_stall_is_done_in_moments(content: bytes) -> None:
    started = time.monotonic()
    translate.translate(FILE, content)
    assert time.monotonic() - started < 5


def test_an_own_cleaner_from_a_copy_of_debians_is_the_same(tmp_path: Path) -> None:
    if not (DEBIANS / "bash.xml").exists():
        pytest.skip("needs the Debian package bleachbit")
    copy = tmp_path / "bash.xml"
    shutil.copy(DEBIANS / "bash.xml", copy)
    assert translate.read(copy) == translate.read(DEBIANS / "bash.xml")
