"""B8 to B11: clipboard, printing, malware, reports."""

from pathlib import Path

import pytest

from privacykit.audit.b_printing import b9_printing
from privacykit.audit.b_system import b10_malware, b11_telemetry
from privacykit.audit.b_traces import b8_clipboard
from privacykit.audit.check import Verdict
from tests.unit.laid_out import (
    LATER,
    chromium,
    evidence,
    firefox,
    frozen,
    linux,
    windows,
)

CUPS = "/etc/cups/cupsd.conf"
QUIET = "PreserveJobFiles No\npreservejobhistory off\n"
SPOOL = "/var/spool/cups"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (QUIET, "pass"),
        ("", "fail"),
        ("PreserveJobFiles No\n", "warn"),
        ("# PreserveJobFiles No\nPreserveJobHistory No\n", "fail"),
        ("PreserveJobFiles 600\nPreserveJobHistory No\n", "fail"),
        (QUIET + "PreserveJobFiles Yes\n", "fail"),
        (QUIET + "PageLogFormat\nLogLevel warn\n", "pass"),
        (QUIET + "PageLogFormat %u %{job-name}\n", "warn"),
        (QUIET + "LogLevel debug2\n", "warn"),
    ],
)
def test_cups_keeps_jobs_unless_told_otherwise(tmp_path: Path, text: str, verdict: Verdict) -> None:
    assert b9_printing(linux(tmp_path, {CUPS: text})).verdict == verdict


def test_a_cups_without_settings_has_its_defaults(tmp_path: Path) -> None:
    finding = b9_printing(linux(tmp_path, {"/usr/sbin/cupsd": ""}))
    assert finding.verdict == "fail"
    assert evidence(finding)["cups: PreserveJobFiles"] == "86400"


def test_documents_in_the_spool_are_counted_and_not_named(tmp_path: Path) -> None:
    files = {CUPS: QUIET, f"{SPOOL}/d00001-001": "letter", f"{SPOOL}/c00001": "", f"{SPOOL}/x": ""}
    finding = b9_printing(linux(tmp_path, files))
    assert finding.verdict == "warn"
    assert evidence(finding)[f"{SPOOL}: documents"] == "1"
    assert "d00001" not in repr(finding)


def test_a_frozen_session_takes_its_print_jobs_along(tmp_path: Path) -> None:
    finding = b9_printing(linux(tmp_path, {CUPS: ""} | frozen()))
    assert finding.verdict == "warn"
    assert finding.note


def test_what_goes_to_a_print_server_cannot_be_seen_here(tmp_path: Path) -> None:
    files = {"/etc/cups/client.conf": "ServerName print.example\n"}
    finding = b9_printing(linux(tmp_path, files))
    assert finding.verdict == "cannot tell"
    assert "print.example" not in repr(finding)
    assert b9_printing(linux(tmp_path, {CUPS: QUIET})).verdict == "pass"


def test_no_printing_is_nothing_to_judge(tmp_path: Path) -> None:
    assert b9_printing(linux(tmp_path)).verdict == "not applicable"
    assert b9_printing(windows(tmp_path, {})).verdict == "not applicable"


@pytest.mark.parametrize(
    ("attributes", "log", "spooled", "verdict"),
    [(0x240, 0, 0, "pass"), (0x340, 0, 0, "fail"), (0x240, 1, 0, "warn"), (0x240, 0, 3, "warn")],
)
def test_windows_printers_say_whether_they_keep(
    tmp_path: Path, attributes: int, log: int, spooled: int, verdict: Verdict
) -> None:
    channels = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WINEVT\\Channels\\"
    registry: dict[str, dict[str, str | int]] = {
        "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Print\\Printers\\Mark's printer": {
            "Attributes": attributes
        },
        channels + "Microsoft-Windows-PrintService/Operational": {"Enabled": log},
        "facts": {"SpoolFiles": spooled},
    }
    finding = b9_printing(windows(tmp_path, registry))
    assert finding.verdict == verdict
    assert "Mark" not in repr(finding)


def _running(*names: str) -> object:
    return lambda: frozenset(names)


@pytest.mark.parametrize(
    ("programs", "verdict"),
    [
        (("bash",), "pass"),
        (("copyq",), "fail"),
        (("tracker-miner-fs-3",), "warn"),
        (("klipper", "localsearch-3"), "fail"),
    ],
)
def test_programs_that_remember_are_named(
    tmp_path: Path, programs: tuple[str, ...], verdict: Verdict
) -> None:
    assert b8_clipboard(linux(tmp_path, processes=_running(*programs))).verdict == verdict


def test_a_clipboard_program_is_no_failure_where_the_home_goes(tmp_path: Path) -> None:
    finding = b8_clipboard(linux(tmp_path, frozen(), processes=_running("copyq")))
    assert finding.verdict == "warn"
    assert finding.note


def test_programs_that_start_at_the_next_sign_in_count(tmp_path: Path) -> None:
    folder = "/etc/xdg/autostart"
    files = {f"{folder}/tracker-miner-fs-3.desktop": "[Desktop Entry]\nExec=x\n"}
    finding = b8_clipboard(linux(tmp_path, files, processes=_running()))
    assert finding.verdict == "warn"
    assert evidence(finding) == {"search: tracker-miner-fs-3": "starts"}
    files = {f"{folder}/tracker-miner-fs-3.desktop": "[Desktop Entry]\nHidden=true\n"}
    assert b8_clipboard(linux(tmp_path, files, processes=_running())).verdict == "pass"


def test_windows_keeps_a_history_unless_a_policy_forbids(tmp_path: Path) -> None:
    policies = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\"
    names = ("AllowClipboardHistory", "EnableActivityFeed", "UploadUserActivities")
    registry: dict[str, dict[str, str | int]] = {policies + "System": dict.fromkeys(names, 0)}
    assert b8_clipboard(windows(tmp_path, registry)).verdict == "warn"
    registry[policies + "WindowsAI"] = {"AllowRecallEnablement": 0}
    assert b8_clipboard(windows(tmp_path, registry)).verdict == "pass"
    registry[policies + "WindowsAI"] = {"AllowRecallEnablement": 1}
    assert b8_clipboard(windows(tmp_path, registry)).verdict == "warn"
    registry[policies + "System"]["AllowClipboardHistory"] = 1
    assert b8_clipboard(windows(tmp_path, registry)).verdict == "fail"


def test_malware_protection_is_there_and_fresh(tmp_path: Path) -> None:
    assert b10_malware(linux(tmp_path)).verdict == "warn"
    assert b10_malware(linux(tmp_path, frozen())).verdict == "pass"
    files = {"/var/lib/clamav/daily.cvd": ""}
    assert b10_malware(linux(tmp_path, files)).verdict == "pass"
    assert b10_malware(linux(tmp_path, files, now=LATER)).verdict == "warn"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (
            {"AntivirusEnabled": 1, "RealTimeProtectionEnabled": 1, "AntivirusSignatureAge": 1},
            "pass",
        ),
        (
            {"AntivirusEnabled": 1, "RealTimeProtectionEnabled": 1, "AntivirusSignatureAge": 9},
            "warn",
        ),
        ({"AntivirusEnabled": 1, "RealTimeProtectionEnabled": 0}, "fail"),
        ({"AntivirusEnabled": 1}, "warn"),
        ({}, "cannot tell"),
    ],
)
def test_defender_says_how_it_is(
    tmp_path: Path, facts: dict[str, str | int], verdict: Verdict
) -> None:
    assert b10_malware(windows(tmp_path, {"facts": facts})).verdict == verdict


_SILENT = {
    "DisableTelemetry": True,
    "DisableFirefoxStudies": True,
    "FirefoxSuggest": {"SponsoredSuggestions": False, "ImproveSuggest": False},
    "GenerativeAI": {"Enabled": False},
}


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({}, "pass"),
        ({"/etc/popularity-contest.conf": 'MY_HOSTID="mark"\nPARTICIPATE="yes"\n'}, "fail"),
        ({"/etc/popularity-contest.conf": 'PARTICIPATE="no"\n'}, "pass"),
        ({"/etc/popularity-contest.conf": ""}, "pass"),
        ({"/etc/default/apport": "enabled=1\n"}, "warn"),
        ({"/etc/default/apport": "#enabled=1\nenabled=0\n"}, "pass"),
        ({"/etc/default/whoopsie": "[General]\nreport_crashes=true\n"}, "fail"),
        (firefox(_SILENT), "pass"),
        (firefox({**_SILENT, "GenerativeAI": {"Enabled": True}}), "warn"),
        (firefox({**_SILENT, "AIControls": {"Default": {"Value": "blocked"}}}), "pass"),
        (firefox({**_SILENT, "DisableTelemetry": False}), "fail"),
        (firefox({}), "fail"),
        (chromium({}), "fail"),
    ],
)
def test_what_reports_to_its_maker_is_told(
    tmp_path: Path, files: dict[str, str], verdict: Verdict
) -> None:
    finding = b11_telemetry(linux(tmp_path, files))
    assert finding.verdict == verdict
    assert "mark" not in repr(finding)


def test_edge_has_one_switch_for_all_its_reports(tmp_path: Path) -> None:
    silent = {
        "MetricsReportingEnabled": False,
        "UrlKeyedAnonymizedDataCollectionEnabled": False,
    }
    assert b11_telemetry(linux(tmp_path, chromium(silent))).verdict == "pass"
    assert b11_telemetry(linux(tmp_path, chromium(silent, which="edge"))).verdict == "fail"
    edge = chromium({"DiagnosticData": 0}, which="edge")
    assert b11_telemetry(linux(tmp_path / "edge", edge)).verdict == "pass"


def test_windows_reports_unless_a_policy_forbids(tmp_path: Path) -> None:
    policies = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\"
    assert b11_telemetry(windows(tmp_path, {})).verdict == "fail"
    registry: dict[str, dict[str, str | int]] = {
        policies + "DataCollection": {"AllowTelemetry": 0},
        policies + "Windows Error Reporting": {"Disabled": 1},
        policies + "AdvertisingInfo": {"DisabledByGroupPolicy": 1},
    }
    assert b11_telemetry(windows(tmp_path, registry)).verdict == "warn"
    own = "HKCU\\SOFTWARE\\Policies\\Microsoft\\Windows\\CloudContent"
    registry[own] = {"DisableTailoredExperiencesWithDiagnosticData": 1}
    assert b11_telemetry(windows(tmp_path, registry)).verdict == "pass"
