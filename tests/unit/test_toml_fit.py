"""Every misfit is told, in words for the person who wrote the file."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.content.station import About, Fact, Manifest
from privacykit.toml.fit import misfits
from tests.unit.station_example import DoorWords


def sentences(value: object, wanted: Any) -> list[str]:
    return [f"{one.problem} {one.mend}".strip() for one in misfits(value, wanted)]


def test_what_fits_is_silent() -> None:
    doors = {"door": [{"name": "a"}, {"name": "b", "width": 2}], "rooms": {"hall": {"name": "c"}}}
    assert not misfits(doors, DoorWords)


def test_every_misfit_is_told_not_only_the_first() -> None:
    doors = {"door": [{"name": 1}, {"name": "b", "lokced": True}], "rooms": {"hall": 3}, "hint": []}
    found = {one.path: f"{one.problem} {one.mend}".strip() for one in misfits(doors, DoorWords)}
    assert found == {
        ("hint",): "“hint” means nothing here. Did you mean “hints”?",
        ("door", 0, "name"): "“name” must be a text in quotes, of 1 to 20 characters.",
        ("door", 1, "lokced"): "“lokced” means nothing here. Did you mean “locked”?",
        ("rooms", "hall"): "“hall” must be a group of names and values.",
    }


def test_a_misspelt_name_is_not_also_called_missing() -> None:
    about = {"titel": "x", "summary": "x", "objectives": ["x"], "take_home": ["x"], "minute": "x"}
    assert sentences(about, About) == ["“titel” means nothing here. Did you mean “title”?"]


def test_a_missing_name_says_what_to_write() -> None:
    (told,) = misfits({"id": "a", "text": "b", "source": "c", "checked_on": date.min}, Fact)
    assert told.path == ()
    assert told.problem == "“recheck_by” is missing."
    assert told.mend == "Add it: a date without quotes, such as 2026-01-31."


def test_a_name_like_no_other_lists_what_may_stand_there() -> None:
    (told,) = misfits({"door": [{"name": "a"}, {"name": "b"}], "zzz": 1}, DoorWords)
    assert told.mend == "What may stand here: door, hints, rooms, note, steps."


def test_the_structs_own_rule_speaks_for_itself() -> None:
    assert sentences({"door": [{"name": "a"}, {"name": "a"}]}, DoorWords) == [
        "Two doors have one name."
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("format", 2, "“format” must be one of: 1."),
        ("id", "", "“id” must be a text in quotes, not empty."),
        ("icon", "", "“icon” must be a text in quotes, not empty."),
        ("level", "hard", "“level” must be one of: beginner, intermediate."),
        ("minutes", [], "“minutes” must be a list in square brackets, of 1 entry or more."),
        ("minutes", [1, 999], "Entry 2 of “minutes” must be a whole number from 1 to 240."),
        (
            "languages",
            ["../etc"],
            "Entry 1 of “languages” must be a text in quotes such as en, sv, pt-BR.",
        ),
        ("activity", "doors", "“activity” must be a group of names and values."),
    ],
)
def test_the_manifest_says_what_it_takes(name: str, value: object, words: str) -> None:
    good = {
        "format": 1,
        "id": "doors",
        "icon": "key",
        "level": "beginner",
        "minutes": [1],
        "languages": ["en"],
        "activity": {"kind": "doors"},
    }
    assert not misfits(good, Manifest)
    assert sentences({**good, name: value}, Manifest) == [words]


@pytest.mark.parametrize(
    ("value", "wanted", "words"),
    [
        ("x", int, "a whole number"),
        ("x", float, "a number"),
        ("x", bool, "true or false, without quotes"),
        ("x", date, "a date without quotes, such as 2026-01-31"),
        (1.5, str | int, "a text in quotes or a whole number"),
        (1, str, "a text in quotes"),
        (1, Literal["a"], "one of: a"),
        (1, Annotated[str, msgspec.Meta(description="anything")], "a text in quotes"),
        ([], Annotated[list[int], msgspec.Meta(min_length=2, max_length=3)], "2 to 3 entries"),
        ([], tuple[int, str], "a group of names and values"),
    ],
)
def test_each_kind_of_value_has_its_words(value: object, wanted: Any, words: str) -> None:
    (told,) = misfits(value, wanted, ("name",))
    assert told.problem.endswith(f"{words}.")


def test_a_list_of_groups_says_how_they_start() -> None:
    (told,) = misfits({"door": []}, DoorWords)
    assert told.problem == "“door” must be exactly 2 entries, each under a line [[door]]."


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["door", "name", "rooms", "x", "note"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES)
def test_any_value_fits_or_is_told_why_not(value: object) -> None:
    found = misfits(value, DoorWords)
    assert all(one.problem for one in found)
    try:
        msgspec.convert(value, DoorWords)
    except msgspec.ValidationError:
        assert found
    else:
        assert not found
