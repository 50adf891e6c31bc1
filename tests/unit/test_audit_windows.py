"""What is read of Windows: the listed keys, as deep as listed, and what PowerShell tells."""

import importlib
import subprocess
from typing import Any

import pytest

from privacykit import paths
from privacykit.audit import windows
from privacykit.audit.registry import all_checks

MACHINE, USER = 1, 2
TREE: dict[tuple[int, str], dict[str, object]] = {
    (MACHINE, r"SOFTWARE\Policies"): {},
    (MACHINE, r"SOFTWARE\Policies\Mozilla"): {},
    (MACHINE, r"SOFTWARE\Policies\Mozilla\Firefox"): {"A": 1, "B": "x", "C": b"raw"},
    (MACHINE, r"SYSTEM\CurrentControlSet\Services"): {},
    (MACHINE, r"SYSTEM\CurrentControlSet\Services\dfserv"): {"Start": 2},
    (MACHINE, r"SYSTEM\CurrentControlSet\Services\dfserv\Deep"): {"Never": 1},
    (USER, r"SOFTWARE\Policies"): {"Own": 3},
}


class _Key:
    def __init__(self, at: tuple[int, str]) -> None:
        self.at = at

    def __enter__(self) -> "_Key":
        return self

    def __exit__(self, *_error: object) -> None:
        self.at = (0, "closed")


class MadeUp:
    """Stands for the module winreg."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = MACHINE, USER

    def OpenKey(self, key: Any, sub_key: str) -> _Key:  # noqa: N802
        if (key, sub_key) not in TREE:
            raise FileNotFoundError(sub_key)
        return _Key((key, sub_key))

    def EnumKey(self, key: Any, index: int) -> str:  # noqa: N802
        root, path = key.at
        below = [
            name.removeprefix(f"{path}\\")
            for top, name in TREE
            if top == root and name.rpartition("\\")[0] == path
        ]
        return str(self._at(below, index))

    def EnumValue(self, key: Any, index: int) -> tuple[str, object, int]:  # noqa: N802
        name, value = self._at([*TREE[key.at].items()], index)
        return name, value, 0

    def _at(self, found: list[Any], index: int) -> Any:
        if index >= len(found):
            raise OSError(259, "no more data")
        return found[index]


@pytest.fixture
def powershell(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Have a PowerShell that tells these bytes; note the script it was given."""
    said = [b'{"SecureBoot": 1, "LastUpdate": "2026-11-01", "Keyboards": null}']

    def run(command: tuple[str, ...], **options: Any) -> subprocess.CompletedProcess[bytes]:
        assert command[0] == "powershell.exe"
        said.append(options["input"])
        if not said[0]:
            raise FileNotFoundError(command[0])
        return subprocess.CompletedProcess(command, 0, said[0], b"")

    monkeypatch.setattr(subprocess, "run", run)
    return said


@pytest.mark.usefixtures("powershell")
def test_the_keys_as_deep_as_listed() -> None:
    found = windows.registry(MadeUp())
    assert found[r"HKLM\SOFTWARE\Policies\Mozilla\Firefox"] == {"A": 1, "B": "x"}
    assert found[r"HKLM\SYSTEM\CurrentControlSet\Services\dfserv"] == {"Start": 2}
    assert r"HKLM\SYSTEM\CurrentControlSet\Services\dfserv\Deep" not in found
    assert found[r"HKCU\SOFTWARE\Policies"] == {"Own": 3}
    assert found["facts"] == {"SecureBoot": 1, "LastUpdate": "2026-11-01"}


@pytest.mark.usefixtures("powershell")
def test_the_module_of_windows_is_used_where_none_is_handed_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def imported(name: str) -> MadeUp:
        asked.append(name)
        return MadeUp()

    monkeypatch.setattr(importlib, "import_module", imported)
    assert r"HKCU\SOFTWARE\Policies" in windows.registry()
    assert asked == ["winreg"]


@pytest.mark.parametrize("told", [b"", b"{", b"[]", b"\xff"])
def test_a_powershell_that_tells_nothing(powershell: list[bytes], told: bytes) -> None:
    powershell[0] = told
    assert windows.facts() == {}


def test_of_many_keys_only_so_many(
    monkeypatch: pytest.MonkeyPatch, powershell: list[bytes]
) -> None:
    monkeypatch.setattr(windows, "_MOST", 1)
    powershell[0] = b"{}"
    assert windows.registry(MadeUp())[r"HKLM\SOFTWARE\Policies\Mozilla\Firefox"] == {"A": 1}


def test_the_script_changes_nothing() -> None:
    script = (paths.resources() / "windows" / "facts.ps1").read_text("utf-8")
    assert all_checks()
    for verb in ("Set-", "Remove-", "New-", "Start-", "Stop-Service", "Invoke-", "Enable-"):
        assert verb not in script
