"""Two phones on a line: they swap public keys, show their safety number, and write."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import x3dh

from privacykit.activities.messaging.engine import safety
from privacykit.activities.messaging.engine.phone import Envelope, Phone, UnreadableError
from privacykit.activities.messaging.engine.safety import Side
from privacykit.activities.messaging.pairing import wire
from privacykit.activities.messaging.pairing.channel import Channel
from privacykit.activities.messaging.pairing.news import Limits, Paired, Tell, Text
from privacykit.errors import PairingError
from privacykit.i18n import _

LONGEST = 120
"""Signs in a text."""
_HOST, _GUEST = "host", "guest"
_JOINERS = "\u200c\u200d"
"""Not printable by themselves, but part of words and of signs."""


def clean(text: str) -> str:
    """Return a text as one line of so many signs, without such as would turn round a screen."""
    shown = "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    return " ".join(shown.split())[:LONGEST]


class Talk:
    def __init__(self, channel: Channel, *, host: bool, tell: Tell, limits: Limits) -> None:
        self._channel, self._tell, self._limits = channel, tell, limits
        self._host = host
        self._own, self._other = (_HOST, _GUEST) if host else (_GUEST, _HOST)
        self._phone = Phone(self._own)
        self._bundle = self._phone.bundle
        """The other's public keys, as soon as they have come."""
        self._idle = asyncio.timeout(None)
        self._heard = 0

    async def run(self, outbox: "asyncio.Queue[str]") -> None:
        """Swap keys, then write and read until PairingError.

        EOFError: the other has left; OSError: the other is silent, or the network is gone.
        """
        self._channel.miss(self._limits.lost)
        try:
            async with asyncio.timeout(self._limits.handshake):
                await self._swap()
            async with self._idle:
                self._still_here()
                await _first(self._listen(), self._write_all(outbox))
        except TimeoutError as error:
            if not self._idle.expired():
                raise
            said = _("Nobody has written for a while, so the line was closed.")
            raise PairingError(said) from error
        finally:
            self._channel.close()

    async def _swap(self) -> None:
        """Learn the other's keys; the one who joined writes an empty text, and gets one back."""
        await self._channel.send(wire.from_bundle(self._phone.bundle))
        body, _sealed = await self._channel.receive()
        self._bundle = wire.to_bundle(body)
        if self._host:
            await self._read()
            await self._write("")
        else:
            await self._write("")
            await self._read()
        sides = Side(self._own, self._phone.identity), Side(self._other, self._bundle.identity_key)
        self._tell(Paired(safety.number(*sides)))

    async def _write(self, text: str) -> bytes:
        try:
            envelope = self._phone.write(text, self._other, self._bundle)
        except (x3dh.KeyAgreementException, ValueError) as error:
            raise PairingError(_nonsense()) from error
        return await self._channel.send(wire.from_envelope(envelope))

    async def _read(self) -> tuple[str, bytes]:
        body, sealed = await self._channel.receive()
        envelope = wire.to_envelope(body, self._other, self._own)
        if not self._is_from_same(envelope):
            raise PairingError(_nonsense())
        try:
            return clean(self._phone.read(envelope)), sealed
        except (UnreadableError, ValueError) as error:
            raise PairingError(_nonsense()) from error

    def _is_from_same(self, envelope: Envelope) -> bool:
        """Hold the other to the key that the safety number is made of."""
        greeting = envelope.greeting
        return greeting is None or greeting.identity_key == self._bundle.identity_key

    async def _listen(self) -> None:
        while True:
            text, sealed = await self._read()
            self._heard += 1
            if self._heard > self._limits.texts:
                raise PairingError(_("That was enough for one exercise. Begin again if you like."))
            self._still_here()
            self._tell(Text(own=False, text=text, sealed=sealed))

    async def _write_all(self, outbox: "asyncio.Queue[str]") -> None:
        while True:
            text = clean(await outbox.get())
            sealed = await self._write(text)
            self._still_here()
            self._tell(Text(own=True, text=text, sealed=sealed))

    def _still_here(self) -> None:
        self._idle.reschedule(asyncio.get_running_loop().time() + self._limits.idle)


def _nonsense() -> str:
    return _("The other computer sent something that makes no sense. Begin again.")


async def _first(*works: Coroutine[Any, Any, None]) -> None:
    """Run side by side until one of them ends, and let it say how."""
    tasks = {asyncio.ensure_future(work) for work in works}
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
