"""Listens on the loopback device for the practice web: as an HTTP proxy, and for *.localhost.

Who may ask: only programs of the same account. On Linux the kernel says whose a connection is
(/proc/net/tcp), so another person on a shared computer is refused before a byte is read. Elsewhere
the address alone must do; there is nothing to fetch there but made-up pages, as profiles are never
served and a visitor's number cannot be guessed.
"""

import os
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from privacykit.activities.trackers.practice.handler import Handler, Place

CONNECTIONS = 128
"""At once; a browser keeps up to 32 to a proxy."""
_TABLES = (Path("/proc/self/net/tcp"), Path("/proc/self/net/tcp6"))
_HERE = f"{int.from_bytes(socket.inet_aton('127.0.0.1'), sys.byteorder):08X}"
"""As the kernel writes it; behind zeros in the table of IPv6."""
_FAULTS = 10


class _Sockets(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = False
    request_queue_size = 64
    timeout = 1.0
    """Seconds between two looks at whether it shall end, where nobody connects."""

    def __init__(self, place: Place, context: ssl.SSLContext) -> None:
        self.place = place
        self.faults: list[BaseException] = []
        """What went wrong in a handler, for tests; nothing is printed."""
        self._context = context
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)
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
        self.faults = [*self.faults, sys.exc_info()[1] or RuntimeError()][-_FAULTS:]

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
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="practice-web")
        self._thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            self._sockets.handle_request()

    @property
    def faults(self) -> list[BaseException]:
        return self._sockets.faults

    def stop(self) -> None:
        """Close the port, end every connection and join every thread."""
        self._ended.set()
        with suppress(OSError):  # wakes the thread now and not at its next look
            socket.create_connection(("127.0.0.1", self.port), 1).close()
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
