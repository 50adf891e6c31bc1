"""What a station hands to the exercises about messages: its words and its options."""

import datetime
from typing import Annotated, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Line
    text: Text


class Phones(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two made-up people, one at each phone, and the one who sits between them."""

    sender: Name
    receiver: Name
    attacker: Name
    samples: Annotated[tuple[Line, ...], msgspec.Meta(min_length=3, max_length=3)]
    """What the sender may write with one press."""
    not_hidden: Annotated[tuple[Card, ...], msgspec.Meta(min_length=4, max_length=6)]
    """What end-to-end encryption does not hide: who and when, size, screenshots, backups …"""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message to judge."""

    sender: Line
    text: Text
    genuine: bool
    """True: nothing wrong with it; false: a trap."""
    why: Text
    do: Text
    """What to do when such a message comes."""


class App(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of "Which app?"."""

    name: Line
    protected: Literal["always", "sometimes", "never", "ended"]
    """Whether chats are end-to-end encrypted; "ended": the app is no longer made."""
    reads: Line
    """Who can read what is written."""
    knows: Line
    """What the company knows all the same."""


class Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings to turn on in one app."""

    name: Line
    steps: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=6)]
    good_to_know: Text


class Apps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checked_on: datetime.date
    """When the rows and the guides were last compared with the apps."""
    app: Annotated[tuple[App, ...], msgspec.Meta(min_length=3, max_length=10)]
    guide: Annotated[tuple[Guide, ...], msgspec.Meta(min_length=1, max_length=6)]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    phones: Phones
    message: Annotated[tuple[Message, ...], msgspec.Meta(min_length=5, max_length=5)]
    apps: Apps


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    file: bool = True
    """Whether patrons may encrypt a file for a friend here; it is written where they say."""
    two_computers: bool = False
    """Whether two computers in the room may write to one another, once somebody opens one."""
    port: Annotated[int, msgspec.Meta(ge=1024, le=65535)] = 21563
    """Where that one listens; a firewall must let it through."""
