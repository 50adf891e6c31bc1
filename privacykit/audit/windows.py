"""What Windows checks look at: the keys they judge, and what a few commands tell. Only read."""

import importlib
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol, cast

import msgspec

from privacykit import paths

Values = dict[str, str | int]
_CHANNELS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WINEVT\Channels"
KEYS = (
    (r"HKLM\SOFTWARE\Clients\StartMenuInternet", 1),
    (r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies", 3),
    (rf"{_CHANNELS}\Microsoft-Windows-PrintService/Operational", 0),
    (r"HKLM\SOFTWARE\Policies", 8),
    (r"HKLM\SYSTEM\CurrentControlSet\Control\Print\Printers", 1),
    (r"HKLM\SYSTEM\CurrentControlSet\Services", 1),
    (r"HKLM\SYSTEM\CurrentControlSet\Services\EventLog", 1),
    (r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings", 0),
    (r"HKCU\SOFTWARE\Policies", 8),
)
"""Key, and how many levels below it are read."""
_POWERSHELL = ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "-")
_SECONDS = 60
_MOST = 4000
"""Keys below one."""


class Reader(Protocol):
    """What is used of the module winreg."""

    HKEY_LOCAL_MACHINE: int
    HKEY_CURRENT_USER: int

    def OpenKey(self, key: Any, sub_key: str) -> Any: ...  # noqa: N802 - winreg's name

    def EnumKey(self, key: Any, index: int) -> str: ...  # noqa: N802

    def EnumValue(self, key: Any, index: int) -> tuple[str, object, int]: ...  # noqa: N802


def registry(reader: Reader | None = None) -> dict[str, Values]:
    """Return the keys with their values; what commands told lies under "facts"."""
    reader = reader or cast("Reader", importlib.import_module("winreg"))
    found = {key: values for top, depth in KEYS for key, values in _below(reader, top, depth)}
    return {**found, "facts": facts()}


def facts() -> Values:
    """Return what PowerShell tells of this computer; nothing if there is none."""
    script = (paths.resources() / "windows" / "facts.ps1").read_bytes()
    with suppress(OSError, subprocess.TimeoutExpired, msgspec.DecodeError):
        done = subprocess.run(
            _POWERSHELL, input=script, capture_output=True, timeout=_SECONDS, check=False
        )
        told = msgspec.json.decode(done.stdout, type=dict[str, str | int | None])
        return {name: fact for name, fact in told.items() if fact is not None}
    return {}


def _below(reader: Reader, path: str, depth: int) -> Iterator[tuple[str, Values]]:
    root, _slash, name = path.partition("\\")
    roots = {"HKLM": reader.HKEY_LOCAL_MACHINE, "HKCU": reader.HKEY_CURRENT_USER}
    try:
        key = reader.OpenKey(roots[root], name)
    except OSError:
        return
    with key:
        yield path, dict(_values(reader, key))
        names = list(_keys(reader, key)) if depth else []
    for name in names:
        yield from _below(reader, f"{path}\\{name}", depth - 1)


def _values(reader: Reader, key: object) -> Iterator[tuple[str, str | int]]:
    with suppress(OSError):  # raised after the last one
        for number in range(_MOST):
            name, value, _kind = reader.EnumValue(key, number)
            if isinstance(value, (str, int)):
                yield name, value


def _keys(reader: Reader, key: object) -> Iterator[str]:
    with suppress(OSError):
        for number in range(_MOST):
            yield reader.EnumKey(key, number)
