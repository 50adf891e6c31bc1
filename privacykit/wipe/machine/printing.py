"""Print jobs and their history, through CUPS' own commands: its spool is never read or parsed."""

from dataclasses import dataclass

from privacykit.i18n import _
from privacykit.wipe.machine import commands
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account


@dataclass(frozen=True, slots=True)
class Printing:
    system: System
    account: Account
    server: str = ""
    """Address of the CUPS server; empty: the computer's own."""

    def is_there(self) -> bool:
        if not self.system.is_running or not commands.exists("cancel"):
            return False
        return (self._ask("lpstat", "-r") or "").strip() == "scheduler is running"

    def count(self) -> int:
        """Return how many jobs of the account are known, printed ones included."""
        listed = self._ask("lpstat", "-W", "all", "-u", self.account.name, "-o")
        return 1 if listed is None else len(listed.splitlines())

    def clear(self) -> str:
        if self._ask("cancel", "-a", "-x", "-u", self.account.name) is None:
            return _("The print server did not carry it out.")
        return ""

    def _ask(self, *words: str) -> str | None:
        chosen = {"CUPS_SERVER": self.server} if self.server else {}
        return commands.ask(*words, environment=chosen)
