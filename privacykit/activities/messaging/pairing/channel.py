"""A line between two computers that share keys: sealed, in order, nothing left out or put in."""

import asyncio
import socket
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from privacykit.activities.messaging.pairing import frames
from privacykit.activities.messaging.pairing.handshake import Keys
from privacykit.errors import PairingError
from privacykit.i18n import _

_NONCE = 12
_PROBES = 3


class Channel:
    """Each way has a key of its own, and the number of the piece is its nonce."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keys: Keys
    ) -> None:
        self._reader, self._writer = reader, writer
        self._out, self._back = ChaCha20Poly1305(keys.sending), ChaCha20Poly1305(keys.receiving)
        self._sent = self._received = 0

    def miss(self, seconds: int) -> None:
        """Have the system end the line, with an OSError, if the other is silent for so long.

        A firewall or a pulled cable says nothing: without this, texts would seem to be sent.
        """
        line = self._writer.get_extra_info("socket")
        for level, name, value in (
            (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
            (socket.IPPROTO_TCP, "TCP_KEEPIDLE", max(1, seconds // _PROBES)),
            (socket.IPPROTO_TCP, "TCP_KEEPINTVL", max(1, seconds // _PROBES)),
            (socket.IPPROTO_TCP, "TCP_KEEPCNT", _PROBES),
            (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", seconds * 1000),
        ):
            with suppress(AttributeError, OSError):  # not every system has them all
                line.setsockopt(level, getattr(socket, name), value)

    async def send(self, body: bytes) -> bytes:
        """Send a piece; return what the network gets to see of it."""
        sealed = self._out.encrypt(_nonce(self._sent), body, None)
        self._sent += 1
        await frames.write(self._writer, sealed)
        return sealed

    async def receive(self) -> tuple[bytes, bytes]:
        """Return the next piece, and how it looked on the network; PairingError, EOFError."""
        sealed = await frames.read(self._reader)
        try:
            body = self._back.decrypt(_nonce(self._received), sealed, None)
        except InvalidTag as error:
            said = _("A message was changed on the way, so the line was closed. Begin again.")
            raise PairingError(said) from error
        self._received += 1
        return body, sealed

    def close(self) -> None:
        self._writer.close()


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE, "big")
