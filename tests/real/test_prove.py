"""The proof itself, with every program that is there; and what is left when it is cut short."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from privacykit.wipe.prove import apps, homes
from tests.real.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("real_programs")]

PROGRAM = [str(Path(sys.executable).with_name("privacykit")), "prove"]
SPOOLS = ("/var/spool/cron/crontabs", "/var/mail", "/var/spool/cups", "/run/user")
LISTS = [Path("/etc") / name for name in ("passwd", "group", "shadow", "subuid")]
MANY = {"firefox": 10, "chromium": 10, "documents": 7, "temporary": 6, "start": 5}
"""Places that a program must have marked at least, so that it was really used."""


@dataclass(frozen=True)
class Told:
    code: int
    certificate: dict[str, Any]
    complaints: str

    def row(self, id_: str) -> dict[str, Any]:
        (row,) = (row for row in self.certificate["rows"] if row["id"] == id_)
        return dict(row)


def prove(*words: str) -> Told:
    done = subprocess.run(
        [*PROGRAM, "--json", *words], capture_output=True, text=True, timeout=200, check=False
    )
    return Told(done.returncode, json.loads(done.stdout), done.stderr)


def told_of_proofs() -> list[str]:
    """Return what on this computer speaks of a proof: accounts, mounts, folders, jobs."""
    texts = [path.read_text() for path in LISTS if path.exists()]
    texts.append(Path("/proc/self/mountinfo").read_text())
    texts += [f"{path}\n" for spool in SPOOLS for path in Path(spool).glob("*")]
    return [line for text in texts for line in text.splitlines() if "proof-" in line]


@pytest.fixture(scope="module")
def told(real_programs: None, figures: list[str]) -> Told:
    start = time.monotonic()
    told = prove()
    seconds = time.monotonic() - start
    rows = told.certificate.get("rows", ())
    before, after = (sum(row[when] for row in rows) for when in ("before", "after"))
    figures.append(
        f"prove: marks of {len(rows)} programs in {before} places, after the session in {after}; "
        f"way {told.certificate.get('way')}, {seconds:.0f} s in all"
    )
    return told


def test_this_computer_passes(told: Told) -> None:
    assert told.complaints == ""
    assert told.certificate["rows"]
    wrong = [row for row in told.certificate["rows"] if row["outcome"] != "clean"]
    assert wrong == []
    assert (told.code, told.certificate["proven"]) == (0, True), told.certificate
    assert told.certificate["running"] == []


def test_every_program_that_is_there_was_really_used(told: Told) -> None:
    installed = {app.id for app in apps.KNOWN if app.is_installed}
    assert {row["id"] for row in told.certificate["rows"]} == installed
    assert installed >= MANY.keys()
    few = {id_: told.row(id_)["before"] for id_, least in MANY.items()}
    assert all(few[id_] >= least for id_, least in MANY.items()), few


def test_this_computer_knows_nothing_of_it(told: Told) -> None:
    assert told_of_proofs() == []
    assert not list(Path("/home").glob(".privacykit-prove-*"))


def test_what_a_session_does_leave_is_found_and_named() -> None:
    """The naive twin: known traces are removed, and what the system keeps for the account stays."""
    told = prove("--method", "traces", "--app", "cron", "--app", "bash")
    assert told.code == 1
    assert told.row("bash")["outcome"] == "clean"
    assert told.row("cron")["outcome"] == "left"
    assert told.row("cron")["left"][0].startswith("/var/spool/cron/")


def started() -> tuple["subprocess.Popen[str]", Path]:
    """Start a proof, and wait until its account has been at work."""
    before = set(Path("/home").iterdir())
    command = [*PROGRAM, "--method", "traces", "--app", "left-running", "--app", "firefox"]
    program = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def folder() -> Path | None:
        new = set(Path("/home").iterdir()) - before
        return next((path for path in new if any(path.glob("homes/proof-*/.still-here"))), None)

    found = until("the account at work", folder)
    assert found is not None
    return program, found


def at_work(folder: Path) -> list[psutil.Process]:
    """Return the processes of the room's account: whose home it is."""
    (home,) = folder.glob("homes/proof-*")
    number = home.stat().st_uid
    every = psutil.process_iter(["uids"])
    return [one for one in every if one.info["uids"] and one.info["uids"].real == number]


def test_ctrl_c_leaves_nothing() -> None:
    program, folder = started()
    processes = at_work(folder)
    assert processes
    program.send_signal(signal.SIGINT)
    _out, complaints = program.communicate(timeout=30)
    assert program.returncode == 4, complaints
    assert not folder.exists()
    assert not any(one.is_running() for one in processes)


def test_after_a_kill_its_programs_end_and_the_next_run_clears_up() -> None:
    program, folder = started()
    processes = at_work(folder)
    assert processes
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    until("the room to end", lambda: not any(one.is_running() for one in processes))
    assert (folder / homes.MARKER).is_file()
    assert prove("--method", "traces", "--app", "bash").code == 0
    assert not folder.exists()
