"""Amounts in words: files and bytes, as both fronts say them."""

from privacykit.i18n import _, _n, decimal

_EXACT = 10
"""Below this number of units, one decimal is told."""


def size(count: int) -> str:
    """Return a number of bytes in the unit that reads best."""
    for unit, step in ((_("GB"), 10**9), (_("MB"), 10**6), (_("kB"), 10**3)):
        if count >= step:
            number = count / step
            return f"{decimal(number, 1 if number < _EXACT else 0)} {unit}"
    return _n("{count} byte", "{count} bytes", count).format(count=count)


def files(count: int) -> str:
    return _n("{count} file", "{count} files", count).format(count=count)
