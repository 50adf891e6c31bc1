"""Agreeing on keys by a short code, with SPAKE2 (Abdalla and Pointcheval) from the package spake2.

Whoever listens or sits in between learns nothing that a code could be tried against later; every
guess takes a talk with somebody who knows the code. The computer that joined shows first that it
knows the code: so a guess costs the guesser its try, and the other has given nothing away yet.
"""

import hmac
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError
from spake2.ed25519_basic import NotOnCurve

from privacykit.errors import PairingError
from privacykit.i18n import _

VERSION = 1
_NAME = b"privacykit room"
_KEY, _POINT = 32, 33
_HOST, _GUEST = b"host", b"guest"
REFUSED = b"no"
"""What the host says to a wrong proof."""


class Keys(NamedTuple):
    """What both have when the code was the same, and nobody else."""

    proof: bytes
    """For the other to see that the code is known here."""
    expected: bytes
    """The other's."""
    sending: bytes
    receiving: bytes

    def is_proven_by(self, proof: bytes) -> bool:
        return hmac.compare_digest(self.expected, proof)


def is_hello(body: bytes) -> bool:
    """Tell whether somebody speaks as this exercise does, in whatever version."""
    return body.startswith(_NAME)


class Handshake:
    """One side of one try; a code that failed must not be used for another."""

    def __init__(self, code: str, *, host: bool, version: int = VERSION) -> None:
        self._host = host
        made = SPAKE2_A if host else SPAKE2_B
        self._spake = made(code.encode(), idA=_HOST, idB=_GUEST)
        self._head = _NAME + bytes([version])
        self.hello: bytes = self._head + self._spake.start()
        """The first thing that is sent to the other."""

    def agree(self, hello: bytes) -> Keys:
        """Return the keys; PairingError if the other's hello is none."""
        if not is_hello(hello):
            raise PairingError(_("What answers there is not this exercise. Look at the address."))
        if not hello.startswith(self._head):
            said = _("The other computer has another version of the kit. Both need the same one.")
            raise PairingError(said)
        said = _("The other computer sent something that makes no sense. Begin again.")
        message = hello.removeprefix(self._head)
        if len(message) != _POINT:
            raise PairingError(said)
        try:
            return self._keys(self._spake.finish(message))
        except (SPAKEError, NotOnCurve, ValueError, AssertionError) as error:
            raise PairingError(said) from error

    def _keys(self, secret: bytes) -> Keys:
        made = HKDF(SHA256(), 4 * _KEY, salt=None, info=self._head).derive(secret)
        ours, theirs, out, back = (made[at : at + _KEY] for at in range(0, len(made), _KEY))
        return Keys(ours, theirs, out, back) if self._host else Keys(theirs, ours, back, out)
