"""What may wait until the next patron has signed in, and a baseline that is given up."""

import subprocess
from pathlib import Path

import pytest

from privacykit.errors import AgainError, BaselineError, BusyError
from privacykit.wipe.machine import sessions
from privacykit.wipe.machine.quarantine import Quarantine, has_left
from tests.unit.deeds import every_way
from tests.unit.machines import HERE, NAME, Patron, in_own_mounts, needs_root, patron, seen
from tests.unit.wiping import refusing

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


@every_way
def test_in_every_way_the_sign_in_is_free_before_anything_is_deleted(
    tmp_path: Path, way: str
) -> None:
    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path, way)
        before = seen(one.home)
        one.freeze()
        for _session in range(2):
            one.begin()
            (one.home / "letter.txt").write_text("of the last patron")
            report = one.end(later=True)
            assert (report.state, report.removed_files) == ("clean", 1)
            assert report.removed_size == len("of the last patron")
            assert one.may_sign_in()
            assert seen(one.home) == before
        assert has_left(one.vault)
        one.begin()
        (one.home / "new.txt").write_text("of this patron")
        sessions.sweep(one.system)
        assert not has_left(one.vault)
        assert (one.home / "new.txt").read_text() == "of this patron"
        assert one.end().is_clean
        assert seen(one.home) == before

    live()


def test_a_sweep_waits_for_nobody_and_takes_nothing_of_a_session_at_its_end(one: Patron) -> None:
    one.freeze()
    assert not has_left(one.vault)
    sessions.sweep(one.system)
    with Quarantine(one.vault, one.home) as filling:
        (filling.folder / "0").write_text("being taken")
        sessions.sweep(one.system)
        assert (filling.folder / "0").exists()
    sessions.sweep(one.system)
    assert not has_left(one.vault)


def test_a_sweep_says_what_the_disk_says(one: Patron, monkeypatch: pytest.MonkeyPatch) -> None:
    one.freeze()
    with Quarantine(one.vault, one.home) as left:
        (left.folder / "0").write_text("left")
    monkeypatch.setattr(Quarantine, "empty", refusing(5))
    with pytest.raises(AgainError, match="Input/output"):
        sessions.sweep(one.system)
    assert one.may_sign_in()


def test_what_a_sweep_cannot_delete_is_told(one: Patron) -> None:
    one.freeze()
    one.begin()
    (one.home / "kept").mkdir()
    (one.home / "kept/note").write_text("of the last patron")
    subprocess.run(["chattr", "+i", one.home / "kept/note"], check=True)
    try:
        assert one.end(later=True).is_clean
        (left,) = sessions.sweep(one.system)
    finally:
        subprocess.run(["chattr", "-i", *waiting(one)], check=True)
    assert (left.title, left.files) == ("What was removed from the home", 1)
    assert "administrator" in left.why
    assert sessions.sweep(one.system) == ()
    assert waiting(one) == []


def test_a_damaged_baseline_keeps_no_other_account_from_being_swept(one: Patron) -> None:
    one.freeze()
    with Quarantine(one.vault, one.home) as left:
        (left.folder / "0").write_text("left")
    damaged = one.system.record("another")
    damaged.mkdir()
    (damaged / "baseline").write_bytes(b"half of it")
    with pytest.raises(BaselineError, match="damaged"):
        sessions.sweep(one.system)
    assert waiting(one) == []


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
