"""Everything that runs as an account is ended, whatever it is called, and proven gone."""

import os
import pwd
import re
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from privacykit.i18n import _
from privacykit.wipe import programs
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import FIRST_PERSON, Account
from privacykit.wipe.policy import Programs
from privacykit.wipe.problems import escape
from privacykit.wipe.programs import GONE, Processes
from privacykit.wipe.progress import Cancelled, Progress

ROUNDS = 5
LENT_FROM = 1 << 16
"""Below are the numbers of the system, of people and of nobody."""
INSTALLED = tuple(map(Path, ("/bin", "/lib", "/opt", "/sbin", "/snap", "/usr")))
SYSTEMD, GROUPS = Path("/run/systemd/system"), Path("/sys/fs/cgroup")
_SECONDS = 30
"""How long systemd may take to end an account's services."""
_NOGROUP = 65_534
_LENT = re.compile(r"([^:]+):(\d{1,10}):(\d{1,10})", re.ASCII)
_KILL_ALL = "/bin/sh", "-c", "kill -s KILL -- -1"
"""What the account is allowed to signal is its own, so this is only ever run as the account."""
_UIDS = re.compile(rb"^Uid:(.*)$", re.MULTILINE)
_SLICE = "user.slice/user-{uid}.slice"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is ended: an account, and the user ids that containers of its own run under."""

    uid: int
    more: tuple[range, ...] = ()

    def owns(self, uid: int) -> bool:
        lent = any(uid in numbers for numbers in self.more)
        return uid == self.uid or (lent and not _is_somebodys(uid))


def _is_somebodys(uid: int) -> bool:
    """Tell whether an account has the number, as one of a domain may have that was lent here."""
    with suppress(KeyError):
        pwd.getpwuid(uid)
        return True
    return False


def person(system: System, account: Account) -> Person:
    """Return the account with what subuid(5) lends it; never a number of the system or a person."""
    try:
        text = system.at("/etc/subuid").read_text("utf-8", "replace")
    except FileNotFoundError:
        return Person(account.uid)
    lent = [found.groups() for found in map(_LENT.fullmatch, text.splitlines()) if found]
    names = {account.name, str(account.uid)}
    numbers = [range(int(at), int(at) + int(count)) for name, at, count in lent if name in names]
    return Person(account.uid, tuple(one for one in numbers if one.start >= LENT_FROM))


def everyone(who: Person, processes: Processes) -> tuple[psutil.Process, ...]:
    """Return all that runs with the rights of an account, but for this program and its starters."""
    spared = programs.ourselves()
    return tuple(one for one in processes() if one.pid not in spared and _is_of(one, who))


def names(processes: Iterable[psutil.Process]) -> tuple[str, ...]:
    """Return what staff may read of programs that run: names of installed ones."""
    return tuple(sorted({_name(one) for one in processes}))


def started_us(who: Person) -> tuple[str, ...]:
    """Return what runs as the account, but started this program, so that it cannot be ended."""
    with suppress(*GONE):
        above = psutil.Process().parents()
        return tuple(sorted({_name(one) for one in above if _is_of(one, who)}))
    return ()


def end_all(
    who: Person,
    processes: Processes,
    choice: Programs,
    *,
    whole_system: bool = False,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[str, ...]:
    """End all that runs as the account; return the names of the programs.

    With `whole_system` also what `processes` does not show: services, and what is never there
    when we look. Raises BusyError if one is left, if the policy lets none be ended, or if this
    program was started from one.
    """
    ended: set[str] = set()
    seconds = choice.seconds
    # Where nothing runs, the services would be those of a sign-in on its way.
    if whole_system and choice.end and everyone(who, processes):
        stop_services(who.uid)
    for _round in range(ROUNDS if choice.end else 0):
        found = everyone(who, processes)
        progress(_("Closing programs"), 0, len(found))
        ended |= {_name(one) for one in found}
        programs.stop(list(found), seconds, cancelled)
        if whole_system:
            _kill_at_once(who)
        seconds = 0
        if not found and not everyone(who, processes):
            break
    if left := {_name(one) for one in everyone(who, processes)} | {*started_us(who)}:
        raise programs.busy(left)
    return tuple(sorted(ended))


def _is_of(process: psutil.Process, who: Person) -> bool:
    """Tell whether any of its four user ids is the account's; a dead one is no matter."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_bytes()
        found = _UIDS.search(status)
        return (
            found is not None
            and any(who.owns(int(number)) for number in found[1].split())
            and process.status() != psutil.STATUS_ZOMBIE
        )
    except (OSError, *GONE):
        return False


def _name(process: psutil.Process) -> str:
    """Return the name of an installed program; others have names that a patron chose.

    Asks the kernel only: a program may lie on a drive that never answers.
    """
    with suppress(OSError, *GONE):
        program = Path(process.exe())
        if any(program.is_relative_to(folder) for folder in INSTALLED):
            return escape(os.fsencode(program.name))
    return _("another program")


def _kill_at_once(who: Person) -> None:
    """Let the kernel kill all of a person's in one step, also what is never there when we look."""
    if who.uid < FIRST_PERSON or started_us(who):
        return
    with suppress(OSError):
        subprocess.run(
            _KILL_ALL,
            env={},
            user=who.uid,
            group=_NOGROUP,
            extra_groups=(),
            capture_output=True,
            check=False,
        )


def stop_services(uid: int) -> None:
    """Let systemd end the account's services and sessions, where it runs, at once and for good."""
    if not SYSTEMD.is_dir():
        return
    for command in (
        ("loginctl", "disable-linger", str(uid)),
        ("systemctl", "stop", f"user@{uid}.service"),
    ):
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    kill_group(uid)


def kill_group(uid: int) -> None:
    """Kill the account's control group as a whole, unless what asks for it is in there."""
    name = _SLICE.format(uid=uid)
    for pid in programs.ourselves():
        with suppress(OSError):
            if name in Path(f"/proc/{pid}/cgroup").read_text("ascii", "replace"):
                return
    with suppress(OSError):
        (GROUPS / name / "cgroup.kill").write_text("1", "ascii")
