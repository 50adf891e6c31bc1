"""What a station hands to the exercises about Tor: its words, and no options."""

from typing import Annotated, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
Tool = Literal["browser", "vpn", "tor", "other-device"]


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the three envelopes hold, and where it goes; all of it made up."""

    site: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tool: Tool
    says: Text
    """What is said to whoever chooses it, right or not."""


class Persona(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Text
    story: Text
    fits: Tool
    choice: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=2, max_length=4)]

    def __post_init__(self) -> None:
        offered = [each.tool for each in self.choice]
        if len(set(offered)) < len(offered) or self.fits not in offered:
            raise ValueError("each tool once among the choices, and `fits` one of them")

    def answer(self, tool: Tool) -> Choice:
        """Return the choice of this tool; StopIteration if it is not offered."""
        return next(each for each in self.choice if each.tool == tool)


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Text
    points: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=5)]


class Talk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to talk over, with two honest sides and a few steps by the clock."""

    question: Text
    steps: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=6)]
    side: Annotated[tuple[Side, ...], msgspec.Meta(min_length=2, max_length=2)]
    close: Text


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    letter: Letter
    persona: Annotated[tuple[Persona, ...], msgspec.Meta(min_length=2, max_length=6)]
    talk: Talk


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=15)] = 4
    """How long the talk lasts."""
