"""A1 to A7, T1 and T2: what can be plugged in, who may do what, who sees the screen."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from privacykit.audit import answers, running
from privacykit.audit.a_devices import a1_usb, a2_keyboards, a3_boot
from privacykit.audit.a_rights import a4_admin
from privacykit.audit.a_screen import a5_screen, a6_last_user, a7_position
from privacykit.audit.answers import Answer
from privacykit.audit.check import Evidence, Finding, Verdict
from privacykit.audit.running import Audit
from privacykit.audit.t_teaching import t1_workshop, t2_sign
from tests.unit.laid_out import NOW, evidence, linux, windows

Files = Mapping[str, str]
USB = {"/sys/bus/usb/devices/usb1": ""}
GUARD = "/etc/usbguard/usbguard-daemon.conf"
ON = {"/etc/systemd/system/multi-user.target.wants/usbguard.service": ""}
NO_STORAGE = {"/etc/modprobe.d/usb.conf": "# why\ninstall usb-storage /bin/false\n"}


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({}, "fail"),
        (ON, "pass"),
        (ON | {GUARD: "ImplicitPolicyTarget=block\n"}, "pass"),
        (ON | {GUARD: "# ImplicitPolicyTarget=block\nImplicitPolicyTarget=allow\n"}, "warn"),
        (ON | {GUARD: "ImplicitPolicyTarget=allow\nImplicitPolicyTarget=block\n"}, "pass"),
        ({GUARD: "ImplicitPolicyTarget=block\n"}, "fail"),
        (NO_STORAGE, "warn"),
        ({"/etc/modprobe.d/usb.conf": "#blacklist usb_storage"}, "fail"),
        ({"/etc/modprobe.d/usb.conf": "blacklist usb_storage"}, "warn"),
        ({"/etc/udev/rules.d/1.rules": 'ACTION=="add", ATTR{authorized_default}="0"'}, "pass"),
        ({"/etc/udev/rules.d/1.rules": '# ATTR{authorized_default}="0"'}, "fail"),
        (NO_STORAGE | {"/proc/cmdline": "quiet usbcore.authorized_default=0"}, "pass"),
        ({"/proc/cmdline": "quiet"}, "fail"),
    ],
)
def test_a1_on_linux(tmp_path: Path, files: Files, verdict: Verdict) -> None:
    assert a1_usb(linux(tmp_path, {**USB, **files})).verdict == verdict


def test_a1_asks_the_running_system(tmp_path: Path) -> None:
    assert a1_usb(linux(tmp_path, USB, run=lambda _command: "active\n")).verdict == "pass"
    assert a1_usb(linux(tmp_path, USB, run=lambda _command: None)).verdict == "fail"


def test_a1_without_usb(tmp_path: Path) -> None:
    assert a1_usb(linux(tmp_path, {"/sys/bus/pci/x": ""})).verdict == "not applicable"


STOR = r"HKLM\SYSTEM\CurrentControlSet\Services\USBSTOR"
INSTALL = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\DeviceInstall\Restrictions"


@pytest.mark.parametrize(
    ("registry", "verdict"),
    [
        ({}, "fail"),
        ({STOR: {"Start": 3}}, "fail"),
        ({STOR: {"Start": 4}}, "warn"),
        ({STOR.upper(): {"Start": 4}}, "warn"),
        ({INSTALL: {"DenyUnspecified": 1}}, "pass"),
        ({INSTALL: {"DenyUnspecified": 0}}, "fail"),
    ],
)
def test_a1_on_windows(
    tmp_path: Path, registry: dict[str, dict[str, str | int]], verdict: Verdict
) -> None:
    assert a1_usb(windows(tmp_path, registry)).verdict == verdict


def device(bus: str, vendor: str, handlers: str) -> str:
    return (
        f"I: Bus={bus} Vendor={vendor} Product=c31c Version=0110\n"
        f'N: Name="Secret Name"\nH: Handlers={handlers}\n'
    )


KEYBOARD = device("0003", "046d", "sysrq kbd leds event3")
BUILT_IN = device("0011", "0001", "sysrq kbd event0")
MOUSE = device("0003", "1234", "mouse0 event5")
BLUETOOTH = device("0005", "beef", "kbd event9")


def devices(*blocks: str) -> dict[str, str]:
    return {"/proc/bus/input/devices": "\n".join(blocks)}


def last(*found: Evidence) -> Audit:
    others = Finding("A1-USB", "fail", (Evidence("input device", "1111:1111"),))
    return Audit(NOW.isoformat(), "linux", (others, Finding("A2-KBD", "ask", found)))


def test_a2_counts_what_types_and_is_not_built_in(tmp_path: Path) -> None:
    finding = a2_keyboards(linux(tmp_path, devices(KEYBOARD, BUILT_IN, MOUSE, BLUETOOTH)))
    assert finding.verdict == "ask"
    assert [one.value for one in finding.evidence] == ["2", "046d:c31c", "beef:c31c"]
    assert "Secret" not in str(finding)


def test_a2_tells_what_is_new(tmp_path: Path) -> None:
    before = last(Evidence("input devices", "1"), Evidence("input device", "046d:c31c"))
    computer = linux(tmp_path, devices(KEYBOARD, BLUETOOTH), before=before)
    finding = a2_keyboards(computer)
    assert finding.verdict == "warn"
    assert evidence(finding)["new"] == "1"
    same = linux(tmp_path, devices(KEYBOARD), before=before)
    assert a2_keyboards(same).verdict == "ask"


@pytest.mark.parametrize(
    "before",
    [last(Evidence("input devices", "?")), Audit("2026-01-01T00:00:00+00:00", "linux", ())],
)
def test_a2_with_nothing_to_compare(tmp_path: Path, before: Audit) -> None:
    assert a2_keyboards(linux(tmp_path, devices(KEYBOARD), before=before)).verdict == "ask"
    unseen = linux(tmp_path / "empty", before=before)
    assert evidence(a2_keyboards(unseen)) == {"input devices": "?"}


def test_a2_on_windows(tmp_path: Path) -> None:
    seen = a2_keyboards(windows(tmp_path, {"facts": {"Keyboards": "046d:c31c"}}))
    assert evidence(seen) == {"input devices": "1", "input device": "046d:c31c"}
    assert evidence(a2_keyboards(windows(tmp_path, {}))) == {"input devices": "?"}


EFI = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"


@pytest.mark.parametrize(
    ("files", "answer", "verdict", "state"),
    [
        ({EFI: "\x06\0\0\0\x01"}, "", "ask", "on"),
        ({EFI: "\x06\0\0\0\x01"}, "no", "fail", "on"),
        ({EFI: "\x06\0\0\0\0"}, "", "warn", "off"),
        ({"/sys/firmware/efi/x": ""}, "yes", "warn", "off"),
        ({}, "", "warn", "no UEFI"),
    ],
)
def test_a3(tmp_path: Path, files: Files, answer: str, verdict: Verdict, state: str) -> None:
    given = {"A3-firmware": Answer(answer, NOW.date())} if answer else {}
    finding = a3_boot(linux(tmp_path, files, answers=given))
    assert (finding.verdict, evidence(finding)["Secure Boot"]) == (verdict, state)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [({"SecureBoot": 1}, "ask"), ({"SecureBoot": "False"}, "warn"), ({}, "cannot tell")],
)
def test_a3_on_windows(tmp_path: Path, facts: dict[str, str | int], verdict: Verdict) -> None:
    assert a3_boot(windows(tmp_path, {"facts": facts})).verdict == verdict


PEOPLE = {
    "/etc/passwd": "root:x:0:0::/root:/bin/sh\nshort:x\npatron:x:1000:1000::/home/patron:/bin/sh\n",
    "/etc/group": "root:x:0:\nsudo:x:27:admin\nshort\nusers:x:100:admin,patron\npatron:x:1000:\n",
}


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({}, "pass"),
        ({"/etc/group": "docker:x:99:patron"}, "fail"),
        ({"/etc/group": "wheel:x:1000:"}, "fail"),
        ({"/etc/passwd": "patron:x:0:1000::/:/bin/sh"}, "fail"),
        ({"/etc/sudoers": "patron ALL=(ALL:ALL) ALL"}, "fail"),
        ({"/etc/sudoers": "patron ALL=(root) NOPASSWD:ALL"}, "fail"),
        ({"/etc/sudoers": "patron ALL = NOPASSWD: \\\n ALL"}, "fail"),
        ({"/etc/sudoers": "ALL ALL=(ALL) ALL"}, "fail"),
        ({"/etc/sudoers": "#1000 ALL=(ALL) ALL"}, "fail"),
        ({"/etc/sudoers": "#1001 ALL=(ALL) ALL"}, "pass"),
        ({"/etc/sudoers": "%users ALL=(root) /usr/bin/reboot"}, "warn"),
        ({"/etc/sudoers": "admin, patron ALL=(ALL) ALL"}, "fail"),
        ({"/etc/sudoers": "User_Alias DESK = admin, patron\nDESK ALL=(ALL) ALL"}, "fail"),
        ({"/etc/sudoers": "# patron ALL=(ALL) ALL\nDefaults env_reset\n@include x y"}, "pass"),
        ({"/etc/sudoers": "admin ALL=(ALL) ALL"}, "pass"),
        ({"/etc/sudoers.d/desk": "patron ALL=(ALL) ALL"}, "fail"),
        ({"/etc/sudoers.d/desk.bak": "patron ALL=(ALL) ALL"}, "pass"),
    ],
)
def test_a4_on_linux(tmp_path: Path, files: Files, verdict: Verdict) -> None:
    assert a4_admin(linux(tmp_path, {**PEOPLE, **files})).verdict == verdict


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"/etc/group": "docker:x:99:patron\nsudo:x:27:patron\n"}, {"groups": "docker sudo"}),
        ({"/etc/passwd": "patron:x:0:1000::/:/bin/sh"}, {"groups": "root"}),
        ({}, {"groups": "none of them"}),
        ({"/etc/sudoers": "patron ALL=(ALL) /bin/a"}, {"sudoers": "some commands"}),
    ],
)
def test_a4_tells_what_gives_the_rights(tmp_path: Path, files: Files, told: Files) -> None:
    assert evidence(a4_admin(linux(tmp_path, {**PEOPLE, **files}))) == told


def test_a4_names_no_account(tmp_path: Path) -> None:
    sudoers = {**PEOPLE, "/etc/sudoers": "patron ALL=(root) /home/patron/x"}
    assert "patron" not in str(a4_admin(linux(tmp_path, sudoers)))


def test_a4_without_an_account_or_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert a4_admin(linux(tmp_path, PEOPLE, account="")).verdict == "cannot tell"
    computer = linux(tmp_path, {**PEOPLE, "/etc/sudoers": ""})
    monkeypatch.setattr("privacykit.audit.computer.Computer.may_read", lambda *_: False)
    assert a4_admin(computer).verdict == "cannot tell"


@pytest.mark.parametrize(("fact", "verdict"), [(1, "fail"), (0, "pass"), (None, "cannot tell")])
def test_a4_on_windows(tmp_path: Path, fact: int | None, verdict: Verdict) -> None:
    facts: dict[str, str | int] = {} if fact is None else {"AccountIsAdministrator": fact}
    assert a4_admin(windows(tmp_path, {"facts": facts})).verdict == verdict


GNOME = {"/usr/bin/gnome-shell": ""}
PLASMA = {"/usr/bin/plasmashell": ""}
DCONF = "/etc/dconf/db/local.d/00-library"
LOCKER = "/etc/xdg/kscreenlockerrc"
LOGIND = "/etc/systemd/logind.conf"
POLICY = "/etc/privacykit/policy.toml"


@pytest.mark.parametrize(
    ("files", "verdict", "seconds"),
    [
        (GNOME, "pass", "300"),
        (GNOME | {DCONF: "[org/gnome/desktop/session]\nidle-delay=uint32 600"}, "warn", "600"),
        (GNOME | {DCONF: "idle-delay=uint32 1800"}, "fail", "1800"),
        (GNOME | {DCONF: "idle-delay=uint32 0"}, "fail", "0"),
        (GNOME | {DCONF: "lock-enabled=false"}, "fail", "0"),
        (PLASMA, "pass", "300"),
        (PLASMA | {LOCKER: "[Daemon]\nTimeout=10\n"}, "warn", "600"),
        (PLASMA | {LOCKER: "[Daemon]\nAutolock=false\n"}, "fail", "0"),
        ({LOGIND: "[Login]\nIdleAction=lock\nIdleActionSec=5min\n"}, "pass", "300"),
        ({LOGIND: "[Login]\nIdleAction=lock\n"}, "fail", "1800"),
        ({LOGIND: "[Login]\nIdleAction=lock\nIdleActionSec=soon\n"}, "fail", "0"),
        ({LOGIND: "[Login]\nIdleAction=lock\nIdleActionSec=5moons\n"}, "fail", "0"),
        ({LOGIND: "[Login]\nIdleAction=lock\nIdleActionSec=900\n"}, "warn", "900"),
        ({LOGIND: "[Login]\nIdleAction=lock\nIdleActionSec=901s\n"}, "fail", "901"),
        ({LOGIND: "[Login]\nIdleAction=lock\nIdleActionSec=1h\n", **GNOME}, "pass", "300"),
        ({POLICY: "[timers]\nidle_minutes = 5\n"}, "pass", "300"),
        (GNOME | {DCONF: "idle-delay=uint32 0", POLICY: "[timers]\nidle_minutes=2"}, "pass", "120"),
        (GNOME | {POLICY: "[timers]\nidle_minutes = 0\n"}, "pass", "300"),
        (GNOME | {POLICY: "timers = 5"}, "pass", "300"),
        (GNOME | {POLICY: "[timers"}, "pass", "300"),
    ],
)
def test_a5_on_linux(tmp_path: Path, files: Files, verdict: Verdict, seconds: str) -> None:
    finding = a5_screen(linux(tmp_path, files))
    assert (finding.verdict, finding.evidence[0].value) == (verdict, seconds)


def test_a5_asks_the_account_itself(tmp_path: Path) -> None:
    told = {"idle-delay": "uint32 60\n", "lock-enabled": "true\n"}
    computer = linux(tmp_path, GNOME, run=lambda command: told[command[-1]])
    assert a5_screen(computer).evidence[0].value == "60"


def test_a5_where_nothing_is_known(tmp_path: Path) -> None:
    assert a5_screen(linux(tmp_path)).verdict == "not applicable"
    logind = {"/usr/share/xsessions/x.desktop": "", LOGIND: "[Login]\n#IdleAction=lock\n"}
    assert a5_screen(linux(tmp_path, logind)).verdict == "cannot tell"


SYSTEM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
SAVER = r"HKCU\SOFTWARE\Policies\Microsoft\Windows\Control Panel\Desktop"


@pytest.mark.parametrize(
    ("registry", "verdict"),
    [
        ({SYSTEM: {"InactivityTimeoutSecs": 300}}, "pass"),
        ({SYSTEM: {"InactivityTimeoutSecs": 0}}, "fail"),
        ({SAVER: {"ScreenSaverIsSecure": "1", "ScreenSaveTimeOut": "600"}}, "warn"),
        ({SAVER: {"ScreenSaverIsSecure": "0", "ScreenSaveTimeOut": "600"}}, "cannot tell"),
    ],
)
def test_a5_on_windows(
    tmp_path: Path, registry: dict[str, dict[str, str | int]], verdict: Verdict
) -> None:
    assert a5_screen(windows(tmp_path, registry)).verdict == verdict


LIGHTDM = {"/usr/sbin/lightdm": ""}
DEBIAN = {"/usr/share/lightdm/lightdm.conf.d/01_debian.conf": "greeter-hide-users=true\n"}
GDM, SDDM = {"/usr/sbin/gdm3": ""}, {"/usr/bin/sddm": ""}


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({}, "not applicable"),
        (LIGHTDM, "fail"),
        (LIGHTDM | DEBIAN, "pass"),
        (LIGHTDM | DEBIAN | {"/etc/lightdm/lightdm.conf": "#greeter-hide-users=false"}, "pass"),
        (LIGHTDM | DEBIAN | {"/etc/lightdm/lightdm.conf": " greeter-hide-users = false"}, "fail"),
        (GDM, "fail"),
        (GDM | {"/etc/gdm3/greeter.dconf-defaults": "disable-user-list=true"}, "pass"),
        (GDM | {"/etc/dconf/db/gdm.d/1": "disable-user-list=true"}, "pass"),
        (SDDM, "fail"),
        (SDDM | {"/etc/sddm.conf.d/a.conf": "[Users]\nRememberLastUser=false"}, "pass"),
    ],
)
def test_a6_on_linux(tmp_path: Path, files: Files, verdict: Verdict) -> None:
    assert a6_last_user(linux(tmp_path, files)).verdict == verdict


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"DontDisplayLastUserName": 1}, "pass"),
        ({"DontDisplayLastUserName": 0}, "fail"),
        ({}, "fail"),
    ],
)
def test_a6_on_windows(tmp_path: Path, values: dict[str, str | int], verdict: Verdict) -> None:
    assert a6_last_user(windows(tmp_path, {SYSTEM: values})).verdict == verdict


@pytest.mark.parametrize("look", [a7_position, t1_workshop, t2_sign])
def test_only_a_person_can_tell(tmp_path: Path, look: Callable[[object], Finding]) -> None:
    assert look(linux(tmp_path)).verdict == "ask"


def test_a_whole_interview_leaves_nothing_to_ask(tmp_path: Path) -> None:
    best = {
        one.id: Answer(next(v for v, said in one.verdicts.items() if said == "pass"), NOW.date())
        for one in answers.questions()
    }
    asks = running.run(linux(tmp_path))
    told = running.run(linux(tmp_path, answers=best))
    assert "ask" in {finding.verdict for finding in asks.findings}
    assert [finding.id for finding in told.findings if finding.verdict == "ask"] == []
    old = linux(tmp_path, answers=best, now=NOW + timedelta(days=400))
    assert "ask" in {finding.verdict for finding in running.run(old).findings}
