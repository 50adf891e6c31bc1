"""A phone: its keys, in memory only, and the conversations it has with others."""

from dataclasses import dataclass

import doubleratchet
import x3dh

from privacykit.activities.messaging.engine import protocol
from privacykit.activities.messaging.engine.protocol import Ratchet, done


@dataclass(frozen=True)
class Envelope:
    """What goes out of a phone when it writes end-to-end encrypted."""

    sender: str
    receiver: str
    greeting: x3dh.Header | None
    """Sent along until the other has answered: with it a conversation begins."""
    message: doubleratchet.EncryptedMessage

    @property
    def sealed(self) -> bytes:
        return self.message.ciphertext


@dataclass
class Conversation:
    ratchet: Ratchet
    associated: bytes
    greeting: x3dh.Header | None = None


class UnreadableError(Exception):
    """The message is not for this phone, was changed on the way, or came twice."""


class Phone:
    def __init__(self, name: str) -> None:
        self.name = name
        self._keys = protocol.make_keys()
        self._conversations: dict[str, Conversation] = {}

    @property
    def bundle(self) -> x3dh.Bundle:
        """The public keys that the phone leaves with the server for whoever wants to write."""
        return self._keys.bundle

    @property
    def identity(self) -> bytes:
        """The phone's lasting public key, 32 bytes."""
        return self.bundle.identity_key

    def without_conversations(self) -> "Phone":
        """Return the same phone, same keys, as before its first message."""
        same = Phone(self.name)
        same._keys = self._keys
        return same

    def conversation(self, name: str) -> Conversation:
        """Return what a thief finds in the memory of this phone; KeyError before a message."""
        return self._conversations[name]

    def write(self, text: str, receiver: str, bundle: x3dh.Bundle) -> Envelope:
        """Seal a text; the bundle is used for the first one only."""
        here = self._conversations.get(receiver)
        message = self._begin(text, receiver, bundle) if here is None else self._on(here, text)
        greeting = self._conversations[receiver].greeting
        return Envelope(self.name, receiver, greeting, message)

    def _begin(
        self, text: str, receiver: str, bundle: x3dh.Bundle
    ) -> doubleratchet.EncryptedMessage:
        secret, associated, greeting = done(self._keys.get_shared_secret_active(bundle))
        ratchet, message = done(
            Ratchet.encrypt_initial_message(
                **protocol.CHAIN,
                shared_secret=secret,
                recipient_ratchet_pub=bundle.signed_pre_key,
                message=text.encode(),
                associated_data=associated,
            )
        )
        self._conversations[receiver] = Conversation(ratchet, associated, greeting)
        return message

    def _on(self, here: Conversation, text: str) -> doubleratchet.EncryptedMessage:
        return done(here.ratchet.encrypt_message(text.encode(), here.associated))

    def read(self, envelope: Envelope) -> str:
        """Open what came; UnreadableError if that cannot be done."""
        here = self._conversations.get(envelope.sender)
        try:
            if here is None:
                return self._greeted(envelope).decode()
            text = done(here.ratchet.decrypt_message(envelope.message, here.associated))
        except (*REFUSALS, x3dh.KeyAgreementException) as error:
            raise UnreadableError(envelope.sender) from error
        here.greeting = None
        return text.decode()

    def _greeted(self, envelope: Envelope) -> bytes:
        if envelope.greeting is None:
            raise UnreadableError(envelope.sender)
        agreed = done(self._keys.get_shared_secret_passive(envelope.greeting))
        secret, associated, signed = agreed
        ratchet, text = done(
            Ratchet.decrypt_initial_message(
                **protocol.CHAIN,
                shared_secret=secret,
                own_ratchet_priv=signed.priv,
                message=envelope.message,
                associated_data=associated,
            )
        )
        self._conversations[envelope.sender] = Conversation(ratchet, associated)
        return text


REFUSALS = (
    doubleratchet.AuthenticationFailedException,
    doubleratchet.DecryptionFailedException,
    doubleratchet.DoSProtectionException,
    doubleratchet.DuplicateMessageException,
)
"""What a ratchet raises when a message is not for it."""
