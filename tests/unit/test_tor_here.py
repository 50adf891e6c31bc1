"""Is Tor here? On computers laid out in a folder; never the real one, and never a connection."""

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.tor.engine import here

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
LISTENS = (
    "   0: 0100007F:{port:04X} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000\n"
)
TALKS = "   1: 0100007F:{port:04X} 0100007F:01BB 01 00000000:00000000 00:00000000 00000000  1000\n"
SIX = "   0: 00000000000000000000000001000000:{port:04X} 00000000000000000000000000000000:0000 0A\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home/alma"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    (made / "proc/net").mkdir(parents=True)
    (made / "proc/net/tcp").write_text(HEAD, encoding="ascii")
    return made


def put(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_nothing_is_here(home: Path, root: Path) -> None:
    put(home, "Downloads/tor-notes.txt")
    assert here.look(home, root) == here.Found((), (), ())


@pytest.mark.parametrize(
    "name",
    [
        "tor-browser/Browser/start-tor-browser",
        "Skrivbord/tor-browser_sv/Browser/start-tor-browser",
        "Desktop/Tor Browser/Browser/firefox.exe",
        ".local/share/torbrowser/tbb/x86_64/tor-browser/Browser/start-tor-browser",
        ".local/share/flatpak/app/org.torproject.torbrowser-launcher",
    ],
)
def test_a_browser_in_the_home_folder(home: Path, root: Path, name: str) -> None:
    browser = put(home, name)
    assert here.look(home, root).browsers == (browser,)


@pytest.mark.parametrize(
    "name",
    [
        "usr/bin/torbrowser-launcher",
        "opt/tor-browser/Browser/start-tor-browser",
        "Applications/Tor Browser.app",
    ],
)
def test_a_browser_for_everybody(home: Path, root: Path, name: str) -> None:
    browser = put(root, name)
    assert here.look(home, root).browsers == (browser,)


def test_the_program_without_a_browser(home: Path, root: Path) -> None:
    tor = put(root, "usr/bin/tor")
    assert here.look(home, root) == here.Found((), (tor,), ())


def test_a_listening_port_counts_and_a_connection_does_not(home: Path, root: Path) -> None:
    table = HEAD + LISTENS.format(port=9050) + TALKS.format(port=9150) + LISTENS.format(port=631)
    (root / "proc/net/tcp").write_text(table, encoding="ascii")
    assert here.look(home, root).ports == (9050,)
    (root / "proc/net/tcp6").write_text(HEAD + SIX.format(port=9150), encoding="ascii")
    assert here.look(home, root).ports == (9150, 9050)


def test_a_system_without_such_a_list_is_not_said_to_be_quiet(home: Path, root: Path) -> None:
    (root / "proc/net/tcp").unlink()
    assert here.look(home, root).ports is None


def test_a_folder_that_cannot_be_read_counts_as_empty(
    home: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", refuse)
    assert here.look(home, root).browsers == ()


def test_no_socket_is_opened(home: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    here.look(home, root)


@given(st.text(max_size=300))
def test_odd_lines_are_none(text: str) -> None:
    assert isinstance(here.listening(text), set)


def test_a_damaged_port_is_left_out() -> None:
    assert here.listening(HEAD + "0: 0100007F:ZZZZ 0:0 0A\n" + LISTENS.format(port=80)) == {80}
