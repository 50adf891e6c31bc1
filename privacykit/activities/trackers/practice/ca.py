"""A certificate authority for one run: made in memory, valid two days, trusted by nobody else.

OpenSSL takes a server's key only from a file. On Linux that is a memfd, which never has a name;
elsewhere a temporary file that only this account may read, removed before anybody connects.
"""

import contextlib
import os
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_VALID = timedelta(days=2)
_EARLIER = timedelta(hours=1)
_PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Made:
    context: ssl.SSLContext
    leaf_der: bytes
    ca_pem: str


def make(hosts: Sequence[str]) -> Made:
    """Return a server's TLS context with one certificate for all hosts, and who signed it."""
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _each in range(2))
    root = _root(root_key)
    leaf = _leaf(leaf_key.public_key(), hosts, root, root_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    with _as_file(_pem(leaf_key) + leaf.public_bytes(_PEM)) as name:
        context.load_cert_chain(name)
    der = leaf.public_bytes(serialization.Encoding.DER)
    return Made(context, der, root.public_bytes(_PEM).decode("ascii"))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject: x509.Name, issuer: x509.Name) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now - _EARLIER + _VALID)
    )


def _root(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = _name("Practice web of this computer")
    return (
        _builder(name, name)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    key: ec.EllipticCurvePublicKey,
    hosts: Sequence[str],
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return (
        _builder(_name("practice.example"), root.subject)
        .public_key(key)
        .add_extension(names, critical=False)
        .add_extension(usage, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
    )


@contextlib.contextmanager
def _as_file(content: bytes) -> Iterator[str]:
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("practice", os.MFD_CLOEXEC)
        try:
            os.write(number, content)
            yield f"/proc/self/fd/{number}"
        finally:
            os.close(number)
        return
    number, name = tempfile.mkstemp()  # mode 0600
    try:
        os.write(number, content)
        os.close(number)
        yield name
    finally:
        Path(name).unlink()
