"""The folder of a proof: gone at the end, and nothing else is ever taken for one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit.errors import ProofError
from privacykit.wipe.machine import subvolumes
from privacykit.wipe.prove import homes
from tests.unit.wiping import refusing

LEFT = ".privacykit-prove-0123456789abcdef"


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o755)
    (folder / "alice").mkdir()
    (folder / "alice" / "letter.txt").write_text("hers")
    return folder


def left_behind(beside: Path, name: str = LEFT) -> Path:
    folder = beside / name
    folder.mkdir(mode=0o700)
    (folder / homes.MARKER).write_bytes(homes.CONTENT)
    (folder / homes.HOMES / "proof-1").mkdir(parents=True)
    (folder / homes.HOMES / "proof-1" / "file").write_text("x")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_there_as_long_as_it_is_needed(beside: Path) -> None:
    with homes.made(beside) as folder:
        assert folder.is_dir()
        assert folder.parent.parent == beside
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert folder.stat().st_mode & 0o777 == 0o755
        (folder / "proof-1").mkdir()
        (folder / "proof-1" / "file").write_text("x")
    assert names(beside) == ["alice"]


def test_it_goes_when_the_proof_fails(beside: Path) -> None:
    with pytest.raises(KeyboardInterrupt), homes.made(beside):
        raise KeyboardInterrupt
    assert names(beside) == ["alice"]


def test_what_a_killed_proof_left_goes_with_the_next(beside: Path) -> None:
    left_behind(beside)
    with homes.made(beside) as folder:
        assert names(beside) == sorted([folder.parent.name, "alice"])
    assert names(beside) == ["alice"]


def test_one_in_use_stays(beside: Path) -> None:
    with homes.made(beside) as folder:
        assert homes.clear(beside) == ()
        assert folder.is_dir()


def test_one_whose_process_was_killed_is_in_use_no_more(beside: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from privacykit.wipe.prove import homes\n"
        "with homes.made(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(beside)], check=False)
    assert len(names(beside)) == 2
    assert len(homes.clear(beside)) == 1
    assert names(beside) == ["alice"]


def other_name(folder: Path) -> None:
    folder.rename(folder.with_name(".privacykit-prove-0123"))


def no_marker(folder: Path) -> None:
    (folder / homes.MARKER).unlink()


def other_marker(folder: Path) -> None:
    (folder / homes.MARKER).write_bytes(homes.CONTENT + b"and more")


def linked_marker(folder: Path) -> None:
    real = folder / homes.MARKER
    real.rename(folder / "real")
    real.symlink_to("real")


def fifo_marker(folder: Path) -> None:
    (folder / homes.MARKER).unlink()
    os.mkfifo(folder / homes.MARKER)


def open_to_others(folder: Path) -> None:
    folder.chmod(0o755)


def a_link(folder: Path) -> None:
    aside = folder.parent.parent / "aside"
    folder.rename(aside)
    folder.symlink_to(aside)


@pytest.mark.parametrize(
    "change",
    [other_name, no_marker, other_marker, linked_marker, fifo_marker, open_to_others, a_link],
)
def test_what_only_looks_like_one_is_never_removed(
    beside: Path, change: Callable[[Path], None]
) -> None:
    folder = left_behind(beside)
    change(folder)
    before = sorted(beside.rglob("*"))
    assert homes.clear(beside) == ()
    assert sorted(beside.rglob("*")) == before
    assert (beside / "alice" / "letter.txt").read_text() == "hers"


def test_one_of_another_account_is_never_removed(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(beside)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert homes.clear(beside) == ()
    assert LEFT in names(beside)


def test_a_folder_that_others_may_change_is_refused(beside: Path, tmp_path: Path) -> None:
    beside.chmod(0o777)
    with pytest.raises(ProofError, match="root's own"), homes.made(beside):
        pass
    link = tmp_path / "link"
    beside.chmod(0o755)
    link.symlink_to(beside)
    with pytest.raises(ProofError, match="root's own"), homes.made(link):
        pass
    assert names(beside) == ["alice"]


def test_what_cannot_be_removed_is_told(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_behind(beside)
    with monkeypatch.context() as patched:
        patched.setattr(os, "rmdir", refusing(16))
        with pytest.raises(ProofError, match=LEFT):
            homes.clear(beside)
    assert len(homes.clear(beside)) == 1


def test_a_frozen_volume_is_unlocked_first(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked: list[str] = []
    monkeypatch.setattr(
        subvolumes,
        "make_writable",
        lambda folder: unlocked.append(str(Path(f"/proc/self/fd/{folder}").readlink())),
    )
    golden = left_behind(beside) / homes.HOMES / ".privacykit" / "proof-1" / "golden"
    golden.mkdir(parents=True)
    homes.clear(beside)
    assert unlocked == [str(golden)]
    assert names(beside) == ["alice"]
