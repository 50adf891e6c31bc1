"""Any tree goes into the stream and comes back whole, as root's own; nothing leads elsewhere."""

import errno
import io
import os
import socket
import stat
import struct
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.errors import CancelledError, UndoError
from privacykit.wipe import linux
from privacykit.wipe.finding import Measure
from privacykit.wipe.machine import packing
from privacykit.wipe.machine.packing import LONGEST, Packer, Thing, Unpacker
from privacykit.wipe.machine.sealed import Header, Opener, Sealer
from privacykit.wipe.progress import Cancelled, never
from tests.unit.baselining import after
from tests.unit.keeping import KEY
from tests.unit.machines import needs_root

names = st.binary(min_size=1, max_size=12).filter(
    lambda name: name not in {b".", b".."} and not {0, 0x2F} & {*name}
)
files = st.tuples(
    st.binary(max_size=30),
    st.sampled_from([0o600, 0o4755, 0o000, 0o777]),
    st.integers(0, 2**32 * 10**9),
)
links = names.map(lambda name: b"../" * 3 + name)
trees = st.recursive(
    st.dictionaries(names, st.one_of(files, links), max_size=4),
    lambda below: st.dictionaries(names, st.one_of(files, links, below), max_size=4),
    max_leaves=12,
)
Tree = dict[bytes, "Tree | bytes | tuple[bytes, int, int]"]


def lay(folder: Path, tree: Tree) -> None:
    folder.mkdir()
    for name, what in tree.items():
        path = folder / os.fsdecode(name)
        if isinstance(what, dict):
            lay(path, what)
        elif isinstance(what, bytes):
            path.symlink_to(os.fsdecode(what))
        else:
            path.write_bytes(what[0])
            os.utime(path, ns=(what[2], what[2]))
            path.chmod(what[1])


def seen(folder: Path) -> dict[bytes, tuple[object, ...]]:
    """Return what must come back: kinds, contents, targets and times."""
    found: dict[bytes, tuple[object, ...]] = {}
    for path in folder.rglob("*"):
        info = path.lstat()
        what: object = path.readlink() if path.is_symlink() else None
        what = path.read_bytes() if stat.S_ISREG(info.st_mode) else what
        name = os.fsencode(path.relative_to(folder))
        found[name] = stat.S_IFMT(info.st_mode), what, info.st_mtime_ns
    return found


def stream(*things: Thing, limit: int = 1 << 30, cancelled: Cancelled = never) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, KEY, Header("", "", 0, 0))
    Packer(sealer, limit, cancelled).pack(things)
    sealer.finish()
    return file.getvalue()


def unpack(text: bytes, to: Path, cancelled: Cancelled = never) -> Measure:
    to.mkdir()
    with linux.opened(linux.open_folder(to)) as top:
        return Unpacker(Opener(io.BytesIO(text), KEY), top, cancelled).unpack()


def back(folder: Path, *things: Thing) -> Path:
    unpack(stream(*things), folder / "back")
    return folder / "back"


def record(kind: str, path: bytes, *more: object) -> bytes:
    text = msgspec.msgpack.encode([kind, path, 0, *more])
    return struct.pack(">I", len(text)) + text


def forged(*parts: bytes) -> bytes:
    """Seal what nobody but the kit could, with the kit's own key."""
    file = io.BytesIO()
    sealer = Sealer(file, KEY, Header("", "", 0, 0))
    sealer.write(b"".join(parts))
    sealer.finish()
    return file.getvalue()


@needs_root
@settings(deadline=None)
@given(trees)
def test_any_tree_comes_back_as_roots_own(tree: Tree) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        lay(folder / "left", tree)
        found = back(folder, Thing(folder, b"left", b""))
        assert seen(found) == seen(folder / "left")
        for path in found.rglob("*"):
            info = path.lstat()
            assert info.st_uid == os.geteuid()
            assert path.is_symlink() or stat.S_IMODE(info.st_mode) == (
                0o700 if path.is_dir() else 0o600
            )


def test_what_holds_nothing_and_what_gives_rights_stays_behind(tmp_path: Path) -> None:
    left = tmp_path / "left"
    left.mkdir()
    (left / "plain").write_text("plain")
    (left / "tool").write_text("tool")
    (left / "tool").chmod(0o6755)
    os.setxattr(left / "plain", "user.origin", b"\0\xff library")
    os.setxattr(left, "user.colour", b"blue")
    os.mkfifo(left / "pipe")
    with socket.socket(socket.AF_UNIX) as line, linux.opened(linux.open_folder(left)) as folder:
        line.bind(f"/proc/self/fd/{folder}/line")
    if os.geteuid() == 0:
        os.mknod(left / "disk", stat.S_IFBLK | 0o666, os.makedev(7, 0))
        os.setxattr(left / "plain", "trusted.secret", b"1")
    found = back(tmp_path, Thing(tmp_path, b"left", b"again"))
    assert sorted(path.name for path in found.rglob("*")) == ["again", "plain", "tool"]
    assert stat.S_IMODE((found / "again/tool").stat().st_mode) == 0o600
    assert os.listxattr(found / "again/plain") == ["user.origin"]
    assert os.getxattr(found / "again/plain", "user.origin") == b"\0\xff library"
    assert os.getxattr(found / "again", "user.colour") == b"blue"


def test_folders_that_were_there_before_the_session_are_made_anew(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("1")
    (tmp_path / "two").write_text("2")
    (tmp_path / "three").mkdir()
    found = back(
        tmp_path,
        Thing(tmp_path, b"one", b"a/b/one"),
        Thing(tmp_path, b"two", b"a/b/two"),
        Thing(tmp_path, b"three", b"a/three"),
        Thing(tmp_path, b"two", b"two"),
    )
    assert (found / "a/b/one").read_text() + (found / "a/b/two").read_text() == "12"
    assert (found / "a/three").is_dir()
    assert stat.S_IMODE((found / "a").stat().st_mode) == 0o700


def test_a_thing_deep_in_its_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "d/e").mkdir(parents=True)
    (tmp_path / "d/e/note").write_text("deep")
    found = back(tmp_path, Thing(tmp_path, b"d/e/note", b"x/note"), Thing(tmp_path, b"d/e", b"d/e"))
    assert (found / "x/note").read_text() == (found / "d/e/note").read_text() == "deep"


def test_no_program_opens_a_longer_path_and_nor_do_we(tmp_path: Path) -> None:
    (tmp_path / "left").mkdir()
    here, depth = linux.open_folder(tmp_path / "left"), LONGEST // 2 + 200
    try:
        for _level in range(depth):
            os.mkdir(b"d", dir_fd=here)
            above, here = here, linux.open_below(here, b"d")
            os.close(above)
    finally:
        os.close(here)
    unpack(stream(Thing(tmp_path, b"left", b"")), tmp_path / "back")
    with linux.opened(linux.open_folder(tmp_path / "back")) as top:
        longest = b"d/" * (LONGEST // 2) + b"d"
        os.close(linux.open_path(top, longest))
        with pytest.raises(FileNotFoundError):
            linux.open_path(top, longest + b"/d")


def test_a_link_that_changes_into_a_way_out_is_not_followed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    text = forged(record("link", b"d", 0, os.fsencode(out)), record("file", b"d/stolen", 3), b"abc")
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        unpack(text, tmp_path / "back")
    assert not any(out.iterdir())


@pytest.mark.parametrize("path", [b"", b"/etc/x", b"../x", b"a/../x", b"a//x", b"a\0x"])
def test_a_path_that_leads_elsewhere_is_damage(tmp_path: Path, path: bytes) -> None:
    with pytest.raises(UndoError):
        unpack(forged(record("file", path)), tmp_path / "back")
    assert not any((tmp_path / "back").iterdir())


@given(st.binary(min_size=1, max_size=60))
@settings(deadline=None)
def test_a_stream_of_anything_is_damage_or_lays_something(text: bytes) -> None:
    with tempfile.TemporaryDirectory() as made, pytest.raises(UndoError):
        unpack(forged(b"\0\0\0\x20", text), Path(made) / "back")


def test_what_ends_too_early_is_damage(tmp_path: Path) -> None:
    with pytest.raises(UndoError):
        unpack(forged(b"\0\0"), tmp_path / "one")
    with pytest.raises(UndoError):
        unpack(forged(record("file", b"a", 10), b"abc"), tmp_path / "two")


def test_nothing_is_laid_over_another(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        unpack(forged(record("file", b"a"), record("file", b"a")), tmp_path / "back")


def test_a_limit_holds_for_many_empty_files_too(tmp_path: Path) -> None:
    (tmp_path / "left").mkdir()
    for number in range(200):
        (tmp_path / f"left/{number}").touch()
    with pytest.raises(OSError, match="too large") as caught:
        stream(Thing(tmp_path, b"left", b""), limit=2000)
    assert caught.value.errno == errno.EFBIG


def test_packing_and_unpacking_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "left").mkdir()
    for number in range(5):
        (tmp_path / f"left/{number}").touch()
    thing = Thing(tmp_path, b"left", b"")
    with pytest.raises(CancelledError):
        stream(thing, cancelled=after(3))
    with pytest.raises(CancelledError):
        unpack(stream(thing), tmp_path / "back", after(3))


def test_a_file_that_shrinks_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("abc")
    with (tmp_path / "file").open("rb") as file, pytest.raises(OSError, match="Stale"):
        list(packing._content(file.fileno(), 4))


def test_where_nothing_can_be_attached_the_files_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("abc")
    os.setxattr(tmp_path / "file", "user.origin", b"1")
    text = stream(Thing(tmp_path, b"file", b"file"))

    def refuse(*_words: object) -> list[str]:
        raise OSError(errno.ENOTSUP, "no")

    monkeypatch.setattr(os, "setxattr", refuse)
    unpack(text, tmp_path / "back")
    monkeypatch.setattr(os, "listxattr", refuse)
    assert len(stream(Thing(tmp_path, b"file", b"file"))) < len(text)
    assert (tmp_path / "back/file").read_text() == "abc"
