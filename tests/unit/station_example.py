"""A small good station of a made-up kind, and ways to spoil it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from privacykit.content.check import problems
from privacykit.content.load import Types
from privacykit.errors import StationError

TODAY = date(2026, 6, 1)


class Door(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    width: float = 1.0
    locked: bool = False


class DoorWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    door: Annotated[tuple[Door, ...], msgspec.Meta(min_length=2, max_length=2)]
    hints: Annotated[list[str], msgspec.Meta(max_length=3)] = []
    rooms: dict[str, Door] = {}
    note: str | int = ""
    steps: int = 0

    def __post_init__(self) -> None:
        if self.door[0].name == self.door[1].name:
            raise ValueError("Two doors have one name.")


class DoorOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3


KINDS = {"doors": Types(DoorWords, DoorOptions), "gates": Types(Door, DoorOptions)}

MANIFEST = """\
format = 1
id = "doors"
icon = "key"
level = "beginner"
minutes = [1, 10]
languages = ["en", "sv"]
[activity]
kind = "doors"
[activity.options]
keys = 5
"""
ABOUT = """\
title = "Doors"
summary = "What a door keeps out."
objectives = ["Know a door"]
take_home = ["Close it", "Lock it", "Hide the key"]
minute = "Close the door."
"""
LEARN = """\
# Doors

A door keeps people out.
---
![A padlock](media/lock.png)

Some `<b>` code.
"""
FACILITATOR = """\
Bring a door.

## In 1 minute
Show it.

## The plan for 10 minutes
Open it.
"""
QUIZ = """\
[[question]]
text = "What keeps people out?"
choices = [
    "A door",
    "A hole",
]
answer = "A door"
why = "It is shut."

[[question]]
text = "Where is the key?"
choices = ["Under the mat", "With you"]
answer = "With you"
why = '''A mat
hides nothing.'''
"""
FACTS = """\
[[fact]]
id = "oak"
text = "Oak is hard."
source = "A carpenter"
checked_on = 2026-01-31
recheck_by = 2027-01-31
"""
ACTIVITY = """\
[[door]]
name = "Front"
[[door]]
name = "Back"
locked = true
"""
PER_LANGUAGE = {
    "about.toml": ABOUT,
    "learn.md": LEARN,
    "facilitator.md": FACILITATOR,
    "quiz.toml": QUIZ,
    "facts.toml": FACTS,
    "activity.toml": ACTIVITY,
}
TEXTS = ["station.toml", *(f"{code}/{name}" for code in ("en", "sv") for name in PER_LANGUAGE)]
PNG = b"\x89PNG\r\n\x1a\n"


def write(parent: Path, name: str = "doors") -> Path:
    """Write the good station into a new folder of the parent."""
    folder = parent / name
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "lock.png").write_bytes(PNG)
    (folder / "station.toml").write_text(MANIFEST.replace('"doors"', f'"{name}"', 1))
    for language in ("en", "sv"):
        (folder / language).mkdir()
        for file, text in PER_LANGUAGE.items():
            (folder / language / file).write_text(text)
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def told(folder: Path, today: date = TODAY) -> tuple[StationError, ...]:
    return problems(folder, KINDS, today)
