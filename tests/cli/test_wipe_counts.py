"""`privacykit wipe --account`: what is there in counts, before and after, in words and as JSON."""

import json
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from privacykit.cli.main import run
from privacykit.errors import CatalogueError
from privacykit.record import reading
from privacykit.wipe import traces
from privacykit.wipe.machine import preview, sessions, shown
from privacykit.wipe.machine import system as systems
from tests.unit.machines import HERE, NAME, Patron, needs_root, patron, running

pytestmark = needs_root
Captured = pytest.CaptureFixture[str]
WIPE = ["wipe", "--account", NAME]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patron:
    made = patron(tmp_path)
    made.freeze()
    made.begin()
    (made.home / ".mozilla/firefox/a").mkdir(parents=True)
    (made.home / ".mozilla/firefox/a/places.sqlite").write_text("MARK")
    (made.home / "MARK").write_text("12345")
    monkeypatch.setattr(sessions, "end", partial(sessions.end, world=HERE))
    monkeypatch.setattr(preview, "look", partial(preview.look, world=HERE))
    monkeypatch.setattr(systems, "System", lambda: made.system)
    return made


def counts(told: str) -> dict[str, int]:
    return {group["group"]: group["files"] for group in json.loads(told)["groups"]}


def test_a_preview_counts_by_kind(one: Patron, capsys: Captured) -> None:
    with running("sleep", "1000"):
        assert run([*WIPE, "--preview", "--json"]) == 0
        told = capsys.readouterr().out
        assert run([*WIPE, "--preview"]) == 0
    assert counts(told) == {"browsers": 1, "files": 1}
    assert json.loads(told)["programs_open"] == ["sleep"]
    assert "MARK" not in told
    said = capsys.readouterr().out
    assert "Firefox" in said
    assert "Open now, and closed before a wipe: sleep." in said


def test_a_wipe_tells_what_there_was(one: Patron, capsys: Captured) -> None:
    assert run([*WIPE, "--yes", "--json"]) == 0
    told = capsys.readouterr().out
    assert counts(told) == {"browsers": 1, "files": 1}
    assert "MARK" not in told
    rows = reading.read(shown.folder(one.system)).rows
    assert [(row.state, row.method, row.removed) for row in rows] == [("clean", "in-place", 2)]
    one.begin()
    (one.home / "letter").write_text("x")
    assert run([*WIPE, "--yes"]) == 0
    assert "There was:" in capsys.readouterr().out


def test_what_cannot_be_counted_is_wiped_all_the_same(
    one: Patron, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fail() -> NoReturn:
        raise CatalogueError(Path("mail.toml"), "It is damaged.")

    monkeypatch.setattr(traces, "load", fail)
    assert run([*WIPE, "--yes", "--json"]) == 0
    assert counts(capsys.readouterr().out) == {}
    assert not (one.home / "MARK").exists()
