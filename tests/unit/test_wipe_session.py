"""The end of a session: in order, truthful, and the same clean state after any interruption."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from privacykit.errors import BusyError, CancelledError, NotAllowedError
from privacykit.wipe import plan as plans
from privacykit.wipe import practice, session
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Folders, Keep, Policy, Programs
from tests.unit import naive
from tests.unit.practising import empty, make, trace, write

HISTORY = trace(".history", id="history", group="commands")
HERE = Path(__file__).parents[2]


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "practice").mkdir()
    return empty(tmp_path / "practice")


def own() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_a_whole_practice_home_ends_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    account = practice.lay_out()
    plan = plans.for_account(account)
    report = session.end(plan)
    assert (report.state, report.exit_code, report.looks, report.left) == ("clean", 0, 1, ())
    assert report.removed_files == plan.files > 25
    assert report.removed_size == plan.size
    assert report.groups == plan.groups()
    assert [path for path in account.home.parent.rglob("*") if not path.is_dir()] == [
        account.home.parent / ".privacykit-practice"
    ]


def test_without_permission_nothing_is_touched(account: Account) -> None:
    write(account.home, ".history")
    plan = make(account, HISTORY)
    refused = plans.Plan(**{**vars(plan), "allowed": False, "why_not": "No policy."})
    with pytest.raises(NotAllowedError, match="No policy"):
        session.end(refused)
    assert (account.home / ".history").exists()


def test_with_a_program_open_nothing_is_touched(account: Account, tmp_path: Path) -> None:
    write(account.home, ".history")
    browser = tmp_path / "made-up-browser"
    shutil.copy(shutil.which("sleep") or "", browser)
    known = trace(".history", id="history", programs=("made-up-browser",))
    policy = Policy(format=1, programs=Programs(end=False))
    child = subprocess.Popen([browser, "600"], env={"HOME": str(account.home)})
    try:
        plan = make(account, known, policy=policy, processes=own)
        assert [one.name for one in plan.programs] == ["made-up-browser"]
        with pytest.raises(BusyError):
            session.end(plan)
    finally:
        child.kill()
        child.wait()
    assert (account.home / ".history").exists()


@pytest.fixture
def rewriter(account: Account, tmp_path: Path) -> Iterator[Path]:
    """Run a program that writes its history again whenever it is gone."""
    shell = tmp_path / "made-up-shell"
    shutil.copy(shutil.which("dash") or shutil.which("sh") or "", shell)
    history = account.home / ".history"
    loop = f"while :; do [ -e {history} ] || echo typed > {history}; done"
    child = subprocess.Popen([shell, "-c", loop], env={"HOME": str(account.home)})
    while not history.exists():
        os.sched_yield()
    yield history
    child.kill()
    child.wait()


def test_a_program_that_writes_anew_is_ended_first(account: Account, rewriter: Path) -> None:
    known = trace(".history", id="history", programs=("made-up-shell",))
    report = session.end(make(account, known, processes=own))
    assert report.state == "clean"
    assert report.programs_ended == ("made-up-shell",)
    assert not rewriter.exists()


def test_an_unknown_program_that_writes_anew_is_residue_where_a_naive_twin_says_done(
    account: Account, rewriter: Path
) -> None:
    rewriter.unlink()  # the naive twin: removed, no error, exit code 0
    while not rewriter.exists():
        os.sched_yield()
    report = session.end(make(account, HISTORY, processes=own))
    for _attempt in range(50):  # a look may fall into the moment between removing and writing
        if report.state == "residue":
            break
        report = session.end(make(account, HISTORY, processes=own))
    assert (report.exit_code, report.looks) == (1, session.LOOKS)
    assert [(left.trace, left.files, left.why) for left in report.left] == [("history", 1, "")]


def test_what_the_policy_keeps_stays_and_is_told(account: Account) -> None:
    write(account.home, ".x/a", ".x/ours", "Documents/a")
    documents = trace("Documents", verb="folder", id="d", folder="documents")
    policy = Policy(
        format=1, keep=(Keep(".x/ours", "the library's"),), folders=Folders(documents="keep")
    )
    report = session.end(make(account, trace(".x"), documents, policy=policy))
    assert report.state == "clean"
    assert [(kept.path, bool(kept.why)) for kept in report.kept] == [
        (".x/ours", True),
        ("documents", True),
    ]
    left = {str(p.relative_to(account.home)) for p in account.home.rglob("*") if p.is_file()}
    assert left == {".x/ours", "Documents/a"}


def test_what_cannot_be_removed_is_told_without_its_name(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(account.home, ".x/secret-name", ".x/other")
    unlink = os.unlink

    def refuse(path: bytes, *, dir_fd: int) -> None:
        if path == b"secret-name":
            raise PermissionError(1, "no")
        unlink(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", refuse)
    report = session.end(make(account, trace(".x", id="x")))
    monkeypatch.undo()
    assert (report.state, report.removed_files) == ("residue", 1)
    assert [(left.trace, left.files, bool(left.why)) for left in report.left] == [("x", 1, True)]
    assert "secret-name" not in report.to_json()


def test_stopping_leaves_the_rest_and_a_second_run_ends_clean(account: Account) -> None:
    write(account.home, *(f".x/{n}" for n in range(600)))
    asked = iter([False] * 2 + [True] * 99)
    plan = make(account, trace(".x"))
    with pytest.raises(CancelledError):
        session.end(plan, cancelled=lambda: next(asked))
    assert session.end(make(account, trace(".x"))).state == "clean"


def test_progress_counts_up_to_the_files_of_the_plan(account: Account) -> None:
    write(account.home, *(f".x/{n}" for n in range(600)), ".y")
    told: list[tuple[str, int, int]] = []
    plan = make(account, trace(".x", id="x"), trace(".y", id="y"))
    session.end(plan, progress=lambda *step: told.append(step))
    done = [(count, total) for words, count, total in told if words == "Removing files"]
    assert done == sorted(done)
    assert {total for _count, total in done} == {601}
    assert done[-1][0] >= 600


def test_a_preview_is_a_report_that_removed_nothing(account: Account) -> None:
    write(account.home, ".x")
    report = session.preview(make(account, trace(".x")))
    assert (report.state, report.exit_code, report.removed_files) == ("preview", 0, 0)
    assert report.groups[0].files == 1
    assert (account.home / ".x").exists()


class TestHidden:
    @pytest.fixture
    def patron(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
        """Give a practice account, and act without root's rights: they open every door."""
        before, base = os.geteuid(), Path(tempfile.mkdtemp(prefix="privacykit-test-"))
        folder = base / "practice"
        folder.mkdir()
        if before == 0:
            os.chown(base, 61234, -1)
            os.chown(folder, 61234, -1)
            os.seteuid(61234)
        monkeypatch.setattr(tempfile, "tempdir", str(base))
        yield empty(folder)
        os.seteuid(before)
        subprocess.run(["chmod", "-R", "u+rwX", str(base)], check=True)
        shutil.rmtree(base)

    def lock(self, patron: Account, *folders: str) -> None:
        for folder in folders:
            (patron.home / folder).chmod(0)

    def test_behind_locked_folders_all_is_found_where_a_naive_walk_sees_nothing(
        self, patron: Account
    ) -> None:
        write(patron.home, ".config/a/b/history")
        self.lock(patron, ".config/a/b", ".config/a", ".config")
        assert [names for _f, _d, names in os.walk(patron.home) if names] == []
        plan = make(patron, trace(".config/a/b/history"))
        assert (plan.items, len(plan.unseen), plan.is_empty) == ((), 1, False)
        report = session.end(plan)
        assert (report.state, report.removed_files) == ("clean", 1)
        assert [group.files for group in report.groups] == [1], "told, though the preview was blind"

    def test_more_locked_folders_than_will_be_opened_are_residue(
        self, patron: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(patron.home, ".config/a/b/c/d/e/f/history")
        folders = [".config/a/b/c/d/e/f"]
        while "/" in folders[-1]:
            folders.append(folders[-1].rpartition("/")[0])
        self.lock(patron, *folders)
        monkeypatch.setattr(session, "LOCKED_LEVELS", 1)
        report = session.end(make(patron, trace(".config/a/b/c/d/e/f/history")))
        assert report.state == "residue"

    def test_a_folder_that_stays_shut_is_residue(
        self, patron: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(patron.home, ".config/a/history")
        self.lock(patron, ".config/a")
        monkeypatch.setattr("privacykit.wipe.tree.Tree.unlock", lambda _tree, _path: None)
        report = session.end(make(patron, trace(".config/a/history")))
        assert (report.state, report.exit_code) == ("residue", 1)
        assert [(left.trace, left.files) for left in report.left] == [("", 0)]


KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from privacykit.wipe import plan, session
from privacykit.wipe.places import Account
home, after = Path(sys.argv[1]), int(sys.argv[2])
tempfile.tempdir = str(home.parent.parent)
unlink, count = os.unlink, 0
def cut(*arguments, **options):
    global count
    count += 1
    if count == after:
        os.kill(os.getpid(), signal.SIGKILL)
    return unlink(*arguments, **options)
os.unlink = cut
account = Account("practice", os.geteuid(), os.getegid(), home, practice=True)
session.end(plan.for_account(account))
"""


@pytest.mark.parametrize("after", [1, 6, 13, 21, 29])
def test_killed_at_any_moment_the_next_run_ends_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    account = practice.lay_out()
    command = [sys.executable, "-c", KILLED, str(account.home), str(after)]
    done = subprocess.run(command, check=False, cwd=HERE)
    assert done.returncode == -signal.SIGKILL
    cut = plans.for_account(account)
    assert not cut.is_empty
    assert session.end(cut).state == "clean"
    assert plans.for_account(account).is_empty


def test_a_folder_swapped_for_a_link_after_the_preview_does_not_lead_out(
    account: Account,
) -> None:
    victim = account.home.parent / "victim"
    write(victim, "thesis", "data/x")
    write(account.home, ".x/data/a")
    plan = make(account, trace(".x/data", verb="contents"))
    (account.home / ".x/data/a").unlink()
    (account.home / ".x/data").rmdir()
    (account.home / ".x").rmdir()
    (account.home / ".x").symlink_to(victim)
    session.end(plan)
    assert (victim / "data/x").exists()
    assert stat.S_ISLNK((account.home / ".x").lstat().st_mode)
    naive.remove(account.home / ".x/data")
    assert not (victim / "data").exists()
