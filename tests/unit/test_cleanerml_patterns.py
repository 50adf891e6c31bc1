"""Patterns take what the shell's or a filter's would take, and nothing else."""

import fnmatch
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.wipe.cleanerml import patterns
from privacykit.wipe.cleanerml.patterns import RefusedError

NAMES = st.text("ab.-1_x", min_size=1, max_size=5)
GLOBS = st.text("ab.*?-1", min_size=1, max_size=5)
PIECES = st.sampled_from(
    ["a", "b", "\\.", ".", ".*", "[ab]", "[^a]", "\\d", "x{2}", "1", "-", "[a-b]{2}", "_"]
)
REGEXES = st.builds(
    lambda start, pieces, end: start + "".join(pieces) + end,
    st.sampled_from(["", "^"]),
    st.lists(PIECES, min_size=1, max_size=4),
    st.sampled_from(["", "$"]),
)


def fits(name: str, found: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, one) for one in found)


@settings(max_examples=400)
@given(pattern=GLOBS, name=NAMES)
def test_hidden_names_fit_only_where_a_dot_is_written(pattern: str, name: str) -> None:
    shells = fnmatch.fnmatchcase(name, pattern) and (
        pattern.startswith(".") or not name.startswith(".")
    )
    assert fits(name, list(patterns.without_hidden(pattern))) == shells


def test_the_naive_pattern_takes_a_hidden_file_with_it(tmp_path: Path) -> None:
    (tmp_path / ".htpasswd").touch()
    assert fnmatch.fnmatchcase(".htpasswd", "*")
    assert not fits(".htpasswd", list(patterns.without_hidden("*")))
    assert [*tmp_path.glob("[!.]*")] == []


@settings(max_examples=400)
@given(branches=st.lists(REGEXES, min_size=1, max_size=3), name=NAMES)
def test_a_filter_takes_what_the_expression_finds(branches: list[str], name: str) -> None:
    regex = "|".join(branches)
    assert fits(name, patterns.of_filter(regex)) == bool(re.search(regex, name))


@pytest.mark.parametrize(
    ("regex", "found"),
    [
        (r"\.[Bb][Aa][Kk]$", ["*.[Bb][Aa][Kk]"]),
        (r"(one|two\d)", ["*one*", "*two[0-9]*"]),
        (r"^a{3}\*$", ["aaa[*]"]),
        (r"^x", ["x*"]),
    ],
)
def test_filters_in_patterns(regex: str, found: list[str]) -> None:
    assert patterns.of_filter(regex) == found


@pytest.mark.parametrize(
    "regex",
    [
        "a+",
        "a*",
        "(a)(b)",
        "a(b",
        r"\w",
        r"\1",
        "[!a]",
        "[]a]",
        "^$",
        "a|^$",
        "a/b",
        ".*{2}",
        "(?i)a",
        "|" * 999,
    ],
)
def test_a_filter_that_is_more_than_a_pattern_is_refused(regex: str) -> None:
    with pytest.raises(RefusedError, match="cannot be said in a pattern"):
        patterns.of_filter(regex)


def test_a_filter_never_takes_hidden_names_that_the_star_before_it_did_not() -> None:
    found = [name for one in patterns.of_filter(r"\.bak$") for name in patterns.without_hidden(one)]
    assert fits("a.bak", found)
    assert not fits(".bak", found)


def test_a_long_text_is_cut_for_a_sentence() -> None:
    assert len(patterns.short("x" * 5000)) < 300
    assert patterns.short("x") == "x"
