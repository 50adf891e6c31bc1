"""Public keys and sealed messages as bytes; what comes from the other is checked field by field."""

from typing import Annotated, TypeVar

import doubleratchet
import msgspec
import x3dh

from privacykit.activities.messaging.engine.phone import Envelope
from privacykit.errors import PairingError
from privacykit.i18n import _

Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
_LONGEST = 1024
_Made = TypeVar("_Made")


class _Bundle(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    identity: Key
    signed: Key
    signature: Signature
    once: Annotated[list[Key], msgspec.Meta(min_length=1, max_length=1)]


class _Greeting(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    identity: Key
    ephemeral: Key
    signed: Key
    once: Key | None


class _Message(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    greeting: _Greeting | None
    ratchet: Key
    before: Count
    number: Count
    sealed: Annotated[bytes, msgspec.Meta(max_length=_LONGEST)]


def from_bundle(bundle: x3dh.Bundle) -> bytes:
    """Return public keys for one conversation, which needs one of those for one use."""
    fields = bundle.identity_key, bundle.signed_pre_key, bundle.signed_pre_key_sig
    return msgspec.msgpack.encode(_Bundle(*fields, sorted(bundle.pre_keys)[:1]))


def to_bundle(data: bytes) -> x3dh.Bundle:
    """Return the keys of the other's phone; PairingError if they are none."""
    read = _decoded(data, _Bundle)
    return x3dh.Bundle(read.identity, read.signed, read.signature, frozenset(read.once))


def from_envelope(envelope: Envelope) -> bytes:
    greeting, message = envelope.greeting, envelope.message
    return msgspec.msgpack.encode(
        _Message(_Greeting(*greeting) if greeting else None, *message.header, message.ciphertext)
    )


def to_envelope(data: bytes, sender: str, receiver: str) -> Envelope:
    """Return what the other's phone has sealed; PairingError if it is nothing of the kind."""
    read = _decoded(data, _Message)
    first = read.greeting
    greeting = None
    if first is not None:
        greeting = x3dh.Header(first.identity, first.ephemeral, first.signed, first.once)
    header = doubleratchet.Header(read.ratchet, read.before, read.number)
    sealed = doubleratchet.EncryptedMessage(header, read.sealed)
    return Envelope(sender, receiver, greeting, sealed)


def _decoded(data: bytes, kind: type[_Made]) -> _Made:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        said = _("The other computer sent something that makes no sense. Begin again.")
        raise PairingError(said) from error
