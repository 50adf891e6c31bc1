"""Where a value stands in a TOML text."""

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.toml import lines

TEXT = '''\
# title = "no"
title = "a # b"  # c

[about]
"two words" = 1
'lit'.dotted = { x = 1, y = [2,
3] }
text = """
[not.a.table]
key = 1 \\""" still"""""
other = \'\'\'
[[nor this]]\'\'\'
list = [
    # one
    "a", "b",

    ["c",
     "d"],
]
when = 2026-01-31 10:00:00
[[question]]
n = 1.5
[[question]]
n = -2
[question.sub]
deep = true
[[question.part]]
p = 1
[[question.part]]
p = 2
[empty]
'''


def at(*path: str | int) -> int | None:
    tomllib.loads(TEXT)
    found = lines.positions(TEXT)
    assert path in found
    return lines.line_of(found, path)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("about",), 4),
        (("about", "two words"), 5),
        (("about", "lit", "dotted"), 6),
        (("about", "lit", "dotted", "x"), 6),
        (("about", "lit", "dotted", "y", 1), 7),
        (("about", "text"), 8),
        (("about", "other"), 11),
        (("about", "list"), 13),
        (("about", "list", 0), 15),
        (("about", "list", 1), 15),
        (("about", "list", 2), 17),
        (("about", "list", 2, 1), 18),
        (("about", "when"), 20),
        (("question", 0), 21),
        (("question", 1, "n"), 24),
        (("question", 1, "sub", "deep"), 26),
        (("question", 1, "part", 0, "p"), 28),
        (("question", 1, "part", 1, "p"), 30),
        (("empty",), 31),
    ],
)
def test_each_value_is_found(path: tuple[str | int, ...], line: int) -> None:
    assert at(*path) == line


def test_nothing_inside_a_text_counts_as_a_key() -> None:
    assert not {"key", "not", "nor this"} & {path[-1] for path in lines.positions(TEXT)}


def test_what_is_not_there_is_found_at_what_would_hold_it() -> None:
    found = lines.positions(TEXT)
    assert lines.line_of(found, ("question", 1, "answer")) == 23
    assert lines.line_of(found, ("nowhere", 3)) is None


@pytest.mark.parametrize("text", ["a = " + "[" * 20, "a" + ".a" * 20 + " = 1", "a=" + "{a=" * 20])
def test_too_deep_is_noticed(text: str) -> None:
    assert lines.is_too_deep(text)


def test_dots_and_brackets_in_texts_are_not_depth() -> None:
    assert not lines.is_too_deep(f'a = "{"[." * 50}"\n# {"[" * 50}\n' + "a.b = [[1.5, 2.5]]\n" * 9)


def test_a_long_list_is_not_deep() -> None:
    assert not lines.is_too_deep("a = [" + "1, " * 100 + "]")


HARD = ["[", "{", "a.", '"', '"""', "'''", '\\"""', '"\\', "a=1\n", "[[a]]\n", "=", "\n", "a" * 9]


@pytest.mark.parametrize("piece", HARD)
def test_a_megabyte_of_anything_is_looked_through_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    before = time.process_time()
    lines.is_too_deep(text)
    assert time.process_time() - before < 20


def paths_of(value: Any, path: lines.Place = ()) -> set[lines.Place]:
    """Return the path of everything in a value, read by tomllib."""
    inside: dict[Any, Any] = {}
    if isinstance(value, dict):
        inside = value
    elif isinstance(value, list):
        inside = dict(enumerate(value))
    return {path}.union(*(paths_of(entry, (*path, key)) for key, entry in inside.items()))


KEYS = st.sampled_from(["a", "b", '"c d"', "'e'", "f.g", "a . b", '"[x]"'])
VALUES = st.recursive(
    st.sampled_from(
        ["1", "-1.5", "true", '"x"', "'[y]'", '"""a\n\nb"""', "'''\nq'''", '"a\\"#"', "1979-05-27"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda v: "[ " + " ,\n".join(v) + "\n# c\n]"),
        st.lists(inner, max_size=2).map(
            lambda v: "{" + ", ".join(f"k{i} = {one}" for i, one in enumerate(v)) + "}"
        ),
    ),
    max_leaves=6,
)
STATEMENTS = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]} # = ["),
    KEYS.map(lambda key: f"[{key}]"),
    KEYS.map(lambda key: f"[[ {key} ]] # x"),
    st.just(""),
)


@settings(deadline=None)
@given(st.lists(STATEMENTS, max_size=8).map("\n".join))
def test_what_tomllib_reads_is_found_in_order(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = lines.positions(text)
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in found.values())
    assert set(found) == paths_of(data) - {()}
