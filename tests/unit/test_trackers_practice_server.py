"""The practice web's proxy: whom it answers, whom not, and that nothing gets out or stays."""

import http.client
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit.activities.trackers.practice import ca, handler, server
from privacykit.activities.trackers.practice.town import Town
from privacykit.activities.trackers.practice.web import PracticeWeb
from tests.unit.practice_client import Client

HEALTH = "health-advice.example"


@pytest.fixture
def web() -> Iterator[PracticeWeb]:
    with PracticeWeb("en", seed=1) as running:
        yield running
        assert running.faults == ()


def raw(web: PracticeWeb, sent: bytes, *, end: bool = True) -> bytes:
    """Send bytes as they are and return all that comes back."""
    with socket.create_connection(("127.0.0.1", web.port), 5) as connection:
        connection.sendall(sent)
        if end:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def plain(web: PracticeWeb, target: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    connection.request("GET", target, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_a_page_comes_by_https_through_the_proxy(web: PracticeWeb) -> None:
    got = Client(web).get(f"https://{HEALTH}/sore-knees")
    assert got.status == 200
    assert b"<h1>Sore knees</h1>" in got.body
    assert got.header("Cache-Control") == "no-store"


def test_one_connection_carries_many_pages(web: PracticeWeb) -> None:
    with Client(web).tunnel(HEALTH) as connection:
        for path in ("/", "/sleep", "/style.css"):
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.read()


def test_head_brings_no_body(web: PracticeWeb) -> None:
    with Client(web).tunnel(HEALTH) as connection:
        connection.request("HEAD", "/")
        answer = connection.getresponse()
        assert int(answer.headers["Content-Length"]) > 1000
        assert answer.read() == b""


def test_http_leads_to_https(web: PracticeWeb) -> None:
    answer = plain(web, f"http://{HEALTH}/sleep?x=1")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HEALTH}/sleep?x=1"


@pytest.mark.parametrize(
    "target",
    [
        "http://example.org/",
        "http://127.0.0.1/",
        "http://localhost/",
        "/",
        "ftp://x/",
        "https://x/",
    ],
)
def test_other_hosts_are_refused(web: PracticeWeb, target: str) -> None:
    assert plain(web, target).status == 502


@pytest.mark.parametrize(
    "target", ["example.org:443", f"{HEALTH}:80", f"{HEALTH}:22", "127.0.0.1:443", f"{HEALTH}", ":"]
)
def test_other_tunnels_are_refused(web: PracticeWeb, target: str) -> None:
    assert raw(web, f"CONNECT {target} HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 502 ")


def test_no_tunnel_inside_a_tunnel(web: PracticeWeb) -> None:
    with Client(web).tunnel(HEALTH) as connection:
        connection.request("CONNECT", f"{HEALTH}:443")
        assert connection.getresponse().status == 502


def test_a_browser_without_the_proxy_uses_localhost(web: PracticeWeb) -> None:
    address = web.local(f"https://{HEALTH}/sleep")
    assert address == f"http://health-advice.localhost:{web.port}/sleep"
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    connection.request("GET", "/", headers={"Host": f"weather-now.localhost:{web.port}"})
    page = connection.getresponse().read().decode()
    connection.close()
    assert f"http://tag.tracknet.localhost:{web.port}/tag.js" in page
    assert ".example" not in page.replace("practice.example", "")


def test_over_localhost_redirects_and_cookies_are_translated(web: PracticeWeb) -> None:
    sync = plain(web, "/sync?s=x", Host=f"ads.tracknet.localhost:{web.port}")
    assert sync.headers["Location"].startswith(f"http://match.adbazaar.localhost:{web.port}/in?")
    script = plain(web, "/m.js", Host=f"metrics.shoe-shop.localhost:{web.port}")
    assert "Domain=shoe-shop.localhost;" in script.headers["Set-Cookie"]


def test_the_certificate_names_every_host_for_two_days(web: PracticeWeb) -> None:
    leaf = x509.load_der_x509_certificate(web.leaf_der)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == web.hosts
    assert (leaf.not_valid_after_utc - leaf.not_valid_before_utc).days == 2
    with Client(web).tunnel(HEALTH) as connection:
        connection.connect()
        assert isinstance(connection.sock, ssl.SSLSocket)
        assert connection.sock.getpeercert(binary_form=True) == web.leaf_der


def test_every_run_has_keys_of_its_own() -> None:
    first, second = ca.make(["a.example"]), ca.make(["a.example"])
    assert first.leaf_der != second.leaf_der
    context = ssl.create_default_context(cadata=first.ca_pem)
    with pytest.raises(ssl.SSLError):
        _shake_hands(second.context, context)


def _shake_hands(answers: ssl.SSLContext, asks: ssl.SSLContext) -> None:
    to, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    there = answers.wrap_bio(to, back, server_side=True)
    here = asks.wrap_bio(back, to, server_hostname="a.example")
    for side in (here, there, here, there):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue


def test_without_memfd_the_key_lies_in_a_file_only_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(os, "memfd_create")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = ca.make(["a.example"])
    _shake_hands(made.context, ssl.create_default_context(cadata=made.ca_pem))
    assert list(tmp_path.iterdir()) == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300) | st.text("GETPOS /:.htp\r\n", max_size=80).map(str.encode))
def test_nonsense_ends_the_connection_and_nothing_else(web: PracticeWeb, sent: bytes) -> None:
    answer = raw(web, sent)
    assert b" 200 " not in answer[:20]
    assert web.faults == ()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=120))
def test_nonsense_in_a_tunnel_ends_it(web: PracticeWeb, sent: bytes) -> None:
    opened = f"CONNECT {HEALTH}:443 HTTP/1.1\r\n\r\n".encode()
    assert raw(web, opened + sent).startswith(b"HTTP/1.1 200 Connection established\r\n\r\n")
    assert web.faults == ()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("Content-Length: 99999", b"413"),
        ("Content-Length: -1", b"400"),
        ("Content-Length: ٣", b"400"),
        ("Content-Length: " + "9" * 400, b"400"),
        ("Transfer-Encoding: chunked", b"400"),
    ],
)
def test_bodies_are_counted(web: PracticeWeb, head: str, status: bytes) -> None:
    sent = f"POST http://{HEALTH}/ HTTP/1.1\r\n{head}\r\n\r\nabc".encode()
    assert raw(web, sent)[9:12] == status


@pytest.mark.parametrize("line", [b"X: y\r\n" * 8000, (b"X: " + b"y" * 5000 + b"\r\n") * 20])
def test_a_head_without_end_is_cut(web: PracticeWeb, line: bytes) -> None:
    sent = b"GET / HTTP/1.1\r\n" + line
    with suppress(ConnectionError):  # cut while it was still sending
        assert b" 200 " not in raw(web, sent)[:20]
    assert web.faults == ()


def test_whoever_is_slow_is_left(web: PracticeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "SECONDS", 0.3)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", web.port), 5) as connection:
        drip = threading.Event()
        while time.monotonic() - began < 4:
            try:
                connection.sendall(b"G")
            except OSError:
                break
            drip.wait(0.1)
        else:
            pytest.fail("a slow head was read without end")
    assert time.monotonic() - began < 3


def test_only_so_many_at_once(web: PracticeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 3)
    open_ones = [socket.create_connection(("127.0.0.1", web.port), 5) for _each in range(3)]
    try:
        for one in open_ones:  # each is served: it has its own thread
            one.sendall(f"GET http://{HEALTH}/ HTTP/1.1\r\n\r\n".encode())
            assert one.recv(9) == b"HTTP/1.1 "
        with socket.create_connection(("127.0.0.1", web.port), 5) as late:
            assert late.recv(1) == b""
    finally:
        for one in open_ones:
            one.close()


class TestOwnAccount:
    LINE = "   0: 0100007F:1F90 0100007F:{server:04X} 01 0:0 00:0 0 {owner} 0 1\n"

    def table(self, folder: Path, owner: int) -> Path:
        path = folder / "tcp"
        path.write_text("  sl  local_address\n" + self.LINE.format(server=80, owner=owner))
        return path

    def test_the_own_account_may(self, tmp_path: Path) -> None:
        assert server.is_own(8080, 80, [self.table(tmp_path, 1000)], 1000)

    def test_another_one_may_not(self, tmp_path: Path) -> None:
        assert not server.is_own(8080, 80, [self.table(tmp_path, 1001)], 1000)

    def test_nobody_known_may_not(self, tmp_path: Path) -> None:
        assert not server.is_own(8081, 80, [self.table(tmp_path, 1000)], 1000)

    def test_without_a_table_the_address_must_do(self, tmp_path: Path) -> None:
        assert server.is_own(8080, 80, [tmp_path / "none"], 1000)

    @pytest.mark.skipif(sys.platform != "linux", reason="/proc")
    def test_a_stranger_is_refused_before_a_byte(
        self, web: PracticeWeb, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 4711)
        assert _closed(web)
        monkeypatch.setattr(server, "is_own", lambda *_ends: True)  # one that does not ask
        assert not _closed(web)


def _closed(web: PracticeWeb) -> bool:
    try:
        return raw(web, f"GET http://{HEALTH}/ HTTP/1.1\r\n\r\n".encode()) == b""
    except ConnectionError:
        return True


def test_an_address_that_is_none_is_refused(web: PracticeWeb) -> None:
    assert raw(web, b"GET http://[x/ HTTP/1.1\r\n\r\n")[9:12] == b"400"


def test_a_mistake_of_ours_is_kept_for_tests_and_not_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Town, "answer", lambda *_anything: 1 / 0)
    with PracticeWeb("en") as web:
        local = f"GET / HTTP/1.1\r\nHost: bee-club.localhost:{web.port}\r\n\r\n"
        assert raw(web, local.encode()) == b""
        (fault,) = web.faults
        assert isinstance(fault, ZeroDivisionError)
    assert capfd.readouterr() == ("", "")


def test_stopping_what_never_ran_does_nothing() -> None:
    web = PracticeWeb("en")
    web.stop()
    assert (web.running, web.faults) == (False, ())


def test_starting_twice_is_starting_once() -> None:
    web = PracticeWeb("en", seed=1)
    assert (web.port, web.running) == (0, False)
    with web:
        port = web.port
        web.start()
        assert (web.port, web.running) == (port, True)
    assert (web.port, web.leaf_der, web.running) == (0, b"", False)


def test_stopping_ends_threads_and_connections_and_forgets() -> None:
    before = set(threading.enumerate())
    web = PracticeWeb("en", seed=1)
    web.start()
    client = Client(web)
    client.get("https://ads.tracknet.example/view.gif?u=https://health-advice.example/")
    with client.tunnel(HEALTH) as idle, socket.create_connection(("127.0.0.1", web.port)) as mute:
        idle.request("GET", "/")
        idle.getresponse().read()
        began = time.monotonic()
        web.stop()
        assert time.monotonic() - began < 3
        assert mute.recv(1) == b""
    assert set(threading.enumerate()) <= before
    assert web.ledger.stored("tracknet.example").profiles == ()


_heard: list[tuple[str, tuple[Any, ...]]] = []
_listening = False


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _listening and event in {"open", "socket.connect", "socket.bind", "socket.getaddrinfo"}:
        _heard.append((event, arguments))


@pytest.fixture
def heard() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """Return what is opened, bound and connected to while the test runs."""
    global _listening  # noqa: PLW0603 (a hook can never be taken away)
    if not hasattr(_hear, "added"):
        sys.addaudithook(_hear)
        _hear.added = True  # type: ignore[attr-defined]
    _heard.clear()
    _listening = True
    yield _heard
    _listening = False


def test_nothing_leaves_the_computer_and_nothing_is_written(
    heard: list[tuple[str, tuple[Any, ...]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with PracticeWeb("en") as web:
        client = Client(web)
        for site in web.sites:
            client.get(site.url)
        client.follow("https://ads.tracknet.example/sync")
    assert {_where(args) for event, args in heard if event.startswith("socket.")} == {"127.0.0.1"}
    wrote = [args for event, args in heard if event == "open" and _writes(args)]
    assert wrote == []
    assert list(tmp_path.iterdir()) == []


def _where(arguments: tuple[Any, ...]) -> str:
    """Return the host that was connected to, bound or looked up."""
    return str(arguments[1][0] if isinstance(arguments[1], tuple) else arguments[0])


def _writes(arguments: tuple[Any, ...]) -> bool:
    _path, mode, flags = arguments
    return "w" in str(mode or "") or bool(int(flags) & (os.O_WRONLY | os.O_RDWR))
