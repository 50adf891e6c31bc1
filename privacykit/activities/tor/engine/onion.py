"""Three envelopes: a letter locked for each relay in turn, and what each relay learns by opening.

Real cryptography in the manner of an onion network, but not Tor's own protocol, which agrees on
keys relay by relay and sends cells of one size. A layer is

    fresh X25519 public key (32 bytes) | ChaCha20-Poly1305 of (length, next address, what it holds)

and its key is HKDF-SHA256 of the shared secret, bound to both public keys. Every layer has a fresh
key, so the nonce may be constant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privacykit.errors import OnionError
from privacykit.i18n import _

KEY = 32
_NONCE = bytes(12)
_PURPOSE = b"privacykit onion layer 1"


@dataclass(frozen=True)
class Relay:
    """Whoever can open one envelope; the key is made with it and lives in memory only."""

    name: str
    _private: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate, repr=False)

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    def open(self, layer: bytes) -> "Opened":
        """Open one envelope; OnionError if it is for somebody else, or damaged."""
        fresh, locked = layer[:KEY], layer[KEY:]
        try:
            secret = self._private.exchange(X25519PublicKey.from_public_bytes(fresh))
            plain = ChaCha20Poly1305(_key(secret, fresh, self.public)).decrypt(
                _NONCE, locked, fresh
            )
        except (InvalidTag, ValueError) as error:
            text = _("{relay} cannot open this envelope: it is for somebody else, or damaged.")
            raise OnionError(text.format(relay=self.name)) from error
        end = 1 + plain[0]
        return Opened(plain[1:end].decode(), plain[end:])


@dataclass(frozen=True)
class Opened:
    next: str
    """To whom it is to be handed on."""
    inside: bytes
    """What is to be handed on."""


@dataclass(frozen=True)
class Hop:
    """All that one relay, or the site, knows once it has opened its envelope."""

    name: str
    came_from: str
    goes_to: str
    """Empty at the site, where the journey ends."""
    inside: bytes
    envelopes_left: int
    """How many envelopes are still round the letter; at 0, inside is the letter itself."""


def _key(secret: bytes, fresh: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt=None, info=_PURPOSE + fresh + public).derive(secret)


def seal(inside: bytes, goes_to: str, public: bytes) -> bytes:
    """Put something into one envelope; goes_to at most 255 bytes in UTF-8."""
    private = X25519PrivateKey.generate()
    fresh = private.public_key().public_bytes_raw()
    address = goes_to.encode()
    plain = bytes([len(address)]) + address + inside
    secret = private.exchange(X25519PublicKey.from_public_bytes(public))
    return fresh + ChaCha20Poly1305(_key(secret, fresh, public)).encrypt(_NONCE, plain, fresh)


def wrap(letter: bytes, site: str, relays: Sequence[Relay]) -> bytes:
    """Return the letter in one envelope for each relay, the first relay's outermost."""
    onion, goes_to = letter, site
    for relay in reversed(relays):
        onion = seal(onion, goes_to, relay.public)
        goes_to = relay.name
    return onion


def journey(onion: bytes, sender: str, relays: Sequence[Relay], locked: bool = False) -> list[Hop]:
    """Return what each relay learns, in turn; locked: the letter has an envelope for the site."""
    hops: list[Hop] = []
    came_from = sender
    for left, relay in zip(range(len(relays) - 1, -1, -1), relays, strict=True):
        opened = relay.open(onion)
        hops.append(Hop(relay.name, came_from, opened.next, opened.inside, left + locked))
        onion, came_from = opened.inside, relay.name
    return hops


def send(letter: str, sender: str, site: Relay, relays: Sequence[Relay], https: bool) -> list[Hop]:
    """Send a letter all the way; with https one more envelope is round it, for the site."""
    inside = seal(letter.encode(), "", site.public) if https else letter.encode()
    hops = journey(wrap(inside, site.name, relays), sender, relays, https)
    arrived = site.open(hops[-1].inside).inside if https else hops[-1].inside
    return [*hops, Hop(site.name, relays[-1].name, "", arrived, 0)]
