"""What removal, finding and counting promise."""

import errno
import os
from pathlib import Path

import pytest

from privacykit.errors import CancelledError
from privacykit.wipe import levels, linux, tree
from privacykit.wipe.tree import Measure, Removal, Tree
from tests.unit.wiping import names, paths, refusing

DEEPER_THAN_OPEN = levels.OPEN_AT_MOST * 2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Lay d with two files and a folder, beside a file that must stay."""
    (tmp_path / "home/d/below").mkdir(parents=True)
    (tmp_path / "home/d/.hidden").write_text("four")
    (tmp_path / "home/d/below/file").write_text("three")
    (tmp_path / "home/beside").touch()
    return tmp_path / "home"


def test_an_entry_is_removed_whole_and_counted(home: Path) -> None:
    with Tree(home) as place:
        assert place.measure(b"d") == Measure(2, 9)
        assert place.measure(b"d/below") == place.measure(b"d/below/file") == Measure(1, 5)
        assert place.remove(b"d") == Removal(2, 9, ())
        assert place.remove(b"d") == Removal(0, 0, ())
        assert place.measure(b"d") == place.measure(b"d/below/file") == Measure(0, 0)
        assert place.remove(b"d/below/file") == Removal(0, 0, ())
    assert names(home) == ["beside"]


def test_only_the_contents_go_and_the_folder_stays_the_same(home: Path) -> None:
    before = (home / "d").stat().st_ino
    with Tree(home) as place:
        assert place.remove(b"d", contents_only=True) == Removal(2, 9, ())
    assert names(home / "d") == []
    assert (home / "d").stat().st_ino == before


def test_all_contents_of_a_place_may_go_but_never_the_place(home: Path) -> None:
    with Tree(home) as place:
        with pytest.raises(ValueError, match="never removed"):
            place.remove(b"")
        assert place.remove(b"", contents_only=True).files == 3
    assert names(home) == []


@pytest.mark.parametrize("path", [b"/etc", b"..", b"d/../..", b"./d", b"d//below", b"d/", b"a\0b"])
def test_a_path_that_may_lead_elsewhere_is_refused(home: Path, path: bytes) -> None:
    with Tree(home) as place:
        for ask in (place.find, place.measure, place.remove, place.unlock):
            with pytest.raises(ValueError, match="plain path"):
                ask(path)
        with pytest.raises(ValueError, match="empty"):
            place.find(b"")


def test_the_contents_of_a_file_are_a_problem(home: Path) -> None:
    with Tree(home) as place:
        removal = place.remove(b"beside", contents_only=True)
    assert [(each.path, each.errno) for each in removal.problems] == [(b"beside", errno.ENOTDIR)]
    assert names(home) == ["beside", "d"]


def test_two_searches_do_not_disturb_each_other(home: Path) -> None:
    for number in range(2_000):
        (home / str(number)).touch()
    with Tree(home) as place:
        pairs = list(zip(place.find(b"*"), place.find(b"*"), strict=True))
        left = place.find(b"*")
    assert len({one for one, _other in pairs}) == len({other for _one, other in pairs}) == 2_002
    with pytest.raises(OSError, match="descriptor"):
        next(left)


def test_a_place_that_is_missing_says_so(home: Path) -> None:
    with pytest.raises(FileNotFoundError), Tree(home / "nowhere"):
        pass


@pytest.mark.parametrize(
    ("kept", "stays"),
    [
        (b"d", {b"d", b"d/.hidden", b"d/below", b"d/below/file"}),
        (b"d/below", {b"d", b"d/below", b"d/below/file"}),
        (b"d/below/file", {b"d", b"d/below", b"d/below/file"}),
        (b"d/.hidden", {b"d", b"d/.hidden"}),
    ],
)
@pytest.mark.parametrize("contents_only", [False, True])
def test_what_is_kept_stays_with_the_folders_above_it(
    home: Path, kept: bytes, stays: set[bytes], *, contents_only: bool
) -> None:
    with Tree(home) as place:
        removal = place.remove(b"d", keep=kept.__eq__, contents_only=contents_only)
        assert removal.problems == ()
    assert paths(home) == {b"beside", *stays}


def test_nothing_below_what_is_kept_is_removed(home: Path) -> None:
    with Tree(home) as place:
        assert place.remove(b"d/below/file", keep=b"d".__eq__) == Removal(0, 0, ())
    assert (home / "d/below/file").exists()


def test_a_stop_leaves_the_rest_in_its_place(home: Path) -> None:
    for number in range(tree.TELL_EVERY * 3):
        (home / f"d/below/{number}").touch()
    told: list[int] = []
    before = paths(home)
    with Tree(home) as place:
        with pytest.raises(CancelledError):
            place.remove(b"d", cancelled=lambda: True)
        assert paths(home) == before
        with pytest.raises(CancelledError):
            place.remove(
                b"d",
                progress=lambda _words, done, _total: told.append(done),
                cancelled=lambda: len(told) == 3,
            )
        assert told == sorted(told)
        assert told[-1] > tree.TELL_EVERY
        left = paths(home)
        assert left < before
        assert b"d/below" in left
        place.remove(b"d")
    assert names(home) == ["beside"]


def test_folders_in_masses_are_taken_in_portions(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "FOLDERS_AT_ONCE", 3)
    for number in range(20):
        (home / f"d/{number}/inside").mkdir(parents=True)
    with Tree(home) as place:
        place.remove(b"d", keep=b"d/7/inside".__eq__)
    assert paths(home / "d") == {b"7", b"7/inside"}


# Depth


def dig(folder: Path, depth: int = DEEPER_THAN_OPEN) -> list[Path]:
    pits = [folder]
    for level in range(depth):
        pits.append(pits[-1] / str(level))
        pits[-1].mkdir()
        (pits[-1] / "file").touch()
        (pits[-1] / "other").mkdir()
    return pits


def test_a_kept_file_deep_down_stays_where_it_is(home: Path) -> None:
    deepest = dig(home / "d")[-1]
    kept = os.fsencode((deepest / "file").relative_to(home))
    with Tree(home) as place:
        removal = place.remove(b"d", keep=kept.__eq__)
    assert removal == Removal(DEEPER_THAN_OPEN + 1, 9, ())
    assert [path for path in home.rglob("*") if path.is_file()] == [
        home / "beside",
        deepest / "file",
    ]
    assert not list(home.rglob("other"))


def test_a_folder_moved_away_meanwhile_takes_nothing_else_along(home: Path) -> None:
    pits = dig(home / "d")
    (home / "elsewhere").mkdir()
    (home / "elsewhere/file").touch()
    last = os.fsencode((pits[-1] / "file").relative_to(home))

    def move(path: bytes) -> bool:
        if path == last:
            pits[5].rename(home / "elsewhere/moved")
        return False

    with Tree(home) as place:
        removal = place.remove(b"d", keep=move)
        assert [(each.path, each.errno) for each in removal.problems] == [(b"d", errno.ESTALE)]
        assert "moved" in removal.problems[0].words
        assert place.remove(b"d").problems == ()
    assert (home / "elsewhere/file").exists()


def test_counting_names_where_it_lost_its_way(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dig(home / "d")
    monkeypatch.setattr(linux, "open_above", refusing(errno.EACCES))
    with Tree(home) as place:
        place.measure(b"d")
        assert [(each.path, each.errno) for each in place.problems] == [(b"d", errno.ESTALE)]
