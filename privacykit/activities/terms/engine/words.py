"""What a station hands to the exercises about terms: its words and its options."""

from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
Share = Annotated[int, msgspec.Meta(ge=0, le=100)]
CHOICES = 3


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mock sign-up."""

    service: Text
    promise: Text
    terms: Annotated[tuple[Text, ...], msgspec.Meta(min_length=4, max_length=40)]
    planted: Annotated[int, msgspec.Meta(ge=1)]
    """Which paragraph of the terms is the absurd one; 1 is the first."""
    agreed: Text
    """What the person has just promised, in plain words."""

    def __post_init__(self) -> None:
        if self.planted > len(self.terms):
            raise ValueError(f"planted is {self.planted}, but there are {len(self.terms)} terms")


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One result of the study: how many of a hundred, and of what."""

    share: Share
    text: Text


class Study(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people did who joined something like it."""

    text: Text
    source: Annotated[str, msgspec.Meta(pattern=r"^https://\S+$")]
    finding: Annotated[tuple[Finding, ...], msgspec.Meta(min_length=1, max_length=4)]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text
    choices: Annotated[tuple[Text, ...], msgspec.Meta(min_length=CHOICES, max_length=CHOICES)]
    """The first answer counts for the first animal, and so on."""


class Creature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Text
    text: Text
    icon: Text


class Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the quiz would have taken; friends: about people who never saw it."""

    text: Text
    friends: bool = False


class Animal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: Annotated[tuple[Question, ...], msgspec.Meta(min_length=3, max_length=6)]
    animal: Annotated[tuple[Creature, ...], msgspec.Meta(min_length=CHOICES, max_length=CHOICES)]
    taken: Annotated[tuple[Taken, ...], msgspec.Meta(min_length=4, max_length=10)]


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text
    plain: Text
    why: Text
    points: Annotated[int, msgspec.Meta(ge=-2, le=2)]
    """What it is to the person who agrees: 2 protects much, -2 costs much."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    join: Join
    study: Study
    animal: Animal
    clause: Annotated[tuple[Clause, ...], msgspec.Meta(min_length=8, max_length=8)]
    ask: Annotated[tuple[Text, ...], msgspec.Meta(min_length=3, max_length=3)]
    """Three questions before saying yes."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    contacts: Annotated[int, msgspec.Meta(ge=10, le=1000)] = 150
    """How many people an address book is thought to hold, to begin with."""
