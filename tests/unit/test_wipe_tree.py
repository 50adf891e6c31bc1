"""What removal, finding and counting promise, on any tree and under every answer of the system."""

import errno
import fnmatch
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.errors import CancelledError
from privacykit.wipe import levels, linux, tree
from privacykit.wipe.problems import problem
from privacykit.wipe.tree import Measure, Removal, Tree, escape

DEEPER_THAN_OPEN = levels.OPEN_AT_MOST * 2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Lay d with two files and a folder, beside a file that must stay."""
    (tmp_path / "home/d/below").mkdir(parents=True)
    (tmp_path / "home/d/.hidden").write_text("four")
    (tmp_path / "home/d/below/file").write_text("three")
    (tmp_path / "home/beside").touch()
    return tmp_path / "home"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def paths(folder: Path) -> set[bytes]:
    return {os.fsencode(path.relative_to(folder)) for path in folder.rglob("*")}


def refusing(number: int) -> Callable[..., int]:
    def refuse(*_arguments: object, **_options: object) -> int:
        raise OSError(number, os.strerror(number))

    return refuse


# Removing


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


# Answers of the system that a test can hardly bring about


@pytest.fixture(params=[errno.ENOSYS, errno.EPERM])
def old_kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux, "_openat2", refusing(request.param))


@pytest.mark.usefixtures("old_kernel")
def test_an_old_kernel_or_a_sandbox_does_it_by_hand(home: Path) -> None:
    (home / "d/link").symlink_to(home)
    with Tree(home) as place:
        assert list(place.find(b"d/link/*")) == []
        assert place.remove(b"d").problems == ()
    assert names(home) == ["beside"]


@pytest.mark.usefixtures("old_kernel")
def test_by_hand_too_another_mount_is_not_entered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linux, "mount_id", lambda folder: folder)
    before = names(Path("/proc/self/fd"))
    with Tree(home) as place:
        assert [each.errno for each in place.remove(b"d").problems] == [errno.EXDEV]
    assert names(Path("/proc/self/fd")) == before
    assert (home / "d/below/file").exists()


@pytest.mark.usefixtures("old_kernel")
def test_by_hand_without_proc_a_folder_is_named_not_passed_over(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_text", refusing(errno.ENOENT))
    with Tree(home) as place:
        assert [each.errno for each in place.remove(b"d").problems] == [errno.ENOSYS]


@pytest.mark.parametrize("name", [b"", b".", b"..", b"a/b", b"a\0b"])
def test_only_a_plain_name_is_opened(home: Path, name: bytes) -> None:
    with (
        linux.opened(linux.open_folder(home)) as folder,
        pytest.raises(OSError) as caught,  # noqa: PT011 - the number says it
    ):
        linux.open_below(folder, name)
    assert caught.value.errno == errno.EINVAL


@pytest.mark.parametrize("path", ["relative", "/tmp/../etc"])
def test_only_a_plain_absolute_folder_is_opened(path: str) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the number says it
        linux.open_folder(Path(path))
    assert caught.value.errno == errno.EINVAL


def test_the_mount_of_a_folder_is_told() -> None:
    with (
        linux.opened(linux.open_folder(Path("/"))) as root,
        linux.opened(linux.open_folder(Path("/proc"))) as proc,
        linux.opened(linux.reopen(proc)) as again,
    ):
        assert linux.mount_id(root) != linux.mount_id(proc) == linux.mount_id(again)


def test_what_is_not_there_is_not_locked(home: Path) -> None:
    with linux.opened(linux.open_folder(home)) as folder:
        assert not linux.is_locked(folder, b"nowhere")
        assert not linux.is_locked(folder, b"beside")


def answer(monkeypatch: pytest.MonkeyPatch, function: str, on: str, *numbers: int) -> None:
    """Let an `os` function answer for the name `on` with these errors, one a call; then as ever."""
    real, left = getattr(os, function), list(numbers)

    def answered(name: str | bytes | int, *rest: object, **options: object) -> object:
        if left and name in {on, os.fsencode(on)}:
            number = left.pop(0)
            raise OSError(number, os.strerror(number))
        return real(name, *rest, **options)

    monkeypatch.setattr(os, function, answered)


@pytest.mark.parametrize(
    ("function", "on", "number", "path"),
    [
        ("unlink", "file", errno.EIO, b"d/below/file"),
        ("unlink", "file", errno.EROFS, b"d/below/file"),
        ("unlink", "file", errno.EBUSY, b"d/below/file"),
        ("unlink", "file", errno.EPERM, b"d/below/file"),
        ("rmdir", "below", errno.EBUSY, b"d/below"),
    ],
)
def test_what_the_system_refuses_is_named_and_the_rest_goes(
    home: Path, monkeypatch: pytest.MonkeyPatch, function: str, on: str, number: int, path: bytes
) -> None:
    answer(monkeypatch, function, on, *[number] * 9)
    with Tree(home) as place:
        removal = place.remove(b"d")
    assert [(each.path, each.errno) for each in removal.problems] == [(path, number)]
    assert paths(home / "d") == {path[2:end] for end in (7, len(path))}


def test_a_file_that_turns_into_a_folder_is_entered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "d/turning").mkdir()
    (home / "d/turning/inside").touch()
    real = os.scandir
    monkeypatch.setattr(
        tree, "entries", lambda folder: ((os.fsencode(e.name), False) for e in real(folder))
    )
    with Tree(home) as place:
        assert place.remove(b"d") == Removal(3, 9, ())
    answer(monkeypatch, "unlink", "beside", errno.EISDIR)
    with Tree(home) as place:
        assert place.remove(b"beside") == Removal(1, 0, ())


def test_an_entry_that_turns_on_and_on_is_given_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "unlink", "beside", *[errno.EISDIR] * tree.TRIES)
    with Tree(home) as place:
        assert [each.errno for each in place.remove(b"beside").problems] == [errno.ESTALE]
        assert place.remove(b"beside").files == 1


def test_a_folder_gone_when_it_is_left_is_no_problem(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "rmdir", "below", errno.ENOENT)
    with Tree(home) as place:
        assert place.remove(b"d").problems == ()
    assert names(home) == ["beside"]


def test_a_link_in_the_place_of_the_folder_that_is_left_goes_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rmdir

    def swapped(name: bytes, *, dir_fd: int) -> None:
        if name == b"below":
            (home / "d/below").rename(home / "d/aside")
            (home / "d/below").symlink_to(home)
        real(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", swapped)
    with Tree(home) as place:
        assert place.remove(b"d") == Removal(3, 9, ())
    assert names(home) == ["beside"]


def test_an_entry_that_turns_once_too_often_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "rmdir", "below", errno.ENOTDIR)
    with Tree(home) as place:
        removal = place.remove(b"d")
    assert [(each.path, each.errno) for each in removal.problems] == [(b"d/below", errno.ESTALE)]
    assert paths(home / "d") == {b"below"}


def test_a_folder_that_cannot_be_listed_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Tree(home) as place:
        monkeypatch.setattr(os, "scandir", refusing(errno.EIO))
        assert list(place.find(b"*")) == []
        place.measure(b"d")
        assert {each.path for each in place.problems} == {b"", b"d"}
        removal = place.remove(b"d")
        assert [(each.path, each.errno) for each in removal.problems] == [(b"d", errno.EIO)]
        assert "Input/output" in removal.problems[0].words
        monkeypatch.setattr(os, "scandir", refusing(errno.ENOENT))
        assert place.measure(b"d") == Measure(0, 0)


@pytest.mark.parametrize("number", [errno.ENOTCONN, errno.EIO])
def test_what_does_not_answer_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with Tree(home) as place:
        answer(monkeypatch, "stat", "file", number, number)
        assert list(place.find(b"d/below/file")) == []
        place.measure(b"d")
        assert [(each.path, each.errno) for each in place.problems] == [(b"d/below/file", number)]


def test_in_a_shared_folder_what_answers_only_its_owner_is_passed_over(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Tree(home, owner=os.geteuid()) as place:
        with monkeypatch.context() as patch:
            answer(patch, "stat", "beside", *[errno.EACCES] * 9)
            assert list(place.find(b"*")) == [b"d"]
            assert place.remove(b"", contents_only=True) == Removal(2, 9, ())
            assert place.problems == ()
        answer(monkeypatch, "stat", "beside", errno.EIO, errno.EIO)
        removal = place.remove(b"", contents_only=True)
        assert [(each.path, each.errno) for each in removal.problems] == [(b"beside", errno.EIO)]


def test_a_folder_that_vanishes_while_counted_counts_for_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Tree(home) as place:
        monkeypatch.setattr(linux, "open_below", refusing(errno.ENOENT))
        assert place.measure(b"d") == Measure(0, 0)
        assert place.problems == ()


def test_each_problem_has_words() -> None:
    every = [problem(b"", number) for number in errno.errorcode]
    assert all(each.words.endswith(".") or "system says" in each.words for each in every)
    assert "attached" in problem(b"", errno.EBUSY).words
    assert "another account" in problem(b"", errno.EPERM, foreign=True).words


# Any tree: a name to bytes (a file), None (a pipe), a text (a link) or a folder of the same

Node = dict[bytes, "Node | bytes | str | None"]
_plain = st.binary(min_size=1, max_size=12) | st.sampled_from(
    [b"a", b"b", b".a", b"-rf", b"\n", b"\xff", "\u202e".encode(), b"[a]", b"*", b"x" * 255]
)
entry_names = _plain.map(lambda name: name.replace(b"/", b"_").replace(b"\0", b"_")).filter(
    lambda name: name not in {b".", b".."}
)
leaves = st.binary(max_size=9) | st.none() | st.sampled_from(["/", "..", "nowhere", "a"])
trees: st.SearchStrategy[Node] = st.recursive(
    st.dictionaries(entry_names, leaves, max_size=3),
    lambda inner: st.dictionaries(entry_names, leaves | inner, max_size=4),
    max_leaves=12,
)


def lay(node: Node, folder: bytes) -> None:
    for name, what in node.items():
        path = Path(os.fsdecode(folder + b"/" + name))
        if isinstance(what, dict):
            path.mkdir()
            lay(what, os.fsencode(path))
        elif isinstance(what, str):
            path.symlink_to(what)
        elif what is None:
            os.mkfifo(path)
        else:
            path.write_bytes(what)


def read(folder: Path) -> Node:
    node: Node = {}
    for path in folder.iterdir():
        mode, name = path.lstat().st_mode, os.fsencode(path.name)
        if stat.S_ISDIR(mode):
            node[name] = read(path)
        elif stat.S_ISLNK(mode):
            node[name] = str(path.readlink())
        else:
            node[name] = path.read_bytes() if stat.S_ISREG(mode) else None
    return node


def every_path(node: Node, above: bytes = b"") -> Iterator[bytes]:
    for name, what in node.items():
        yield above + name
        if isinstance(what, dict):
            yield from every_path(what, above + name + b"/")


def expected_finds(node: Node, segments: list[bytes], above: bytes = b"") -> Iterator[bytes]:
    for name, what in node.items():
        if fnmatch.fnmatchcase(name, segments[0]):
            if len(segments) == 1:
                yield above + name
            elif isinstance(what, dict):
                yield from expected_finds(what, segments[1:], above + name + b"/")


def expected_rest(node: Node, kept: set[bytes], above: bytes = b"") -> Node:
    rest: Node = {}
    for name, what in node.items():
        if above + name in kept:
            rest[name] = what
        elif isinstance(what, dict):
            below = expected_rest(what, kept, above + name + b"/")
            rest |= {name: below} if below else {}
    return rest


@given(trees, trees)
def test_exactly_the_tree_goes_and_nothing_beside_it(doomed: Node, beside: Node) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lay({b"d": doomed, b"beside": beside}, os.fsencode(folder))
        with Tree(Path(folder)) as place:
            count = place.measure(b"d")
            assert place.remove(b"d") == Removal(count.files, count.size, ())
        assert read(Path(folder)) == {b"beside": beside}


@given(trees, st.data())
def test_exactly_what_is_kept_stays(node: Node, data: st.DataObject) -> None:
    known = sorted(every_path(node))
    kept = data.draw(st.sets(st.sampled_from(known), max_size=4)) if known else set()
    with tempfile.TemporaryDirectory() as folder:
        lay(node, os.fsencode(folder))
        with Tree(Path(folder)) as place:
            place.remove(b"", contents_only=True, keep=kept.__contains__)
        assert read(Path(folder)) == expected_rest(node, kept)


@given(trees, st.data())
def test_a_pattern_finds_what_it_says(node: Node, data: st.DataObject) -> None:
    globs = st.sampled_from([b"*", b"?", b"a*", b"[!a]*", b"*\xff*", b"[[]a[]]", b".*"])
    segments = data.draw(st.lists(globs | st.sampled_from(sorted({b"a", *node})), min_size=1))
    with tempfile.TemporaryDirectory() as folder:
        lay(node, os.fsencode(folder))
        with Tree(Path(folder)) as place:
            found = list(place.find(b"/".join(segments)))
        assert read(Path(folder)) == node
    assert len(found) == len(set(found))
    assert set(found) == set(expected_finds(node, segments))


@given(st.binary(), st.binary())
def test_an_escaped_path_is_printable_and_unmistakable(one: bytes, other: bytes) -> None:
    assert escape(one).isprintable()
    assert (escape(one) == escape(other)) == (one == other)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_control_signs_and_changes_of_direction_are_never_printed(text: str) -> None:
    assert not set(escape(text.encode())) & set("\n\r\t\x1b\x07\u200f\u202a\u202e\u2066\u2069")


def test_readable_names_stay_readable() -> None:
    assert escape("Hämtningar/året 2026.odt".encode()) == "Hämtningar/året 2026.odt"
    assert escape(b"\xff\n\\\x85") == "\\xff\\u000a\\u005c\\x85"
