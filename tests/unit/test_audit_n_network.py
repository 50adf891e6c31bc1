"""N1 and N2: networks and wifi."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.audit import n_network
from privacykit.audit.check import Verdict
from privacykit.audit.computer import Computer
from tests.unit.laid_out import evidence, linux, windows

HEAD = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
ROUTES = f"{HEAD}eth0 0 010200C0 0003 0 0 0 00000000 0 0 0\neth0 0 0 0001 0 0 0 00FFFFFF 0 0 0\n"
ARP = (
    "IP address HW type Flags HW address Mask Device\n"
    "192.0.2.1 0x1 0x2 02:00:00:00:00:01 * eth0\n"
    "192.0.2.2 0x1 0x0 00:00:00:00:00:00 * eth0\n"
)


def test_the_network_is_told_in_numbers_and_asked_about(tmp_path: Path) -> None:
    files = {"/proc/net/route": ROUTES, "/proc/net/arp": ARP, "/etc/krb5.conf": ""}
    finding = n_network.n1_apart(linux(tmp_path, files))
    assert finding.verdict == "ask"
    assert evidence(finding) == {
        "network: prefix": "/24",
        "network: neighbours": "1",
        "/etc/krb5.conf": "there",
    }
    assert "192.0.2" not in repr(finding)


def test_no_network_and_nothing_to_see(tmp_path: Path) -> None:
    assert n_network.n1_apart(linux(tmp_path)).verdict == "ask"
    assert n_network.n1_apart(windows(tmp_path, {})).verdict == "ask"
    alone = linux(
        tmp_path,
        {"/proc/net/route": f"{HEAD}broken\nlo 0 0 zz 0 0 0 0 0 0 0\nlo 0 0 1 0 0 0 FF 0 0 0\n"},
    )
    assert n_network.n1_apart(alone).verdict == "not applicable"


@given(st.text(max_size=200))
def test_any_table_is_read(text: str) -> None:
    computer = _Told(text)
    assert list(n_network._routes(computer)) is not None
    assert n_network._neighbours(computer) >= 0


class _Told(Computer):
    def __init__(self, text: str) -> None:
        object.__setattr__(self, "text", text)

    def read(self, path: str) -> str | None:
        return f"{path}\n{getattr(self, 'text')}"  # noqa: B009


@pytest.mark.parametrize(
    ("told", "verdict", "security"),
    [
        (None, "ask", None),
        (" :WPA2\n", "ask", None),
        (" :WPA1\n*:WPA2 WPA3\n", "ask", "WPA2 WPA3"),
        ("*:WPA1 WPA2\n", "ask", "WPA1 WPA2"),
        ("*:\n", "ask", "open"),
        ("*:--\n", "ask", "open"),
        ("*:WPA1\n", "warn", "WPA1"),
        ("*:WEP\n", "fail", "WEP"),
    ],
)
def test_the_wifi(tmp_path: Path, told: str | None, verdict: Verdict, security: str | None) -> None:
    finding = n_network.n2_wifi(linux(tmp_path, run=lambda _command: told))
    assert finding.verdict == verdict
    assert evidence(finding).get("wifi: security") == security


@pytest.mark.parametrize(
    ("told", "verdict"), [("WPA3-Personal", "ask"), ("Open", "ask"), ("WPA-Personal", "warn")]
)
def test_the_wifi_on_windows(tmp_path: Path, told: str, verdict: Verdict) -> None:
    computer = windows(tmp_path, {"facts": {"WifiAuthentication": told}})
    assert n_network.n2_wifi(computer).verdict == verdict
    assert n_network.n2_wifi(windows(tmp_path, {})).verdict == "ask"
