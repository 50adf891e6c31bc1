"""Fetching a stranger's page: bounded in time and memory, and never into the building."""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.audit import web
from privacykit.audit.web import Visit, Web, checked
from privacykit.errors import CancelledError, WebError
from tests.unit.sites import HOST, Answer, certified, page, redirect, serving, trusting


def visit(answer: Answer, **known: Any) -> Visit:
    with serving(answer) as port:
        (site,) = Web((f"http://{HOST}:{port}/a b?q=å",), **known).sites()
        assert site.plain
        return site.plain


def endless(start: bytes, more: bytes, pause: float = 0) -> Answer:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(more)
            time.sleep(pause)

    return answer


def raw(content: bytes) -> Answer:
    return lambda connection, _path: connection.sendall(content)


def test_a_page_is_read_and_only_its_address_is_sent() -> None:
    asked: list[str] = []

    def answer(connection: socket.socket, path: str) -> None:
        asked.append(path)
        page("<script src=//cdn.example/x.js></script>", "Set-Cookie: a=b")(connection, path)

    with serving(answer) as port:
        found = Web((f"http://{HOST}:{port}/a b?q=å",))
        (site,) = found.sites()
        assert found.sites()[0] is site
    assert asked == ["/a%20b?q=%C3%A5"]
    assert site.best.page
    assert site.best.page.hosts == {"cdn.example"}
    assert site.best.hops[0].all("set-cookie") == ["a=b"]


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        endless(_OK + b"\r\n", b"x", 0.01),
        endless(_OK, b"X-More: 1\r\n", 0.05),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
        endless(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.01),
        lambda connection, _path: connection.recv(1),
    ],
    ids=["body", "headers", "continue", "chunks", "silence"],
)
def test_who_drips_is_left(answer: Answer) -> None:
    before = time.monotonic()
    found = visit(answer, seconds=0.5)
    assert time.monotonic() - before < 3
    assert "too long" in found.problem


def test_an_endless_body_is_cut_at_its_largest_size() -> None:
    found = visit(endless(_OK + b"\r\n", b" " * (1 << 20)))
    assert found.page
    assert not found.problem


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff garbage\r\n\r\n",
        b"HTTP/9.9 999999999999 \r\n\r\n",
        _OK + b"A: " + b"x" * 70_000 + b"\r\n\r\n",
        _OK + b"A: b\r\n" * 200 + b"\r\n",
        _OK + b"Transfer-Encoding: chunked\r\n\r\nzzz\r\n",
    ],
)
def test_garbage_is_told_in_one_sentence(content: bytes) -> None:
    found = visit(raw(content))
    assert found.page is None
    assert found.problem.startswith(f"{HOST} cannot be reached (")
    assert "\n" not in found.problem


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page("", status="404 Not Found"), "error 404"),
        (page("", "Content-Encoding: gzip"), "no web page"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"), "no web page"),
        (redirect("/again"), "in circles"),
        (redirect("http://[bad"), "something that is no web page"),
        (redirect("file:///etc/passwd"), "something that is no web page"),
        (redirect("http://user:secret@library.example/"), "something that is no web page"),
        (redirect("http://127.0.0.2/"), "into a local network"),
        (redirect("http://[::ffff:127.0.0.1]/"), "into a local network"),
        (redirect("http://[::1]/"), "into a local network"),
        (redirect("http://localhost/"), "into a local network"),
        (redirect("http://10.0.0.1/"), "into a local network"),
        (redirect("http://169.254.169.254/"), "into a local network"),
    ],
)
def test_what_is_not_a_page_is_told(answer: Answer, words: str) -> None:
    found = visit(answer)
    assert words in found.problem
    assert found.page is None
    assert "secret" not in found.problem


def test_a_naive_fetch_follows_a_redirect_into_the_building() -> None:
    from urllib.request import ProxyHandler, build_opener

    with serving(page("inside")) as inner:
        leading = redirect(f"http://localhost:{inner}/")
        with (
            serving(leading) as port,
            build_opener(ProxyHandler({})).open(f"http://{HOST}:{port}/") as naive,
        ):
            assert naive.read() == b"inside"
        assert "into a local network" in visit(leading).problem


def test_a_redirect_to_another_page_of_the_same_host_is_followed() -> None:
    with serving(page("there")) as inner:
        found = visit(redirect(f"http://{HOST}:{inner}/", "/second"))
    assert [hop.status for hop in found.hops] == [302, 200]
    assert found.end
    assert found.end.status == 200


def test_addresses_of_the_world_may_be_redirected_to() -> None:
    assert web._is_outside("93.184.216.34")
    assert web._is_outside("2606:2800:220:1::1")
    assert not web._is_outside("fe80::1%eth0")
    assert ipaddress.ip_address("::ffff:10.0.0.1").is_global in {True, False}
    assert not web._is_outside("::ffff:10.0.0.1")


def test_a_certificate_that_is_trusted_is_dated(tmp_path: Path) -> None:
    with serving(page("there"), certified(tmp_path)) as port:
        (site,) = Web((f"https://{HOST}:{port}",), trusting(tmp_path)).sites()
    assert site.plain is None
    assert site.best.hops[0].certificate_days == 60


@pytest.mark.parametrize(("host", "days"), [("127.0.0.9", 60), (HOST, -1)])
def test_a_wrong_certificate_is_told(tmp_path: Path, host: str, days: int) -> None:
    with serving(page("there"), certified(tmp_path, host=host, days=days)) as port:
        (site,) = Web((f"https://{HOST}:{port}",), trusting(tmp_path)).sites()
    assert site.best.has_bad_certificate
    assert "no valid certificate" in site.best.problem


def test_a_server_without_encryption_is_told() -> None:
    with serving(page("there")) as port:
        (site,) = Web((f"https://{HOST}:{port}",)).sites()
    assert not site.best.has_bad_certificate
    assert "cannot be reached" in site.best.problem


def test_nobody_there_is_told() -> None:
    with serving(page("")) as port:
        pass
    (site,) = Web((f"{HOST}:{port}",)).sites()
    assert "cannot be reached" in site.best.problem


def test_a_name_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_asked: object, **_known: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    (site,) = Web(("library.example",)).sites()
    assert site.plain
    assert site.secure
    assert site.best.problem.startswith("There is no library.example")


def test_a_slow_name_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_asked: object, **_known: object) -> list[object]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    (site,) = Web(("http://library.example:81",), seconds=0.3).sites()
    assert "too long" in site.best.problem


@pytest.mark.parametrize("after", [1, 4])
def test_a_person_can_stop_it(after: int) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > after

    with pytest.raises(CancelledError):
        visit(endless(_OK + b"\r\n", b"x", 0.01), cancelled=cancelled)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("library.example", "https://library.example"),
        (" HTTP://Library.Example:80/x#y ", "http://library.example/x"),
        ("https://library.example:443", "https://library.example"),
        ("länsbiblioteket.example:8080", "https://xn--lnsbiblioteket-5hb.example:8080"),
        ("http://[::1]:81/", "http://[::1]:81/"),
    ],
)
def test_an_address_is_made_whole(address: str, url: str) -> None:
    assert checked(address) == url


@pytest.mark.parametrize(
    "address",
    ["", "ftp://a.example", "http://", "a b", "http://a:b@c", "a:x", "a:0", "http://[x", "." * 9],
)
def test_a_bad_address_is_one_sentence(address: str) -> None:
    (site,) = Web((address,)).sites()
    assert "is not the address of a web page" in site.best.problem
    with pytest.raises(WebError):
        checked(address)


@given(st.text(max_size=60))
def test_any_address_is_made_whole_or_refused(address: str) -> None:
    url, problem = _checked(address)
    assert problem.isprintable()
    assert not url or checked(url) == url


Answering = Callable[[bytes], Visit]


@pytest.fixture(scope="module")
def answered() -> Iterator[Answering]:
    """Let one server say what each example gives it to say."""
    said = [b""]
    with serving(lambda connection, _path: connection.sendall(said[0])) as port:

        def answered(content: bytes) -> Visit:
            said[0] = content
            (site,) = Web((f"http://{HOST}:{port}",), seconds=2).sites()
            return site.best

        yield answered


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_answer_ends_in_a_page_or_a_sentence(
    answered: Answering, content: bytes, ok: bool
) -> None:
    found = answered(_OK + content if ok else content)
    assert bool(found.page) != bool(found.problem)


def _checked(address: str) -> tuple[str, str]:
    try:
        return checked(address), ""
    except WebError as error:
        return "", str(error)
