"""Memory, semaphores and queues that programs share (System V IPC) and that outlive them."""

from dataclasses import dataclass
from pathlib import Path

from privacykit.wipe.machine import commands, people
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account

_KINDS = {"shm": "-m", "sem": "-s", "msg": "-q"}
"""Table in /proc/sysvipc, and the option of ipcrm."""


@dataclass(frozen=True, slots=True)
class Shared:
    system: System
    account: Account

    def is_there(self) -> bool:
        return self.system.is_running and self._table("shm").exists() and commands.exists("ipcrm")

    def count(self) -> int:
        return len(self._found())

    def clear(self) -> str:
        for option, number in self._found():
            commands.ask("ipcrm", option, number)
        return ""

    def _found(self) -> list[tuple[str, str]]:
        """Return option and number of each that the account owns or made."""
        found, owns = [], people.person(self.system, self.account).owns
        for kind, option in _KINDS.items():
            heads, *rows = (line.split() for line in self._table(kind).read_text().splitlines())
            for row in rows:
                named = dict(zip(heads, row, strict=False))
                if owns(int(named["uid"])) or owns(int(named["cuid"])):
                    found.append((option, row[1]))
        return found

    def _table(self, kind: str) -> Path:
        return self.system.at(f"/proc/sysvipc/{kind}")
