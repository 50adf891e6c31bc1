"""The hook at the end of a wipe: it writes down every end, and can make none of them fail."""

import errno
import os
import syslog
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from privacykit.errors import AgainError, BusyError, PrivacykitError
from privacykit.record import chain, metrics, reading, recording
from privacykit.record.chain import Book
from privacykit.record.row import Row
from privacykit.wipe.machine import shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import Condition, State
from privacykit.wipe.machine.system import System
from privacykit.wipe.report import Report
from tests.unit import recording as made
from tests.unit.machines import in_own_mounts, mount, needs_root
from tests.unit.recording import NOW, not_clean, report


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(syslog, "syslog", lambda _level, line: said.append(line))
    return said


@pytest.fixture
def system(tmp_path: Path) -> System:
    """Give a computer on which patron is frozen, in layers."""
    system = System(tmp_path / "computer")
    system.at("/var/lib").mkdir(parents=True)
    system.prepare(system.record("patron"))
    (system.record("patron") / "baseline").touch()
    be(system, "clean")
    return system


def be(system: System, condition: Condition) -> None:
    states.write(system.record("patron"), State(condition, way="overlay"))
    shown.tell(system)


def keep(system: System, job: Callable[[], Report]) -> Report:
    return recording.recorded(job, recording.for_computer(system, "patron", lambda: NOW))


def rows(system: System) -> tuple[Row, ...]:
    found = reading.read(shown.folder(system), chain.of_computer(system).keeper)
    assert found.is_sound
    return found.rows


def figure(system: System, name: str) -> str:
    text = (shown.folder(system) / metrics.NAME).read_text()
    return next(line.split()[1] for line in text.splitlines() if line.startswith(f"{name} "))


def test_the_end_of_a_session_leaves_a_row_a_line_and_figures(
    system: System, log: list[str]
) -> None:
    done = keep(system, report)
    assert done == report()
    (row,) = rows(system)
    assert (row.number, row.method, row.removed, row.verified) == (1, "overlay", 214, True)
    assert "number=1 verified=yes" in log[0]
    assert figure(system, "privacykit_clean") == "1"
    be(system, "not clean")
    keep(system, not_clean)
    assert [row.number for row in rows(system)] == [1, 2]
    assert figure(system, "privacykit_clean") == "0"
    assert figure(system, 'privacykit_wipes_total{verified="false"}') == "1"


def test_another_home_that_is_not_clean_counts_too(system: System) -> None:
    be(system, "not clean")
    keep(system, report)
    assert figure(system, "privacykit_clean") == "0"


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (BusyError("open"), "busy", 3),
        (AgainError("full"), "failed", 75),
        (KeyboardInterrupt(), "interrupted", 4),
        (OSError(errno.EIO, "broken"), "failed", 75),
        (ValueError("nobody thought of it"), "failed", 75),
    ],
)
def test_an_end_that_fails_leaves_a_row_too(
    system: System, error: BaseException, state: str, code: int
) -> None:
    def fail() -> Report:
        raise error

    with pytest.raises(type(error)):
        keep(system, fail)
    (row,) = rows(system)
    assert (row.state, row.exit_code, row.verified, row.at) == (state, code, False, NOW)
    assert row.method == "overlay"


def test_what_was_no_wipe_leaves_no_row(system: System, log: list[str]) -> None:
    keep(system, lambda: report(state="preview"))
    recording.for_computer(system, "nobody")(report())
    assert rows(system) == ()
    assert log == []


@pytest.mark.parametrize(
    ("changes", "count"),
    [({}, 1), ({"practice": True}, 0), ({"state": "refused"}, 0), ({"state": "preview"}, 0)],
)
def test_an_accounts_own_wipes(tmp_path: Path, changes: dict[str, Any], count: int) -> None:
    one = made.book(tmp_path)
    done = recording.for_account(lambda: one)(report(method="traces", **changes))
    assert done.alarms == ()
    assert len(reading.read(one.folder).rows) == count


def test_an_account_frozen_by_an_older_kit_has_some_way(system: System) -> None:
    states.write(system.record("patron"), State("clean"))
    keep(system, lambda: replace(report(), method="traces"))
    assert rows(system)[0].method == "in-place"


# Nothing of this can make a wipe fail


def broken_key(system: System) -> None:
    (system.records / "record.key").write_text("nonsense")


def a_link(system: System) -> None:
    folder = shown.folder(system)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(system.root)


def others_may_write(system: System) -> None:
    shown.folder(system).chmod(0o777)


def no_folder_for_the_key(system: System) -> None:
    path = system.records / "record.key"
    path.mkdir()


@pytest.mark.parametrize("harm", [broken_key, a_link, others_may_write, no_folder_for_the_key])
def test_whatever_is_wrong_the_wipe_ends_as_it_did(
    system: System, log: list[str], harm: Callable[[System], None]
) -> None:
    harm(system)
    before = sorted(path.name for path in system.root.iterdir())
    done = keep(system, report)
    assert (done.state, done.exit_code) == ("clean", 0)
    (alarm,) = done.alarms
    assert alarm.startswith("This wipe is missing from the record. ")
    assert alarm.endswith(".")
    assert "number=none verified=yes" in log[0]
    assert sorted(path.name for path in system.root.iterdir()) == before


@pytest.mark.parametrize("error", [RuntimeError("odd"), PrivacykitError("A sentence.")])
def test_an_error_that_nobody_thought_of_is_told_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    def fail() -> Book:
        raise error

    def refuse(*_words: object) -> None:
        raise OSError

    monkeypatch.setattr(syslog, "syslog", refuse)
    (alarm,) = recording.for_account(fail)(report()).alarms
    expected = "A sentence." if isinstance(error, PrivacykitError) else "says: RuntimeError."
    assert alarm.endswith(expected)


@needs_root
@in_own_mounts
def test_a_disk_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    """The naive log ends the wipe with an error of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs", disk)
    one = made.filled(disk, 1)
    mount("-o", "remount,ro", disk)
    done = recording.for_account(lambda: one)(report())
    assert done.is_clean
    assert os.strerror(errno.EROFS) in done.alarms[0]
    with pytest.raises(OSError, match="Read-only"):
        made.naive_append(disk, report())


def test_an_account_of_which_nobody_can_tell_anything(tmp_path: Path) -> None:
    system = System(tmp_path)
    system.records.mkdir(parents=True)
    (system.records / "accounts").touch()
    assert keep(system, report).alarms == ()
    assert len(rows(system)) == 1


def test_a_clock_that_is_far_ahead_is_told(system: System) -> None:
    ahead = report(finished="9999-12-31T23:59:59+00:00")
    assert "missing from the record" in keep(system, lambda: ahead).alarms[0]


def test_the_time_is_taken_where_none_is_handed_in(tmp_path: Path) -> None:
    one = made.book(tmp_path)
    before = recording.now().replace(microsecond=0)
    recording.for_account(lambda: one)(report(finished=""))
    assert before <= reading.read(one.folder).rows[0].at <= recording.now()
