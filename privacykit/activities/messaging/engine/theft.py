"""Steal the key now: a copy of all a phone holds, and every key that can be made out of it."""

import copy
from collections.abc import Iterator

import doubleratchet

from privacykit.activities.messaging.engine import protocol
from privacykit.activities.messaging.engine.phone import (
    REFUSALS,
    Envelope,
    Phone,
    UnreadableError,
)
from privacykit.activities.messaging.engine.protocol import MessageKDF, Ratchet, Seal, done

AHEAD = 40
"""How many keys of a chain the thief makes beyond the number that a message bears."""
_KEY = 32


class Theft:
    """The thief stays on the line: reads on from the copy as long as the copy is good for it.

    What the phone shows on its screen is another matter: who holds the phone reads that anyway.
    """

    def __init__(self, phone: Phone, other: str) -> None:
        """Copy a phone's keys and its conversation with the other; KeyError if there is none."""
        stolen = phone.conversation(other)
        self._phone = copy.deepcopy(phone.without_conversations())
        self._associated = stolen.associated
        self._ratchet = Ratchet.from_json(stolen.ratchet.json, **protocol.CHAIN)
        self.tried = 0

    def open(self, envelope: Envelope) -> str | None:
        """Return the text, or None after every key within reach was tried."""
        self.tried = 1
        message = envelope.message
        try:
            text = done(self._ratchet.decrypt_message(message, self._associated))
        except REFUSALS:
            return self._from_the_beginning(envelope) or self._with_any_key(message)
        return text.decode()

    def _from_the_beginning(self, envelope: Envelope) -> str | None:
        """Try to agree on the first key once more, with the keys that the phone still holds."""
        self.tried += 1
        try:
            return copy.deepcopy(self._phone).read(envelope)
        except UnreadableError:
            return None

    def _with_any_key(self, message: doubleratchet.EncryptedMessage) -> str | None:
        bound = protocol.bound(self._associated, message.header)
        for key in self._keys(AHEAD + message.header.sending_chain_length):
            self.tried += 1
            try:
                return done(Seal.decrypt(message.ciphertext, key, bound)).decode()
            except REFUSALS:
                continue
        return None

    def _keys(self, ahead: int) -> Iterator[bytes]:
        """Yield the keys of the messages that follow in each chain; a chain has no way back."""
        chains = self._ratchet.model.diffie_hellman_ratchet.symmetric_key_ratchet
        for chain in (chains.receiving_chain, chains.sending_chain):
            if chain:
                yield from _following(chain.key, ahead)


def _following(key: bytes, ahead: int) -> Iterator[bytes]:
    for _message in range(ahead):
        made = done(MessageKDF.derive(key, protocol.CHAIN["message_chain_constant"], 2 * _KEY))
        key = made[:_KEY]
        yield made[_KEY:]
