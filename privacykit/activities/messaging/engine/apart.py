"""A seal in a process of its own: age holds up every thread for as long as a file asks it to.

What is sent there is the secret, after two bytes of its length, and then the file.
"""

from collections.abc import Callable
from typing import cast

import pyrage

from privacykit.activities.messaging.engine.sealed import TOO_LONG, Seal, Way
from privacykit.aside import read as aside

_LENGTH = 2
_MADE, _REFUSED = b"+", b"-"


def does(seal: Seal, data: bytes, cancelled: Callable[[], bool]) -> bytes:
    """Do as the seal would. Raises what it would, also for what takes too long; CancelledError."""
    secret = seal.secret.encode()
    sent = len(secret).to_bytes(_LENGTH, "big") + secret + data
    said = aside.ask("age", sent, seal.way, cancelled=cancelled)
    if said.code:
        raise pyrage.DecryptError(TOO_LONG)
    if said.made.startswith(_REFUSED):
        raise pyrage.DecryptError(said.made.removeprefix(_REFUSED).decode())
    return said.made.removeprefix(_MADE)


def answer(way: str, sent: bytes) -> tuple[int, bytes]:
    """Answer in that process: a sign, and what age made or why it did not."""
    at = _LENGTH + int.from_bytes(sent[:_LENGTH], "big")
    seal = Seal(cast("Way", way), sent[_LENGTH:at].decode())
    try:
        return 0, _MADE + seal(sent[at:])
    except pyrage.DecryptError as error:
        return 0, _REFUSED + str(error).encode()
