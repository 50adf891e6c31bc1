"""Whose a host is, by the public suffix list; an IP address stands for itself."""

import ipaddress
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=20_000)
def site_of(host: str) -> str:
    """Return the registrable domain of a host; an address or a bare name is its own."""
    name = host.lower().rstrip(".")
    if not name or _is_address(name):
        return name
    return _suffixes().privatesuffix(name) or name


def is_third(host: str, site: str) -> bool:
    """Tell whether a host belongs to somebody else than the site in the address bar."""
    return site_of(host) != site_of(site)
