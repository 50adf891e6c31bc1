"""Whose lock it is: root's for the whole computer where one is set, else this account's own.

Root's lies where no patron can read, change or drop it, and root alone counts the tries. The
desktop, which never is root, asks `privacykit admin-check` through pkexec for a yes or no.
"""

import os
import pwd
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from privacykit import paths
from privacykit.errors import LockError, PrivacykitError
from privacykit.i18n import _
from privacykit.staff import keeping, rights
from privacykit.staff.checking import Check, OwnCheck, Result, taken, wrong
from privacykit.staff.keeping import OwnerFile
from privacykit.staff.passphrase import encoded, wipe
from privacykit.wipe import policy as policies
from privacykit.wipe.machine.system import System

_NAME, _MARK = "admin", "lock"
Asked = Callable[[bytes], Mapping[str, Any] | None]


class RootsCheck:
    """Root's lock, seen from an account without rights."""

    is_set = True
    recovery = f"sudo {OwnCheck.recovery}"

    def __init__(self, ask: Asked = rights.check_passphrase) -> None:
        self._ask = ask

    def forbidden(self) -> str:
        return ""

    def refused(self) -> str:
        return ""

    def wait(self) -> int:
        return self._asked(b"").wait_seconds

    def check(self, passphrase: str) -> Result:
        typed = encoded(passphrase)
        try:
            return self._asked(bytes(typed))
        finally:
            wipe(typed)

    def set_first(self, _passphrase: str) -> None:
        raise LockError(taken())

    def _asked(self, typed: bytes) -> Result:
        answer = self._ask(typed)
        if answer is None:
            words = _(
                "The passphrase of this computer cannot be checked from here. It needs polkit, and "
                "somebody who sits at the computer. In a terminal: sudo privacykit admin status"
            )
            raise LockError(words)
        ok, seconds = answer.get("ok") is True, int(answer.get("wait", 0))
        early = answer.get("early") is True
        return Result(ok, seconds, "" if ok or early else wrong(), early)


def chosen(system: System, folder: Path) -> Check:
    """Return the lock that counts for the account that runs this."""
    return RootsCheck() if is_roots(system) else own(system, folder)


def is_roots(system: System) -> bool:
    """Tell whether root set a passphrase for the whole computer."""
    return _mark(system).exists()


def own(system: System, folder: Path) -> OwnCheck:
    return OwnCheck(
        OwnerFile(folder),
        backends=keeping.keyrings,
        about=(_account(),),
        forbidden=lambda: _forbidden(system),
    )


def roots(system: System) -> OwnCheck:
    """Return root's lock, for root."""
    return OwnCheck(OwnerFile(system.records, _NAME))


def mark(system: System) -> None:
    """Let every account see that root's lock counts."""
    path = _mark(system)
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.parent.chmod(0o755)
    path.touch(0o644)


def unmark(system: System) -> None:
    _mark(system).unlink(missing_ok=True)


def _mark(system: System) -> Path:
    return system.at(paths.public()) / _MARK


def _forbidden(system: System) -> str:
    """Refuse where patrons sit: whoever came first could set it, and a wipe takes it away."""
    with suppress(PrivacykitError, OSError):
        if _account() in policies.load(system.policy_file, {0}).accounts:
            return _(
                "This is the patrons' account, so an administrator sets the passphrase for the "
                "whole computer, in a terminal:"
            )
    return ""


def _account() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return ""
