"""B1 to B3, and what else depends on whether a session's end throws everything away."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from privacykit.audit import running
from privacykit.audit.answers import Answer
from privacykit.audit.b_reset import b1_reset, b2_canary, b3_updates
from privacykit.audit.b_thrown import thrown_away
from privacykit.audit.check import Verdict
from tests.unit.laid_out import LATER, NOW, PUBLIC, evidence, frozen, linux, windows

MOUNTS = "/proc/self/mounts"
OVERLAY = "overlay / overlay rw,lowerdir=/media/ro,upperdir=/media/rw/up,workdir=/media/rw/w 0 0"


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [("clean", "pass"), ("in use", "pass"), ("thawed", "warn"), ("not clean", "warn")],
)
def test_a_frozen_home_is_a_reset(tmp_path: Path, condition: str, verdict: Verdict) -> None:
    finding = b1_reset(linux(tmp_path, frozen(condition)))
    assert finding.verdict == verdict
    assert evidence(finding) == {"privacykit: frozen home": condition}


def test_another_accounts_frozen_home_is_none(tmp_path: Path) -> None:
    assert b1_reset(linux(tmp_path, frozen(), account="other")).verdict == "fail"
    assert b1_reset(linux(tmp_path, frozen(), account="")).verdict == "pass"


@pytest.mark.parametrize(
    ("mounts", "verdict"),
    [
        ("tmpfs /home tmpfs rw 0 0", "pass"),
        ("/dev/sda1 / ext4 rw 0 0\ntmpfs /home/patron tmpfs rw 0 0", "pass"),
        ("tmpfs /home tmpfs rw 0 0\n/dev/sda2 /home/patron ext4 rw 0 0", "fail"),
        ("tmpfs /home tmpfs rw 0 0\n/dev/sda2 /home ext4 rw 0 0", "fail"),
        (f"{OVERLAY}\ntmpfs /media/rw tmpfs rw 0 0", "pass"),
        (f"{OVERLAY}\n/dev/sda2 /media/rw ext4 rw 0 0", "fail"),
        ("overlay / overlay rw 0 0", "fail"),
        ("tmpfs /tmp tmpfs rw 0 0\nshort\nnone swap swap sw 0 0", "fail"),
    ],
)
def test_a_home_in_memory_is_a_reset(tmp_path: Path, mounts: str, verdict: Verdict) -> None:
    assert b1_reset(linux(tmp_path, {MOUNTS: mounts})).verdict == verdict


def test_a_home_may_lie_elsewhere(tmp_path: Path) -> None:
    mounts = {MOUNTS: "/dev/sda1 / ext4 rw 0 0\ntmpfs /srv/homes tmpfs rw 0 0"}
    elsewhere = linux(tmp_path, mounts, home=tmp_path / "srv/homes/patron")
    assert b1_reset(elsewhere).verdict == "pass"
    assert b1_reset(linux(tmp_path, mounts)).verdict == "fail"


def test_an_image_is_judged_by_what_it_would_mount(tmp_path: Path) -> None:
    assert b1_reset(linux(tmp_path, {"/etc/fstab": "tmpfs /home tmpfs rw 0 0"})).verdict == "pass"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("/etc/security/pam_mount.conf.xml", '<volume fstype="tmpfs" mountpoint="~"/>', "pass"),
        ("/etc/security/pam_mount.conf.xml", '<volume fstype="cifs" mountpoint="~"/>', "fail"),
        ("/etc/pam.d/common-session", "session optional pam_exec.so /usr/bin/reset", "warn"),
        ("/etc/pam.d/common-session", "# session optional pam_exec.so x", "fail"),
        ("/etc/gdm3/PostSession/Default", "#!/bin/sh\nexit 0\n", "fail"),
        ("/etc/gdm3/PostSession/Default", "#!/bin/sh\nrm -r /home/x\nexit 0\n", "warn"),
        ("/etc/lightdm/lightdm.conf", "[Seat:*]\nallow-guest=true\n", "warn"),
        ("/etc/lightdm/lightdm.conf", "#allow-guest=true\n", "fail"),
        ("/etc/lightdm/lightdm.conf.d/50.conf", "session-cleanup-script=/usr/bin/reset", "warn"),
        ("/etc/lightdm/lightdm.conf.d/50.off", "session-cleanup-script=/usr/bin/reset", "fail"),
    ],
)
def test_other_ways_are_named_and_judged(
    tmp_path: Path, path: str, text: str, verdict: Verdict
) -> None:
    computer = linux(tmp_path, {path: text})
    finding = b1_reset(computer)
    assert finding.verdict == verdict
    assert thrown_away(computer) == (verdict == "pass")
    assert "/usr/bin/reset" not in repr(finding)


def test_a_guest_account_is_thrown_away(tmp_path: Path) -> None:
    files = {"/etc/lightdm/lightdm.conf": "allow-guest = true"}
    assert b1_reset(linux(tmp_path, files, account="guest-ab12cd")).verdict == "pass"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"UWF.CurrentEnabled": 1}, "pass"),
        ({"UWF.CurrentEnabled": 0}, "fail"),
        ({"SharedPC.DeletionPolicy": 0}, "pass"),
        ({"SharedPC.DeletionPolicy": 1}, "fail"),
        ({"UWF.CurrentEnabled": 0, "SharedPC.DeletionPolicy": 0}, "pass"),
        ({}, "cannot tell"),
    ],
)
def test_windows_has_filters_and_shared_computers(
    tmp_path: Path, facts: dict[str, str | int], verdict: Verdict
) -> None:
    assert b1_reset(windows(tmp_path, {"facts": facts})).verdict == verdict


def test_deep_freeze_is_seen_and_not_trusted(tmp_path: Path) -> None:
    service = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\DFServ"
    assert b1_reset(windows(tmp_path, {service: {"Start": 2}})).verdict == "warn"


def test_nobody_knows_whether_the_reset_works_until_it_was_looked_at(tmp_path: Path) -> None:
    assert b2_canary(linux(tmp_path)).verdict == "ask"
    assert b2_canary(linux(tmp_path, frozen(verified_at=""))).verdict == "ask"
    assert b2_canary(linux(tmp_path, frozen(verified_at="some day"))).verdict == "ask"


@pytest.mark.parametrize(("said", "verdict"), [("gone", "pass"), ("there", "fail")])
def test_people_may_have_tested_it_themselves(tmp_path: Path, said: str, verdict: Verdict) -> None:
    computer = linux(tmp_path, answers={"B2-tried": Answer(said, NOW.date())})
    (finding,) = running.run(computer, ids={"B2-CANARY"}).findings
    assert finding.verdict == verdict


def test_a_look_after_the_wipe_is_a_proof_for_a_month(tmp_path: Path) -> None:
    files = frozen(verified_at=NOW.isoformat())
    assert b2_canary(linux(tmp_path, files)).verdict == "pass"
    finding = b2_canary(linux(tmp_path, files, now=LATER))
    assert finding.verdict == "warn"
    assert "100" in evidence(finding).values()


def test_a_home_that_did_not_come_clean_is_a_failure(tmp_path: Path) -> None:
    files = frozen("not clean", verified_at=NOW.isoformat())
    assert b2_canary(linux(tmp_path, files)).verdict == "fail"


def _record(*rows: object) -> dict[str, str]:
    return {f"{PUBLIC}/record.jsonl": "\n".join(map(json.dumps, rows))}


def test_the_last_wipe_of_the_record_counts_where_nothing_is_frozen(tmp_path: Path) -> None:
    before = {"at": (NOW - timedelta(days=1)).isoformat(), "state": "clean"}
    after = {"at": NOW.isoformat(), "state": "residue"}
    key = {"at": NOW.isoformat(), "state": "key"}
    torn = "not a row"
    assert b2_canary(linux(tmp_path, _record(before, key, torn))).verdict == "pass"
    assert b2_canary(linux(tmp_path, _record(before, after, key))).verdict == "fail"
    assert b2_canary(linux(tmp_path, _record(key))).verdict == "ask"


_AUTOMATIC = {"/etc/apt/apt.conf.d/20auto-upgrades": 'APT::Periodic::Unattended-Upgrade "1";\n'}
_STATUS = "/var/lib/dpkg/status"


@pytest.mark.parametrize(
    ("files", "days", "verdict"),
    [
        (_AUTOMATIC, 1, "pass"),
        (_AUTOMATIC, 30, "warn"),
        ({}, 1, "warn"),
        ({}, 30, "fail"),
        ({"/etc/apt/apt.conf.d/20auto": '// APT::Periodic::Unattended-Upgrade "1";'}, 30, "fail"),
        ({"/etc/apt/apt.conf.d/20auto": 'APT::Periodic::Unattended-Upgrade "0";'}, 30, "fail"),
    ],
)
def test_updates_come_by_themselves_and_came_lately(
    tmp_path: Path, files: dict[str, str], days: int, verdict: Verdict
) -> None:
    computer = linux(tmp_path, {**files, _STATUS: ""})
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(tmp_path / _STATUS.lstrip("/"), (then, then))
    finding = b3_updates(computer)
    assert finding.verdict == verdict
    assert evidence(finding)["last update, days ago"] == str(days)


def test_updates_of_another_system_are_judged_by_their_timer(tmp_path: Path) -> None:
    timers = "/etc/systemd/system/timers.target.wants"
    assert b3_updates(linux(tmp_path)).verdict == "fail"
    assert b3_updates(linux(tmp_path, {f"{timers}/dnf-automatic.timer": ""})).verdict == "pass"


@pytest.mark.parametrize(
    ("last", "verdict"),
    [(0, "pass"), (34, "pass"), (60, "warn"), (None, "cannot tell")],
)
def test_windows_tells_its_last_update(tmp_path: Path, last: int | None, verdict: Verdict) -> None:
    facts: dict[str, str | int] = {}
    if last is not None:
        facts["LastUpdate"] = (NOW - timedelta(days=last)).date().isoformat()
    assert b3_updates(windows(tmp_path, {"facts": facts})).verdict == verdict
