"""The course of a proof, with made-up programs and ends of sessions: every outcome is told."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from privacykit.errors import BusyError, ProofError
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.progress import Progress, silent
from privacykit.wipe.prove import apps, course, methods, scene
from privacykit.wipe.prove.apps import App, Plant
from privacykit.wipe.prove.certificate import Certificate
from privacykit.wipe.prove.methods import Ways
from privacykit.wipe.prove.patron import Patron
from privacykit.wipe.report import Report
from tests.unit.proving import request

Taken = Callable[..., Certificate]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a room whose folders are a few of a test's own."""
    for name, below in (("HOMES", "home"), ("RUN", "run"), ("RECORDS", "records"), ("CUPS", "c")):
        monkeypatch.setattr(scene, name, tmp_path / below)
    monkeypatch.setattr(scene, "STASH", tmp_path / "run/stash")
    monkeypatch.setattr(scene, "SPOOLS", ())
    monkeypatch.setattr(course, "TEMPORARY", (tmp_path / "tmp",))
    for folder in ("home/proof-1", "run", "tmp", "etc"):
        (tmp_path / folder).mkdir(parents=True)
    passwd = f"proof-1:x:{os.getuid()}:{os.getgid()}::/home/proof-1:/bin/sh\n"
    (tmp_path / "etc/passwd").write_text(passwd)
    monkeypatch.setattr(course, "running", lambda _account: ())
    return tmp_path / "home/proof-1"


def leaves(name: str = "file") -> Plant:
    def plant(patron: Patron, mark: str) -> tuple[str, ...]:
        (patron.home / name).write_text(mark)
        return ()

    return plant


def fails(error: Exception) -> Plant:
    def plant(_patron: Patron, _mark: str) -> tuple[str, ...]:
        raise error

    return plant


def sweeps(_system: System, account: Account, _progress: Progress) -> Report:
    for path in account.home.iterdir():
        path.unlink()
    return Report(state="clean", exit_code=0, method="in-place")


def idles(_system: System, _account: Account, _progress: Progress) -> Report:
    return Report(state="clean", exit_code=0, method="in-place")


@pytest.fixture
def taken(home: Path, monkeypatch: pytest.MonkeyPatch) -> Taken:
    """Return a function that takes a proof of these plants, with this end of the session."""

    def take(
        end: Callable[..., Report] = sweeps, asked: tuple[str, ...] = (), **plants: Plant
    ) -> Certificate:
        made = tuple(
            App(name, lambda name=name: name.title(), plant)  # type: ignore[misc]
            for name, plant in plants.items()
        )
        monkeypatch.setattr(apps, "KNOWN", made)
        monkeypatch.setattr(apps, "IDS", tuple(plants))
        monkeypatch.setattr(methods, "write_policy", lambda *_words: None)
        way = Ways(lambda *_words: None, end)
        monkeypatch.setattr(methods, "METHODS", {"traces": way, "baseline": way})
        return course.take(request(apps=asked), System(home.parents[1]), silent)

    return take


def outcomes(certificate: Certificate) -> dict[str, str]:
    return {row.id: row.outcome for row in certificate.rows}


def test_marks_that_go_are_proven_gone(taken: Taken) -> None:
    made = taken(first=leaves("one"), second=leaves("two"))
    assert outcomes(made) == {"first": "clean", "second": "clean"}
    assert [(row.title, row.before, row.after) for row in made.rows] == [
        ("First", 1, 0),
        ("Second", 1, 0),
    ]
    assert made.proven
    assert (made.way, made.state, made.computer) == ("in-place", "clean", "desk-1")
    assert made.searched > 0


def test_a_mark_that_stays_is_told_with_its_place(taken: Taken, home: Path) -> None:
    made = taken(idles, first=leaves("one"))
    assert outcomes(made) == {"first": "left"}
    assert made.rows[0].left == (str(home / "one"),)
    assert not made.proven


def test_a_program_that_leaves_no_mark_proves_nothing(taken: Taken) -> None:
    made = taken(first=lambda _patron, _mark: (), second=leaves())
    assert outcomes(made) == {"first": "nothing found", "second": "clean"}
    assert not made.proven


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ProofError("It hung."), "It hung."),
        (OSError(2, "No such file"), "No such file"),
        (subprocess.TimeoutExpired("x", 3), "timed out"),
    ],
)
def test_a_program_that_fails_is_told_and_the_others_go_on(
    taken: Taken, error: Exception, why: str
) -> None:
    made = taken(first=fails(error), second=leaves())
    assert outcomes(made) == {"first": "could not be tried", "second": "clean"}
    assert why in made.rows[0].why
    assert not made.proven


def test_what_a_failed_program_left_is_not_overlooked(taken: Taken) -> None:
    def half(patron: Patron, mark: str) -> tuple[str, ...]:
        leaves()(patron, mark)
        raise ProofError("It hung.")

    assert outcomes(taken(idles, first=half)) == {"first": "left"}


def test_an_end_that_fails_is_told_and_searched_after(taken: Taken) -> None:
    def busy(*_words: object) -> Report:
        raise BusyError("Still open: sleep.")

    made = taken(busy, first=leaves())
    assert (made.state, made.message) == ("busy", "Still open: sleep.")
    assert outcomes(made) == {"first": "left"}


def test_what_is_not_installed_is_named_or_fails_if_asked_for(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "is_installed", property(lambda app: app.id != "absent"))
    made = taken(there=leaves(), absent=leaves("other"))
    assert (outcomes(made), made.not_tried) == ({"there": "clean"}, ("Absent",))
    made = taken(asked=("absent",), there=leaves(), absent=leaves("other"))
    assert outcomes(made) == {"absent": "could not be tried"}
    assert made.rows[0].why == "It is not installed."


def test_what_the_system_clears_is_tried_for_frozen_accounts_only() -> None:
    assert "runtime" not in [app.id for app in course._chosen(request()).apps]
    frozen = course._chosen(request(method="baseline", apps=("runtime",)))
    assert [app.id for app in frozen.apps] == ["runtime"]


def test_a_part_of_a_mark_that_stays_is_counted(taken: Taken) -> None:
    def cuts(patron: Patron, mark: str) -> tuple[str, ...]:
        (patron.home / "file").write_text(mark)
        (patron.home / "cut").write_text(mark[:-2])
        return ()

    assert taken(idles, first=cuts).other == 1


def test_a_layer_is_told_under_the_name_that_programs_know(home: Path) -> None:
    layer = scene.layer(Path("/var"))
    assert course._as_outside(f"{layer}/spool/x") == "/var/spool/x"
    assert course._as_outside("/home/x") == "/home/x"


def test_a_volume_in_the_homes_is_searched_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.lstat
    (home / "volume").mkdir()

    def other_device(path: str | Path, *words: object, **more: object) -> os.stat_result:
        info = real(path, *words, **more)  # type: ignore[arg-type]
        if str(path).endswith("volume"):
            return os.stat_result((*info[:2], info.st_dev + 1, *info[3:10]))
        return info

    monkeypatch.setattr(os, "lstat", other_device)
    monkeypatch.setattr(Path, "lstat", other_device)
    assert home / "volume" in course.folders()
    assert home.parent in course.folders()


@pytest.fixture
def sleeper() -> Iterator[psutil.Process]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield psutil.Process(child.pid)
    child.kill()
    child.wait()


def test_what_is_open_is_named(sleeper: psutil.Process, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = psutil.Process(sleeper.pid)
    monkeypatch.setattr(gone, "uids", fails_to_tell)
    monkeypatch.setattr(psutil, "process_iter", lambda: [sleeper, gone])
    account = Account("x", os.getuid(), os.getgid(), Path("/x"))
    assert course.running(account) == (sleeper.name(),)
    assert course.running(Account("x", 1, 1, Path("/x"))) == ()


def fails_to_tell() -> None:
    raise psutil.NoSuchProcess(1)
