"""`privacykit record`: rows in words, as JSON and as a table, and whether they can be believed."""

import csv
import json
import os
from pathlib import Path

import pytest

from privacykit import paths
from privacykit.cli import record as command
from privacykit.cli.main import run
from privacykit.record import chain
from privacykit.record.chain import Book
from privacykit.record.row import row_of
from privacykit.staff import keeping
from privacykit.wipe.machine import shown
from privacykit.wipe.machine.system import System
from tests.unit.recording import NOW, filled, lines, not_clean, put, row

Captured = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def system(tmp_path: Path, monkeypatch: Patch) -> System:
    made = System(tmp_path / "computer")
    made.records.mkdir(parents=True, mode=0o700)
    monkeypatch.setattr(command, "System", lambda: made)
    monkeypatch.setattr(command, "need_root", lambda: None)
    monkeypatch.setattr(paths, "state", lambda: tmp_path / "state")
    monkeypatch.setattr(keeping, "keyrings", list)
    return made


@pytest.fixture
def book(system: System) -> Book:
    """Give root's record: two wipes, the second of which left something."""
    made = chain.of_computer(system)
    chain.append(made, row())
    chain.append(made, row_of(not_clean(), NOW))
    return made


@pytest.mark.usefixtures("system")
def test_nothing_is_recorded_yet(capsys: Captured) -> None:
    assert run(["record"]) == 0
    assert capsys.readouterr().out == "No wipe is recorded yet.\n"
    assert run(["record", "--verify"]) == 0


@pytest.mark.usefixtures("book")
def test_every_wipe_is_one_line(capsys: Captured) -> None:
    assert run(["record"]) == 0
    first, second, *summed = capsys.readouterr().out.splitlines()
    assert first.strip().startswith("1  2026-11-21 ")
    assert first.endswith("Verified, 214 files removed (33 MB)")
    assert "3 things left" in second
    assert summed == ["1 of 2 wipes was not verified.", "No row was changed or removed."]


@pytest.mark.usefixtures("book")
def test_only_what_was_not_verified(capsys: Captured) -> None:
    assert run(["record", "--not-verified"]) == 0
    told = capsys.readouterr().out
    assert "things left" in told
    assert "Verified, 214" not in told
    assert run(["record", "--verify"]) == 1


def test_a_sound_record_of_verified_wipes_ends_with_0(system: System, capsys: Captured) -> None:
    chain.append(chain.of_computer(system), row())
    assert run(["record", "--verify"]) == 0
    assert capsys.readouterr().out == (
        "1 wipe, and it was verified.\nNo row was changed or removed.\n"
    )


@pytest.mark.parametrize("words", [[], ["--json"], ["--verify"], ["--csv", "-"]])
def test_a_changed_record_ends_with_1(book: Book, capsys: Captured, words: list[str]) -> None:
    put(book, lines(book)[:1])
    assert run(["record", *words]) == 1
    told = capsys.readouterr()
    assert ("Row 2 is missing." in told.out + told.err) == (words != ["--csv", "-"])


def test_root_also_sees_an_older_record_in_its_place(
    book: Book, monkeypatch: Patch, capsys: Captured
) -> None:
    older = {path: path.read_bytes() for path in book.folder.iterdir()}
    chain.append(book, row())
    for path, content in older.items():
        path.write_bytes(content)
    monkeypatch.setattr(os, "geteuid", lambda: 61_234)
    assert run(["record"]) == 0
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert run(["record"]) == 1
    assert "Row 3 is missing." in capsys.readouterr().out


@pytest.mark.usefixtures("book")
def test_json_is_one_object(capsys: Captured) -> None:
    assert run(["record", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["sound"], found["problems"]) == (1, True, [])
    assert [one["verified"] for one in found["wipes"]] == [True, False]
    assert found["wipes"][1]["places_left"] == 2
    assert run(["record", "--json", "--not-verified"]) == 0
    assert len(json.loads(capsys.readouterr().out)["wipes"]) == 1


@pytest.mark.usefixtures("book")
def test_a_table_is_saved_or_told_why_not(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "record.csv"
    assert run(["record", "--csv", str(file)]) == 0
    with file.open(newline="") as text:
        assert [one["state"] for one in csv.DictReader(text)] == ["clean", "residue"]
    assert run(["record", "--csv", "-"]) == 0
    assert capsys.readouterr().out.startswith("number,at,state")
    assert run(["record", "--csv", str(tmp_path / "none" / "record.csv")]) == 1
    assert "could not be written" in capsys.readouterr().err


def test_an_account_without_rights_has_its_own(
    system: System, tmp_path: Path, capsys: Captured
) -> None:
    one = chain.of_account(tmp_path / "state")
    chain.append(one, row(method="traces"))
    assert run(["record"]) == 0
    assert "Verified" in capsys.readouterr().out
    older = {path: path.read_bytes() for path in one.folder.iterdir() if "key" not in path.name}
    chain.append(one, row())
    for path, content in older.items():
        path.write_bytes(content)
    assert run(["record"]) == 1
    assert not shown.folder(system).exists()


def test_a_new_key_signs_from_now_on(book: Book, capsys: Captured) -> None:
    assert run(["record", "--new-key"]) == 0
    assert capsys.readouterr().out.startswith("After row 3, a new key signs.")
    chain.append(book, row())
    assert run(["record"]) == 0


def test_where_nothing_was_set_up_no_key_can_be_changed(capsys: Captured) -> None:
    assert run(["record", "--new-key"]) == 1
    assert capsys.readouterr().err == "privacykit: No wipe is recorded yet.\n"


@pytest.mark.parametrize(
    "words", [["--json", "--verify"], ["--csv", "-", "--json"], ["--new-key", "--verify"]]
)
@pytest.mark.usefixtures("book")
def test_one_thing_at_a_time(words: list[str], capsys: Captured) -> None:
    assert run(["record", *words]) == 2
    assert "only one of" in capsys.readouterr().err


def test_the_end_of_a_session_is_recorded(
    system: System, monkeypatch: Patch, capsys: Captured
) -> None:
    from privacykit.cli import session
    from privacykit.wipe.machine import sessions
    from tests.unit.recording import report

    monkeypatch.setattr(session, "System", lambda: system)
    monkeypatch.setattr(session, "need_root", lambda: None)
    system.prepare(system.record("patron"))
    (system.record("patron") / "baseline").touch()
    monkeypatch.setattr(sessions, "end", lambda *_words, **_named: report())
    monkeypatch.setattr(sessions, "finish", lambda _system: (not_clean(),))
    assert run(["session", "end", "--account", "patron"]) == 0
    assert run(["session", "finish"]) == 1
    assert run(["record", "--not-verified"]) == 0
    assert "1 of 2 wipes was not verified." in capsys.readouterr().out
    (system.records / "record.key").write_text("nonsense")
    assert run(["session", "end", "--account", "patron"]) == 0
    assert "This wipe is missing from the record." in capsys.readouterr().out


def test_the_naive_log_is_no_help(tmp_path: Path) -> None:
    from tests.unit.recording import naive_problems

    one = filled(tmp_path, 3)
    assert naive_problems(b"".join(lines(one)[:1])) == []
