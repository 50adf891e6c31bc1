"""What a session left in a frozen home: told by kind and count, each file once, no name of one."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.wipe import traces
from privacykit.wipe.machine.sorting import Sorter, groups
from privacykit.wipe.report import GroupCount
from privacykit.wipe.traces import Catalogue, Trace
from privacykit.wipe.tree import Tree


def trace(name: str, group: str, verb: str, *paths: str, folder: str | None = None) -> Trace:
    return Trace(name, name.title(), group, verb, paths, "seen", "own", folder=folder)  # type: ignore[arg-type]


CATALOGUE = Catalogue(
    (
        trace("fox", "browsers", "firefox-profiles", ".fox/here/profiles.ini"),
        trace("mail", "mail", "tree", ".config/mail", ".cache/*/letters"),
        trace("downloads", "files", "folder", "Downloads", folder="downloads"),
        trace("start", "startup", "files", ".start"),
        trace("stand-ins", "startup", "stand-in", ".config"),
        trace("loose", "files", "loose", "*"),
        trace("cache", "caches", "contents", ".cache"),
        trace("temporary", "temporary", "owned", "*"),
    )
)
FOLDERS = {"downloads": {b"Downloads", "Hämtningar".encode(), b"with [sign]"}}
SORTER = Sorter(CATALOGUE, FOLDERS)


def lay(home: Path, *names: str) -> None:
    for name in names:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1234")


def count(home: Path, *paths: str) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    return {one.group: (one.files, one.size, one.names) for one in found(home, paths)}


def found(home: Path, paths: Iterable[str]) -> tuple[GroupCount, ...]:
    with Tree(home) as tree:
        return groups(tree, SORTER, [path.encode() for path in paths])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (".fox/here/a.default/cookies", "fox"),
        (".fox/there", None),
        (".config/mail", "mail"),
        (".config/mailer", None),
        (".cache/x/letters/1", "mail"),
        (".cache/x", "cache"),
        ("Downloads/a", "downloads"),
        ("Hämtningar/a", "downloads"),
        ("with [sign]/a", "downloads"),
        ("with s/a", None),
        ("letter", None),
        (".start", "start"),
        (".start/folder", None),
        (".config/any", None),
    ],
)
def test_a_path_belongs_to_the_first_trace_that_takes_it_in(path: str, name: str | None) -> None:
    one = SORTER.trace(path.encode())
    assert (one.id if one else None) == name


def test_what_is_new_is_counted_by_kind(tmp_path: Path) -> None:
    lay(tmp_path, ".config/mail/in", ".config/mail/out", "Downloads/a", "letter", ".hidden")
    assert count(tmp_path, ".config/mail", "Downloads/a", "letter", ".hidden") == {
        "mail": (2, 8, ("Mail",)),
        "files": (2, 8, ("Downloads", "Loose")),
        "other": (1, 4, ()),
    }


def test_a_new_folder_is_taken_apart(tmp_path: Path) -> None:
    lay(tmp_path, ".config/mail/in", ".config/unknown/x", ".config/y", ".fox/here/p/c", ".fox/z")
    assert count(tmp_path, ".config", ".fox") == {
        "browsers": (1, 4, ("Fox",)),
        "mail": (1, 4, ("Mail",)),
        "other": (3, 12, ()),
    }


def test_what_lies_in_another_trace_counts_once(tmp_path: Path) -> None:
    lay(tmp_path, ".cache/x/letters/1", ".cache/x/other", "folder/letters/1")
    assert count(tmp_path, ".cache") == {"caches": (2, 8, ("Cache",))}
    assert count(tmp_path, "folder") == {"files": (1, 4, ("Loose",))}


def test_of_two_patterns_the_outer_one_counts(tmp_path: Path) -> None:
    inner = trace("inner", "chat", "tree", ".a/b/c")
    outer = trace("outer", "mail", "tree", ".a/b")
    lay(tmp_path, ".a/b/c/1", ".a/b/2")
    with Tree(tmp_path) as tree:
        told = groups(tree, Sorter(Catalogue((inner, outer)), {}), [b".a"])
    assert [(one.group, one.files) for one in told] == [("mail", 2)]


def test_empty_folders_and_what_is_gone_count_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty/below").mkdir(parents=True)
    assert count(tmp_path, "empty", "gone", "gone/below") == {}


def test_no_link_is_followed(tmp_path: Path) -> None:
    lay(tmp_path, "outside/mail/1", "outside/mail/2")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".config").symlink_to(tmp_path / "outside")
    assert count(home, ".config") == {"other": (1, 0, ())}


NAMES = st.lists(
    st.sampled_from([".config", "mail", ".cache", "letters", "Downloads", "[a]*", ".fox", "here"]),
    min_size=1,
    max_size=4,
).map("/".join)


@settings(deadline=None)
@given(st.sets(NAMES, max_size=8))
def test_every_file_is_counted_exactly_once(
    tmp_path_factory: pytest.TempPathFactory, names: set[str]
) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in sorted(names, key=len, reverse=True):
        if not (home / name).exists() and not any((home / name) == one for one in home.rglob("*")):
            lay(home, f"{name}/file")
    tops = [path.name for path in home.iterdir()]
    files = [path for path in home.rglob("*") if path.is_file()]
    assert sum(one.files for one in found(home, tops)) == len(files)


def test_the_kits_own_catalogue_knows_a_browser(tmp_path: Path) -> None:
    lay(tmp_path, ".mozilla/firefox/a.default/places.sqlite", ".bash_history")
    with Tree(tmp_path) as tree:
        told = groups(tree, Sorter(traces.load(), {}), [b".mozilla", b".bash_history"])
    assert [(one.group, one.files) for one in told] == [("browsers", 1), ("commands", 1)]
    assert "Firefox" in told[0].names
