"""What a station hands to the exercises about photos: three cases, and what may be learnt."""

from typing import Annotated, Literal

import msgspec

from privacykit.i18n import _

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
PhotoName = Literal["boat", "chair", "street"]


class Clue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that may or may not be learnt from the photo."""

    text: Line
    true: bool
    why: Text


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    photo: PhotoName
    alt: Text
    """What the picture shows, for whoever does not see it."""
    title: Line
    story: Text
    clue: Annotated[tuple[Clue, ...], msgspec.Meta(min_length=2, max_length=6)]
    lesson: Text


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    case: Annotated[tuple[Case, ...], msgspec.Meta(min_length=3, max_length=3)]

    def __post_init__(self) -> None:
        """Raise ValueError if two cases show the same photo."""
        photos = [case.photo for case in self.case]
        for photo in photos:
            if photos.count(photo) > 1:
                raise ValueError(_("Two cases show “{photo}”.").format(photo=photo))


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    own_file: bool = True
    """Let people open a file of their own."""
