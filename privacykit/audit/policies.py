"""The policies that browsers go by: files of the system, or values of the Windows registry."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Chromium = Literal["chromium", "chrome", "edge"]
FIREFOX = (
    "/etc/firefox/policies/policies.json",
    "/usr/lib/firefox/distribution/policies.json",
    "/usr/lib/firefox-esr/distribution/policies.json",
    "/usr/lib64/firefox/distribution/policies.json",
    "/opt/firefox/distribution/policies.json",
)
"""Firefox goes by one file alone: the system's before the one beside the program.

Debian's firefox-esr 153 reads the first too, and nothing below /etc/firefox-esr.
"""
CHROMIUM: Mapping[str, str] = {
    "chromium": "/etc/chromium/policies/managed",
    "chrome": "/etc/opt/chrome/policies/managed",
    "edge": "/etc/opt/edge/policies/managed",
}
KEYS: Mapping[str, str] = {
    "firefox": r"HKLM\SOFTWARE\Policies\Mozilla\Firefox",
    "chromium": r"HKLM\SOFTWARE\Policies\Chromium",
    "chrome": r"HKLM\SOFTWARE\Policies\Google\Chrome",
    "edge": r"HKLM\SOFTWARE\Policies\Microsoft\Edge",
}
Registry = Mapping[str, Mapping[str, str | int]]


def firefox(read: Callable[[str], object]) -> Mapping[str, object]:
    """Return the policies of the first file that `read` gives as JSON; empty if there is none."""
    files = (read(path) for path in FIREFOX)
    policies = next((file.get("policies") for file in files if isinstance(file, Mapping)), None)
    return policies if isinstance(policies, Mapping) else {}


def merged(files: Iterable[object]) -> Mapping[str, object]:
    """Return the policies of Chromium's files together; of two, the later file's holds."""
    together: dict[str, object] = {}
    for file in files:
        together |= file if isinstance(file, Mapping) else {}
    return together


def of_registry(registry: Registry, name: str) -> Mapping[str, object]:
    """Return a browser's policies; a key below is a table, one whose names are numbers a list."""
    above = KEYS[name].lower()
    return _table({key.lower(): (key, values) for key, values in registry.items()}, above)


def _table(keys: Mapping[str, tuple[str, Mapping[str, str | int]]], at: str) -> dict[str, object]:
    table: dict[str, object] = dict(keys[at][1]) if at in keys else {}
    for lower, (key, _values) in keys.items():
        above, _slash, _name = lower.rpartition("\\")
        if above == at:
            table[key.rpartition("\\")[2]] = _listed(_table(keys, lower))
    return table


def _listed(table: dict[str, object]) -> object:
    if table and all(name.isdecimal() for name in table):
        return [table[name] for name in sorted(table, key=int)]
    return table
