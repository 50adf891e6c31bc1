"""`privacykit wipe` as IT staff and scripts meet it: words, JSON, exit codes."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from privacykit import paths
from privacykit.cli.main import run
from privacykit.errors import BusyError
from privacykit.wipe import places, practice, session
from privacykit.wipe import plan as plans
from privacykit.wipe.places import Account

ROOT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Give a practice account that the command takes for the one it runs as."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "none.toml")
    made = practice.lay_out()
    monkeypatch.setattr(places, "current_account", lambda: made)
    return made


def start(*arguments: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "privacykit", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def test_a_preview_shows_counts_and_changes_nothing(account: Account, capsys: Captured) -> None:
    assert run(["wipe", "--preview"]) == 0
    shown = capsys.readouterr()
    assert "Web browsers" in shown.out
    assert "Firefox, Chromium" in shown.out
    assert "In all 29 files" in shown.out
    assert "places.sqlite" not in shown.out
    assert shown.err == ""
    assert (account.home / ".bash_history").exists()


def test_paths_are_listed_when_asked_for_and_cannot_steer_the_terminal(
    account: Account, capsys: Captured
) -> None:
    (account.home / "evil\x1b[2J\nname").touch()
    assert run(["wipe", "--preview", "--paths"]) == 0
    shown = capsys.readouterr().out
    assert f"  {account.home}/.config/mozilla\n" in shown
    assert f"  {account.home}/Downloads/*\n" in shown
    assert "\x1b" not in shown
    assert "evil\\u001b[2J\\u000aname" in shown


def test_a_wipe_says_that_it_looked_again(account: Account, capsys: Captured) -> None:
    assert run(["wipe", "--yes"]) == 0
    assert "Clean and verified: 29 files removed" in capsys.readouterr().out
    assert not (account.home / ".bash_history").exists()
    assert run(["wipe"]) == 0, "an empty home needs no question"
    assert "0 files removed" in capsys.readouterr().out
    assert run(["wipe", "--preview"]) == 0
    assert "Nothing to remove" in capsys.readouterr().out


def test_json_is_one_object_and_nothing_else(account: Account, capsys: Captured) -> None:
    assert run(["wipe", "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "preview"
    assert run(["wipe", "--yes", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["state"], report["removed_files"], report["format"]) == ("clean", 29, 1)
    assert str(account.home) not in json.dumps(report)


def test_practice_needs_no_account_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for options in (["--preview"], ["--yes"], ["--preview", "--json"]):
        assert run(["wipe", "--practice", *options]) == 0
        assert capsys.readouterr().out
    assert [*tmp_path.iterdir()] == []


def test_root_is_told_how_to_run_it(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    root = Account("root", 0, 0, Path("/root"))
    monkeypatch.setattr(places, "current_account", lambda: root)
    assert run(["wipe", "--yes"]) == 78
    assert "runuser -u NAME -- privacykit wipe" in capsys.readouterr().err


class TestPermission:
    @pytest.fixture
    def person(self, account: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
        made = Account("patron", account.uid, account.gid, account.home)
        monkeypatch.setattr(places, "current_account", lambda: made)
        monkeypatch.setattr(places, "check", lambda _account: None)
        monkeypatch.setattr(places, "TEMPORARY", ())
        monkeypatch.setattr(plans, "World", lambda: places.World((), lambda: ()))
        return made

    def test_without_a_policy_a_preview_says_so(self, person: Account, capsys: Captured) -> None:
        assert run(["wipe", "--preview"]) == 0
        assert "No policy on this computer" in capsys.readouterr().out
        assert (person.home / ".bash_history").exists()

    def test_without_a_policy_nothing_is_removed(self, person: Account, capsys: Captured) -> None:
        assert run(["wipe", "--yes", "--json"]) == 78
        shown = capsys.readouterr()
        assert json.loads(shown.out)["state"] == "refused"
        assert "privacykit policy new --account patron" in shown.err
        assert (person.home / ".bash_history").exists()

    def test_a_policy_lets_and_keeps(
        self, person: Account, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "policy.toml"
        file.write_text(
            'format = 1\naccounts = ["patron"]\n[folders]\ndownloads = "keep"\n'
            '[[keep]]\npath = "notes.txt"\nwhy = "Ours."\n'
        )
        assert run(["wipe", "--preview", "--policy", str(file)]) == 0
        assert "Stays: notes.txt. Ours." in capsys.readouterr().out
        assert run(["wipe", "--yes", "--policy", str(file)]) == 0
        assert "Stays: downloads." in capsys.readouterr().out
        assert (person.home / "notes.txt").exists()
        assert (person.home / "Downloads/tax-form.txt").exists()
        assert not (person.home / "Documents/letter.txt").exists()

    def test_a_policy_that_others_can_change_is_refused(
        self, person: Account, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "policy.toml"
        file.write_text('format = 1\naccounts = ["patron"]\n')
        file.chmod(0o666)
        assert run(["wipe", "--yes", "--policy", str(file)]) == 78
        assert "chmod go-w" in capsys.readouterr().err
        assert (person.home / ".bash_history").exists()


class TestAsking:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def test_with_nobody_to_ask_it_removes_nothing(
        self, account: Account, capsys: Captured, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        assert run(["wipe"]) == 2
        shown = capsys.readouterr()
        assert "--yes" in shown.err
        assert shown.out == ""
        assert (account.home / ".bash_history").exists()

    @pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 4), ("", 4)])
    def test_the_answer_decides(
        self,
        account: Account,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Captured,
        answer: str,
        code: int,
    ) -> None:
        monkeypatch.setattr(sys, "stdin", self.Terminal(answer))
        assert run(["wipe"]) == code
        assert (account.home / ".bash_history").exists() is (code != 0)
        asked = capsys.readouterr().err
        assert "Remove 29 files (34 kB) of the account practice" in asked
        assert ("privacykit: Nothing has been changed." in asked) is (code != 0)

    @pytest.mark.parametrize("answer", ["n\n", ""])
    def test_a_no_is_an_answer_to_a_machine_too(
        self, account: Account, monkeypatch: pytest.MonkeyPatch, capsys: Captured, answer: str
    ) -> None:
        monkeypatch.setattr(sys, "stdin", self.Terminal(answer))
        assert run(["wipe", "--json"]) == 4
        report = json.loads(capsys.readouterr().out)
        assert (report["state"], report["message"]) == ("interrupted", "Nothing has been changed.")


class TestEndings:
    def raising(self, error: BaseException) -> object:
        def end(*_arguments: object, **_options: object) -> None:
            raise error

        return end

    @pytest.mark.parametrize(
        ("error", "code", "state"),
        [
            (KeyboardInterrupt(), 4, "interrupted"),
            (BusyError("Still open: x."), 3, "busy"),
            (OSError(28, "No space left on device"), 75, "failed"),
            (OSError(5, "Input/output error"), 1, "failed"),
        ],
    )
    def test_every_ending_is_a_code_a_sentence_and_json(
        self,
        account: Account,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Captured,
        error: BaseException,
        code: int,
        state: str,
    ) -> None:
        assert account.home.exists()
        monkeypatch.setattr(session, "end", self.raising(error))
        assert run(["wipe", "--yes", "--json"]) == code
        shown = capsys.readouterr()
        assert json.loads(shown.out)["state"] == state
        assert shown.err.startswith("privacykit: ")
        assert "Traceback" not in shown.err
        assert run(["wipe", "--yes"]) == code
        assert capsys.readouterr().out == ""

    def test_what_is_left_is_named_by_kind(
        self, account: Account, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        unlink = os.unlink

        def refuse(path: bytes, *, dir_fd: int) -> None:
            if path == b".bash_history":
                raise PermissionError(1, "no")
            unlink(path, dir_fd=dir_fd)

        monkeypatch.setattr(os, "unlink", refuse)
        assert run(["wipe", "--yes"]) == 1
        monkeypatch.undo()
        shown = capsys.readouterr().out
        assert "Not clean: 28 files removed" in shown
        assert "Terminal: Bash: 1 file. This account is not allowed to change it." in shown
        assert (account.home / ".bash_history").exists()


@pytest.fixture
def reader() -> Iterator[int]:
    read, write = os.pipe()
    os.close(read)
    yield write
    os.close(write)


def test_a_closed_output_is_one_sentence(reader: int) -> None:
    done = start("wipe", "--practice", "--preview", stdout=reader, stderr=subprocess.PIPE)
    assert done.returncode == 75
    assert done.stderr.count(b"\n") == 1
    assert b"output was closed" in done.stderr


def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = start("wipe", "--practice", "--yes", "--json", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 75
    assert done.stderr.count(b"\n") == 1
    assert b"No space left" in done.stderr


def test_no_output_at_all_is_one_sentence() -> None:
    command = f"exec {sys.executable} -m privacykit wipe --practice --preview >&-"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, check=False, stderr=subprocess.PIPE)
    assert done.returncode == 75
    assert done.stderr.count(b"\n") == 1


def test_a_key_in_a_terminal_stops_it_and_the_practice_home_is_gone(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "privacykit", "wipe", "--practice"],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TMPDIR": str(tmp_path), "TERM": "xterm"},
    )
    os.close(theirs)
    try:
        shown = b""
        while b"[y/N]" not in shown:
            shown += os.read(ours, 4096)
        while psutil.Process(child.pid).status() != psutil.STATUS_SLEEPING:
            os.sched_yield()
        child.send_signal(signal.SIGINT)
        os.write(ours, b"\n")  # wakes a reading that began just after the signal came
        assert child.wait(timeout=60) == 4
    finally:
        child.kill()
        written, _none = child.communicate()
        os.close(ours)
    assert written == b""
    assert [*tmp_path.iterdir()] == []


def test_a_preview_needs_no_qt() -> None:
    script = (
        "import sys; from privacykit.__main__ import main; "
        "code = main(['wipe', '--practice', '--preview']); "
        "sys.exit(code or 'PySide6' in sys.modules or 'rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
