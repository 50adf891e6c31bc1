"""The file that shows everybody the frozen accounts: true at every step, and never in the way."""

import os
from pathlib import Path

import pytest

from privacykit.record import status
from privacykit.record.status import Shown
from privacykit.wipe.machine import shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.system import System
from privacykit.wipe.report import Left, Place
from tests.unit.machines import (
    HERE,
    NAME,
    Patron,
    in_own_mounts,
    needs_root,
    patron,
    write_policy,
)
from tests.unit.recording import report


def test_a_missing_or_damaged_file_shows_nothing(tmp_path: Path) -> None:
    assert status.read(tmp_path) == ()
    for content in (b"", b"{", b"\xff", b'{"accounts": [{"account": 1}]}', b"[" * 100_000):
        (tmp_path / shown.NAME).write_bytes(content)
        assert status.read(tmp_path) == ()
    (tmp_path / shown.NAME).unlink()
    os.mkfifo(tmp_path / shown.NAME)
    assert status.read(tmp_path) == ()


@needs_root
def test_the_life_of_an_account_is_shown(tmp_path: Path) -> None:
    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path)
        one.freeze()
        first = only(one)
        assert (first.account, first.condition, first.way) == (NAME, "clean", "in-place")
        assert first.frozen_at == first.verified_at == HERE.now().isoformat(timespec="seconds")
        one.begin()
        assert only(one).condition == "in use"
        assert only(one).verified_at == first.verified_at
        one.end()
        assert only(one).condition == "clean"

    live()


@needs_root
def test_what_is_left_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from privacykit.wipe.machine import reporting, sessions

    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path)
        one.freeze()
        one.begin()
        left = report(
            state="residue",
            left=(Left("", "t", 2, ""), Left("", "t", 0, "")),
            places=(Place("a", "A", "residue", left=4), Place("b", "B", "residue")),
        )
        monkeypatch.setattr(reporting, "first", lambda _work: left)
        one.end()
        assert (only(one).condition, only(one).left) == ("not clean", 3 + 5)
        monkeypatch.undo()
        sessions.restore(one.system, NAME, HERE)
        assert (only(one).condition, only(one).left) == ("clean", 0)
        sessions.forget(one.system, NAME, world=HERE)
        assert status.read(shown.folder(one.system)) == ()

    live()


@needs_root
def test_until_when_staff_can_bring_things_back_is_shown(tmp_path: Path) -> None:
    from privacykit.wipe.machine import undo

    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path)
        write_policy(one.system, "[undo]\nminutes = 10\n")
        one.freeze()
        until = []
        for _session in range(2):
            one.begin()
            (one.home / "thesis").write_text("long")
            until.append(one.end().undo_until)
            assert only(one).undo_until == until[-1] != ""
        undo.undo(one.system, NAME, tmp_path / "back")
        assert only(one).undo_until == until[0]
        undo.forget(one.system, NAME)
        assert only(one).undo_until == ""

    live()


def only(one: Patron) -> Shown:
    folder = shown.folder(one.system)
    assert {path.name for path in folder.iterdir()} == {shown.NAME}
    (found,) = status.read(folder)
    return found


def test_what_cannot_be_shown_never_fails_anything(tmp_path: Path) -> None:
    system = System(tmp_path)
    shown.tell(system)
    assert not shown.folder(system).exists()
    system.records.mkdir(parents=True, mode=0o700)
    shown.folder(system).symlink_to(tmp_path)
    shown.tell(system)
    assert not (tmp_path / shown.NAME).exists()


def test_an_account_from_before_is_shown_as_far_as_it_is_known(tmp_path: Path) -> None:
    system = System(tmp_path)
    folder = system.record("patron")
    folder.mkdir(parents=True)
    (folder / "baseline").touch()
    (folder / "state").write_text('{"condition": "clean", "since": "2026-01-05T10:00:00+00:00"}')
    shown.tell(system, {"patron": "later"})
    assert status.read(shown.folder(system)) == (
        Shown(
            account="patron",
            condition="clean",
            since="2026-01-05T10:00:00+00:00",
            undo_until="later",
        ),
    )
    assert states.read(folder).way == ""


def test_the_file_holds_what_everybody_may_read_and_no_more() -> None:
    assert {*Shown.__struct_fields__} == {
        "account",
        "condition",
        "since",
        "way",
        "frozen_at",
        "verified_at",
        "left",
        "undo_until",
    }
