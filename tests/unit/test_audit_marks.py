"""No name, address or file of a person comes into a check-up, wherever it lies on the computer."""

import json
from pathlib import Path

import pytest

from privacykit.audit import letter, registry, running, told
from privacykit.audit.answers import Answer
from privacykit.audit.computer import Computer
from tests.unit.laid_out import NOW, PUBLIC, lay_out

MARK = "zqmark7"
NAME = f"anna{MARK}"
URL = f"https://library.example/{MARK}?q={MARK}"
"""Of the search engine and the start page, which a library chose, the host may be told."""


def full_of_marks(root: Path) -> Computer:
    firefox = {
        "Homepage": {"URL": URL},
        "SearchEngines": {"Default": "Seek"},
        "Proxy": {"AutoConfigURL": URL, "HTTPProxy": MARK},
        "DNSOverHTTPS": {"Enabled": True, "ProviderURL": URL},
        "ExtensionSettings": {MARK: {"installation_mode": "force_installed"}},
    }
    chromium = {
        "HomepageLocation": URL,
        "DefaultSearchProviderSearchURL": URL,
        "ProxyPacUrl": URL,
        "DnsOverHttpsTemplates": URL,
    }
    shown = {"account": NAME, "condition": "not clean", "since": NOW.isoformat(), "left": 3}
    lay_out(
        root,
        {
            "/etc/passwd": f"{NAME}:x:1000:1000:{NAME}:/home/{NAME}:/bin/sh\n",
            "/etc/group": f"adm:x:4:{NAME}\nsudo:x:27:{NAME}\n{NAME}:x:1000:\n",
            "/etc/sudoers": f"{NAME} ALL=(ALL) ALL\n",
            f"/etc/sudoers.d/{MARK}": f"{NAME} ALL=(ALL) ALL\n",
            f"/etc/udev/rules.d/{MARK}.rules": 'ATTR{authorized}="0"\n',
            f"/etc/xdg/autostart/{MARK}.desktop": f"Exec={MARK}\n",
            f"/etc/xdg/autostart/klipper-{MARK}.desktop": "Exec=klipper\n",
            "/etc/lightdm/lightdm.conf": f"[Seat:*]\nautologin-user={NAME}\n",
            "/usr/sbin/lightdm": "",
            "/usr/bin/firefox": "",
            "/usr/bin/chromium": "",
            "/usr/sbin/cupsd": "",
            "/var/spool/cups/d00001-001": MARK,
            "/etc/firefox/policies/policies.json": json.dumps({"policies": firefox}),
            f"/etc/chromium/policies/managed/{MARK}.json": json.dumps(chromium),
            "/etc/environment": f"http_proxy={URL}\nno_proxy={MARK}\n",
            f"/var/log/{MARK}.log": MARK,
            "/proc/bus/input/devices": (
                f"I: Bus=0003 Vendor=046d Product=c31c Version=0110\nN: Name={MARK}\n"
                f"H: Handlers=kbd {MARK}\n"
            ),
            "/proc/self/mounts": f"tmpfs /home/{NAME} tmpfs rw 0 0\n",
            f"{PUBLIC}/status.json": json.dumps({"format": 1, "accounts": [shown]}),
            f"/home/{NAME}/Downloads/{MARK}.pdf": MARK,
            f"/home/{NAME}/.bash_history": MARK,
            f"/home/{NAME}/.mozilla/firefox/{MARK}.default/places.sqlite": URL,
        },
    )
    return Computer(
        root=root,
        account=NAME,
        home=root / f"home/{NAME}",
        now=NOW,
        answers={MARK: Answer(MARK, NOW.date()), "T2-sign": Answer(MARK, NOW.date())},
        run=lambda _command: f"{MARK}:{URL}\n*:WPA2\n",
        processes=lambda: frozenset({MARK, f"x11vnc-{MARK}", "klipper"}),
    )


@pytest.mark.parametrize("is_frozen", [True, False])
def test_no_mark_comes_into_a_check_up(tmp_path: Path, *, is_frozen: bool) -> None:
    computer = full_of_marks(tmp_path)
    if not is_frozen:
        (tmp_path / f"{PUBLIC}/status.json".lstrip("/")).unlink()
    audit = running.run(computer)
    assert len(audit.findings) == len(registry.all_checks())
    assert not [one.id for one in audit.findings if MARK in str(one)]
    assert not [one.id for one in audit.findings if "check failed" in one.note]
    for text in (audit.to_json(), letter.letter(audit, "en"), "\n".join(told.lines(audit))):
        assert MARK not in text
    assert MARK in _naive(computer), "the naive twin tells what it read"


def _naive(computer: Computer) -> str:
    """Tell settings as they stand."""
    homepage = computer.firefox()["Homepage"]
    return f"Homepage = {homepage}, files = {computer.names('/etc/udev/rules.d')}"
