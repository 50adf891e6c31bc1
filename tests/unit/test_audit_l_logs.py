"""L1 to L5: logs, bookings, proxies and who watches."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.audit import l_kept, l_logs, l_watching
from privacykit.audit.check import Verdict
from tests.unit.laid_out import NOW, chromium, evidence, firefox, linux, windows

CONF = "/etc/systemd/journald.conf"
Keys = dict[str, dict[str, str | int]]
SERVICES = "HKLM\\SYSTEM\\CurrentControlSet\\Services"


def kept(days: float) -> str:
    """Return where a journal lies whose first entry is so many days old."""
    begun = int((NOW - timedelta(days=days)).timestamp() * 1e6)
    return f"/var/log/journal/x/system@{'a' * 32}-{'0' * 16}-{begun:016x}.journal"


@pytest.mark.parametrize(
    ("files", "verdict", "told"),
    [
        ({CONF: "[Journal]\nStorage=volatile\n"}, "pass", {"journald: Storage": "volatile"}),
        ({CONF: ""}, "pass", {"journald: Storage": "auto"}),
        (
            {CONF: "[Journal]\n#MaxRetentionSec=\n", kept(3): ""},
            "warn",
            {"journald: oldest, days": "3"},
        ),
        ({CONF: "[Journal]\nMaxRetentionSec=1week\n", kept(3): ""}, "pass", {}),
        ({CONF: "[Journal]\nMaxRetentionSec=1week\n", kept(90): ""}, "warn", {}),
        (
            {CONF: "[Journal]\nMaxRetentionSec=\n", "/var/log/journal/x/system.journal": ""},
            "warn",
            {},
        ),
        ({"/var/log/journal/x/y": ""}, "warn", {"journald: MaxRetentionSec": "not set"}),
    ],
)
def test_the_journal(
    tmp_path: Path, files: dict[str, str], verdict: Verdict, told: dict[str, str]
) -> None:
    finding = l_logs.l1_journal(linux(tmp_path, files, now=NOW + timedelta(minutes=1)))
    assert finding.verdict == verdict
    assert told.items() <= evidence(finding).items()


def test_pieces_go_before_the_main_file_and_etc_before_usr(tmp_path: Path) -> None:
    files = {
        CONF: "[Journal]\nMaxRetentionSec=9year\n",
        "/usr/lib/systemd/journald.conf.d/10-a.conf": "[Journal]\nMaxRetentionSec=8year\n",
        "/etc/systemd/journald.conf.d/10-a.conf": "[Journal]\nMaxRetentionSec=2d\n",
        "/etc/systemd/journald.conf.d/20-b.conf": "[Other]\n",
        "/etc/systemd/journald.conf.d/30-c.off": "[Journal]\nMaxRetentionSec=7year\n",
    }
    assert l_kept.journald(linux(tmp_path, files))["MaxRetentionSec"] == "2d"


def test_an_empty_journal_has_no_age(tmp_path: Path) -> None:
    computer = linux(tmp_path, {CONF: "[Journal]\nMaxRetentionSec=1d\n"})
    (tmp_path / "var/log/journal").mkdir(parents=True)
    assert evidence(l_logs.l1_journal(computer)) == {"journald: MaxRetentionSec": "1 d"}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1week 2d", 9 * 86400),
        ("30", 30),
        ("5min", 300),
        ("2 hours", 7200),
        ("x", 0),
        ("3 eons", 0),
    ],
)
def test_times_as_systemd_writes_them(text: str, seconds: int) -> None:
    assert l_kept.seconds(text) == seconds


@given(st.text())
def test_any_time_is_some_seconds(text: str) -> None:
    assert l_kept.seconds(text) >= 0


@pytest.mark.parametrize(
    ("mode", "days", "verdict"), [(0o640, 3, "pass"), (0o644, 3, "fail"), (0o640, 99, "warn")]
)
def test_logs_in_words(tmp_path: Path, mode: int, days: int, verdict: Verdict) -> None:
    computer = linux(tmp_path, {"/var/log/auth.log.1": "x", "/var/log/dpkg.log": ""})
    (tmp_path / "var/log/syslog").mkdir()
    log = tmp_path / "var/log/auth.log.1"
    log.chmod(mode)
    written = (NOW - timedelta(days=days)).timestamp()
    os.utime(log, (written, written))
    finding = l_logs.l1_journal(computer)
    assert finding.verdict == verdict
    assert evidence(finding)["/var/log: oldest, days"] == str(days)


@pytest.mark.parametrize(
    ("members", "verdict", "told"),
    [
        ("", "pass", "0"),
        ("boss", "pass", "1"),
        ("boss,patron", "fail", "2, the patrons' account too"),
    ],
)
def test_who_may_read_the_logs(tmp_path: Path, members: str, verdict: Verdict, told: str) -> None:
    finding = l_logs.l1_journal(linux(tmp_path, {"/etc/group": f"adm:x:4:{members}\n"}))
    assert (finding.verdict, evidence(finding)) == (verdict, {"group adm: members": told})


def test_no_logs_no_verdict(tmp_path: Path) -> None:
    assert l_logs.l1_journal(linux(tmp_path)).verdict == "cannot tell"
    assert l_logs.l1_journal(windows(tmp_path, {})).verdict == "cannot tell"


@pytest.mark.parametrize(
    ("keep", "lines", "verdict"), [(0, 0, "pass"), (1, 0, "warn"), ("0", 1, "warn")]
)
def test_the_log_of_sign_ins_on_windows(
    tmp_path: Path, keep: int | str, lines: int, verdict: Verdict
) -> None:
    keys: Keys = {
        f"{SERVICES}\\EventLog\\Security": {"MaxSize": 20971520, "Retention": 7},
        r"HKLM\SOFTWARE\Policies\Microsoft\Windows\EventLog\Security": {"Retention": keep},
        l_kept._AUDIT: {"ProcessCreationIncludeCmdLine_Enabled": lines},
    }
    finding = l_logs.l1_journal(windows(tmp_path, keys))
    assert finding.verdict == verdict
    assert evidence(finding)["windows: Security MaxSize"] == "20971520"


def test_bookings_are_asked_about_with_the_product_that_is_there(tmp_path: Path) -> None:
    computer = linux(tmp_path, processes=lambda: frozenset({"libkiclient"}))
    finding = l_logs.l2_booking(computer)
    assert (finding.verdict, evidence(finding)) == ("ask", {"Libki": "running"})


def test_proxies_are_told_without_their_names(tmp_path: Path) -> None:
    mark = "proxy.secret.example:8080"
    files = firefox({"Proxy": {"Mode": "manual", "HTTPProxy": mark}})
    files |= chromium({"ProxySettings": {"ProxyMode": "fixed_servers", "ProxyServer": mark}})
    files |= {"/etc/environment": f"https_proxy=http://{mark}\nHTTP_PROXY=\n"}
    finding = l_logs.l3_proxy(linux(tmp_path, files, processes=lambda: frozenset({"squid"})))
    assert finding.verdict == "ask"
    assert evidence(finding) == {
        "Squid": "running",
        "firefox: Proxy.Mode": "manual",
        "chromium: ProxyMode": "fixed_servers",
        "/etc/environment: https_proxy": "set",
    }
    assert "secret" not in repr(finding)


def test_proxies_on_windows(tmp_path: Path) -> None:
    keys: Keys = {
        l_watching._INTERNET: {"ProxyEnable": 1, "AutoConfigURL": "http://secret.example"}
    }
    told = evidence(l_logs.l3_proxy(windows(tmp_path, keys)))
    assert told == {"windows: ProxyEnable": "1", "windows: AutoConfigURL": "set"}


def test_who_can_watch(tmp_path: Path) -> None:
    unit = "/etc/systemd/system/multi-user.target.wants/xrdp.service"
    computer = linux(tmp_path, {unit: ""}, processes=lambda: frozenset({"x11vnc", "bash"}))
    finding = l_logs.l4_remote(computer)
    assert finding.verdict == "warn"
    assert evidence(finding) == {"x11vnc": "running", "xrdp": "installed"}


def test_nobody_known_watches(tmp_path: Path) -> None:
    assert l_logs.l4_remote(linux(tmp_path)).verdict == "cannot tell"
    computer = linux(tmp_path, processes=lambda: frozenset({"bash"}))
    assert l_logs.l4_remote(computer).verdict == "pass"


def test_who_can_watch_on_windows(tmp_path: Path) -> None:
    keys: Keys = {
        f"{SERVICES}\\TeamViewer": {},
        l_watching._SHADOW: {"Shadow": 4},
    }
    told = evidence(l_logs.l4_remote(windows(tmp_path, keys)))
    assert told == {"TeamViewer": "installed", "windows: Shadow": "without asking"}


def test_lists_are_asked_about(tmp_path: Path) -> None:
    assert l_logs.l5_lists(linux(tmp_path)).verdict == "ask"
