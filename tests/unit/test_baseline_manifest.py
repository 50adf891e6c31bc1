"""The file that says what a frozen home was: exact, private, and believed only with its key."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.errors import BaselineError
from privacykit.wipe.baseline import manifest as manifests
from privacykit.wipe.baseline.manifest import Entry, Folder, Manifest
from tests.unit.baselining import header

KEY = b"k" * 32
integers = st.integers(0, 2**63 - 1)
bytes_ = st.binary(max_size=8)
entries = st.builds(
    Entry,
    st.integers(0, 0o177777),
    *[integers] * 7,
    content=bytes_,
    xattrs=st.lists(st.tuples(bytes_, bytes_), max_size=2).map(tuple),
)
folders = st.builds(
    Folder, entries, st.dictionaries(bytes_, entries, max_size=3), st.sets(bytes_, max_size=3)
)


@pytest.fixture(autouse=True, scope="module")
def no_waiting_for_the_disk() -> Iterator[None]:
    with mock.patch.object(os, "fsync"):
        yield


def sample(folder: Path) -> Manifest:
    file = Entry(0o100644, 1, 1, 5, 6, 7, 8, 1, b"c" * 32, ((b"user.a", b"\xff"),))
    top = Entry(0o40700, 1, 1, 0, 6, 7, 8, 0)
    return manifests.manifest(
        header(folder), {b"": Folder(top, {b"\xff\n": file}, {b"d"}), b"d": Folder(top, {}, set())}
    )


def saved(folder: Path) -> Path:
    path = folder / "baseline"
    manifests.save(sample(folder), path, KEY)
    return path


@given(st.dictionaries(bytes_, folders, max_size=4))
def test_what_is_saved_is_what_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[bytes, Folder]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    before = manifests.manifest(header(folder), tree)
    manifests.save(before, folder / "any", KEY)
    after = manifests.load(folder / "any", KEY)
    assert after.header == before.header
    assert dict(after.folders) == tree
    assert len(after.folders) == len(tree)


def test_the_header_counts_files_and_bytes(tmp_path: Path) -> None:
    found = manifests.load(saved(tmp_path), KEY)
    assert (found.header.files, found.header.size) == (1, 5)
    assert found.top.is_folder
    assert b"d" in found.folders


@given(data=st.data())
def test_any_other_byte_is_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = saved(tmp_path_factory.getbasetemp())
    text = path.read_bytes()
    at = data.draw(st.integers(0, len(text) - 1))
    broken = data.draw(
        st.sampled_from(
            [
                text[:at],
                text[:at] + bytes([text[at] ^ 1 + data.draw(st.integers(0, 254))]) + text[at + 1 :],
                text + b"\0",
                text[at:],
            ]
        )
    )
    path.write_bytes(broken)
    if broken != text:
        with pytest.raises(BaselineError, match="damaged"):
            manifests.load(path, KEY)


@given(st.binary())
def test_anything_with_the_right_key_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "baseline"
    start = manifests._start(manifests.FORMAT)
    manifests._write(path, start + manifests._mac(start, body, KEY) + body)
    with pytest.raises(BaselineError, match="damaged"):
        manifests.load(path, KEY)


def test_another_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="damaged"):
        manifests.load(saved(tmp_path), b"x" * 32)


def test_a_newer_format_is_told_apart_from_damage(tmp_path: Path) -> None:
    path, start = tmp_path / "baseline", manifests._start(2)
    manifests._write(path, start + manifests._mac(start, b"", KEY))
    with pytest.raises(BaselineError, match="newer"):
        manifests.load(path, KEY)


def test_a_missing_baseline_is_told_apart_from_damage(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="missing"):
        manifests.load(tmp_path / "baseline", KEY)


@pytest.mark.parametrize("how", ["link", "folder", "mode", "fifo"])
def test_a_baseline_that_others_may_have_made_is_refused(tmp_path: Path, how: str) -> None:
    path = saved(tmp_path)
    if how == "mode":
        path.chmod(0o644)
    elif how == "link":
        path.rename(tmp_path / "other")
        path.symlink_to("other")
    else:
        path.unlink()
        path.mkdir() if how == "folder" else os.mkfifo(path)
    with pytest.raises(BaselineError, match="damaged"):
        manifests.load(path, KEY)


def test_a_cut_while_saving_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path)
    before = path.read_bytes()

    def cut(_file: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(KeyboardInterrupt):
        manifests.save(sample(tmp_path), path, b"x" * 32)
    assert path.read_bytes() == before


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    key = manifests.key(tmp_path)
    assert len(key) == 32
    assert manifests.key(tmp_path) == key
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert manifests.key(tmp_path_beside(tmp_path)) != key


def tmp_path_beside(path: Path) -> Path:
    (path / "other").mkdir()
    return path / "other"


def test_a_key_cut_short_is_no_key(tmp_path: Path) -> None:
    manifests.key(tmp_path)
    os.truncate(tmp_path / "key", 8)
    with pytest.raises(BaselineError, match="damaged"):
        manifests.key(tmp_path)
