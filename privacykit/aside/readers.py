"""The readers that may run in a process of their own, held as data and imported there alone.

A reader is a function of the words it was asked with and the file's bytes. It returns 0 and what it
made of the file, or one of its own codes from OWN on and nothing. It may die: that has a code too.
"""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

OWN = 10
"""The first code that is the reader's own."""
Read = Callable[..., tuple[int, bytes]]


class Reader(NamedTuple):
    function: str
    """"module:function"."""
    memory: int
    """Bytes of address space, its own code included."""
    largest: int
    """Bytes of a file it is given."""
    most: int
    """Bytes of an answer that is taken from it."""
    seconds: float = 15.0


_MEGA = 1024 * 1024
READERS: dict[str, Reader] = {
    "age": Reader(
        function="privacykit.activities.messaging.engine.apart:answer",
        memory=2048 * _MEGA,
        largest=101 * _MEGA,
        most=101 * _MEGA,
        seconds=60.0,
    ),
    "photo-clean": Reader(
        function="privacykit.activities.photos.engine.convert:clean",
        memory=1536 * _MEGA,
        largest=60 * _MEGA,
        most=120 * _MEGA,
        seconds=30.0,
    ),
    "photo-compare": Reader(
        function="privacykit.activities.photos.engine.convert:compare",
        memory=1536 * _MEGA,
        largest=60 * _MEGA,
        most=1 * _MEGA,
        seconds=30.0,
    ),
    "photo-look": Reader(
        function="privacykit.activities.photos.engine.convert:look",
        memory=1024 * _MEGA,
        largest=60 * _MEGA,
        most=1 * _MEGA,
    ),
    "terms": Reader(
        function="privacykit.activities.terms.engine.convert:run",
        memory=512 * _MEGA,
        largest=20 * _MEGA,
        most=4 * _MEGA,
    ),
}


def load(name: str) -> Read:
    """Import a reader's function; KeyError if there is none of that name."""
    module, function = READERS[name].function.split(":")
    return cast("Read", getattr(import_module(module), function))
