"""Any home, frozen, changed in any way, is brought back equal in everything that was recorded."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit.wipe import linux
from privacykit.wipe.baseline import marks
from privacykit.wipe.baseline.compare import Differences
from tests.real import golden
from tests.unit import naive
from tests.unit.baselining import Frozen, needs_root

pytestmark = needs_root
EXAMPLES = 2_000 if "CI" in os.environ else 200
NAMES = [b"a", b"b", b"c", b"\xff", b"\n\x1b[2J"]
TIMES = [0, 1_577_836_800_123_456_789, 4_000_000_000_000_000_000]

names = st.sampled_from(NAMES)
contents = st.sampled_from([b"", b"1", b"2", b"12345", b"\0" * 5000])
owners = st.sampled_from([0, 61234, 61235])
modes = st.sampled_from([0, 0o400, 0o644, 0o700, 0o777, 0o4755, 0o2755, 0o1777])
paths = st.lists(names, min_size=1, max_size=3).map(b"/".join)
make = st.tuples(st.sampled_from(["folder", "file", "link", "hard link"]), paths, contents)
dress = st.tuples(
    st.sampled_from(["mode", "owner", "time", "xattr", "no xattr"]),
    paths,
    st.tuples(modes, owners, st.sampled_from(TIMES)),
)
harm = st.tuples(
    st.sampled_from(["forge", "rename", "remove", "fifo", "folder", "file", "link", "hard link"]),
    paths,
    st.sampled_from([b"evil", *NAMES, b"/", b"../victim"]),
)
laid = st.lists(st.one_of(make, dress), max_size=12)
harmed = st.lists(st.one_of(harm, dress), max_size=8)


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    """Leave out the waiting for the disk and for the clock, but not what makes stamps differ."""
    with mock.patch.object(linux, "sync"):
        yield


def do(home: bytes, deed: tuple[str, bytes, object]) -> None:
    """Do one thing to a home; what cannot be done there and then is left."""
    kind, name, how = deed
    path = home + b"/" + name
    with suppress(OSError):
        if isinstance(how, tuple):
            adorn(path, kind, how)
        elif isinstance(how, bytes):
            change(home, path, kind, how)


def adorn(path: bytes, kind: str, how: tuple[int, int, int]) -> None:
    mode, owner, time = how
    info = os.lstat(path)
    if kind == "owner":
        os.chown(path, owner, owner, follow_symlinks=False)
    elif kind == "time":
        os.utime(path, ns=(info.st_atime_ns, time), follow_symlinks=False)
    elif os.path.islink(path):  # noqa: PTH114 - bytes
        return
    elif kind == "mode":
        os.chmod(path, mode)  # noqa: PTH101 - bytes
    elif kind == "xattr":
        os.setxattr(path, "user.note", str(mode).encode())
    else:
        os.removexattr(path, "user.note")


def change(home: bytes, path: bytes, kind: str, how: bytes) -> None:
    if kind == "folder":
        os.mkdir(path)  # noqa: PTH102 - bytes
    elif kind == "file":
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        Path(os.fsdecode(path)).write_bytes(how)
    elif kind == "link":
        os.symlink(how.strip(b"\0") or b".", path)  # noqa: PTH211 - bytes
    elif kind == "hard link":
        os.link(home + b"/a", path, follow_symlinks=False)
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "rename":
        os.rename(path, home + b"/" + how)  # noqa: PTH104 - bytes
    elif kind == "remove":
        naive.remove(Path(os.fsdecode(path))) if os.path.isdir(path) else os.unlink(path)  # noqa: PTH108, PTH112
    else:
        golden.forge(Path(os.fsdecode(path)), "evil")


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(laid, harmed)
def test_any_home_comes_back(
    laid: list[tuple[str, bytes, object]], harmed: list[tuple[str, bytes, object]]
) -> None:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm"))
    try:
        frozen = Frozen(folder)
        for deed in laid:
            do(os.fsencode(frozen.home), deed)
        frozen.freeze()
        stored = {one: one.read_bytes() for one in frozen.objects}
        for deed in harmed:
            do(os.fsencode(frozen.home), deed)
        is_different = bool(frozen.wrong())
        found = frozen.compare()
        assert not is_different or not found.is_empty
        assert frozen.mend(found).problems == ()
        assert frozen.wrong() == []
        assert frozen.compare() == Differences()
        assert frozen.compare(thorough=True) == Differences()
        assert {one: one.read_bytes() for one in frozen.objects} == stored
    finally:
        shutil.rmtree(folder)


@given(contents.filter(bool), st.sampled_from(TIMES))
def test_a_forged_edit_fools_a_twin_that_looks_at_size_and_time(content: bytes, time: int) -> None:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm"))
    try:
        frozen = Frozen(folder)
        file = frozen.home / "file"
        file.write_bytes(content)
        os.utime(file, ns=(time, time))
        frozen.freeze()
        before = naive._marks(file.stat())
        golden.forge(file, "evil")
        assert naive._marks(file.stat()) == before
        assert frozen.compare().changed == (b"file",)
        assert marks.now(file.stat()) != marks.then(frozen.manifest.folders[b""].entries[b"file"])
        frozen.mend()
        assert file.read_bytes() == content
    finally:
        shutil.rmtree(folder)
