"""Rules survive any change: only what was changed differs, and what is refused changes nothing."""

import os
import re
import tomllib
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit import paths
from privacykit.errors import PolicyError
from privacykit.staff.difference import Change
from privacykit.staff.rules import Rules, fingerprint
from privacykit.staff.shape import Field, defaults, limits
from privacykit.wipe import policy as policies
from tests.unit.policies import EDITS, FIELDS, KEEPS, KNOWN, texts

MINE = frozenset({0, os.geteuid()})
PLACE = Path("/etc/privacykit/policy.toml")


def made(text: str) -> Rules:
    return Rules(PLACE, text, KNOWN, text)


def expected(values: dict[str, Any], field: Field, value: object) -> dict[str, Any]:
    now: Any = values
    for name in field[:-1]:
        now = now.setdefault(name, {})
    now[field[-1]] = value
    return values


def meant(text: str) -> dict[str, Any]:
    """Return what a text says with every default in its place."""
    whole = defaults()
    for name, value in tomllib.loads(text).items():
        whole[name] = {**whole[name], **value} if isinstance(value, dict) else value
    return whole


@settings(max_examples=50, deadline=None)
@given(texts(), EDITS)
def test_any_policy_says_after_any_changes_exactly_what_was_changed(
    text: str, edits: list[tuple[Field, Any]]
) -> None:
    assert policies.check_text(PLACE, text, KNOWN) == []
    rules, wanted = made(text), meant(text)
    for field, value in edits:
        rules.set(field, value)
        wanted = expected(wanted, field, value)
    assert meant(rules.text()) == wanted
    assert rules.problems() == ()


def own_notes(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip().startswith("# note")]


@settings(max_examples=50, deadline=None)
@given(texts(), EDITS)
def test_every_comment_on_a_line_of_its_own_stays_in_its_order(
    text: str, edits: list[tuple[Field, Any]]
) -> None:
    rules = made(text)
    for field, value in edits:
        if field != ("keep",):
            rules.set(field, value)
    assert own_notes(rules.text()) == own_notes(text)


@settings(max_examples=50, deadline=None)
@given(texts(), KEEPS)
def test_an_entry_that_goes_takes_only_the_comment_inside_it_along(
    text: str, entries: list[dict[str, str]]
) -> None:
    rules = made(text)
    entries_before = len(rules.value(("keep",)))
    rules.set(("keep",), entries)
    was, left = own_notes(text), own_notes(rules.text())
    assert [note for note in was if note in left] == left
    assert len(was) - len(left) <= entries_before
    assert rules.value(("keep",)) == entries


@settings(max_examples=50, deadline=None)
@given(texts(), EDITS)
def test_no_line_changes_but_that_of_the_value(text: str, edits: list[tuple[Field, Any]]) -> None:
    field, value = next((one for one in edits if len(one[0]) == 2), (("undo", "minutes"), 7))
    rules = made(text)
    rules.set(field, value)
    before, after = text.split("\n"), rules.text().split("\n")
    match = SequenceMatcher(None, before, after, autojunk=False)
    changed = [one for one in match.get_opcodes() if one[0] != "equal"]
    assert sum(high - low for _tag, low, high, _first, _last in changed) <= 2  # a text in two
    assert all(note in rules.text() for note in re.findall(r"# (?:note|tail) \d+", text))


@settings(max_examples=50, deadline=None)
@given(texts(), st.sampled_from([("programs", "end"), ("undo", "minutes"), ("folders", "music")]))
def test_a_change_taken_back_leaves_every_value_as_it_was(text: str, field: Field) -> None:
    rules = made(text)
    was = rules.value(field)
    for value in (0, True, "remove", was):
        rules.set(field, value)
    assert meant(rules.text()) == meant(text)
    assert rules.difference().changes == ()


@settings(max_examples=50, deadline=None)
@given(texts(), EDITS)
def test_the_difference_names_every_field_that_changed(
    text: str, edits: list[tuple[Field, Any]]
) -> None:
    rules = made(text)
    for field, value in edits:
        rules.set(field, value)
    before, after = made(text), made(rules.text())
    told = {change.field for change in rules.difference().changes}
    assert told == {field for field in FIELDS if before.value(field) != after.value(field)}


# One by one


def file_with(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "policy.toml"
    file.write_bytes(text.encode())
    return file


def test_open_change_save_keeps_bytes_that_were_not_changed(tmp_path: Path) -> None:
    text = "# ours\r\nformat = 1\r\n\r\n[undo]   # staff\r\nminutes =   5  # five\r\n"
    file = file_with(tmp_path, text)
    rules = Rules.open(file, MINE, KNOWN)
    rules.set(("undo", "minutes"), 9)
    saved: list[tuple[str, str]] = []
    rules.save(lambda *written: saved.append(written))
    assert saved == [(text.replace("  5 ", "  9 "), fingerprint(text))]
    assert rules.difference().is_empty
    assert file.read_bytes() == text.encode()


def test_what_the_engine_refuses_is_not_handed_over_and_stays_as_typed(tmp_path: Path) -> None:
    rules = Rules.open(file_with(tmp_path, "format = 1\n"), MINE, KNOWN)
    rules.set(("accounts",), ["root"])
    rules.set(("keep",), [{"path": "/etc", "why": "x"}])
    rules.set(("leave_out",), ["nothing"])
    told = [(problem.field, problem.mistake.problem) for problem in rules.problems()]
    assert told == [
        (("accounts",), "root's own files are never removed."),
        (("keep",), "“/etc” starts at the top of the disk."),
        (("leave_out",), "There is no trace “nothing”."),
    ]
    with pytest.raises(PolicyError, match="root's own files"):
        rules.save(lambda *_written: pytest.fail("handed over"))
    with pytest.raises(PolicyError, match="root's own files"):
        rules.export(tmp_path / "out.toml")
    assert not (tmp_path / "out.toml").exists()
    assert rules.value(("accounts",)) == ["root"]


def test_a_write_that_fails_leaves_the_changes_to_be_saved_again(tmp_path: Path) -> None:
    rules = Rules.open(file_with(tmp_path, "format = 1\n"), MINE, KNOWN)
    rules.set(("kiosk", "on"), True)

    def refuse(_text: str, _was: str) -> None:
        raise PolicyError(tmp_path, "no")

    with pytest.raises(PolicyError):
        rules.save(refuse)
    assert not rules.difference().is_empty
    assert rules.value(("kiosk", "on")) is True


def test_a_computer_without_rules_begins_with_the_example_and_its_comments(tmp_path: Path) -> None:
    rules = Rules.open(tmp_path / "policy.toml", MINE, KNOWN)
    assert rules.is_new
    assert rules.value(("accounts",)) == []
    rules.set(("accounts",), ["patron"])
    example = (paths.resources() / "policy.toml").read_text()
    assert rules.text() == example.replace('"NAME"', '"patron"')
    assert rules.problems() == ()
    rules.save(lambda _text, was: None if was == fingerprint("") else pytest.fail(was))
    assert not rules.is_new


def test_a_file_with_mistakes_opens_and_can_be_mended(tmp_path: Path) -> None:
    text = 'format = 1\naccounts = "patron"\nodd = 1\n[undo]\nminutes = 900\n[machine]\nmail = 1\n'
    rules = Rules.open(file_with(tmp_path, text), MINE, KNOWN)
    fields = {problem.field for problem in rules.problems()}
    assert fields == {("accounts",), ("odd",), ("undo", "minutes"), ("machine", "mail")}
    rules.set(("accounts",), ["patron"])
    rules.set(("undo", "minutes"), 120)
    rules.set(("machine", "mail"), True)
    assert [problem.field for problem in rules.problems()] == [("odd",)]
    assert rules.difference().changes == (
        Change(("accounts",), "patron", ["patron"]),
        Change(("machine", "mail"), 1, True),
        Change(("undo", "minutes"), 900, 120),
    )


@pytest.mark.parametrize("text", ["format = ", "\xff", "format = 1\nformat = 1\n"])
def test_what_is_not_toml_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(PolicyError, match=re.escape(f"{file}:")):
        Rules.open(file, MINE, KNOWN)


def test_what_others_may_change_is_not_opened(tmp_path: Path) -> None:
    file = file_with(tmp_path, "format = 1\n")
    file.chmod(0o666)
    with pytest.raises(PolicyError, match="Other accounts may change it"):
        Rules.open(file, MINE, KNOWN)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("format = 1\n[[undo]]\nminutes = 1\n", ("undo", "minutes"), 2),
        ("format = 1\nundo = 5\n", ("undo", "minutes"), 2),
        ('format = 1\nkeep = "all"\n', ("keep",), []),
        ("format = 1\nkeep = [1]\n", ("keep",), [{"path": "a", "why": "b"}]),
        ("format = 1\n[keep]\n", ("keep",), [{"path": "a", "why": "b"}]),
        ('format = 1\n[[keep]]\npath = "a"\n', ("keep",), [{"path": "a", "why": "b"}]),
        ("[undo]\nminutes = 1\n", ("accounts",), ["patron"]),
        ("format = 1\n", ("undo", "minutes"), None),
    ],
)
def test_what_cannot_be_put_in_its_place_is_told_and_changes_nothing(
    text: str, field: Field, value: object
) -> None:
    rules = made(text)
    with pytest.raises(PolicyError, match="cannot be changed here"):
        rules.set(field, value)
    assert rules.text() == text


# One file for many computers


def test_another_computers_file_comes_without_its_accounts(tmp_path: Path) -> None:
    rules = made('format = 1\naccounts = ["here"]\n')
    file = file_with(tmp_path, '# theirs\nformat = 1\naccounts = ["there"]\n[kiosk]\non = true\n')
    theirs, accounts = rules.imported(file)
    assert accounts == ["there"]
    assert theirs.text() == '# theirs\nformat = 1\naccounts = ["here"]\n[kiosk]\non = true\n'
    assert [change.field for change in theirs.difference().changes] == [("kiosk", "on")]
    assert rules.text() == 'format = 1\naccounts = ["here"]\n'
    theirs.save(lambda _text, was: None if was == fingerprint(rules.text()) else pytest.fail(was))


@pytest.mark.parametrize(
    "content",
    [
        b"format = 2\n",
        b'format = 1\naccounts = ["root"]\n',
        b"\xff\xfe",
        b"x" + b".x" * 100_000 + b" = 1",
        b"[" * 5000,
        b"a" * (1 << 20) + b"a",
    ],
)
def test_a_file_that_the_engine_refuses_is_not_imported(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "theirs.toml"
    file.write_bytes(content)
    rules = made("format = 1\n")
    with pytest.raises(PolicyError, match=re.escape(str(file))):
        rules.imported(file)
    assert rules.text() == "format = 1\n"


def test_a_file_that_is_none_is_not_imported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe", Path("\0")):
        with pytest.raises(PolicyError):
            made("format = 1\n").imported(path)


def test_what_was_exported_can_be_imported(tmp_path: Path) -> None:
    rules = made("# ours\r\nformat = 1\r\n[undo]\r\nminutes = 5\r\n")
    rules.export(tmp_path / "out.toml")
    assert (tmp_path / "out.toml").read_bytes() == rules.text().encode()
    assert (
        made("format = 1\n").imported(tmp_path / "out.toml").rules.value(("undo", "minutes")) == 5
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_entries_are_put_where_they_were_asked_for(end: str) -> None:
    a, b, c = ({"path": name, "why": "x"} for name in "abc")
    plain = 'format = 1\n[[keep]]\npath = "b"\nwhy = "x"\n# about undo\n[undo]\n'
    rules = made(plain.replace("\n", end))
    rules.set(("keep",), [a, b, c])
    assert rules.value(("keep",)) == [a, b, c]
    assert rules.text().index('"c"') < rules.text().index("# about undo")
    rules.set(("keep",), [b])
    assert meant(rules.text()) == meant(plain)
    inline = made('format = 1\nkeep = [{path = "b", why = "x"}]\n')
    inline.set(("keep",), [a, b, c])
    assert inline.value(("keep",)) == [a, b, c]
    inline.set(("keep",), [c])
    assert "[[keep]]" not in inline.text()


@given(st.data())
def test_lists_keep_the_order_that_was_asked_for(data: st.DataObject) -> None:
    letters = st.lists(st.sampled_from("abcd"), max_size=5)
    rules = made("format = 1\naccounts = [] # empty\n")
    for wanted in (data.draw(letters), data.draw(letters)):
        rules.set(("accounts",), wanted)
        assert rules.value(("accounts",)) == wanted
    assert "# empty" in rules.text()


def test_a_list_that_was_not_there_comes_above_the_tables_and_loses_what_was_double() -> None:
    rules = made("format = 1 # one\n# about undo\n[undo]\nminutes = 1\n")
    rules.set(("accounts",), ["a", "a"])
    rules.set(("accounts",), ["a"])
    after = rules.text()
    assert after == 'format = 1 # one\naccounts = ["a"]\n# about undo\n[undo]\nminutes = 1\n'


def test_numbers_go_as_far_as_the_engine_takes_them() -> None:
    assert limits(("undo", "minutes")) == (0, 120)
    assert limits(("timers", "warning_seconds")) == (10, 600)


def naive_change(text: str, field: Field, value: object) -> str:
    """Read the values and write them anew, as saving a form often does."""
    return tomlkit.dumps(expected(tomllib.loads(text), field, value))


def test_a_naive_form_loses_what_it_does_not_know() -> None:
    text = "# why: asked for by the head librarian\nformat = 1\n[undo]\nminutes = 0x0a # ten\n"
    naive = naive_change(text, ("kiosk", "on"), True)
    rules = made(text)
    rules.set(("kiosk", "on"), True)
    assert tomllib.loads(naive) == tomllib.loads(rules.text())
    assert "head librarian" not in naive
    assert "0x0a" not in naive
    assert rules.text().startswith(text)
