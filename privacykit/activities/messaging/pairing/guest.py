"""The computer that joins: goes to the place that was typed, and shows that it knows the code."""

import asyncio
import errno
from collections.abc import Sequence

from privacykit.activities.messaging.pairing import frames
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.channel import Channel
from privacykit.activities.messaging.pairing.handshake import REFUSED, Handshake, Keys
from privacykit.activities.messaging.pairing.news import Limits
from privacykit.errors import PairingError
from privacykit.i18n import _


async def join(place: Place, hosts: Sequence[str], code: str, limits: Limits) -> Channel:
    """Return the line to the computer that waits there; PairingError if that cannot be."""
    reader, writer = await _reached(place, hosts, limits)
    try:
        async with asyncio.timeout(limits.handshake):
            return Channel(reader, writer, await _keys(reader, writer, code))
    except BaseException as error:
        writer.close()
        raise _said(error, place) from error


def _said(error: BaseException, place: Place) -> BaseException:
    """Return what went wrong after the other computer was reached, as a sentence if it can be."""
    if isinstance(error, TimeoutError):
        return PairingError(_not_reached(error, place))
    if isinstance(error, EOFError | OSError):
        said = _("The other computer hung up. See whether it still waits, and try again.")
        return PairingError(said)
    return error


async def _reached(
    place: Place, hosts: Sequence[str], limits: Limits
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    why: OSError = OSError(errno.ENETUNREACH, "no way there")
    for host in hosts:
        try:
            async with asyncio.timeout(limits.connecting):
                return await asyncio.open_connection(host, place.port)
        except OSError as error:
            why = error
    raise PairingError(_not_reached(why, place)) from why


def _not_reached(error: OSError, place: Place) -> str:
    if isinstance(error, ConnectionRefusedError):
        said = _(
            "Nobody waits at {place}, or a firewall there says no. Compare the address, and open"
            " the door there first."
        )
    elif isinstance(error, TimeoutError):
        said = _(
            "No answer from {place}. A firewall may stand between; the staff can open the port."
        )
    else:
        said = _(
            "There is no way from here to {place}. Both must be on the same network, with no"
            " firewall between."
        )
    return said.format(place=place)


async def _keys(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, code: str) -> Keys:
    mine = Handshake(code, host=False)
    await frames.write(writer, mine.hello)
    keys = mine.agree(await frames.read(reader))
    await frames.write(writer, keys.proof)
    proof = await frames.read(reader)
    if proof == REFUSED:
        said = _("That is not the code. There is a new one on the other screen now: type that.")
        raise PairingError(said)
    if not keys.is_proven_by(proof):
        raise PairingError(_("The computer there does not know the code. Compare the address."))
    return keys
