"""The safety number, as Signal computes it (libsignal, rust/protocol/src/fingerprint.rs).

Each side's identity key and name are hashed over and over with SHA-512, which makes it dear to look
for a key with a similar number; 30 digits from each side, the smaller first.
"""

import hashlib
from dataclasses import dataclass

ROUNDS = 5200
_FINGERPRINT_VERSION = bytes(2)
_KEY_TYPE = b"\x05"
"""Stands before an X25519 key."""
_GROUPS, _GROUP_BYTES, _DIGITS = 6, 5, 5
_IN_CODE = 32
CODE_VERSION = 2


@dataclass(frozen=True)
class Side:
    """Someone whose number is compared: what they are known by, and their identity key."""

    name: str
    key: bytes
    """The X25519 key as 32 bytes."""


def fingerprint(side: Side) -> bytes:
    """Return 64 bytes that stand for a side."""
    key = _KEY_TYPE + side.key
    digest = hashlib.sha512(_FINGERPRINT_VERSION + key + side.name.encode() + key).digest()
    for _round in range(ROUNDS - 1):
        digest = hashlib.sha512(digest + key).digest()
    return digest


def _digits(digest: bytes) -> str:
    pieces = (digest[place * _GROUP_BYTES :][:_GROUP_BYTES] for place in range(_GROUPS))
    return "".join(f"{int.from_bytes(piece, 'big') % 10**_DIGITS:05}" for piece in pieces)


@dataclass(frozen=True)
class Number:
    """What one phone shows for a conversation."""

    digits: str
    """60 of them; the same on both phones, if nobody sits in between."""
    code: bytes
    """What the QR code holds: a protobuf CombinedFingerprints, own side first."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The digits in twelve groups, as they are read aloud."""
        return tuple(self.digits[at : at + _DIGITS] for at in range(0, len(self.digits), _DIGITS))


def number(own: Side, other: Side, version: int = CODE_VERSION) -> Number:
    """Return the number that the phone of `own` shows for its conversation with `other`."""
    prints = fingerprint(own), fingerprint(other)
    digits = "".join(sorted(map(_digits, prints)))
    code = bytes((0x08, version)) + b"".join(
        bytes((tag, _IN_CODE + 2, 0x0A, _IN_CODE)) + each[:_IN_CODE]
        for tag, each in zip((0x12, 0x1A), prints, strict=True)
    )
    return Number(digits, code)
