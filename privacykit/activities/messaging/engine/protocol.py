"""Signal's protocol, from the packages X3DH and DoubleRatchet, with the choices they recommend.

Both are written for asyncio but never wait for anything, so that they can be run to their end.
"""

from collections.abc import Coroutine
from typing import Any, TypeVar

import doubleratchet
import x3dh
from doubleratchet.recommended import (
    HashFunction,
    aead_aes_hmac,
    diffie_hellman_ratchet_curve25519,
    kdf_hkdf,
    kdf_separate_hmacs,
)

_Result = TypeVar("_Result")
MOST_SKIPPED = 100
_ONE_TIME_KEYS = 8
"""In store for conversations that begin; a used one is replaced. A server would hold more."""


class Keys(x3dh.State):
    """A phone's long-term key and the keys it hands out to strangers."""

    @staticmethod
    def _encode_public_key(_key_format: x3dh.IdentityKeyFormat, pub: bytes) -> bytes:
        return b"\x05" + pub

    def _publish_bundle(self, bundle: x3dh.Bundle) -> None:
        """Take no part in keeping it up to date: one exercise is one bundle."""


class RootKDF(kdf_hkdf.KDF):
    @staticmethod
    def _get_hash_function() -> HashFunction:
        return HashFunction.SHA_256

    @staticmethod
    def _get_info() -> bytes:
        return b"privacykit root chain"


class MessageKDF(kdf_separate_hmacs.KDF):
    @staticmethod
    def _get_hash_function() -> HashFunction:
        return HashFunction.SHA_256


class Seal(aead_aes_hmac.AEAD):
    @staticmethod
    def _get_hash_function() -> HashFunction:
        return HashFunction.SHA_256

    @staticmethod
    def _get_info() -> bytes:
        return b"privacykit message"


class Ratchet(doubleratchet.DoubleRatchet):
    @staticmethod
    def _build_associated_data(associated_data: bytes, header: doubleratchet.Header) -> bytes:
        return bound(associated_data, header)


def bound(associated_data: bytes, header: doubleratchet.Header) -> bytes:
    """Return what a message is sealed together with, so that nobody can change it on the way."""
    numbers = header.previous_sending_chain_length, header.sending_chain_length
    counted = b"".join(number.to_bytes(8, "big") for number in numbers)
    return associated_data + header.ratchet_pub + counted


CHAIN: dict[str, Any] = {
    "diffie_hellman_ratchet_class": diffie_hellman_ratchet_curve25519.DiffieHellmanRatchet,
    "root_chain_kdf": RootKDF,
    "message_chain_kdf": MessageKDF,
    "message_chain_constant": b"\x01\x02",
    "dos_protection_threshold": MOST_SKIPPED,
    "max_num_skipped_message_keys": MOST_SKIPPED,
    "aead": Seal,
}
"""What a Ratchet is made with."""


def make_keys() -> Keys:
    return Keys.create(
        identity_key_format=x3dh.IdentityKeyFormat.CURVE_25519,
        hash_function=x3dh.HashFunction.SHA_256,
        info=b"privacykit key agreement",
        pre_key_refill_threshold=_ONE_TIME_KEYS - 1,
        pre_key_refill_target=_ONE_TIME_KEYS,
    )


def done(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Run a coroutine that never waits; RuntimeError if it does."""
    try:
        work.send(None)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]
    work.close()
    raise RuntimeError("a step of the protocol waits for something")
