"""A5 to A7: who else sees the screen, and what it shows when nobody uses it."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress

from privacykit import paths
from privacykit.audit.b_settings import key
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, cannot, check, failed, found, not_here, passed
from privacykit.i18n import _

_SOON, _LATE = 300, 900
_DESKTOPS = ("/usr/share/xsessions", "/usr/share/wayland-sessions")
_DCONF = ("/etc/dconf/db/local.d", "/etc/dconf/db/site.d")
_IDLE = ("gsettings", "get", "org.gnome.desktop.session", "idle-delay")
_LOCKS = ("gsettings", "get", "org.gnome.desktop.screensaver", "lock-enabled")
_UNITS = {"": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hr": 3600}
_SYSTEM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
_DESKTOP = r"HKCU\SOFTWARE\Policies\Microsoft\Windows\Control Panel\Desktop"
_LIGHTDM = ("/usr/share/lightdm/lightdm.conf.d", "/etc/lightdm/lightdm.conf.d")
_GDM = ("/etc/gdm3/greeter.dconf-defaults", "/etc/gdm/greeter.dconf-defaults")
_SDDM = ("/usr/lib/sddm/sddm.conf.d", "/etc/sddm.conf.d")


@check(
    About(
        "A5-SCREEN",
        "room",
        duties=("K4",),
        ala=("P1.2",),
        effort=1,
        effect=2,
        question=lambda: _("Does the session end or lock when nobody uses it?"),
        means=lambda: _("Whoever comes next sits down in the mailbox of the one who went away."),
        mend=lambda: _(
            "Let the session end after 5 minutes without a key: Rules, Timers, or [timers] "
            "idle_minutes in {file}."
        ).format(file=paths.policy_file()),
        letter=lambda: _(
            "Please let the public computers end or lock a session after at most five minutes "
            "without a key or a pointer."
        ),
    )
)
def a5_screen(computer: Computer) -> Finding:
    windows = computer.system == "windows"
    delays = list(_windows_delays(computer) if windows else _delays(computer))
    if delays:
        name, seconds = min(delays, key=lambda one: one[1] or _LATE + 1)
        return found(_of_delay(seconds), Evidence(name, str(seconds)))
    if not windows and not any(map(computer.names, _DESKTOPS)):
        return not_here(_("This computer has no desktop."))
    return cannot(_("No setting that the check-up knows says when the session locks."))


def _of_delay(seconds: int) -> Verdict:
    if 0 < seconds <= _SOON:
        return "pass"
    return "warn" if 0 < seconds <= _LATE else "fail"


_Delay = tuple[str, int]
"""The setting's name, and seconds; 0: never."""


def _delays(computer: Computer) -> Iterator[_Delay]:
    yield from _kit(computer)
    yield from _gnome(computer)
    yield from _plasma(computer)
    login = computer.ini("/etc/systemd/logind.conf")
    if login.get("Login", "IdleAction", fallback="ignore") not in {"ignore", ""}:
        delay = login.get("Login", "IdleActionSec", fallback="30min")
        yield "logind: IdleActionSec", _seconds(delay)


def _kit(computer: Computer) -> Iterator[_Delay]:
    with suppress(tomllib.TOMLDecodeError):
        timers = tomllib.loads(computer.read(str(paths.policy_file())) or "").get("timers")
        minutes = timers.get("idle_minutes") if isinstance(timers, dict) else None
        if isinstance(minutes, int) and minutes > 0:
            yield "privacykit: idle_minutes, seconds", minutes * 60


def _gnome(computer: Computer) -> Iterator[_Delay]:
    """Yield GNOME's delay: the account's own, else the system's, else what GNOME starts with."""
    if not computer.exists("/usr/bin/gnome-shell"):
        return
    idle = computer.run(_IDLE) or _dconf(computer, "idle-delay") or "uint32 300"
    locks = computer.run(_LOCKS) or _dconf(computer, "lock-enabled") or "true"
    seconds = int(re.sub(r"\D", "", idle.replace("uint32", "")) or 0)
    yield "gnome: idle-delay", seconds if locks.strip() == "true" else 0


def _dconf(computer: Computer, name: str) -> str:
    files = [f"{folder}/{file}" for folder in _DCONF for file in computer.names(folder)]
    return _last(computer, files, name)


def _plasma(computer: Computer) -> Iterator[_Delay]:
    if not computer.exists("/usr/bin/plasmashell"):
        return
    daemon = "/etc/xdg/kscreenlockerrc"
    minutes = _last(computer, [daemon], "Timeout") or "5"
    is_on = _last(computer, [daemon], "Autolock") != "false"
    yield "plasma: Timeout, seconds", _seconds(f"{minutes}m") if is_on else 0


def _seconds(text: str) -> int:
    """Return the seconds of a time as systemd writes it, such as "5min"; 0 for anything else."""
    match = re.fullmatch(r"(\d{1,9})\s*([a-z]*)", text.strip())
    return int(match[1]) * _UNITS.get(match[2], 0) if match else 0


def _windows_delays(computer: Computer) -> Iterator[_Delay]:
    limit = key(computer, _SYSTEM).get("InactivityTimeoutSecs")
    if limit is not None:
        yield "windows: InactivityTimeoutSecs", _seconds(str(limit))
    saver = key(computer, _DESKTOP)
    if str(saver.get("ScreenSaverIsSecure")) == "1":
        yield "windows: ScreenSaveTimeOut", _seconds(str(saver.get("ScreenSaveTimeOut", 0)))


def _last(computer: Computer, files: list[str], name: str) -> str:
    """Return the last value that the files give a setting; empty if none does."""
    text = "\n".join(computer.read(file) or "" for file in files)
    found = re.findall(rf"^[ \t]*{name}[ \t]*=[ \t]*(.*?)[ \t]*$", text, re.MULTILINE)
    return str(found[-1]) if found else ""


@check(
    About(
        "A6-LASTUSER",
        "room",
        duties=("K1", "K5"),
        ala=("P1.2",),
        effort=1,
        effect=1,
        question=lambda: _("Does the sign-in screen hide who was here before?"),
        means=lambda: _("Where patrons sign in with their own names, everybody can read them."),
        mend=lambda: _(
            "GDM: disable-user-list=true. LightDM: greeter-hide-users=true. SDDM: "
            "RememberLastUser=false. Windows: DontDisplayLastUserName=1."
        ),
        letter=lambda: _(
            "Please do not show the names of earlier users on the sign-in screens of the public "
            "computers."
        ),
    )
)
def a6_last_user(computer: Computer) -> Finding:
    if computer.system == "windows":
        hidden = key(computer, _SYSTEM).get("DontDisplayLastUserName", "not set")
        return _hides("windows: DontDisplayLastUserName", str(hidden), "1")
    if computer.exists("/usr/sbin/lightdm"):
        files = _files(computer, _LIGHTDM, "/etc/lightdm/lightdm.conf")
        return _greeter(computer, files, "lightdm: greeter-hide-users", "true")
    if any(map(computer.exists, ("/usr/sbin/gdm3", "/usr/sbin/gdm"))):
        files = [*_GDM, *_files(computer, ("/etc/dconf/db/gdm.d",))]
        return _greeter(computer, files, "gdm: disable-user-list", "true")
    if computer.exists("/usr/bin/sddm"):
        files = _files(computer, _SDDM, "/etc/sddm.conf")
        return _greeter(computer, files, "sddm: RememberLastUser", "false")
    return not_here(_("This computer has no sign-in screen."))


def _files(computer: Computer, folders: tuple[str, ...], *more: str) -> list[str]:
    return [*(f"{folder}/{name}" for folder in folders for name in computer.names(folder)), *more]


def _greeter(computer: Computer, files: list[str], name: str, good: str) -> Finding:
    setting = name.partition(": ")[2]
    return _hides(name, _last(computer, files, setting).lower() or "not set", good)


def _hides(name: str, value: str, good: str) -> Finding:
    evidence = Evidence(name, value)
    return passed(evidence) if value == good else failed(evidence)


@check(
    About(
        "A7-POS",
        "room",
        duties=("K4",),
        ala=("P1.5",),
        effort=1,
        effect=2,
        question=lambda: _("Are the screens turned away from other eyes?"),
        means=lambda: _("People do not look up an illness while somebody stands behind them."),
        mend=lambda: _("Turn the desks, or lend out privacy filters at the counter."),
        letter=lambda: _(
            "Please order privacy filters that fit the screens of the public computers."
        ),
    )
)
def a7_position(_computer: Computer) -> Finding:
    return ask()
