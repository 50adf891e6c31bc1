"""A web of a few hosts behind a proxy on loopback, https by CONNECT, for the browser's tests."""

import socket
import socketserver
import ssl
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Site(NamedTuple):
    host: str
    title: str
    summary: str
    url: str


class Company(NamedTuple):
    name: str


@dataclass
class Asked:
    method: str
    host: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Answer:
    body: str | bytes = ""
    kind: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)


Page = Answer | Callable[[Asked], Answer]


def certificate(names: list[str]) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Little web")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), False)
        .sign(key, hashes.SHA256())
    )
    return key, made


class LittleWeb:
    """Looks like the practice web to the browser; remembers all that it was asked."""

    def __init__(
        self, pages: Mapping[str, Page], companies: Mapping[str, str] | None = None
    ) -> None:
        """Pages by "host/path"; a path that is not known is answered with nothing."""
        self.pages = dict(pages)
        self.hosts = frozenset(address.split("/")[0] for address in pages)
        self.companies = {domain: Company(name) for domain, name in (companies or {}).items()}
        self.filter_lines: tuple[str, ...] = ()
        self.asked: list[Asked] = []
        self.connected: list[str] = []
        self._key, self._made = certificate(sorted(self.hosts))
        self.leaf_der = self._made.public_bytes(serialization.Encoding.DER)
        self._context = self._tls()
        self._server: socketserver.ThreadingTCPServer | None = None
        self.port = 0

    def _tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile() as file:
            file.write(
                self._key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            file.write(self._made.public_bytes(serialization.Encoding.PEM))
            file.flush()
            context.load_cert_chain(Path(file.name))
        return context

    def change_certificate(self) -> None:
        """Answer from now on with another certificate for the same names."""
        self._key, self._made = certificate(sorted(self.hosts))
        self._context = self._tls()

    @property
    def sites(self) -> tuple[Site, ...]:
        return tuple(
            Site(host, host.split(".")[0].title(), f"All about {host}", f"https://{host}/")
            for host in sorted(self.hosts)
            if f"{host}/" in self.pages
        )

    def start(self) -> None:
        if self._server is not None:
            return
        web = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    web._proxy(self.connection)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def fresh(self) -> None:
        self.asked.clear()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _proxy(self, connection: socket.socket) -> None:
        head = connection.makefile("rb")
        line = head.readline().decode("latin-1").split()
        while head.readline().strip():
            pass
        if not line or line[0] != "CONNECT" or line[1].split(":")[0] not in self.hosts:
            self.connected.append(f"refused {line[1] if len(line) > 1 else ''}")
            connection.sendall(b"HTTP/1.1 502 Not here\r\nContent-Length: 0\r\n\r\n")
            return
        host = line[1].split(":")[0]
        self.connected.append(host)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with self._context.wrap_socket(connection, server_side=True) as secure:
            self._serve(secure, host)

    def _serve(self, secure: ssl.SSLSocket, host: str) -> None:
        stream = secure.makefile("rb")
        while line := stream.readline().decode("latin-1").split():
            headers = {}
            while field_line := stream.readline().decode("latin-1").strip():
                name, _colon, value = field_line.partition(":")
                headers[name.lower()] = value.strip()
            if length := int(headers.get("content-length", 0)):
                stream.read(length)
            secure.sendall(self._answer(Asked(line[0], host, line[1], headers)))

    def _answer(self, asked: Asked) -> bytes:
        self.asked.append(asked)
        page = self.pages.get(asked.host + asked.path.partition("?")[0], Answer(status="404 No"))
        answer = page(asked) if callable(page) else page
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        lines = [f"HTTP/1.1 {answer.status}", f"Content-Type: {answer.kind}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        lines += [f"Content-Length: {len(body)}", "", ""]
        return "\r\n".join(lines).encode() + body

    def heard(self, host: str) -> list[str]:
        """Return the paths for which a host was asked."""
        return [one.path for one in self.asked if one.host == host]
