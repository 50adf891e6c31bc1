"""Addresses of the room's own network: which this computer has, and which one a person typed."""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import psutil

from privacykit.errors import PairingError
from privacykit.i18n import _

PORT = 21563
_FIRST_PORT, _LAST_PORT = 1024, 65535
_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.168.0.0/16",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "fc00::/7",
        "169.254.0.0/16",
        "fe80::/10",
        "127.0.0.0/8",
        "::1/128",
    )
)
"""Private, link-local and loopback, in the order in which they are offered; no other will do."""
_LINK_LOCAL = ipaddress.ip_network("fe80::/10")

Interfaces: TypeAlias = Mapping[str, Iterable[str]]
"""The names of a computer's network interfaces, and the addresses of each."""


@dataclass(frozen=True)
class Place:
    host: str
    port: int = PORT

    def __str__(self) -> str:
        """Return what another person types; a zone means something on one computer only."""
        host = self.host.partition("%")[0]
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"


def here() -> Interfaces:
    """Return the interfaces of this computer that are up."""
    states = psutil.net_if_stats()
    return {
        name: [each.address for each in addresses]
        for name, addresses in psutil.net_if_addrs().items()
        if name in states and states[name].isup
    }


def _rank(address: str) -> int | None:
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return next((place for place, each in enumerate(_NETWORKS) if known in each), None)


def is_local(address: str) -> bool:
    """Tell whether an address can only be somebody in the same building."""
    return _rank(address) is not None


def is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def own(interfaces: Interfaces) -> tuple[str, ...]:
    """Return the addresses that may be listened on, the one that others reach best first."""
    ranked = [
        (rank, address)
        for addresses in interfaces.values()
        for address in addresses
        if (rank := _rank(address)) is not None
    ]
    return tuple(address for _place, address in sorted(ranked, key=lambda pair: pair[0]))


def typed(text: str, port: int = PORT) -> Place:
    """Return the place that a person typed, with or without a port; PairingError if it is none."""
    host, typed_port = _split("".join(text.split()))
    if _rank(host) is None:
        raise PairingError(_not_local(host))
    if not typed_port:
        return Place(host, port)
    if not typed_port.isdecimal() or not _FIRST_PORT <= int(typed_port) <= _LAST_PORT:
        said = _("The part after the last colon is the port, a number from {first} to {last}.")
        raise PairingError(said.format(first=_FIRST_PORT, last=_LAST_PORT))
    return Place(host, int(typed_port))


def _split(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _bracket, rest = text[1:].partition("]")
        return host.partition("%")[0], rest.removeprefix(":")
    if text.count(":") == 1:
        host, _colon, rest = text.partition(":")
        return host, rest
    return text.partition("%")[0], ""


def _not_local(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _(
            "That is not a whole address. Type it as it stands on the other screen, like"
            " 192.168.1.20:21563."
        )
    return _(
        "{address} is not in this room\u2019s network. The kit does not go out online."
    ).format(address=host)


def hosts(place: Place, interfaces: Interfaces) -> Iterator[str]:
    """Yield under what names to try a place: a link-local address is in one zone or another."""
    if ":" not in place.host or ipaddress.ip_address(place.host) not in _LINK_LOCAL:
        yield place.host
        return
    for name, addresses in interfaces.items():
        if any(address.startswith("fe80:") for address in addresses):
            yield f"{place.host}%{name}"
