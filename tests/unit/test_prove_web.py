"""The page of a proof: it holds the mark of whoever asks, and tells when all is stored."""

import http.client
from collections.abc import Iterator

import pytest

from privacykit.wipe.prove import web
from privacykit.wipe.prove.web import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with web.serving() as site:
        yield site


def ask(site: Site, path: str, mark: str = "mabc123") -> tuple[http.client.HTTPResponse, str]:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        line.request("GET", path, headers={"Host": f"{mark}.localhost:{site.port}"})
        answer = line.getresponse()
        return answer, answer.read().decode()
    finally:
        line.close()


def test_the_address_is_on_this_computer_and_holds_the_mark(site: Site) -> None:
    assert site.address("mabc123") == f"http://mabc123.localhost:{site.port}/"


def test_the_page_and_what_it_fetches_hold_the_mark(site: Site) -> None:
    answer, page = ask(site, "/")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "session=mabc123" in answer.headers["Set-Cookie"]
    assert 'const mark = "mabc123"' in page
    for part in ("localStorage", "indexedDB", "caches", "serviceWorker", "document.cookie"):
        assert part in page
    answer, script = ask(site, "/worker.js?for=mabc123")
    assert answer.headers["Content-Type"] == "text/javascript"
    assert script.startswith("// mabc123")


def test_it_is_told_who_is_done_and_who_failed(site: Site) -> None:
    ask(site, "/done", "mfirst")
    ask(site, "/failed?no%20room", "msecond")
    assert site.done == {"mfirst"}
    assert site.failed == {"msecond": "no%20room"}


def test_it_ends(site: Site) -> None:
    with web.serving() as other:
        ask(other, "/done")
    with pytest.raises(ConnectionRefusedError):
        ask(other, "/done")
