"""Is Tor here? Looks at names of installed files and at the kernel's list of listening ports.

Opens no connection. The home folder and the root of the file system are handed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BROWSERS = (
    "Browser/start-tor-browser",
    "Tor Browser/Browser/firefox.exe",
    "Tor Browser.app",
)
_IN_HOME = (
    *(f"{deep}{name}" for name in BROWSERS[1:] for deep in ("", "*/")),
    *(f"{deep}tor-browser*/{BROWSERS[0]}" for deep in ("", "*/")),
    f".local/share/torbrowser/tbb/*/tor-browser*/{BROWSERS[0]}",
    ".local/share/flatpak/app/org.torproject.torbrowser-launcher",
)
_IN_ROOT = (
    "usr/bin/torbrowser-launcher",
    "var/lib/flatpak/app/org.torproject.torbrowser-launcher",
    f"opt/tor-browser*/{BROWSERS[0]}",
    "Applications/Tor Browser.app",
)
_PROGRAMS = ("usr/bin/tor", "usr/sbin/tor", "usr/local/bin/tor")
PORTS = {9150: "Tor Browser", 9050: "tor"}
"""Where a SOCKS port is by default, and whose."""
_LISTENING = "0A"


@dataclass(frozen=True)
class Found:
    browsers: tuple[Path, ...]
    programs: tuple[Path, ...]
    """The network program without a browser."""
    ports: tuple[int, ...] | None
    """Those of PORTS on which something listens; None if this system keeps no such list."""


def look(home: Path, root: Path = Path("/")) -> Found:
    """Return what is on this computer; a folder that cannot be read counts as empty."""
    browsers = (*_matching(home, _IN_HOME), *_matching(root, _IN_ROOT))
    return Found(browsers, tuple(_matching(root, _PROGRAMS)), _listening(root / "proc/net"))


def _matching(folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        try:
            yield from sorted(folder.glob(pattern))
        except OSError:
            continue


def _listening(folder: Path) -> tuple[int, ...] | None:
    tables = [text for name in ("tcp", "tcp6") if (text := _text(folder / name)) is not None]
    if not tables:
        return None
    ports = {port for text in tables for port in listening(text)}
    return tuple(port for port in PORTS if port in ports)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None


def listening(table: str) -> set[int]:
    """Return the ports of /proc/net/tcp or tcp6 on which something listens; odd lines are none."""
    found = set()
    for line in table.splitlines()[1:]:
        columns = line.split()
        if len(columns) > 3 and columns[3] == _LISTENING:  # noqa: PLR2004 - sl local remote state
            found.update(_port(columns[1]))
    return found


def _port(address: str) -> set[int]:
    try:
        return {int(address.rpartition(":")[2], 16)}
    except ValueError:
        return set()
