"""The parts of a HAR that are read; all else is passed over, and values are blunted on the way in.

Answers, and the values of cookies and of most headers, are never made into Python objects.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import msgspec

from privacykit.tracking.cookies import blunt, blunt_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CALLS, MOST_PARTS = 30_000, 1_000_000
LONGEST = 16_384
"""Characters of an address or a header that are looked at."""
_LONGEST_LINES, _LONGEST_NAME = 65_536, 100
_READ = frozenset(
    {"accept", "location", "origin", "purpose", "referer", "sec-fetch-dest", "sec-purpose"}
)
_EACH = 500


class TooManyError(Exception):
    """More than a browser would record."""


class _Reading:
    """Counts what is made, so that no file can fill the memory, and asks whether to go on."""

    def __init__(self, step: Callable[[int], None]) -> None:
        self._step = step
        self.calls = self.parts = 0

    def part(self) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise TooManyError

    def call(self) -> None:
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise TooManyError
        if self.calls % _EACH == 1:
            self._step(self.calls)


_reading: ContextVar[_Reading] = ContextVar("reading")


class _Part(msgspec.Struct):
    def __post_init__(self) -> None:
        _reading.get().part()


class Header(_Part):
    name: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        _reading.get().part()
        self.name = self.name[:_LONGEST_NAME].lower()
        if self.name == "set-cookie":
            self.value = _lines(self.value)
        elif self.name == "cookie":
            self.value = blunt(self.value)
        else:
            self.value = self.value[:LONGEST] if self.name in _READ else ""


def _lines(value: str) -> str:
    """Return Set-Cookie lines without values; Firefox joins several by line ends."""
    lines = value[:_LONGEST_LINES].split("\n")
    for _line in lines:
        _reading.get().part()
    return "\n".join(map(blunt_line, lines))


class _Posted(_Part):
    """Looked at for what it takes along of the page's address, and kept nowhere."""

    text: str | None = None

    def __post_init__(self) -> None:
        _reading.get().part()
        self.text = (self.text or "")[:LONGEST]


class Asked(_Part):
    url: str
    headers: tuple[Header, ...] | None = None
    posted: _Posted | None = msgspec.field(default=None, name="postData")

    def __post_init__(self) -> None:
        _reading.get().part()
        self.url = self.url[:LONGEST]


class Content(_Part):
    mime: str | None = msgspec.field(default=None, name="mimeType")


class Answered(_Part):
    status: int | None = 0
    headers: tuple[Header, ...] | None = None
    content: Content | None = None
    redirect: str | None = msgspec.field(default=None, name="redirectURL")
    error: str | None = msgspec.field(default=None, name="_error")


class _Frame(_Part):
    url: str | None = None


class _Stack(_Part):
    frames: tuple[_Frame, ...] | None = msgspec.field(default=None, name="callFrames")


class _Initiator(_Part):
    url: str | None = None
    stack: _Stack | None = None


class Call(_Part):
    """One entry of a HAR."""

    request: Asked
    response: Answered | None = None
    started: str | None = msgspec.field(default=None, name="startedDateTime")
    page: str | None = msgspec.field(default=None, name="pageref")
    type: str | None = msgspec.field(default=None, name="_resourceType")
    initiator: _Initiator | None = msgspec.field(default=None, name="_initiator")

    def __post_init__(self) -> None:
        _reading.get().call()

    def asked(self, name: str) -> str:
        """Return what a header of the request says."""
        return _said(self.request.headers, name)

    def answered(self, name: str) -> str:
        return _said(self.response.headers, name) if self.response else ""

    @property
    def body(self) -> str:
        """The start of what was sent."""
        return (self.request.posted and self.request.posted.text) or ""

    @property
    def status(self) -> int:
        return (self.response and self.response.status) or 0

    @property
    def by(self) -> str:
        """The address of the script or frame that made the page ask; empty: not told."""
        if self.initiator is None:
            return ""
        frames = (self.initiator.stack and self.initiator.stack.frames) or ()
        return next((one.url for one in frames if one.url), self.initiator.url or "")[:LONGEST]


class _Log(_Part):
    entries: list[Call]


class _Har(_Part):
    log: _Log


def _said(headers: tuple[Header, ...] | None, name: str) -> str:
    return "\n".join(one.value for one in headers or () if one.name == name)


@contextmanager
def _counting(step: Callable[[int], None]) -> "Iterator[None]":
    token = _reading.set(_Reading(step))
    try:
        yield
    finally:
        _reading.reset(token)


def decode(data: bytes, step: Callable[[int], None]) -> list[Call]:
    """Return a HAR's calls in their order; step is told how many there are so far.

    Raises ValueError if it is no HAR, RecursionError, TooManyError, and what step raises.
    """
    with _counting(step):
        return msgspec.json.decode(data, type=_Har).log.entries
