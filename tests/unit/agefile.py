"""A passphrase file in the age format by another hand (C2SP age), with as light a lock as wanted.

pyrage makes its lock as heavy as takes this computer about a second, which tests need only once.
"""

import base64
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

LIGHT = 10


def _text(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def locked(data: bytes, passphrase: str, work: int = LIGHT) -> bytes:
    """Return an age file of at most 64 KiB that opens with 2**work rounds of scrypt."""
    file_key, salt, nonce = (os.urandom(16) for _each in range(3))
    label = b"age-encryption.org/v1/scrypt"
    wrapping = Scrypt(label + salt, 32, 2**work, 8, 1).derive(passphrase.encode())
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    stanza = b"-> scrypt " + _text(salt) + b" %d\n" % work + _text(wrapped) + b"\n"
    header = b"age-encryption.org/v1\n" + stanza + b"---"
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    sealed = payload.encrypt(bytes(11) + b"\x01", data, None)
    return header + b" " + _text(mac) + b"\n" + nonce + sealed
