"""A1 to A3: what can be plugged into the computer, and from what it may start."""

import re
from collections.abc import Iterator

from privacykit.audit import answers
from privacykit.audit.b_settings import key
from privacykit.audit.check import About, Evidence, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, cannot, check, failed, not_here, passed, warned
from privacykit.i18n import _

_USB = "/sys/bus/usb/devices"
_USBGUARD = "/etc/usbguard/usbguard-daemon.conf"
_ENABLED = "/etc/systemd/system/multi-user.target.wants/usbguard.service"
_NO_STORAGE = re.compile(
    r"^\s*(?:blacklist\s+usb[-_]storage|install\s+usb[-_]storage\s+\S*/(?:true|false))\s*$",
    re.MULTILINE,
)
_NO_DEVICE = re.compile(r'^[^#\n]*ATTRS?\{authorized(?:_default)?\}="0"', re.MULTILINE)
_USBSTOR = r"HKLM\SYSTEM\CurrentControlSet\Services\USBSTOR"
_INSTALL = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\DeviceInstall\Restrictions"
_DISABLED = 4
_INPUT = "/proc/bus/input/devices"
_ID = re.compile(r"^I: Bus=(0003|0005) Vendor=([0-9a-f]{4}) Product=([0-9a-f]{4})", re.MULTILINE)
"""USB and Bluetooth; what is built in has other buses."""
_KEYBOARD = re.compile(r"^H: Handlers=.*\bkbd\b", re.MULTILINE)
_EFI = "/sys/firmware/efi"
_SECURE = f"{_EFI}/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"


@check(
    About(
        "A1-USB",
        "room",
        duties=("K2", "K4"),
        ala=("P2.4",),
        effort=2,
        effect=2,
        question=lambda: _("Do the USB ports accept only the library's own devices?"),
        means=lambda: _(
            "A small device that poses as a keyboard can take over the computer, or record what "
            "the next patron types."
        ),
        mend=lambda: _(
            "Install USBGuard with a list of the library's own devices, or put the computer into "
            "a locked case. Leave one port for patrons' memory sticks if they need it."
        ),
        letter=lambda: _(
            "Please let only the library's own keyboards and mice be attached to the public "
            "computers (USBGuard on Linux, device installation restrictions on Windows)."
        ),
    )
)
def a1_usb(computer: Computer) -> Finding:
    if computer.system == "windows":
        return _windows_usb(computer)
    if computer.exists("/sys/bus") and not computer.names(_USB):
        return not_here(_("This computer has no USB ports."))
    guarded = _guarded(computer)
    if guarded == "block":
        return passed(Evidence("usbguard: ImplicitPolicyTarget", guarded))
    if guarded:
        return warned(Evidence("usbguard: ImplicitPolicyTarget", guarded))
    return _partly(list(_rules(computer)))


def _guarded(computer: Computer) -> str:
    """Return what USBGuard does with unknown devices; empty if it is not on."""
    state = computer.run(("systemctl", "is-active", "usbguard.service")) or ""
    if state.strip() != "active" and not computer.exists(_ENABLED):
        return ""
    text = computer.read(_USBGUARD) or ""
    found = re.findall(r"^\s*ImplicitPolicyTarget\s*=\s*(\w+)", text, re.MULTILINE)
    return str(found[-1]) if found else "block"


def _rules(computer: Computer) -> Iterator[Evidence]:
    for folder, pattern, name in (
        ("/etc/modprobe.d", _NO_STORAGE, "modprobe: usb-storage"),
        ("/etc/udev/rules.d", _NO_DEVICE, "udev: authorized"),
    ):
        texts = (computer.read(f"{folder}/{file}") for file in computer.names(folder))
        if any(pattern.search(text or "") for text in texts):
            yield Evidence(name, "off")
    if "usbcore.authorized_default=0" in (computer.read("/proc/cmdline") or ""):
        yield Evidence("usbcore.authorized_default", "0")


def _partly(rules: list[Evidence]) -> Finding:
    if not rules:
        return failed(Evidence("usbguard", "not active"))
    storage_only = all(rule.name.startswith("modprobe") for rule in rules)
    return warned(*rules) if storage_only else passed(*rules)


def _windows_usb(computer: Computer) -> Finding:
    # unverified on a real Windows: the name DenyUnspecified
    denied = key(computer, _INSTALL).get("DenyUnspecified")
    if denied == 1:
        return passed(Evidence("windows: DenyUnspecified", "1"))
    start = key(computer, _USBSTOR).get("Start")
    evidence = Evidence("windows: USBSTOR Start", "not set" if start is None else str(start))
    return warned(evidence) if start == _DISABLED else failed(evidence)


@check(
    About(
        "A2-KBD",
        "room",
        duties=("K4",),
        ala=("P2.4",),
        effort=1,
        effect=3,
        question=lambda: _("Is every keyboard and mouse one of the library's own?"),
        means=lambda: _("A key logger between keyboard and computer reads every password."),
        mend=lambda: _(
            "Look behind the computer and at every plug, today and once a month. No program can "
            "see a key logger that only listens."
        ),
        letter=lambda: _(
            "Please seal the keyboard cables of the public computers, and tell us what devices "
            "should be attached, so that we can look for others."
        ),
    )
)
def a2_keyboards(computer: Computer) -> Finding:
    ids = _attached(computer)
    if ids is None:
        return ask(Evidence("input devices", "?"))
    evidence = [Evidence("input devices", str(len(ids)))]
    evidence += [Evidence("input device", one) for one in sorted(ids)]
    new = ids - _known(computer)
    if new:
        words = _("New since the last check-up: look behind the computer.")
        return warned(*evidence, Evidence("new", str(len(new))), note=words)
    return ask(*evidence)


def _attached(computer: Computer) -> frozenset[str] | None:
    """Return vendor and product of what is attached and types; None if that cannot be seen."""
    if computer.system == "windows":
        listed = computer.registry.get("facts", {}).get("Keyboards")
        return None if listed is None else frozenset(str(listed).split())
    text = computer.read(_INPUT)
    if text is None:
        return None
    typing = (block for block in text.split("\n\n") if _KEYBOARD.search(block))
    found = (_ID.search(block) for block in typing)
    return frozenset(f"{one[2]}:{one[3]}" for one in found if one)


def _known(computer: Computer) -> frozenset[str]:
    """Return what was attached last time; everything, if there was no last time."""
    findings = computer.before.findings if computer.before else ()
    last = [finding for finding in findings if finding.id == "A2-KBD"]
    if not last or Evidence("input devices", "?") in last[0].evidence:
        return _attached(computer) or frozenset()
    return frozenset(one.value for one in last[0].evidence if one.name == "input device")


@check(
    About(
        "A3-BOOT",
        "room",
        duties=("K2",),
        ala=("P2.4",),
        effort=2,
        effect=2,
        question=lambda: _("Does the computer start from its own disk only?"),
        means=lambda: _(
            "Whoever starts it from a memory stick can read the disk and leave a spy program on it."
        ),
        mend=lambda: _(
            "In the firmware: turn on Secure Boot, put the disk first, and set a password."
        ),
        letter=lambda: _(
            "Please turn on Secure Boot on the public computers, let them start from their own "
            "disk only, and protect the firmware with a password."
        ),
    )
)
def a3_boot(computer: Computer) -> Finding:
    state = _secure_boot(computer)
    if state is None:
        return cannot(_("Secure Boot can be seen only with the rights of an administrator."))
    evidence = Evidence("Secure Boot", state)
    if answers.value(computer, "A3-firmware") == "no":
        return failed(evidence, Evidence("firmware password and order", "no"))
    return ask(evidence) if state == "on" else warned(evidence)


def _secure_boot(computer: Computer) -> str | None:
    """Return "on", "off" or "no UEFI"; None if it is not to be seen."""
    if computer.system == "windows":
        fact = computer.registry.get("facts", {}).get("SecureBoot")
        return None if fact is None else ("on" if fact in {1, "True"} else "off")
    if not computer.exists(_EFI):
        return "no UEFI"
    text = computer.read(_SECURE)
    return "on" if text and text.endswith("\x01") else "off"
