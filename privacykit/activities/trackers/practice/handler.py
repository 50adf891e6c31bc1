"""Reads requests from one connection, plain or inside a tunnel, and sends the answers.

Bounds: bytes of a head and a body, seconds for each of them, hosts of the practice web only.
"""

import io
import socket
import ssl
import time
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import urlsplit

from privacykit.activities.trackers.practice.message import (
    Answer,
    Asked,
    canonical,
    fields,
    redirect,
)

HEAD, BODY = 16 * 1024, 16 * 1024
_DIGITS = 18
_AHEAD = io.DEFAULT_BUFFER_SIZE
SECONDS = 10.0
"""For a head, a body, a handshake, or for waiting between two requests."""
_INSTANT = 0.001
_REFUSED = Answer(b"502: the practice web has no such host.\n", status=502)
_TOO_BIG = Answer(b"413: too much at once.\n", status=413)
_BAD = Answer(b"400: not understood.\n", status=400)


class Place(Protocol):
    """Who answers."""

    hosts: frozenset[str]

    def answer(self, asked: Asked) -> Answer: ...

    def connected(self, host: str) -> None: ...

    def localised(self, answer: Answer, port: int) -> Answer: ...


class Listening(Protocol):
    """The server that a connection belongs to."""

    place: Place
    port: int

    def encrypted(self, plain: socket.socket) -> ssl.SSLSocket: ...


class _TooMuchError(OSError):
    """More bytes than a request may have."""


class _Timed(io.RawIOBase):
    """Reads from a socket until a moment and up to a number of bytes, both set anew each time."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.allow(HEAD)

    def allow(self, size: int) -> None:
        self._until = time.monotonic() + SECONDS
        self._left = size + _AHEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        self._connection.settimeout(max(left, _INSTANT))
        size = self._connection.recv_into(buffer)
        self._left -= size
        if self._left < 0:
            raise _TooMuchError
        return size


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = SECONDS
    server: Listening  # type: ignore[assignment]

    def setup(self) -> None:
        super().setup()
        self._tunnel = ""
        self._read_from(self.connection)

    def _read_from(self, connection: socket.socket) -> None:
        self._timed = _Timed(connection)
        self.rfile = io.BufferedReader(self._timed)

    def handle(self) -> None:
        with suppress(OSError, ValueError):  # it left, was too slow, sent too much or nonsense
            super().handle()

    def handle_one_request(self) -> None:
        self._timed.allow(HEAD)
        super().handle_one_request()

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()
        if self.connection is not self.request:  # the encrypted one, which nobody else closes
            self.connection.close()

    def version_string(self) -> str:
        return "practice"

    def log_message(self, *_arguments: object) -> None:
        """Keep no log."""

    def do_CONNECT(self) -> None:
        host, _colon, port = self.path.rpartition(":")
        if self._tunnel or port != "443" or host.lower() not in self.server.place.hosts:
            self._send(_REFUSED)
            self.close_connection = True
            return
        self.server.place.connected(host.lower())
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self._encrypt(host.lower())

    def _encrypt(self, host: str) -> None:
        """Go on in TLS inside the same connection."""
        self.connection.settimeout(SECONDS)
        self.connection = self.server.encrypted(self.connection)
        self.connection.do_handshake()
        self._read_from(self.connection)
        self.wfile = self.connection.makefile("wb")
        self._tunnel = host
        self.close_connection = False

    def _answer(self) -> None:
        size = self._size()
        if size is None or size > BODY:
            self.close_connection = True
            self._send(_BAD if size is None else _TOO_BIG)
            return
        self._timed.allow(size)
        body = self.rfile.read(size)
        try:
            target = self._target()
        except ValueError:
            self._send(_BAD)
            return
        self._send(self._answered(*target, body) if target else _REFUSED)

    def _size(self) -> int | None:
        """Return how long the body is; None if that is not said plainly."""
        size = self.headers.get("Content-Length", "0")
        plain = size.isascii() and size.isdecimal() and len(size) <= _DIGITS
        return int(size) if plain and "Transfer-Encoding" not in self.headers else None

    do_GET = do_HEAD = do_POST = do_OPTIONS = _answer  # noqa: N815 (the names that http.server calls)

    def _target(self) -> tuple[str, str, str] | None:
        """Return host, path and query that are asked for; None if they are not ours."""
        parts = urlsplit(self.path)
        host = self._tunnel or (parts.hostname or "" if parts.scheme == "http" else self._local())
        if host not in self.server.place.hosts:
            return None
        return host, parts.path or "/", parts.query

    def _local(self) -> str:
        """Return whom a browser without a proxy means."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        return canonical(host) if host.endswith(".localhost") else ""

    def _answered(self, host: str, path: str, query: str, body: bytes) -> Answer:
        if not self._tunnel and self.path.startswith("http:"):
            return redirect(f"https://{host}{path}?{query}".rstrip("?"), status=301)
        asked = Asked(host, path, fields(query), _lower(self.headers), body, self.command)
        answer = self.server.place.answer(asked)
        return answer if self._tunnel else self.server.place.localised(answer, self.server.port)

    def _send(self, answer: Answer) -> None:
        self.connection.settimeout(SECONDS)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
