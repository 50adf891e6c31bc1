"""What the end of a frozen session would do: counted, with programs, and nothing changed."""

from pathlib import Path

import pytest

from privacykit.errors import BaselineError, BusyError
from privacykit.wipe.machine import preview
from privacykit.wipe.machine.locks import locked
from privacykit.wipe.report import GroupCount, Report
from tests.unit.machines import HERE, NAME, Patron, needs_root, patron, running, seen, write_policy

pytestmark = needs_root


@pytest.fixture
def one(tmp_path: Path) -> Patron:
    made = patron(tmp_path)
    made.freeze()
    made.begin()
    return made


def look(one: Patron) -> Report:
    return preview.look(one.system, NAME, HERE).report


def test_a_home_as_it_was_frozen_has_nothing_to_tell(one: Patron) -> None:
    told = look(one)
    assert (told.state, told.exit_code, told.account) == ("preview", 0, NAME)
    assert (told.groups, told.restored, told.programs_open) == ((), 0, ())


def test_new_and_changed_files_are_counted_and_missing_ones_come_back(one: Patron) -> None:
    (one.home / ".mozilla/firefox/a").mkdir(parents=True)
    (one.home / ".mozilla/firefox/a/places.sqlite").write_text("addresses")
    (one.home / "letter").write_text("Dear")
    (one.home / ".config/app/settings.ini").write_text("colour = red\n")
    (one.home / "Documents/welcome.txt").unlink()
    before = seen(one.home)
    told = look(one)
    assert [(group.group, group.files) for group in told.groups] == [
        ("browsers", 1),
        ("files", 1),
        ("other", 1),
    ]
    assert told.groups[1] == GroupCount("files", told.groups[1].title, 1, 4, told.groups[1].names)
    assert told.restored == 2
    assert seen(one.home) == before
    assert one.state.condition == "in use"


def test_what_runs_is_named_and_goes_on(one: Patron) -> None:
    with running("sleep", "1000") as child:
        assert look(one).programs_open == ("sleep",)
        assert child.poll() is None


def test_what_the_policy_keeps_is_told_and_not_counted(one: Patron) -> None:
    write_policy(one.system, '[[keep]]\npath = "Forms"\nwhy = "Blank forms."\n')
    (one.home / "Forms").mkdir()
    (one.home / "Forms/tax.pdf").write_text("x")
    told = look(one)
    assert told.groups == ()
    assert [(kept.path, kept.why) for kept in told.kept] == [("Forms", "Blank forms.")]


def test_no_name_of_a_patrons_file_is_in_it(one: Patron) -> None:
    (one.home / "MARK-letter").write_text("x")
    (one.home / ".config/MARK").mkdir()
    (one.home / ".config/MARK/MARK").write_text("x")
    told = look(one)
    assert sum(group.files for group in told.groups) == 2
    assert "MARK" not in told.to_json()


def test_another_command_at_work_and_no_baseline_are_said(one: Patron, tmp_path: Path) -> None:
    with locked(one.system.record(NAME)) as taken:
        assert taken
        with pytest.raises(BusyError):
            look(one)
    with pytest.raises(BaselineError):
        look(patron(tmp_path / "never frozen"))
