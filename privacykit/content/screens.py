"""A Markdown text as the screens that are shown one after another."""

from itertools import pairwise
from typing import NamedTuple


class Screen(NamedTuple):
    line: int
    """The line of the file on which it starts, counted from 1."""
    text: str


def screens(text: str) -> tuple[Screen, ...]:
    """Split a text at the lines that are just three dashes; empty screens are left out."""
    lines = text.split("\n")
    breaks = [-1, *(at for at, line in enumerate(lines) if line.rstrip() == "---"), len(lines)]
    parts = (Screen(a + 2, "\n".join(lines[a + 1 : b])) for a, b in pairwise(breaks))
    return tuple(Screen(part.line, part.text.strip("\n")) for part in parts if part.text.strip())
