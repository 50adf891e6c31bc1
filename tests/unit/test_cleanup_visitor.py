"""The practice desktop: real formats, deeds that do what they say, and nothing left of it."""

import gc
import json
import sqlite3
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import cramjam
import pytest
from PIL import Image
from pypdf import PdfReader

from privacykit.activities.cleanup.engine import formats, judge
from privacykit.activities.cleanup.engine.visitor import APPS, Visitor
from privacykit.activities.cleanup.engine.words import TRACES
from privacykit.errors import CancelledError
from privacykit.wipe import residue
from tests.unit.cleanup import press_everything, visitor, words


def there(made: Visitor) -> set[str]:
    return {entry.trace for app in APPS for entry in made.entries(app)}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_all_ten_are_laid_out_and_found(language: str) -> None:
    with visitor(language) as made:
        assert there(made) == set(TRACES)
        assert [one.trace for one in made.entries("files") if one.is_hidden] == ["thumbnail"]
        verdict = judge.look(made, words(language))
        assert [one.trace for one in verdict.left] == [one.id for one in words(language).trace]
        assert not verdict.is_clean
        assert verdict.files > 5


@pytest.mark.parametrize("language", ["en", "sv"])
def test_who_does_everything_leaves_nothing(language: str) -> None:
    with visitor(language) as made:
        press_everything(made)
        assert there(made) == set()
        assert judge.look(made, words(language)).is_clean


def test_what_is_moved_to_the_trash_or_only_closed_is_still_there() -> None:
    with visitor() as made:
        assert not made.do("files", "download", "delete")
        assert not made.do("browser", "account", "close")
        assert not made.do("clipboard", "clipboard", "overwrite")
        assert [entry.trace for entry in made.entries("trash")] == ["download"]
        left = {one.trace: one.where for one in judge.look(made, words()).left}
        assert {"download", "account", "clipboard"} <= set(left)
        assert all("Trash" in path.parts for path in left["download"])


def test_one_deed_clears_one_trace_and_no_other() -> None:
    for app, trace, deed in (
        ("browser", "account", "sign-out"),
        ("browser", "remembered", "forget"),
        ("browser", "form", "clear"),
        ("browser", "search", "clear"),
        ("files", "recent", "clear"),
        ("files", "thumbnail", "delete"),
        ("clipboard", "clipboard", "clear"),
        ("printer", "print", "cancel"),
        ("stick", "stick", "eject"),
    ):
        with visitor() as made:
            assert made.do(app, trace, deed)  # type: ignore[arg-type]
            left = {one.trace for one in judge.look(made, words()).left}
            assert left == set(TRACES) - {trace}


def test_a_button_that_is_not_there_does_nothing() -> None:
    with visitor() as made, pytest.raises(KeyError):
        made.do("browser", "form", "eject")


def test_the_wipe_clears_the_account_but_not_what_lies_outside_it() -> None:
    with visitor() as made:
        verdict = judge.wipe(made, words())
        assert {one.trace for one in verdict.left} == {"stick", "print"}
        assert verdict.files == 0
        assert there(made) == {"stick", "print"}


def test_a_person_may_stop_the_search() -> None:
    with visitor() as made, pytest.raises(CancelledError):
        judge.look(made, words(), cancelled=lambda: True)


def test_rows_that_are_only_deleted_can_still_be_read(tmp_path: Path) -> None:
    mark = "a search that should be gone"
    drop = "DELETE FROM typed WHERE value = ?"
    for name in ("naive", "ours"):
        rows = [(mark,), *((f"other {number}" * 20,) for number in range(50))]
        formats.database(
            tmp_path / name,
            "CREATE TABLE typed (value TEXT)",
            "INSERT INTO typed VALUES (?)",
            rows,
        )
    with closing(sqlite3.connect(tmp_path / "naive")) as naive, naive:
        naive.execute("PRAGMA secure_delete = OFF")
        naive.execute(drop, (mark,))
    formats.drop_rows(tmp_path / "ours", drop, mark)
    found = {hit.path for hit in residue.search([tmp_path], [mark])}
    assert found == {bytes(tmp_path / "naive")}


def test_the_formats_are_those_of_real_programs() -> None:
    with visitor() as made:
        home, text = made.account.home, {one.id: one.text for one in words().trace}
        session = next(home.rglob("recovery.jsonlz4")).read_bytes()
        size = struct.unpack("<I", session[8:12])[0]
        unpacked = bytes(cramjam.lz4.decompress_block(session[12:], output_len=size))
        assert session.startswith(b"mozLz40\0")
        assert (
            json.loads(unpacked)["windows"][0]["tabs"][0]["entries"][0]["title"] == text["account"]
        )
        recent = ET.parse(next(home.rglob("recently-used.xbel"))).getroot()  # noqa: S314 - ours
        assert str(recent[0].get("href")).endswith(text["recent"])
        with Image.open(next(home.rglob("*.png"))) as picture:
            assert str(picture.info["Thumb::URI"]).endswith(text["thumbnail"])
        title = PdfReader(home / "Downloads" / text["download"]).metadata
        assert title is not None
        assert title.title == text["download"]
        control = (made.folder / "spool/c00007").read_bytes()
        assert control[0] == 2
        assert b"\x42" not in control[:9]
        assert text["print"].encode() in control


def test_no_such_database_has_no_rows(tmp_path: Path) -> None:
    assert formats.count(tmp_path / "none", "SELECT 1") == 0


def test_nothing_is_left_of_the_practice_home() -> None:
    with visitor() as made:
        folder = made.folder
        assert folder.is_relative_to(Path(tempfile.gettempdir()).resolve())
    assert not folder.exists()
    made.clear_up()  # twice is no mistake


def test_a_visitor_that_nobody_ended_goes_with_its_owner(tmp_path: Path) -> None:
    made = Visitor(words())
    folder = made.folder
    del made
    gc.collect()
    assert not folder.exists()
    script = (
        "from tests.unit.cleanup import words\n"
        "from privacykit.activities.cleanup.engine.visitor import Visitor\n"
        "kept = Visitor(words()); print(kept.folder)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).parent == tmp_path
    assert list(tmp_path.iterdir()) == []
