"""The search walks a home without following, opening or skipping what it must not."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from privacykit.errors import CancelledError
from privacykit.wipe import residue
from privacykit.wipe.residue import UNREADABLE, Hit, search
from tests.unit.residue_samples import HALVES, MARK, TEXT, forms, naive, zipped


def test_names_of_files_and_folders_are_searched(tmp_path: Path) -> None:
    (tmp_path / f"https+++{MARK}.example").mkdir()
    (tmp_path / f"https+++{MARK}.example" / "empty").touch()
    (tmp_path / quote("".join(f"%{byte:02x}" for byte in TEXT), safe="%")).touch()
    assert not any(naive(path) for path in tmp_path.rglob("*") if path.is_file())
    assert forms(tmp_path) == {"name > utf-8", "name > percent"}


@pytest.mark.parametrize("database", [MARK, MARK + "_and_more_of_it", MARK[:10] * 2])
def test_the_name_that_firefox_weaves_from_a_database_name_is_read(
    database: str, tmp_path: Path
) -> None:
    half = zip(database, reversed(database), strict=True)
    woven = "".join(a + b for a, b in half)[: min(21, len(database) // 2)]
    (tmp_path / f"3312185054{woven}.sqlite").touch()
    assert MARK not in woven
    assert forms(tmp_path) == {"name > interleaved"}


def test_a_woven_name_of_another_database_is_no_hit(tmp_path: Path) -> None:
    (tmp_path / "3312185054CeAmNaAnRbYd.sqlite").touch()
    (tmp_path / "12345678").touch()
    assert forms(tmp_path) == set()


def test_extended_attributes_are_searched(tmp_path: Path) -> None:
    path = tmp_path / "download.pdf"
    path.touch()
    try:
        os.setxattr(path, "user.xdg.origin.url", b"http://library.example/" + TEXT)
    except OSError as error:
        pytest.skip(f"no attributes on this file system: {error}")
    assert not naive(path)
    assert forms(tmp_path) == {"xattr > utf-8"}


def test_a_file_system_without_attributes_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> list[str]:
        raise OSError(95, "not supported")

    monkeypatch.setattr("os.listxattr", refuse)
    (tmp_path / "file").write_bytes(TEXT)
    assert forms(tmp_path) == {"utf-8"}


def test_where_a_link_points_is_read_but_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(TEXT)
    home = tmp_path / "home"
    home.mkdir()
    (home / "folder").symlink_to(outside)
    (home / "file").symlink_to(outside / "secret")
    assert (home / "file").read_bytes() == TEXT  # a search that follows finds what is not there
    assert forms(home) == set()
    (home / "dead").symlink_to(f"/nowhere/{MARK}")
    assert search([home], [MARK]) == (Hit(os.fsencode(home / "dead"), "link > utf-8", MARK),)


def test_pipes_and_sockets_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"pipe-{MARK}")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / f"socket-{MARK}"))
        hits = search([tmp_path], [MARK])
    assert [hit.form for hit in hits] == ["name > utf-8"] * 2


def test_a_file_swapped_for_a_link_after_the_look_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes(TEXT)
    (tmp_path / "home").mkdir()
    victim = tmp_path / "home" / "file"
    victim.touch()
    as_it_was = os.lstat

    def swap(path: bytes) -> os.stat_result:
        status = as_it_was(path)
        if path == os.fsencode(victim):
            victim.unlink()
            victim.symlink_to(tmp_path / "secret")
        return status

    monkeypatch.setattr("os.lstat", swap)
    assert search([tmp_path / "home"], [MARK]) == (Hit(os.fsencode(victim), UNREADABLE, ""),)


def test_another_file_system_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drive").mkdir()
    (tmp_path / "drive" / "file").write_bytes(TEXT)
    as_it_is = os.lstat

    def elsewhere(path: bytes) -> os.stat_result:
        values = list(as_it_is(path))
        values[2] += 1 if b"drive" in path else 0
        return os.stat_result(values)

    monkeypatch.setattr("os.lstat", elsewhere)
    assert forms(tmp_path) == set()


# --- what cannot be read --------------------------------------------------------------------


@pytest.fixture
def kept_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every opening of a name with "closed" in it, as the system refuses an account."""
    opens, scans = os.open, os.scandir

    def refuse(path: bytes, *rest: int) -> int:
        if b"closed" in path:
            raise PermissionError(13, "refused")
        return opens(path, *rest)

    def refuse_folder(path: bytes) -> object:
        if b"closed" in path:
            raise PermissionError(13, "refused")
        return scans(path)

    with monkeypatch.context() as change:
        change.setattr("os.open", refuse)
        change.setattr("os.scandir", refuse_folder)
        yield


@pytest.mark.usefixtures("kept_out")
def test_own_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "file").write_bytes(TEXT)
    (tmp_path / "closed.txt").write_bytes(TEXT)
    (tmp_path / "open.txt").write_bytes(TEXT)
    told = {(Path(os.fsdecode(h.path)).name, h.form) for h in search([tmp_path], [MARK])}
    assert told == {("closed", UNREADABLE), ("closed.txt", UNREADABLE), ("open.txt", "utf-8")}


@pytest.mark.usefixtures("kept_out")
def test_what_belongs_to_others_and_is_closed_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed.txt").write_bytes(TEXT)
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    assert search([tmp_path], [MARK]) == ()


def test_a_name_too_deep_to_reach_is_told(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _level in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    assert forms(tmp_path) == {UNREADABLE}


def test_files_that_vanish_meanwhile_are_no_hit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(TEXT)
    as_it_is = os.lstat

    def vanish(path: bytes) -> os.stat_result:
        status = as_it_is(path)
        for name in ("a", "b"):  # one goes before it is looked at, one before it is opened
            (tmp_path / name).unlink(missing_ok=path != os.fsencode(tmp_path))
        return status

    monkeypatch.setattr("os.lstat", vanish)
    monkeypatch.setattr(residue, "_children", lambda _folder: [os.fsencode(tmp_path / "a")])
    assert search([tmp_path], [MARK]) == ()
    (tmp_path / "a").write_bytes(TEXT)
    (tmp_path / "b").write_bytes(TEXT)
    assert search([tmp_path / "a"], [MARK]) == ()


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert search([tmp_path / "none"], [MARK]) == ()


def test_every_file_is_told_and_a_person_can_stop(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(TEXT)
    told: list[tuple[int, int]] = []
    hits = search([tmp_path], [MARK], progress=lambda _words, done, all_: told.append((done, all_)))
    assert told == [(n, 0) for n in range(1, 5)]
    assert [hit.path[-1:] for hit in hits] == [b"a", b"b", b"c"]
    with pytest.raises(CancelledError):
        search([tmp_path], [MARK], cancelled=lambda: len(told) > 0)


def test_several_marks_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(TEXT)
    (tmp_path / "two").write_bytes(b"another-mark")
    hits = search([tmp_path], [MARK, "another-mark", "third-mark"])
    assert {(hit.path[-3:], hit.mark) for hit in hits} == {(b"one", MARK), (b"two", "another-mark")}


def test_a_mark_that_chance_would_find_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="8 characters"):
        search([tmp_path], ["short"])


def test_the_search_needs_no_thread_and_leaves_no_file_open(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(HALVES))
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    search([tmp_path], [MARK])
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before
