"""What a comparison finds, with little reading and without trusting what a patron can set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.baseline import looking, marks
from privacykit.wipe.baseline.compare import Differences
from tests.real import golden
from tests.unit.baselining import Frozen, after, needs_root, small
from tests.unit.wiping import refusing

pytestmark = needs_root


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    return small(tmp_path)


# Comparing


def test_a_frozen_home_is_as_it_was(frozen: Frozen) -> None:
    assert frozen.compare() == Differences()
    assert frozen.compare(thorough=True) == Differences()
    assert frozen.compare().count == 0


def test_a_forger_is_found_where_the_naive_twin_is_fooled(frozen: Frozen) -> None:
    golden.forge(frozen.home / "d/one", "evil")
    assert frozen.compare().changed == (b"d/one",)
    info = (frozen.home / "d/one").stat()
    before = frozen.manifest.folders[b"d"].entries[b"one"]
    assert (info.st_size, info.st_mtime_ns) == (before.size, before.mtime_ns)


def test_equal_contents_with_new_marks_are_stale_and_no_difference(frozen: Frozen) -> None:
    for name in ("d/one", "link"):
        (frozen.home / name).rename(frozen.folder / "away")
        (frozen.folder / "away").rename(frozen.home / name)
    for name in ("d", ""):
        recorded = frozen.manifest.folders[name.encode()].own
        os.utime(frozen.home / name, ns=(recorded.mtime_ns,) * 2)
    found = frozen.compare()
    assert found.stale.keys() == {b"", b"d", b"d/one", b"link"}
    assert found.is_empty
    assert frozen.mend(found).restored == 0
    assert frozen.compare() == Differences()


def test_only_a_thorough_look_finds_what_the_marks_do_not_tell(frozen: Frozen) -> None:
    golden.forge(frozen.home / "d/one", "evil")
    folder = frozen.manifest.folders[b"d"]
    info = (frozen.home / "d/one").stat()
    folder.entries[b"one"] = marks.renewed(folder.entries[b"one"], info)
    frozen.manifest = frozen.manifest.replaced({b"d": folder})
    assert frozen.compare().is_empty
    assert frozen.compare(thorough=True).changed == (b"d/one",)


def test_one_more_name_of_a_file_is_a_difference(frozen: Frozen) -> None:
    (frozen.folder / "outside").hardlink_to(frozen.home / "top")
    assert frozen.compare().changed == (b"top",)
    frozen.mend()
    (frozen.folder / "outside").write_text("written later")
    assert frozen.wrong() == []


def test_extras_are_named_and_not_entered(frozen: Frozen) -> None:
    (frozen.home / "d/new/below").mkdir(parents=True)
    assert frozen.compare().extra == (b"d/new",)


def test_a_missing_folder_counts_with_all_that_was_in_it(frozen: Frozen) -> None:
    (frozen.home / "d").rename(frozen.folder / "gone")
    expected = (b"d", b"d/e", b"d/e/f", b"d/e/two", b"d/one")
    assert frozen.compare().missing == expected
    frozen.mend()
    assert frozen.wrong() == []


def test_the_two_halves_find_what_one_process_finds(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden.forge(frozen.home / "d/one", "evil")
    (frozen.home / "d/e/new").touch()
    (frozen.home / "d/e/f").rmdir()
    (frozen.home / "top").touch()
    one = frozen.compare()
    monkeypatch.setattr(comparing, "WORTH_TWO", 0)
    assert frozen.compare() == one
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    assert frozen.compare() == one


@pytest.mark.parametrize("number", [2, 20, 40, 116])
def test_what_vanishes_or_turns_while_it_is_read_is_a_difference(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (frozen.home / "top").chmod(0o600)
    monkeypatch.setattr(marks, "look", refusing(number))
    found = frozen.compare()
    assert (found.missing if number == 2 else found.changed) == (b"top",)


def test_what_cannot_be_read_is_named(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    (frozen.home / "top").chmod(0o600)
    monkeypatch.setattr(marks, "look", refusing(5))
    assert [one.path for one in frozen.compare().problems] == [b"top"]
    monkeypatch.setattr(linux, "open_path", refusing(5))
    assert {one.path for one in frozen.compare().problems} == {b"", b"d", b"d/e", b"d/e/f"}
    assert not frozen.compare().is_empty


def test_a_folder_that_cannot_be_listed_is_named(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "scandir", refusing(5))
    assert {one.path for one in frozen.compare().problems} >= {b"", b"d"}


def test_what_is_attached_is_named_without_being_asked(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linux, "mounted_below", lambda _home: frozenset({b"top", b"d", b"new"}))
    (frozen.home / "new").mkdir()
    found = frozen.compare()
    assert {one.path for one in found.problems} == {b"top", b"d", b"new"}
    assert found.extra == ()


def test_a_file_that_changes_while_it_is_hashed_is_a_difference(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = marks.digest

    def written_to(handle: int, *rest: object) -> bytes:
        found = read(handle, *rest)  # type: ignore[arg-type]
        (frozen.home / "top").touch()
        return found

    (frozen.home / "top").rename(frozen.home / "other")
    (frozen.home / "other").rename(frozen.home / "top")
    monkeypatch.setattr(marks, "digest", written_to)
    assert b"top" in frozen.compare().changed


def test_where_a_file_system_has_no_attributes_there_are_none(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "listxattr", refusing(95))
    assert frozen.compare(thorough=True).is_empty
    monkeypatch.setattr(os, "listxattr", refusing(5))
    assert frozen.compare(thorough=True).problems


def test_a_home_without_proc_is_compared_too(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_path: Path) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert linux.mounted_below(frozen.home) == frozenset()


def test_mounts_are_named_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"36 35 98:0 / " + os.fsencode(tmp_path) + rb"/a\040b rw - ext4 x rw" + b"\n"
    monkeypatch.setattr(Path, "read_bytes", lambda _path: line)
    assert linux.mounted_below(tmp_path) == {b"a b"}


def test_without_openat2_folders_are_opened_step_by_step(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen.home / "d/e/two").unlink()
    monkeypatch.setattr(linux, "_openat2", refusing(38))
    assert frozen.compare().missing == (b"d/e/two",)
    frozen.mend()
    assert frozen.wrong() == []
    with linux.opened(linux.open_folder(frozen.home)) as top, pytest.raises(OSError, match="link"):
        linux.open_path(top, b"link/e")


# Kept


def test_what_is_kept_is_neither_compared_nor_touched(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path, keep=(b"mine", b"d/*/keep", b"e/keep"))
    (frozen.home / "d/a").mkdir(parents=True)
    frozen.freeze()
    for name in ("mine/deep", "d/a/keep", "d/new/keep", "d/new/other", "d/none/other", "e/other"):
        (frozen.home / name).mkdir(parents=True)
    (frozen.home / "d/a/file").touch()
    found = frozen.compare()
    assert found.extra == (b"d/a/file", b"d/new/other", b"d/none", b"e")
    frozen.mend()
    assert (frozen.home / "mine/deep").is_dir()
    assert (frozen.home / "d/new/keep").is_dir()
    assert frozen.compare().is_empty


def test_what_is_kept_since_is_left_as_it_is(frozen: Frozen) -> None:
    frozen.keep = (b"d/e", b"top", b"d/o*")
    golden.forge(frozen.home / "top", "evil")
    (frozen.home / "d/one").unlink()
    (frozen.home / "d/e/two").unlink()
    found = frozen.compare()
    assert (found.changed, found.missing) == ((b"d",), ())


# Crowds


def test_a_crowd_of_extras_can_be_stopped(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "TELL_EVERY", 10)
    for number in range(100):
        (frozen.home / "d/e/f" / str(number)).touch()
    with pytest.raises(CancelledError):
        frozen.compare(cancelled=after(5))
    assert len(frozen.compare().extra) == 100


_CROWD = """
import sys
from pathlib import Path
from privacykit.wipe.baseline import compare as comparing, manifest
from privacykit.wipe.policy import keeper
from privacykit.wipe.progress import never, silent
folder = Path(sys.argv[1])
frozen = manifest.load(folder / "baseline", b"k" * 32)
home = folder / "home"
found = comparing.compare(home, frozen, keep=keeper(()), progress=silent, cancelled=never)
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(len(found.extra), int(peak) // 1024)
"""


def test_a_crowd_of_extras_takes_little_memory(frozen: Frozen) -> None:
    from privacykit.wipe.baseline import manifest

    manifest.save(frozen.manifest, frozen.folder / "baseline", b"k" * 32)
    with linux.opened(linux.open_folder(frozen.home)) as top:
        for number in range(100_000):
            name, first = f"{number:030}", f"{number - number % 50_000:030}"
            if name == first:
                os.mknod(name, dir_fd=top)
            else:
                os.link(first, name, src_dir_fd=top, dst_dir_fd=top)
    command = [sys.executable, "-c", _CROWD, str(frozen.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    extra, memory = map(int, done.stdout.split())
    assert extra == 100_000
    assert memory < 60
