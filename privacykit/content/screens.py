"""A Markdown text as the screens that are shown one after another."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from privacykit.content.source import read_text
from privacykit.errors import StationError
from privacykit.i18n import _

SCREEN_LIMIT = 100
LENGTH_LIMIT = 30_000
"""Characters shown at once; tables of so many take a second or two to lay out."""


class Screen(NamedTuple):
    line: int
    """The line of the file on which it starts, counted from 1."""
    text: str


class Markdown(NamedTuple):
    text: str
    screens: tuple[Screen, ...]


def screens(text: str) -> tuple[Screen, ...]:
    """Split a text at the lines that are just three dashes; empty screens are left out."""
    lines = text.split("\n")
    breaks = [-1, *(at for at, line in enumerate(lines) if line.rstrip() == "---"), len(lines)]
    parts = (Screen(a + 2, "\n".join(lines[a + 1 : b])) for a, b in pairwise(breaks))
    return tuple(Screen(part.line, part.text.strip("\n")) for part in parts if part.text.strip())


def read_whole(folder: Path, relative: str) -> str:
    """Read a Markdown file that is shown as one text, whatever screens it is written in."""
    text = read(folder, relative).text
    if len(text) > LENGTH_LIMIT:
        problem = _("This text has more than {limit} characters.").format(limit=LENGTH_LIMIT)
        raise StationError(folder / relative, problem, _("Keep what a facilitator needs."))
    return text


def read(folder: Path, relative: str) -> Markdown:
    """Read a Markdown file of a station; StationError also if it is empty or too long to show."""
    text = read_text(folder, relative)
    found = screens(text)
    for problem, mend, line in _unfit(found):
        raise StationError(folder / relative, problem, mend, line)
    return Markdown(text, found)


def _unfit(found: tuple[Screen, ...]) -> Iterator[tuple[str, str, int | None]]:
    if not found:
        yield _("There is nothing to read here."), _("Write at least one screen of text."), None
    for screen in found:
        if len(screen.text) > LENGTH_LIMIT:
            problem = _("This screen has more than {limit} characters.").format(limit=LENGTH_LIMIT)
            yield problem, _("Begin a new one with a line of three dashes: ---"), screen.line
    for screen in found[SCREEN_LIMIT:]:
        problem = _("This text has more than {limit} screens.").format(limit=SCREEN_LIMIT)
        yield problem, _("Keep the most important ones."), screen.line
