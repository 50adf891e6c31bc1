"""What the tests of the staff's lock share: a computer's clock, a quick lock, made-up keyrings."""

from pathlib import Path
from typing import Any

from keyring.backend import KeyringBackend

from privacykit.staff.checking import OwnCheck
from privacykit.staff.keeping import OwnerFile
from privacykit.staff.passphrase import Cost
from privacykit.staff.throttle import Moment

GOOD = "correct horse battery staple"
QUICK = Cost(n=2)


class Computer:
    """Time passes, it can be started anew, and anybody may set its calendar."""

    def __init__(self) -> None:
        self.starts, self.seconds, self.calendar, self.real = 0, 100.0, 1e9, 0.0

    def now(self) -> Moment:
        return Moment(str(self.starts), self.seconds)

    def let_pass(self, seconds: float) -> None:
        self.seconds += seconds
        self.calendar += seconds
        self.real += seconds

    def restart(self) -> None:
        self.starts += 1
        self.seconds = 0.0

    def set_calendar(self, by: float) -> None:
        self.calendar += by


def own(folder: Path, computer: Computer | None = None, **changes: Any) -> OwnCheck:
    now = (computer or Computer()).now
    return OwnCheck(OwnerFile(folder), now=now, cost=QUICK, **changes)


class InMemory(KeyringBackend):
    """A keyring that keeps what it is given, and fails on demand."""

    priority = 5.0
    broken = False

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        del self.kept[service, username]

    def _answer(self) -> None:
        if self.broken:
            raise RuntimeError("the bus is gone")


def real() -> InMemory:
    """Return a keyring that passes for the Secret Service."""
    kind = type("Keyring", (InMemory,), {"__module__": "keyring.backends.SecretService"})
    return kind()  # type: ignore[no-any-return]  # made a line above


def weak() -> InMemory:
    """Return one that writes its passwords into a plain file, as keyrings.alt has it."""
    kind = type("PlaintextKeyring", (InMemory,), {"__module__": "keyrings.alt.file"})
    return kind()  # type: ignore[no-any-return]  # made a line above
