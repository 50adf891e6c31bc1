"""Serves the practice web on the loopback device: as an HTTP proxy, and for *.localhost.

Who may ask: only programs of the same account. On Linux the kernel says whose a connection is
(/proc/net/tcp), so another person on a shared computer is refused before a byte is read. Elsewhere
the address alone must do; there is nothing to fetch there but made-up pages, as profiles are never
served and a visitor's number cannot be guessed.

Bounds: connections at once, bytes of a head and a body, seconds for each of them, listed hosts only.
"""

import io
import os
import socket
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from privacykit.activities.trackers.practice.message import (
    Answer,
    Asked,
    canonical,
    fields,
    redirect,
)

CONNECTIONS = 128
HEAD, BODY = 16 * 1024, 16 * 1024
_DIGITS = 18
_AHEAD = io.DEFAULT_BUFFER_SIZE
SECONDS = 10.0
"""For a head, a body, a handshake, or for waiting between two requests."""
_TABLES = (Path("/proc/self/net/tcp"), Path("/proc/self/net/tcp6"))
_HERE = f"{int.from_bytes(socket.inet_aton('127.0.0.1'), sys.byteorder):08X}"
"""As the kernel writes it; behind zeros in the table of IPv6."""
_REFUSED = Answer(b"502: the practice web has no such host.\n", status=502)
_TOO_BIG = Answer(b"413: too much at once.\n", status=413)
_BAD = Answer(b"400: not understood.\n", status=400)
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Place(Protocol):
    """Who answers."""

    hosts: frozenset[str]

    def answer(self, asked: Asked) -> Answer: ...

    def connected(self, host: str) -> None: ...

    def localised(self, answer: Answer, port: int) -> Answer: ...


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
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        size = self._connection.recv_into(buffer)
        self._left -= size
        if self._left < 0:
            raise _TooMuchError
        return size


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = SECONDS
    server: "_Sockets"

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
        self.wfile = self.connection.makefile("wb")  # type: ignore[assignment]
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

    do_GET = do_HEAD = do_POST = do_OPTIONS = _answer

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


class _Sockets(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, place: Place, context: ssl.SSLContext) -> None:
        self.place = place
        self.faults: list[BaseException] = []
        """What went wrong in a handler, for tests; nothing is printed."""
        self._context = context
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port: int = self.server_address[1]

    def verify_request(self, request: Any, client_address: Any) -> bool:
        with self._lock:
            full = len(self._open) >= CONNECTIONS
            if not full and is_own(client_address[1], self.port):
                self._open.add(request)
                return True
        return False

    def encrypted(self, plain: socket.socket) -> ssl.SSLSocket:
        with self._lock:
            self._open.discard(plain)
            wrapped = self._context.wrap_socket(
                plain, server_side=True, do_handshake_on_connect=False
            )
            self._open.add(wrapped)
        return wrapped

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open -= {one for one in self._open if one.fileno() == -1}

    def handle_error(self, request: object, client_address: object) -> None:
        self.faults = [*self.faults, sys.exc_info()[1] or RuntimeError()][-10:]

    def hang_up(self) -> None:
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    socket.socket.shutdown(one, socket.SHUT_RDWR)


class Server:
    """Listens from the moment it is made until stop()."""

    def __init__(self, place: Place, context: ssl.SSLContext) -> None:
        self._sockets = _Sockets(place, context)
        self.port = self._sockets.port
        self._thread = threading.Thread(
            target=self._sockets.serve_forever, args=(0.05,), name="practice-web"
        )
        self._thread.start()

    @property
    def faults(self) -> list[BaseException]:
        return self._sockets.faults

    def stop(self) -> None:
        """Close the port, end every connection and join every thread."""
        self._sockets.shutdown()
        self._thread.join()
        self._sockets.hang_up()
        self._sockets.server_close()


def is_own(
    port: int, server: int, tables: Iterable[Path] = _TABLES, account: int | None = None
) -> bool:
    """Tell whether this account holds the other end of a connection; True where no table is."""
    known = [table for table in tables if table.exists()]
    wanted = str(os.geteuid() if account is None else account) if known else ""
    return not known or any(_owner(table, port, server) == wanted for table in known)


def _owner(table: Path, port: int, server: int) -> str:
    ends = (f"{_HERE}:{port:04X}", f"{_HERE}:{server:04X}")
    with table.open(encoding="ascii") as lines:
        rows = (line.split() for line in lines)
        return next((row[7] for row in rows if all(map(str.endswith, row[1:3], ends))), "")
