"""Three ways for one message, and what the network and the server get to see of it.

Plain: a postcard. TLS only: sealed to the server and again from there, as web pages are (the record
cipher of TLS 1.3, ChaCha20-Poly1305). End-to-end: sealed by the phone, and on its way by TLS too.
"""

import os
from dataclasses import dataclass
from enum import Enum

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from privacykit.activities.messaging.engine.phone import Envelope

_NONCE = 12


class Way(Enum):
    PLAIN = "plain"
    TLS = "tls"
    END_TO_END = "end-to-end"


@dataclass(frozen=True)
class Sight:
    """What someone on the way has before their eyes."""

    data: bytes
    """The bytes as they pass."""
    text: str | None
    """What can be read in them; None where they are sealed."""
    knows_names: bool
    """Whether they learn who writes to whom."""

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(frozen=True)
class Journey:
    network: Sight
    server: Sight
    arrives: str


class Line:
    """TLS between a phone and the server: one key for both ends of it."""

    def __init__(self) -> None:
        self._cipher = ChaCha20Poly1305(ChaCha20Poly1305.generate_key())

    def seal(self, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data, None)

    def unseal(self, data: bytes) -> bytes:
        return self._cipher.decrypt(data[:_NONCE], data[_NONCE:], None)


def plain(text: str) -> Journey:
    seen = Sight(text.encode(), text, knows_names=True)
    return Journey(seen, seen, text)


def tls(text: str) -> Journey:
    """Send a text to the server and on: each line has its own key, and the server has both."""
    there, onward = Line(), Line()
    record = there.seal(text.encode())
    at_server = there.unseal(record)
    server = Sight(at_server, at_server.decode(), knows_names=True)
    arrived = onward.unseal(onward.seal(at_server))
    return Journey(Sight(record, None, knows_names=False), server, arrived.decode())


def end_to_end(envelope: Envelope, arrives: str) -> Journey:
    """Send what a phone has sealed; `arrives` is what the other phone opened."""
    line = Line()
    record = line.seal(envelope.sealed)
    server = Sight(line.unseal(record), None, knows_names=True)
    return Journey(Sight(record, None, knows_names=False), server, arrives)
