"""Marks in file names, addresses and window titles: none of them is in what a wipe writes down."""

import shutil
import sqlite3
import syslog
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from privacykit.record import chain, reading, recording, table, words
from privacykit.record.chain import Book
from privacykit.wipe import plan as plans
from privacykit.wipe import practice, session, traces
from privacykit.wipe.machine import shown
from privacykit.wipe.places import Account, World
from privacykit.wipe.plan import Plan
from privacykit.wipe.policy import Policy
from privacykit.wipe.report import Report
from tests.real.waiting import until
from tests.unit.machines import NAME, in_own_mounts, needs_root, patron, running
from tests.unit.recording import NOW, naive_append

MARK = "zq7mark4vx"
ADDRESS = f"https://{MARK}.example/{MARK}?q={MARK}"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the lines that the system's log gets."""
    said: list[str] = []
    monkeypatch.setattr(syslog, "syslog", lambda _level, line: said.append(line))
    return said


def plant(home: Path) -> None:
    """Leave the mark in names of files and folders, in contents, in addresses and in titles."""
    for name in (f"Documents/{MARK}.odt", f"{MARK}/{MARK}.txt", f"Downloads/{MARK}.pdf"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(MARK)
    recent = home / ".local/share/recently-used.xbel"
    recent.parent.mkdir(parents=True, exist_ok=True)
    recent.write_text(f'<bookmark href="file:///{MARK}" title="{MARK}"/>')
    profile = home / f".config/mozilla/firefox/{MARK}.default"
    profile.mkdir(parents=True)
    with closing(sqlite3.connect(profile / "places.sqlite")) as database, database:
        database.execute("CREATE TABLE moz_places (url TEXT, title TEXT)")
        database.execute("INSERT INTO moz_places VALUES (?, ?)", (ADDRESS, f"{MARK} - Firefox"))


def written(book: Book, log: list[str], report: Report) -> str:
    """Return everything that anybody can read of a wipe afterwards."""
    found = reading.read(book.folder, book.keeper)
    assert found.is_sound
    assert len(log) == len(found.wipes) == 1
    files = [path for folder in (book.folder, book.lock) for path in folder.iterdir()]
    texts = [path.read_text("utf-8", "replace") for path in files if path.is_file()]
    rows = [words.line(row, NOW) for row in found.rows]
    return "\n".join((*texts, *log, *rows, table.csv_text(found.rows), report.to_json()))


def test_none_is_left_after_known_traces_were_wiped(tmp_path: Path, log: list[str]) -> None:
    (tmp_path / "practice").mkdir()
    account = practice.lay_out(tmp_path / "practice")
    plant(account.home)
    plan = plans.make(account, Policy.default(), traces.load(), World((), lambda: ()))
    book = chain.of_account(tmp_path / "own")
    report = recording.recorded(partial(wipe, plan), recording.for_account(lambda: book))
    assert report.is_clean
    assert MARK not in "".join(map(str, account.home.rglob("*")))
    assert MARK not in written(book, log, report).replace(str(tmp_path), "")


def test_the_accounts_own_record_outlives_its_wipes(tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    account = practice.lay_out(tmp_path / "practice")
    write = recording.for_account(
        lambda: chain.of_account(account.home / ".local/state/privacykit"), lambda: NOW
    )
    for count in (1, 2, 3):
        plant(account.home)
        plan = plans.make(account, Policy.default(), traces.load(), World((), lambda: ()))
        report = recording.recorded(partial(wipe, plan), write)
        assert (report.state, report.alarms) == ("clean", ())
        book = chain.of_account(account.home / ".local/state/privacykit")
        found = reading.read(book.folder, book.keeper)
        assert found.is_sound
        assert len(found.wipes) == count


def wipe(plan: Plan) -> Report:
    return as_if_real(session.end(plan))


def as_if_real(report: Report) -> Report:
    """Return the report as of no practice home: a practice leaves no row."""
    from msgspec.structs import replace

    assert report.practice
    return replace(report, practice=False)


@contextmanager
def windows(home: Path) -> Iterator[None]:
    """Let programs run that have the mark in their title, or for their name."""
    program = home / f"{MARK}-player"
    shutil.copy("/bin/sleep", program)
    program.chmod(0o755)
    title = f'exec -a "{ADDRESS} - {MARK}" sleep 60'
    with running("bash", "-c", title, cwd=home), running(f"./{program.name}", "60", cwd=home):
        until("the titles are there", lambda: titles().count(MARK) > 2)
        yield


def titles() -> str:
    from tests.unit.machines import own_processes

    return "".join(" ".join(one.cmdline()) for one in own_processes())


@needs_root
def test_none_is_left_after_a_frozen_home_came_back(tmp_path: Path, log: list[str]) -> None:
    @in_own_mounts
    def live() -> None:
        one = patron(tmp_path)
        one.freeze()
        one.begin()
        plant(one.home)
        with windows(one.home):
            report = recording.recorded(one.end, recording.for_computer(one.system, NAME))
        assert report.is_clean
        assert len(report.programs_ended) == 2
        book = chain.of_computer(one.system)
        assert (book.folder / shown.NAME).exists()
        assert reading.read(book.folder).wipes[0].programs == 2
        told = written(book, log, report)
        assert MARK not in told
        rows = (book.folder / chain.NAME).read_text()
        assert NAME not in rows + "".join(log) + (book.folder / "metrics.prom").read_text()

    live()


def test_the_naive_log_of_what_was_removed_has_the_mark(tmp_path: Path) -> None:
    account = Account(NAME, 0, 0, tmp_path / "home")
    plant(account.home)
    names = " ".join(str(path) for path in account.home.rglob("*"))
    naive_append(tmp_path, Report(state="clean", exit_code=0, message=names))
    assert MARK in (tmp_path / chain.NAME).read_text()
