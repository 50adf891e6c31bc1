"""Print jobs and their history, through CUPS itself: its spool is never read or parsed.

`cancel` cannot purge a job that is done, nor root one of somebody else's under CUPS' default
policy, so a child process does it as the account, by the library that `cancel` is made of.
"""

import ctypes
from dataclasses import dataclass

from privacykit.i18n import _
from privacykit.wipe.machine import commands
from privacykit.wipe.machine.acting import as_account
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account

_LIBRARY = "libcups.so.2"
_PURGE = 1
"""Remove the job with its data and history, whatever its state: cupsCancelJob2."""


@dataclass(frozen=True, slots=True)
class Printing:
    system: System
    account: Account
    server: str = ""
    """Address of the CUPS server; empty: the computer's own."""

    def is_there(self) -> bool:
        """Tell whether there is a print server; one that hangs is one."""
        if not self.system.is_running or not commands.exists("lpstat"):
            return False
        if not self.server:
            _wake()
        return (self._ask("-r") or "").strip() != "scheduler is not running"

    def count(self) -> int:
        """Return how many jobs of the account are known, printed ones included."""
        jobs = self._jobs()
        return 1 if jobs is None else len(jobs)

    def clear(self) -> str:
        jobs = self._jobs()
        if jobs is None or as_account(self.account, lambda: self.purged(jobs)) != 0:
            return _("The print server did not carry it out.")
        return ""

    def purged(self, jobs: list[int]) -> int:
        """Purge jobs, as the account that this process is; return how many had to stay."""
        cups = ctypes.CDLL(_LIBRARY)
        if self.server:
            cups.cupsSetServer(self.server.encode())
        cups.cupsSetUser(self.account.name.encode())
        return sum(cups.cupsCancelJob2(None, None, job, _PURGE) > 1 for job in jobs)

    def _jobs(self) -> list[int] | None:
        """Return the numbers of the account's jobs; others' owners are hidden from it."""
        name = self.account.name
        listed = self._ask("-U", name, "-W", "all", "-u", name)
        if listed is None:
            return None
        rows = [row.split() for row in listed.splitlines()]
        return [int(row[0].rpartition("-")[2]) for row in rows if row[1:2] == [name]]

    def _ask(self, *words: str) -> str | None:
        chosen = {"CUPS_SERVER": self.server} if self.server else {}
        return commands.ask("lpstat", *words, environment=chosen)


def _wake() -> None:
    """Start a print server that sleeps until somebody asks it.

    systemd would start it after the end of the session, which asks it, and so waits for itself.
    """
    told = commands.ask(
        "systemctl", "show", "--property=ActiveState", "--value", "cups.socket", "cups.service"
    )
    if (told or "").split() == ["active", "inactive"]:
        commands.ask("systemctl", "start", "--job-mode=ignore-dependencies", "cups.service")
