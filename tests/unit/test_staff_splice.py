"""One value put into a text: each place where it can go."""

import tomllib

import pytest

from privacykit.staff import splice


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("undo = { } # mine\n", "undo = {minutes = 5 } # mine\n"),
        ("undo = {minutes = 1} # mine\n", "undo = {minutes = 5} # mine\n"),
        ("[undo] # mine\n", "[undo] # mine\nminutes = 5\n"),
        ("undo.minutes = 1 # mine\n", "undo.minutes = 5 # mine\n"),
        ("format = 1\n", "format = 1\n\n[undo]\nminutes = 5\n"),
    ],
)
def test_a_value_goes_where_its_table_is(before: str, after: str) -> None:
    text = splice.put(before, ("undo", "minutes"), 5)
    assert tomllib.loads(text)["undo"] == {"minutes": 5}
    assert "".join(text.split()) == "".join(after.split())
