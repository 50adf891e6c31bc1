"""Files that decide what is deleted count only if nobody else can change them."""

import os
from pathlib import Path

import pytest

from privacykit.errors import PolicyError
from privacykit.wipe import trusted

MINE = frozenset({0, os.geteuid()})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "etc" / "policy.toml"
    made.parent.mkdir(mode=0o755)
    made.write_text("format = 1\n")
    made.chmod(0o644)
    return made


def refused(file: Path, owners: frozenset[int] = MINE) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        trusted.read(file, PolicyError, owners)
    assert caught.value.exit_code == 78
    return caught.value


def taken(file: Path) -> None:
    assert trusted.read(file, PolicyError, MINE).data == {"format": 1}


def test_a_file_that_only_its_owner_can_change_is_read(file: Path) -> None:
    taken(file)


@pytest.mark.parametrize("mode", [0o666, 0o646])
def test_a_file_that_others_can_change_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert "chmod go-w" in str(refused(file))
    assert file.read_text() == "format = 1\n", "the naive twin takes it"


def test_a_group_may_change_it_only_if_it_is_the_owners_own(file: Path) -> None:
    file.chmod(0o664)
    if file.stat().st_gid == file.stat().st_uid:
        taken(file)
    if os.geteuid() == 0:
        os.chown(file, 0, 61234)
        file.chmod(0o664)
        refused(file)


def test_a_folder_in_which_others_can_swap_the_file_is_refused(file: Path) -> None:
    file.parent.chmod(0o777)
    assert str(file.parent) in str(refused(file))


def test_a_sticky_folder_keeps_its_entries_safe(file: Path) -> None:
    file.parent.chmod(0o1777)
    taken(file)


def test_a_folder_behind_a_link_is_looked_at_too(file: Path) -> None:
    way = file.parent.parent / "way.toml"
    way.symlink_to(file)
    taken(way)
    file.parent.chmod(0o777)
    refused(way)


def test_a_strangers_file_is_refused(file: Path) -> None:
    owners = frozenset({file.stat().st_uid + 1})
    assert "chown root" in str(refused(file, owners))


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "plain file" in str(refused(tmp_path / "pipe"))
    assert "cannot be read" in str(refused(tmp_path))


def test_a_missing_file_and_a_ring_of_links_are_sentences(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(tmp_path / "none.toml"))
    (tmp_path / "ring").symlink_to("ring")
    assert "cannot be read" in str(refused(tmp_path / "ring"))


def test_a_file_that_is_too_large_or_not_text_is_refused(file: Path) -> None:
    file.write_bytes(b"#" * (trusted.LARGEST + 1))
    assert "1 MB" in str(refused(file))
    file.write_bytes(b"a = 1\nb = '\xff'\n")
    assert refused(file).line == 2
