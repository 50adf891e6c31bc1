"""The made-up patron: real processes as the account, bounded, and named when they fail."""

import grp
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from privacykit.errors import ProofError
from privacykit.wipe.places import Account
from privacykit.wipe.prove import patron as patrons
from privacykit.wipe.prove.patron import Patron

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="a second account needs root")


@pytest.fixture
def patron() -> Iterator[Patron]:
    """Make a patron of `nobody`, with a home that it can reach."""
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        home = Path(folder, "home")
        home.mkdir()
        if os.geteuid() == 0:
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
        yield Patron(Account("nobody", nobody.pw_uid, nobody.pw_gid, home))


@needs_root
def test_programs_run_as_the_account_with_nothing_of_roots(patron: Patron) -> None:
    patron.run("sh", "-c", "id -u > who; id -G >> who; env > world; pwd > where")
    nobody = pwd.getpwnam("nobody")
    assert (patron.home / "who").read_text().split() == [str(nobody.pw_uid), str(nobody.pw_gid)]
    assert (patron.home / "where").read_text().strip() == str(patron.home)
    world = (patron.home / "world").read_text()
    assert f"HOME={patron.home}\n" in world
    assert "PYTEST" not in world
    assert grp.getgrgid(nobody.pw_gid).gr_mem == []


@needs_root
def test_what_is_written_is_the_accounts(patron: Patron) -> None:
    path = patron.write("a folder/name.txt", "words")
    assert path.read_text() == "words"
    assert path.stat().st_uid == path.parent.stat().st_uid == patron.account.uid


@needs_root
def test_what_is_typed_arrives_in_a_terminal(patron: Patron) -> None:
    patron.type(("sh",), "test -t 0 && echo typed > answer; exit\n")
    assert (patron.home / "answer").read_text() == "typed\n"


@needs_root
def test_a_program_that_fails_is_named(patron: Patron) -> None:
    with pytest.raises(ProofError, match="sh ended with code 7"):
        patron.run("/bin/sh", "-c", "exit 7")


@needs_root
def test_a_program_that_hangs_is_ended_and_named(patron: Patron) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(ProofError, match="sleep did not come to an end"):
        patron.run("sleep", "600", seconds=0.1)
    assert {child.pid for child in psutil.Process().children()} == before


@needs_root
@pytest.mark.parametrize("stubborn", [False, True])
def test_a_program_is_asked_to_close_and_then_ended(patron: Patron, *, stubborn: bool) -> None:
    script = (
        "trap '' TERM; : > ready; while :; do sleep 0.05; done"
        if stubborn
        else ": > ready; sleep 600"
    )
    program = patron.start("sh", "-c", script)
    assert patron.waits((patron.home / "ready").exists, 10)
    patron.close(program, seconds=0.2)
    assert program.returncode == (-9 if stubborn else -15)


@needs_root
def test_it_tells_what_the_disk_holds(patron: Patron) -> None:
    patron.write("deep/in/History-journal", "x mark123 y")
    assert patron.kept("History", "mark123")
    assert not patron.kept("History", "mark124")
    assert not patron.kept("Cookies", "mark123")


def test_a_folder_that_goes_while_it_is_looked_through_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanishes(_path: Path, _pattern: str) -> list[Path]:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "rglob", vanishes)
    assert not Patron(Account("x", 1, 1, tmp_path)).kept("History", "mark")


def test_waiting_ends(tmp_path: Path) -> None:
    assert not Patron(Account("x", 1, 1, tmp_path)).waits(lambda: False, 0)


def test_programs_are_found_where_a_patron_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert patrons.find("no-such-program", "sh").endswith("/sh")
    assert patrons.find("no-such-program") == ""
    assert patrons.find_system("useradd") or not Path("/usr/sbin/useradd").exists()
    assert patrons.find_system("no-such-program") == ""
    assert subprocess.run([patrons.find("true")], check=False).returncode == 0
