"""Removing, keeping and finding on any tree, and paths made of any bytes."""

import fnmatch
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from privacykit.wipe.tree import Removal, Tree, escape

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
