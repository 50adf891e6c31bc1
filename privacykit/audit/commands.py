"""The commands that a check-up may run: they only tell, and each is listed here word for word."""

import os
import subprocess
from collections.abc import Mapping

COMMANDS = frozenset(
    {
        ("gsettings", "get", "org.gnome.desktop.screensaver", "lock-enabled"),
        ("gsettings", "get", "org.gnome.desktop.session", "idle-delay"),
        ("nmcli", "--terse", "--fields", "IN-USE,SECURITY", "device", "wifi", "list"),
        ("systemctl", "is-active", "usbguard.service"),
    }
)
_SECONDS = 5
_LARGEST = 1 << 20
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_KEPT = ("HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "SYSTEMROOT")


def run(command: tuple[str, ...]) -> str | None:
    """Return what a listed command writes; None if it is not there or fails. Raises KeyError."""
    if command not in COMMANDS:
        raise KeyError(command)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=_environment(os.environ),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout[:_LARGEST].decode("utf-8", "replace")


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    kept = {name: ours[name] for name in _KEPT if name in ours}
    return {**kept, "PATH": _PATH, "LC_ALL": "C"}
