"""What may wait until the next patron has signed in, and a baseline that is given up."""

from pathlib import Path

import pytest

from privacykit.errors import BusyError
from privacykit.wipe.machine import sessions
from tests.unit.machines import HERE, NAME, Patron, needs_root, patron

pytestmark = needs_root


@pytest.fixture
def one(tmp_path: Path) -> Patron:
    return patron(tmp_path)


def waiting(one: Patron) -> list[Path]:
    return [path for path in (one.vault / "quarantine").rglob("*") if path.is_file()]


def test_deleting_can_wait_until_the_next_session_is_open(one: Patron) -> None:
    one.freeze()
    one.begin()
    (one.home / "letter.txt").write_text("of the last patron")
    (one.home / ".bashrc").unlink()
    report = sessions.end(one.system, NAME, HERE, later=True)
    assert (report.state, report.removed_files, report.restored) == (
        "clean",
        1,
        2,
    )
    assert report.removed_size == len("of the last patron")
    assert sessions.gate(one.system, NAME) == ""
    assert not (one.home / "letter.txt").exists()
    assert "of the last patron" in {path.read_text() for path in waiting(one)}

    one.begin()
    sessions.sweep(one.system)
    assert waiting(one) == []
    assert one.state.condition == "in use"


def test_a_session_that_left_nothing_leaves_nothing_to_wait(one: Patron) -> None:
    one.freeze()
    one.begin()
    report = sessions.end(one.system, NAME, HERE, later=True)
    assert (report.state, report.removed_files) == ("clean", 0)
    sessions.sweep(one.system)


def test_a_forgotten_baseline_leaves_the_home_as_it_is(one: Patron) -> None:
    one.freeze()
    sessions.forget(one.system, NAME, world=HERE)
    assert one.system.frozen() == ()
    assert (one.home / ".bashrc").exists()
    assert sessions.gate(one.system, NAME) == ""
    one.freeze()
    assert sessions.status(one.system, NAME).condition == "clean"


def test_no_baseline_is_forgotten_while_a_session_is_open(one: Patron) -> None:
    one.freeze()
    one.begin()
    with pytest.raises(BusyError, match="session of patron is open"):
        sessions.forget(one.system, NAME, world=HERE)


def test_a_damaged_baseline_is_forgotten_whatever_the_state(one: Patron) -> None:
    one.freeze()
    one.begin()
    (one.system.record(NAME) / "baseline").write_bytes(b"half of it")
    sessions.forget(one.system, NAME, world=HERE)
    assert not one.system.record(NAME).exists()
    assert (one.home / ".bashrc").exists()
