"""What a file tells beside what it shows: a closed set of kinds, each with its value."""

from typing import Literal, get_args

import msgspec

Kind = Literal[
    "taken",
    "place",
    "device",
    "serial",
    "author",
    "software",
    "title",
    "company",
    "edited",
    "changes",
    "comment",
    "thumbnail",
    "notes",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they are shown; "notes": a packet of further details, such as XMP."""
LONGEST = 200


class Detail(msgspec.Struct, frozen=True):
    kind: Kind
    value: str = ""
    """As the file has it; empty for a place and for what is only there."""


class Found(msgspec.Struct, frozen=True):
    """What one file tells; no pixel of it."""

    format: str
    size: int
    """Bytes."""
    width: int = 0
    height: int = 0
    """Pixels; 0: not a picture."""
    details: tuple[Detail, ...] = ()
    place: tuple[float, float] | None = None
    """Degrees north and east."""
    thumbnail: bytes = b""
    """The small picture hidden in it, as a PNG that was made anew; empty if there is none."""
    fields: int = 0
    """How many single details lie in the file, those without a kind of their own included."""

    @property
    def is_picture(self) -> bool:
        return self.width > 0


def detail(kind: Kind, value: object) -> tuple[Detail, ...]:
    """Return a detail, or none if there is no value that could be shown."""
    text = "" if value is None else str(value).strip("\0 \t\r\n")
    text = "".join(sign if sign.isprintable() else " " for sign in text)[:LONGEST]
    return (Detail(kind, text),) if text else ()
