"""Pieces of a byte stream: two bytes of length, then so many bytes, and never more than a few."""

import asyncio

from privacykit.errors import PairingError
from privacykit.i18n import _

LONGEST = 2048
_LENGTH = 2


def packed(body: bytes) -> bytes:
    return len(body).to_bytes(_LENGTH, "big") + body


async def read(reader: asyncio.StreamReader) -> bytes:
    """Return the next piece.

    PairingError: its length cannot be; EOFError: the stream ended before or within it.
    """
    length = int.from_bytes(await reader.readexactly(_LENGTH), "big")
    if not 0 < length <= LONGEST:
        raise PairingError(_("What answers there is not this exercise. Look at the address."))
    return await reader.readexactly(length)


async def write(writer: asyncio.StreamWriter, body: bytes) -> None:
    writer.write(packed(body))
    await writer.drain()
