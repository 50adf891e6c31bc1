"""Old kernels, and answers of the system that a test can hardly bring about."""

import errno
import os
from pathlib import Path

import pytest

from privacykit.wipe import linux, tree
from privacykit.wipe.problems import problem
from privacykit.wipe.tree import Measure, Removal, Tree
from tests.unit.wiping import names, paths, refusing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Lay d with two files and a folder, beside a file that must stay."""
    (tmp_path / "home/d/below").mkdir(parents=True)
    (tmp_path / "home/d/.hidden").write_text("four")
    (tmp_path / "home/d/below/file").write_text("three")
    (tmp_path / "home/beside").touch()
    return tmp_path / "home"


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
    """Let the system answer for the name `on` with these errors, one a call; then as ever."""
    room = linux if function == "look" else os
    real, left = getattr(room, function), list(numbers)

    def answered(*arguments: object, **options: object) -> object:
        if left and os.fsencode(on) in arguments:
            number = left.pop(0)
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    monkeypatch.setattr(room, function, answered)


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
        answer(monkeypatch, "look", "file", number, number)
        assert list(place.find(b"d/below/file")) == []
        place.measure(b"d")
        assert [(each.path, each.errno) for each in place.problems] == [(b"d/below/file", number)]


def test_in_a_shared_folder_what_answers_only_its_owner_is_passed_over(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Tree(home, owner=os.geteuid()) as place:
        with monkeypatch.context() as patch:
            answer(patch, "look", "beside", *[errno.EACCES] * 9)
            assert list(place.find(b"*")) == [b"d"]
            assert place.remove(b"", contents_only=True) == Removal(2, 9, ())
            assert place.problems == ()
        answer(monkeypatch, "look", "beside", errno.EIO, errno.EIO)
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
