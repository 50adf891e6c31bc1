"""The programs of a session: which are open, asked to close, ended, and proven gone."""

import os
import signal
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from privacykit.errors import BusyError, CancelledError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Programs
from privacykit.wipe.progress import Cancelled, Progress

Processes = Callable[[], Iterable[psutil.Process]]

ROUNDS = 3
AFTER_KILL = 2.0
"""Seconds in which the system takes a killed program away."""
SLICE = 0.2
"""Seconds between two looks at whether a person wants to stop."""
GONE = (psutil.NoSuchProcess, psutil.AccessDenied)


@dataclass(frozen=True, slots=True)
class Running:
    name: str
    process: psutil.Process


def running(account: Account, names: Collection[str], processes: Processes) -> tuple[Running, ...]:
    """Return the account's open programs of these names, and what they started.

    Never this program, nor those that started it. Of a practice account only what was started
    with the practice home.
    """
    spared = ourselves()
    own = [one for one in processes() if one.pid not in spared and _is_of(one, account)]
    chosen = {one.pid: named for one in own if (named := _named(one, names))}
    chosen = _with_children(own, chosen)
    return tuple(Running(chosen[one.pid], one) for one in own if one.pid in chosen)


def started_us(names: Collection[str]) -> tuple[str, ...]:
    """Return those of the names that this program was started from, so that stay open."""
    with suppress(*GONE):
        return tuple(named for one in psutil.Process().parents() if (named := _named(one, names)))
    return ()


def end(
    account: Account,
    names: Collection[str],
    processes: Processes,
    choice: Programs,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[str, ...]:
    """End the programs; return the names of those that were open.

    Raises BusyError if one is left, or if the policy lets none be ended.
    """
    ended: set[str] = set()
    rounds = 0
    while found := running(account, names, processes):
        if not choice.end or rounds == ROUNDS:
            raise busy(one.name for one in found)
        rounds += 1
        ended |= {one.name for one in found}
        progress(_("Closing programs"), 0, len(found))
        stop([one.process for one in found], choice.seconds, cancelled)
    return tuple(sorted(ended))


def busy(names: Iterable[str]) -> BusyError:
    """Return the error that names the programs which are open."""
    open_ones = ", ".join(sorted(set(names)))
    words = _("Still open: {programs}. Close them and run it again; until then files may be left.")
    return BusyError(words.format(programs=open_ones))


def ourselves() -> frozenset[int]:
    """Return the numbers of this program and of those that started it."""
    with suppress(*GONE):
        return frozenset({os.getpid(), *(one.pid for one in psutil.Process().parents())})
    return frozenset({os.getpid(), os.getppid()})


def _is_of(process: psutil.Process, account: Account) -> bool:
    try:
        if account.uid not in process.uids() or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return not account.practice or process.environ().get("HOME") == str(account.home)
    except GONE:
        return False


def _named(process: psutil.Process, names: Collection[str]) -> str:
    """Return its name if it is one of these: each is read once, it may start another any time."""
    with suppress(*GONE):
        if (called := process.name()) in names:
            return called
    with suppress(*GONE):
        program = Path(process.exe()).name.removesuffix(" (deleted)")
        return program if program in names else ""
    return ""


def _with_children(own: list[psutil.Process], chosen: dict[int, str]) -> dict[int, str]:
    """Add what the chosen ones started, under the name of the program that did."""
    parents: dict[int, int] = {}
    for one in own:
        with suppress(*GONE):
            parents[one.pid] = one.ppid()
    return {pid: name for pid in parents if (name := _first_chosen(pid, parents, chosen))}


def _first_chosen(pid: int, parents: dict[int, int], chosen: dict[int, str]) -> str:
    for _generation in range(len(parents)):
        if pid in chosen:
            return chosen[pid]
        pid = parents.get(pid, 0)
    return ""


def stop(processes: list[psutil.Process], seconds: float, cancelled: Cancelled) -> None:
    """Ask them to close, and kill those that are left when the time is up."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    left = _wait(processes, seconds, cancelled)
    for process in left:
        _signal(process, signal.SIGKILL)
    _wait(left, AFTER_KILL, cancelled)


def _signal(process: psutil.Process, number: int) -> None:
    """Signal the very process that was found: its number may be another's the moment after."""
    with suppress(OSError, *GONE), linux.opened(os.pidfd_open(process.pid)) as handle:
        if process.is_running():
            signal.pidfd_send_signal(handle, number)


def _wait(
    processes: list[psutil.Process], seconds: float, cancelled: Cancelled
) -> list[psutil.Process]:
    """Wait until they are gone or the time is up; return those that are left."""
    left, waited = processes, 0.0
    while left and waited < seconds:
        if cancelled():
            raise CancelledError
        _gone, left = psutil.wait_procs(left, timeout=SLICE)
        waited += SLICE
    return left
