"""A rule taken apart for people, and what is said of one that cannot be used."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit import paths
from privacykit.errors import RuleError
from privacykit.tracking import grammar, rules
from privacykit.tracking.filters import Filters
from privacykit.tracking.model import KINDS
from privacykit.tracking.rules import checked, explain


def parts(line: str) -> list[str]:
    return [part.text for part in explain(line)]


def meaning(line: str, text: str) -> str:
    return next(part.meaning for part in explain(line) if part.text == text)


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("||ads.example^$third-party", ["||", "ads.example", "^", "$third-party"]),
        ("||ads.example/x?y=*&z", ["||", "ads.example", "/x?y=", "*", "&z"]),
        ("@@|https://a.b/|$css,~image", ["@@", "|", "https://a.b/", "|", "$css", ",~image"]),
        ("/banner/*", ["/banner/", "*"]),
        ("||", ["||"]),
        ("|", ["|"]),
        ("", [""]),
        ("! why", ["! why"]),
        ("a.example##.ad", ["a.example##.ad"]),
        ("@@/ads[0-9]/$script", ["@@", "/ads[0-9]/", "$script"]),
        ("$domain=a.example|~b.a.example", ["$domain=a.example|~b.a.example"]),
        ("a$", ["a", "$"]),
    ],
)
def test_a_rule_falls_into_parts(line: str, texts: list[str]) -> None:
    assert parts(line) == texts


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        ("@@||a.example^", "@@", "exception"),
        ("||a.example^", "||", "a computer begins"),
        ("||a.example^", "a.example", "as www.a.example."),
        ("||a.example^", "^", "word ends"),
        ("|https://a.example", "|", "begins here"),
        ("a.gif|", "|", "ends here"),
        ("a*b", "*", "nothing"),
        ("||a.example/pixel", "/pixel", "This text"),
        ("a.example", "a.example", "This text"),
        ("/[a-z]+/", "/[a-z]+/", "not used"),
        ("a$third-party", "$third-party", "somebody else"),
        ("a$~third-party", "$~third-party", "own site"),
        ("a$script", "$script", "is for programs"),
        ("a$~image", "$~image", "is not for pictures"),
        ("a$other", "$other", "everything else"),
        ("a$domain=b.example|c.example", "$domain=b.example|c.example", "of b.example, c.example."),
        ("a$domain=~b.example", "$domain=~b.example", "but those of b.example"),
        ("a$domain=b.example|~c.b.example", "$domain=b.example|~c.b.example", "but not of c.b"),
        ("a$important", "$important", "No exception"),
        ("a$popup", "$popup", "not used"),
        ("a$domain=b.*", "$domain=b.*", "not used"),
        ("a$", "$", "not used"),
        ("! note", "! note", "people"),
        ("a##b", "a##b", "No call"),
    ],
)
def test_each_part_has_a_plain_meaning(line: str, text: str, says: str) -> None:
    assert says in meaning(line, text)


@given(st.text(max_size=40) | st.text("a.|*^$@/~,=#!", max_size=20))
def test_the_parts_are_the_line_again(line: str) -> None:
    assert "".join(parts(line)) == line


def test_every_line_of_the_shipped_list_can_be_told() -> None:
    packed = (paths.resources() / "tracking" / "easyprivacy.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    rare = [line for line in lines if "$" in line or "*" in line]
    for line in [*rare[::3], *lines[::40]]:
        told = explain(line)
        assert "".join(part.text for part in told) == line
        assert all(part.meaning for part in told)
        is_used = grammar.read(line) is not None
        assert not (is_used and any("not used" in part.meaning for part in told)), line


def test_kinds_have_names_of_their_own() -> None:
    names = {rules.kind_name(kind) for kind in set(KINDS) - {"other", "prefetch", "worker"}}
    assert len(names) == len(KINDS) - 3
    assert not names & {rules.kind_name("other")}


@pytest.mark.parametrize(
    "line",
    [
        "||ads.example^",
        "@@||ads.example^$script",
        "/banner/*",
        "abc",
        "||sökmotor.example^",
        "x" * 200,
    ],
)
def test_a_rule_that_can_be_used_is_returned(line: str) -> None:
    rule = checked(line)
    assert rule.line == line
    assert rule.excepts is line.startswith("@@")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "note or nothing"),
        ("! note", "note or nothing"),
        ("a.example##.ad", "hides"),
        ("two words", "no spaces"),
        ("a\tb", "no spaces"),
        ("/banner/", "/banner/*"),
        ("/(a+)+$/$script", "regular expression"),
        ("x" * 201, "at most 200"),
        ("*", "nearly everything"),
        ("||", "nearly everything"),
        ("@@*$script", "nearly everything"),
        ("ab", "nearly everything"),
        ("||a.example^$popup", "popup"),
        ("||a.example^$script,redirect=noop.js", "redirect=noop.js"),
        ("||a.example^$", "option $"),
        ("||a.example^$script,", "option $"),
        ("||a.example^$3p,1p", "in this way"),
        ("@@||a.example^$document", "in this way"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(line: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        checked(line)
    assert says in str(caught.value)


def test_own_rules_are_checked_line_by_line() -> None:
    with pytest.raises(RuleError, match=r"Line 3: The option popup"):
        Filters.parse(["||a.example^", "! mine", "||b.example^$popup"], own=True)
    assert len(Filters.parse(["||a.example^", "! mine", ""], own=True)) == 1


def test_own_rules_are_counted() -> None:
    lines = [f"||host{number}.example^" for number in range(501)]
    assert len(Filters.parse(lines[:500], own=True)) == 500
    with pytest.raises(RuleError, match="at most 500"):
        Filters.parse(lines, own=True)
    assert len(Filters.parse(lines)) == 501
