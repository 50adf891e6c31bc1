"""What a station hands to the password exercises: its words and its options."""

from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A made-up password to sort, and why it is as strong or as weak as it is."""

    text: Password
    reason: Text


class Leak(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    steps: Annotated[tuple[Text, ...], msgspec.Meta(min_length=4, max_length=4)]
    """What is said at each step: fingerprint, what leaves, what comes back, the comparison."""
    pretend: Annotated[tuple[Password, ...], msgspec.Meta(min_length=4, max_length=200)]
    """Passwords that count as leaked in this exercise, the most often seen first."""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hints: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1, max_length=5)]
    """How to turn the rolled words into a picture in the mind."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    sample: Annotated[tuple[Sample, ...], msgspec.Meta(min_length=8, max_length=8)]
    leak: Leak
    story: Story


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    words: Annotated[int, msgspec.Meta(ge=4, le=10)] = 6
    """How many words a rolled passphrase has."""
