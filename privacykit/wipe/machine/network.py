"""Networks and Bluetooth devices that were added after the freeze. The library's own stay."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.machine import commands
from privacykit.wipe.machine.system import System
from privacykit.wipe.tree import Tree, escape

_CONNECTIONS = (
    ("/etc/NetworkManager/system-connections", b"*"),
    ("/etc/netplan", b"90-NM-*"),
)
_DEVICES = (("/var/lib/bluetooth", b"*:*/*:*"),)


def connections(system: System) -> tuple[str, ...]:
    """Return the files of all connections that are kept, by their escaped paths."""
    return tuple(name for name, _folder, _path in _paths(system, _CONNECTIONS))


def devices(system: System) -> tuple[str, ...]:
    return tuple(name for name, _folder, _path in _paths(system, _DEVICES))


def _paths(
    system: System, spots: tuple[tuple[str, bytes], ...]
) -> Iterator[tuple[str, str, bytes]]:
    """Yield what is written down of an entry, its folder, and its path in there."""
    for folder, pattern in spots:
        with suppress(FileNotFoundError, UnsafeHomeError), Tree(system.at(folder)) as tree:
            for path in tree.find(pattern):
                yield f"{folder}/{escape(path)}", folder, path


@dataclass(frozen=True, slots=True)
class Added:
    """What has been added to some folders since the freeze."""

    system: System
    spots: tuple[tuple[str, bytes], ...]
    known: tuple[str, ...]

    def is_there(self) -> bool:
        return any(self.system.at(folder).is_dir() for folder, _pattern in self.spots)

    def count(self) -> int:
        return len(self._new())

    def clear(self) -> str:
        why: list[str] = []
        for folder, path in self._new():
            self._let_go(path)
            with Tree(self.system.at(folder)) as tree:
                problems = tree.remove(path).problems
            why += (problem.words for problem in problems)
        self._tell_services()
        return why[0] if why else ""

    def _new(self) -> list[tuple[str, bytes]]:
        found = _paths(self.system, self.spots)
        return [(folder, path) for name, folder, path in found if name not in self.known]

    def _let_go(self, path: bytes) -> None:
        """Let the Bluetooth service forget a device before its files go."""
        if self.system.is_running and self.spots is _DEVICES:
            commands.ask("bluetoothctl", "remove", escape(path.rpartition(b"/")[2]))

    def _tell_services(self) -> None:
        if self.system.is_running and self.spots is _CONNECTIONS:
            commands.ask("nmcli", "connection", "reload")


def added_connections(system: System, known: tuple[str, ...]) -> Added:
    return Added(system, _CONNECTIONS, known)


def added_devices(system: System, known: tuple[str, ...]) -> Added:
    return Added(system, _DEVICES, known)
