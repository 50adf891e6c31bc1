"""Which certificates are let through: this run's own, for the practice web's hosts, no other."""

from collections.abc import Callable, Collection, Sequence
from hmac import compare_digest

from PySide6.QtWebEngineCore import QWebEngineCertificateError

_UNKNOWN_SIGNER = QWebEngineCertificateError.Type.CertificateAuthorityInvalid


def is_ours(host: str, chain: Sequence[bytes], hosts: Collection[str], leaf: bytes) -> bool:
    """Compare the server's own certificate byte by byte; chain in DER, the leaf first."""
    return host in hosts and bool(leaf and chain) and compare_digest(chain[0], leaf)


def gate(
    hosts: Collection[str], leaf: Callable[[], bytes]
) -> Callable[[QWebEngineCertificateError], None]:
    """Return what to connect to a page's certificateError."""

    def decide(error: QWebEngineCertificateError) -> None:
        chain = [bytes(one.toDer().data()) for one in error.certificateChain()]
        known = error.type() == _UNKNOWN_SIGNER
        if known and is_ours(error.url().host(), chain, hosts, leaf()):
            error.acceptCertificate()
        else:
            error.rejectCertificate()

    return decide


def refuse(error: QWebEngineCertificateError) -> None:
    """Let no certificate through that Chromium itself does not trust."""
    error.rejectCertificate()
