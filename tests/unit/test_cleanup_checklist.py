"""The leave card: what is open in a session, and a removal that takes only its own part."""

import dataclasses
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from typing import Any, cast

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
from privacykit.errors import AgainError, BusyError
from privacykit.wipe import plan as plans
from privacykit.wipe import session, traces
from privacykit.wipe.places import World
from privacykit.wipe.plan import Plan
from privacykit.wipe.policy import Folders, Policy, Programs
from privacykit.wipe.programs import Running
from tests.unit.cleanup import visitor


def room(made: Visitor, **changes: Any) -> Room:
    ways = {
        "plan": lambda **hows: judge.plan_of(made, **hows),
        "mounts": lambda: ["/", "/media", "/media/me/STICK", "/run/media/me/CARD", "/mediamarkt"],
        "jobs": lambda: ("Reading-room-7",),
    }
    return Room(**{**ways, **changes})


def look(made: Visitor, *, clipboard: bool | None = True, **changes: Any) -> Card:
    return checklist.look(room(made, **changes), clipboard=clipboard)


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
        card = look(made, jobs=lambda: None, mounts=list, clipboard=None)
    assert card.of("printer").state == "unknown"
    assert card.of("clipboard").state == "unknown"
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


def test_what_came_after_the_look_is_not_removed_unseen() -> None:
    with visitor() as made:
        part = look(made).part("files")
        essay = made.account.home / "Downloads/essay.odt"
        essay.write_text("written since the look")
        with pytest.raises(AgainError, match="changed here since the look"):
            checklist.remove(part)
        assert essay.exists()
        assert session.end(part).state == "clean"  # the plan alone would have taken it
        assert not essay.exists()


def test_a_file_deep_in_a_folder_that_was_shown_counts_too() -> None:
    with visitor() as made:
        deep = made.account.home / "Documents/thesis"
        deep.mkdir(parents=True)
        part = look(made).part("files")
        (deep / "last-chapter.odt").write_text("written since the look")
        with pytest.raises(AgainError):
            checklist.remove(part)


def test_a_program_opened_after_the_look_is_not_closed_unasked(tmp_path: Path) -> None:
    with visitor() as made:
        there: list[psutil.Process] = []
        world = World(processes=lambda: there)
        plan = dataclasses.replace(judge.plan_of(made), world=world)
        part = look(made, plan=lambda **_hows: plan).part("signed-in")
        with browser(made, tmp_path) as late:
            there.append(late)
            for act in (lambda: checklist.close(plan), lambda: checklist.remove(part)):
                with pytest.raises(AgainError):
                    act()
            assert late.is_running()
            shown = dataclasses.replace(plan, programs=(Running("firefox", late),))
            assert checklist.close(shown) == ("firefox",)


@contextmanager
def browser(made: Visitor, folder: Path) -> Iterator[psutil.Process]:
    """Start a program of that name in the practice home; it is whole once it has said something."""
    program, home = shutil.copy("/bin/sh", folder / "firefox"), str(made.account.home)
    with subprocess.Popen(
        (program, "-c", "echo; read _"), stdin=PIPE, stdout=PIPE, env={"HOME": home}
    ) as child:
        try:
            assert child.stdout
            child.stdout.readline()
            yield psutil.Process(child.pid)
        finally:
            child.kill()


def test_a_link_put_in_place_of_a_folder_leads_the_removal_nowhere(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("somebody's")
    with visitor() as made:
        part = look(made).part("files")
        downloads = made.account.home / "Downloads"
        downloads.rename(made.account.home / "Elsewhere")
        downloads.symlink_to(tmp_path)
        with pytest.raises(AgainError):
            checklist.remove(part)
        session.end(part)
    assert (tmp_path / "thesis.odt").exists()


def test_what_a_policy_keeps_or_a_lock_hides_is_not_called_done() -> None:
    with visitor() as made:
        checklist.remove(look(made).part("files"))
        assert look(made).of("files").state == "done"
        for changes in ({"folders": Folders(pictures="keep")}, {"leave_out": ("trash",)}):
            plan = kept_by(made, **changes)
            card = look(made, plan=lambda plan=plan, **_hows: plan)
            assert card.of("files").state == "unknown"
            assert not card.is_sure
            assert card.of("signed-in").state == "open"
        hidden = dataclasses.replace(judge.plan_of(made), unseen=(cast("Any", object()),))
        assert look(made, plan=lambda **_hows: hidden).of("files").state == "unknown"


def kept_by(made: Visitor, **changes: Any) -> Plan:
    policy = msgspec.structs.replace(Policy.default(), **changes)
    return plans.make(made.account, policy, traces.load(), World(processes=lambda: ()))


def test_names_are_fit_to_be_shown_and_not_cut_short_in_silence() -> None:
    with visitor() as made:
        downloads = os.fsencode(made.account.home / "Downloads")
        (made.account.home / "Downloads/a\nDocuments").touch()
        Path(os.fsdecode(downloads + b"/\xff.pdf")).touch()
        names = look(made).of("files").names
        assert {"Downloads/a\\u000aDocuments", "Downloads/\\xff.pdf"} <= set(names)
        for number in range(checklist.MOST + 9):
            (made.account.home / f"Downloads/{number}").touch()
        assert len(look(made).of("files").names) > checklist.MOST


def test_open_programs_are_named_and_closed() -> None:
    with visitor() as made:
        plan = dataclasses.replace(
            judge.plan_of(made), programs=(Running("firefox-esr", psutil.Process()),)
        )
        card = look(made, plan=lambda **_hows: plan)
        assert card.of("programs").names == ("firefox-esr",)
        assert checklist.close(plan) == ()  # none of the practice home's runs


def test_a_policy_that_ends_no_programs_is_kept_to(tmp_path: Path) -> None:
    with visitor() as made, browser(made, tmp_path) as there:
        plan = dataclasses.replace(
            judge.plan_of(made),
            policy=msgspec.structs.replace(Policy.default(), programs=Programs(end=False)),
            programs=(Running("firefox", there),),
            world=World(processes=lambda: [there]),
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
