"""The key that signs the record and what its owner alone knows of the record's end."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from privacykit.errors import RecordError
from privacykit.i18n import _
from privacykit.record.row import NOTHING, Count, Hash, NoHash
from privacykit.wipe.machine import state


class Keeper(Protocol):
    """Where the secret is kept: root's file, or a keyring."""

    def load(self) -> bytes | None: ...

    def save(self, secret: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that only its owner may open, in a folder that only the owner may enter."""

    folder: Path
    name: str = "record.key"

    def load(self) -> bytes | None:
        try:
            return state.load(self.folder, self.name)
        except FileNotFoundError:
            return None

    def save(self, secret: bytes) -> None:
        state.save(self.folder, self.name, secret)


class Head(msgspec.Struct, frozen=True):
    """The end of the record: what must be there, or rows were taken away."""

    number: Count = 0
    hash: Hash = NOTHING
    verified: Count = 0
    """Wipes so far in which nothing was left."""
    unverified: Count = 0
    signature: str = ""


class Secret(msgspec.Struct, frozen=True):
    """What is kept where only the owner of the record can change it."""

    key: Hash
    first: Hash
    """The public key with which the record began."""
    head: Head = Head()
    coming: NoHash = ""
    """The next key, from before its row is written until after."""


def load(keeper: Keeper) -> Secret | None:
    """Return it; None if there is none yet. Raises RecordError if it is damaged."""
    content = keeper.load()
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=Secret)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        words = _(
            "The key of the record, in record.key or in the keyring, is damaged. Remove it; the "
            "next wipe begins a new one."
        )
        raise RecordError(words) from error


def save(keeper: Keeper, secret: Secret) -> None:
    keeper.save(msgspec.json.encode(secret))


def new_key() -> str:
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_of(key: str) -> str:
    return _private(key).public_key().public_bytes_raw().hex()


def sign(key: str, content: bytes) -> str:
    return _private(key).sign(content).hex()


def is_signed(public: str, content: bytes, signature: str) -> bool:
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        known.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))
