"""Web servers on loopback, honest and hostile, for the check-up of the library's pages."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[socket.socket, str], None]
HOST = "127.0.0.1"


def page(body: str, *headers: str, status: str = "200 OK") -> Answer:
    lines = (f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers)
    content = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
    return lambda connection, _path: connection.sendall(content)


def redirect(*targets: str) -> Answer:
    return page("", *(f"Location: {one}" for one in targets), status="302 Found")


@contextmanager
def serving(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve on loopback until the end; yields the port."""
    listening = socket.create_server((HOST, 0))
    listening.settimeout(0.05)
    over, threads = threading.Event(), []

    def one(raw: socket.socket) -> None:
        with suppress(OSError), raw:
            raw.settimeout(5)
            connection = context.wrap_socket(raw, server_side=True) if context else raw
            with connection:
                asked = connection.recv(65536).decode("latin-1")
                answer(connection, [*asked.split(" "), ""][1])

    def accept() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                threads.append(threading.Thread(target=one, args=(listening.accept()[0],)))
                threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        accepting.join()
        listening.close()
        for thread in threads:
            thread.join()


def certified(folder: Path, *, host: str = HOST, days: int = 60) -> ssl.SSLContext:
    """Return what a server needs; `folder`/own.pem is the certificate that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "library")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=100))
        .not_valid_after(now + datetime.timedelta(days=days, hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "own.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "key.pem")
    return context


def trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / "own.pem"))
