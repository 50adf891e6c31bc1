"""What a room tells those who opened or joined it, and how long and how often it lets things be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from privacykit.activities.messaging.engine.safety import Number
from privacykit.activities.messaging.pairing.addresses import Place


@dataclass(frozen=True)
class Waiting:
    """Open for another computer."""

    place: Place
    code: str
    wrong: int = 0
    """How many wrong codes have come; after each there is a new one."""


@dataclass(frozen=True)
class Paired:
    number: Number


@dataclass(frozen=True)
class Text:
    own: bool
    text: str
    sealed: bytes
    """What the network got to see."""


@dataclass(frozen=True)
class Ended:
    why: str
    """A sentence."""


News: TypeAlias = Waiting | Paired | Text | Ended
Tell: TypeAlias = Callable[[News], None]


@dataclass(frozen=True)
class Limits:
    """Times in seconds."""

    waiting: float = 600
    """For the other computer to come."""
    connecting: float = 5
    handshake: float = 10
    """From a knock to the proof of the code."""
    idle: float = 300
    """Without a text either way."""
    lost: int = 15
    """Without a sign of life from the other computer itself."""
    tries: int = 3
    at_once: int = 4
    """Knocks that are heard at the same time; more are turned away."""
    texts: int = 200
    """From the other, in one talk."""
