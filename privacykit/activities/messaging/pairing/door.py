"""The computer that waits: listens at one place until one other has shown the code."""

import asyncio
import errno

from privacykit.activities.messaging.pairing import addresses, code, frames
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.channel import Channel
from privacykit.activities.messaging.pairing.handshake import REFUSED, Handshake, Keys, is_hello
from privacykit.activities.messaging.pairing.news import Limits, Tell, Waiting
from privacykit.errors import PairingError
from privacykit.i18n import _, _n


async def wait_for_one(place: Place, tell: Tell, limits: Limits) -> Channel:
    """Return the line to the one who came; nothing listens any more. PairingError if none did."""
    if not addresses.is_local(place.host):
        said = _("{address} is not in this room\u2019s network. The kit does not go out online.")
        raise PairingError(said.format(address=place.host))
    door = _Door(place, tell, limits)
    try:
        server = await asyncio.start_server(door.knock, place.host, place.port)
    except OSError as error:
        raise PairingError(_cannot_listen(error, place)) from error
    try:
        door.say()
        return await asyncio.wait_for(door.came, limits.waiting)
    except TimeoutError as error:
        raise PairingError(_("Nobody came, so the door was closed. Open it again.")) from error
    finally:
        server.close()


def _cannot_listen(error: OSError, place: Place) -> str:
    if error.errno == errno.EADDRINUSE:
        said = _("Something on this computer uses port {port} already. Close it, or ask the staff.")
        return said.format(port=place.port)
    if error.errno == errno.EADDRNOTAVAIL:
        said = _(
            "This computer no longer has the address {address}. Leave this page and come back to"
            " see the new one."
        )
        return said.format(address=place.host)
    said = _("This computer does not let the kit listen at {place}. Ask the staff.")
    return said.format(place=place)


class _Door:
    def __init__(self, place: Place, tell: Tell, limits: Limits) -> None:
        self._place, self._tell, self._limits = place, tell, limits
        self._code, self._wrong, self._inside = code.fresh(), 0, 0
        self.came: asyncio.Future[Channel] = asyncio.get_running_loop().create_future()

    def say(self) -> None:
        self._tell(Waiting(self._place, self._code, self._wrong))

    async def knock(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Let one in who knows the code; whatever else comes is sent away without a word."""
        self._inside += 1
        keys = None
        try:
            if self._inside <= self._limits.at_once and _is_near(writer):
                async with asyncio.timeout(self._limits.handshake):
                    keys = await self._keys(reader, writer)
        except (PairingError, OSError, EOFError):
            keys = None
        finally:
            self._inside -= 1
            self._let_in(reader, writer, keys)

    def _let_in(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keys: Keys | None
    ) -> None:
        if keys and not self.came.done():
            self.came.set_result(Channel(reader, writer, keys))
        else:
            writer.close()

    async def _keys(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Keys:
        """Return the keys of one who knows the code; PairingError."""
        hello = await frames.read(reader)
        if not is_hello(hello):
            raise PairingError
        guess = self._wrong
        mine = Handshake(self._code, host=True)
        await frames.write(writer, mine.hello)
        keys = mine.agree(hello)
        proof = await frames.read(reader)
        if not self._is_right(guess, keys, proof):
            await frames.write(writer, REFUSED)
            raise PairingError
        await frames.write(writer, keys.proof)
        return keys

    def _is_right(self, guess: int, keys: Keys, proof: bytes) -> bool:
        """Tell it once for each code: those who came with a code that is used up get nothing."""
        if guess != self._wrong or self.came.done():
            return False
        if keys.is_proven_by(proof):
            return True
        self._change()
        return False

    def _change(self) -> None:
        self._wrong += 1
        if self._wrong < self._limits.tries:
            self._code = code.fresh(self._code)
            self.say()
            return
        said = _n(
            "{count} wrong code came, so the door was closed. Open it again if it was a mistake.",
            "{count} wrong codes came, so the door was closed. Open it again if it was a mistake.",
            self._wrong,
        )
        self.came.set_exception(PairingError(said.format(count=self._wrong)))


def _is_near(writer: asyncio.StreamWriter) -> bool:
    return addresses.is_local(writer.get_extra_info("peername")[0])
