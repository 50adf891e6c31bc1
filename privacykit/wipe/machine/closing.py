"""What goes on after signing out: ended before the next person is let in.

systemd asks the programs of a session to end and leaves them a minute and a half, or without end
where an account may linger. Whoever signs in meanwhile would join that session: with the files of
the one before, and with the programs that would not end beside theirs.
"""

import subprocess
import time
from contextlib import suppress

from privacykit.wipe.machine import people, state
from privacykit.wipe.machine.system import System

SECONDS = 20.0
"""How long someone is kept waiting at the sign-in for the session before theirs to end."""
_PAUSE = 0.1
_NOBODY_THERE = (b"closing", b"lingering")
"""What logind calls an account of which programs run, but nobody is signed in."""
_ASKED = 5
"""Seconds in which systemd must answer."""


def is_over(system: System, name: str) -> bool:
    """End what outlived the account's last session; tell whether it is over, and its end with it.

    Waits for an end that is under way. Leaves alone whoever is signed in. Raises
    UnsafeHomeError if there is no such account.
    """
    if not system.is_running:
        return True
    uid = system.account(name).uid
    if _goes_on(uid):
        people.kill_group(uid)  # first, as what systemd stops may take its time
        people.stop_services(uid)
    latest = time.monotonic() + SECONDS
    while goes_on := _goes_on(uid) or _is_ending(system, name):
        if time.monotonic() > latest:
            break
        time.sleep(_PAUSE)
    return not goes_on


def _goes_on(uid: int) -> bool:
    """Tell whether everybody of the account has signed out, and programs of theirs go on."""
    if not people.SYSTEMD.is_dir():
        return False
    command = "loginctl", "show-user", str(uid), "--property=State", "--value"
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run(command, capture_output=True, timeout=_ASKED, check=False)
        return said.stdout.strip() in _NOBODY_THERE
    return False


def _is_ending(system: System, name: str) -> bool:
    return state.read(system.record(name)).condition == "ending"
