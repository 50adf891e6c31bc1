"""What changes between two policies: field by field, and line by line."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from privacykit.staff.shape import Field, whole


class Change(NamedTuple):
    field: Field
    before: object
    """The value in force, also where the file does not spell it out."""
    after: object


class Difference(NamedTuple):
    changes: tuple[Change, ...]
    lines: tuple[str, ...]
    """As `diff -u` has them, without the heads."""

    @property
    def is_empty(self) -> bool:
        return not self.lines


def between(before: str, after: str) -> Difference:
    """Compare two texts of a policy; an empty one is that of a computer without rules."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    was, now = whole(tomllib.loads(before)), whole(tomllib.loads(after))
    return Difference(tuple(_changes(was, now)), tuple(lines)[2:])


def _changes(was: Mapping[Field, object], now: Mapping[Field, object]) -> Iterator[Change]:
    for field in {**was, **now}:
        before, after = was.get(field), now.get(field)
        if repr(before) != repr(after):  # 1 is not true
            yield Change(field, before, after)
