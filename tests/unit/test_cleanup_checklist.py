"""The leave card: what is open in a session, and a removal that takes only its own part."""

import dataclasses
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import psutil
import pytest

from privacykit import paths
from privacykit.activities.cleanup.engine import checklist, judge, keeps
from privacykit.activities.cleanup.engine.checklist import Card, Room
from privacykit.activities.cleanup.engine.visitor import Visitor
from privacykit.audit import running
from privacykit.audit.check import Evidence, Finding
from privacykit.audit.running import Audit
from privacykit.errors import BusyError
from privacykit.wipe.places import World
from privacykit.wipe.policy import Policy, Programs
from privacykit.wipe.programs import Running
from tests.unit.cleanup import visitor


def room(made: Visitor, **changes: Any) -> Room:
    ways = {
        "plan": lambda **hows: judge.plan_of(made, **hows),
        "mounts": lambda: ["/", "/media", "/media/me/STICK", "/run/media/me/CARD", "/mediamarkt"],
        "jobs": lambda: ("Reading-room-7",),
    }
    return Room(**{**ways, **changes})


def look(made: Visitor, **changes: Any) -> Card:
    return checklist.look(room(made, **changes), clipboard=True)


def test_the_card_tells_what_is_open() -> None:
    with visitor() as made:
        card = look(made)
    names = {"Downloads/referral-knee-clinic.pdf", "Recently used files", "Previews"}
    assert set(card.of("files").names) == names
    assert card.of("files").count == 3
    assert card.of("signed-in").names == ("Firefox",)
    assert card.of("drive").names == ("/media/me/STICK", "/run/media/me/CARD")
    assert card.of("printer").names == ("Reading-room-7",)
    assert card.of("clipboard").state == "open"
    assert card.of("programs").state == "done"
    assert card.open_steps == 5


def test_what_the_computer_does_not_tell_is_not_called_done() -> None:
    with visitor() as made:
        card = look(made, jobs=lambda: None, mounts=list)
    assert card.of("printer").state == "unknown"
    assert card.of("drive").state == "done"


def test_removing_files_leaves_the_browser_and_the_other_way_round() -> None:
    with visitor() as made:
        report = checklist.remove(look(made).part("files"))
        assert report.state == "clean"
        card = look(made)
        assert (card.of("files").state, card.of("signed-in").state) == ("done", "open")
        checklist.remove(card.part("signed-in"))
        assert look(made).of("signed-in").state == "done"
        with pytest.raises(KeyError):
            card.part("drive")


def test_open_programs_are_named_and_closed() -> None:
    with visitor() as made:
        plan = dataclasses.replace(
            judge.plan_of(made), programs=(Running("firefox-esr", psutil.Process()),)
        )
        card = look(made, plan=lambda **_hows: plan)
        assert card.of("programs").names == ("firefox-esr",)
        assert checklist.close(plan) == ()  # none of the practice home's runs


def test_a_policy_that_ends_no_programs_is_kept_to() -> None:
    class Fake:
        pid = 4_000_000

        def uids(self) -> tuple[int, ...]:
            return (made.account.uid,)

        def status(self) -> str:
            return "running"

        def environ(self) -> dict[str, str]:
            return {"HOME": str(made.account.home)}

        def name(self) -> str:
            return "firefox"

        def ppid(self) -> int:
            return 1

    with visitor() as made:
        plan = dataclasses.replace(
            judge.plan_of(made),
            policy=msgspec.structs.replace(Policy.default(), programs=Programs(end=False)),
            world=World(processes=lambda: [Fake()]),  # type: ignore[list-item]
        )
        with pytest.raises(BusyError, match="firefox"):
            checklist.close(plan)


def test_files_of_a_folder_that_cannot_be_read_are_named_by_it(tmp_path: Path) -> None:
    trace = SimpleNamespace(group="files", in_words=lambda: "never")
    place = SimpleNamespace(root=tmp_path)
    for contents, path in ((True, b"Gone"), (False, b"notes.txt")):
        item: Any = SimpleNamespace(trace=trace, place=place, path=path, contents=contents)
        assert checklist._named(item) == [path.decode()]


def lpstat(output: bytes, code: int = 0) -> Any:
    return lambda *_args, **_ways: SimpleNamespace(stdout=output, returncode=code)


def test_waiting_jobs_are_those_that_lpstat_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lpstat(b"Room-7  ann  1024  today\n\n"))
    assert checklist.waiting_jobs() == ("Room-7",)
    monkeypatch.setattr(subprocess, "run", lpstat(b"lpstat: no scheduler", 1))
    assert checklist.waiting_jobs() is None

    def gone(*_args: object, **_ways: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", gone)
    assert checklist.waiting_jobs() is None


def test_jobs_are_cancelled_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_ways: asked.append(command))
    checklist.cancel(("Room-7", "Room-8"), progress=None, cancelled=None)
    assert asked == [("cancel", "Room-7", "Room-8")]

    def gone(*_args: object, **_ways: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", gone)
    checklist.cancel(("Room-7",))


def test_mounts_are_this_computers() -> None:
    assert isinstance(list(Room().mounts()), list)


def audit(*findings: Finding) -> Audit:
    fields = {field.name: "" for field in msgspec.structs.fields(Audit) if field.required}
    fields.update({"at": "2026-11-02T10:00:00+00:00", "findings": findings})  # type: ignore[dict-item]
    return Audit(**fields)  # type: ignore[arg-type]


def test_who_keeps_what_comes_from_the_last_checkup() -> None:
    found = Finding("B9-PRINT", "fail", (Evidence("PreserveJobFiles", "Yes"),))
    rows = keeps.kept(audit(found))
    assert (rows[0].verdict, rows[0].evidence) == ("fail", "PreserveJobFiles = Yes")
    assert [row.verdict for row in rows[1:]] == [None] * 5
    assert [row.verdict for row in keeps.kept(None)] == [None] * 6


def test_the_checkup_that_root_left_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "public", lambda: tmp_path / "public")
    monkeypatch.setattr(paths, "state", lambda: tmp_path / "state")
    assert keeps.last_checkup() is None
    own = audit(Finding("B9-PRINT", "pass"))
    monkeypatch.setattr(
        running, "latest", lambda folder: own if folder == tmp_path / "state/audit" else None
    )
    assert keeps.last_checkup() == own
