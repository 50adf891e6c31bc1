"""What the two sides of a proof say to each other: a request in, lines of JSON out."""

import msgspec

from privacykit.wipe.prove.certificate import Certificate, Method


class Request(msgspec.Struct, frozen=True):
    language: str
    apps: tuple[str, ...]
    method: Method
    policy: str
    """TOML, with the throwaway account in the place of the real ones."""
    name: str
    number: int
    """The account's user and group id."""
    homes: str
    """The folder that stands in the place of /home; nothing else of a proof is on a disk."""
    computer: str
    outside: str
    """The computer's own mount namespace, in which nothing may be done."""


class Progressed(msgspec.Struct, frozen=True, tag=True):
    words: str
    done: int
    total: int


class Ended(msgspec.Struct, frozen=True, tag=True):
    certificate: Certificate


class Failed(msgspec.Struct, frozen=True, tag=True):
    sentence: str


Line = Progressed | Ended | Failed
_LINES: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def encode(line: Line) -> bytes:
    return msgspec.json.encode(line) + b"\n"


def decode(line: bytes) -> Line:
    return _LINES.decode(line)
