"""What goes on after signing out: ended before the next person is let in.

systemd asks the programs of a session to end and leaves them a minute and a half, or all the time
where an account may linger. Whoever signs in meanwhile would join that session: with the files of
the one before, and with the programs that would not end beside theirs.
"""

import subprocess
from contextlib import suppress

from privacykit.wipe.machine import commands, people, state
from privacykit.wipe.machine.system import System

SECONDS = 20
"""How long someone is kept waiting at the sign-in for the session before theirs to end."""
_UNIT = "privacykit-session@{uid}.service"


def is_over(system: System, name: str) -> bool:
    """End the account's last session if nobody is signed in any more; tell whether it is over.

    Where systemd does not run, nothing is known of sign-ins. Raises UnsafeHomeError if there is
    no such account.
    """
    if not (system.is_running and people.SYSTEMD.is_dir() and _goes_on(system, name)):
        return True
    uid = system.account(name).uid
    if _is_somebody_there(uid):
        return True
    people.kill_group(uid)  # first, as what systemd stops may take its time
    people.stop_services(uid)
    with suppress(OSError, subprocess.SubprocessError):
        command = "systemctl", "stop", _UNIT.format(uid=uid)
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    return state.read(system.record(name)).condition != "ending"


def _goes_on(system: System, name: str) -> bool:
    return state.read(system.record(name)).condition in {"in use", "ending"}


def _is_somebody_there(uid: int) -> bool:
    """Ask logind; an account of which only programs run is closing, or has no sessions."""
    of = "show-user", str(uid), "--property=State", "--property=Sessions"
    said = commands.ask("loginctl", *of)
    if said is None:  # it knows of no such user, or does not answer
        return commands.ask("loginctl", "list-sessions") is None
    told = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
    return told.get("State") != "closing" and bool(told.get("Sessions"))
