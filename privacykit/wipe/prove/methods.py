"""How the made-up patron's session begins and ends: as this computer's own sessions do."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe import policy as policies
from privacykit.wipe import traces
from privacykit.wipe.machine import sessions
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account, World
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Progress
from privacykit.wipe.prove.certificate import Method
from privacykit.wipe.prove.patron import Patron
from privacykit.wipe.report import Report

TRUSTED = frozenset({0})
_SECONDS = 600
_REPORT = msgspec.json.Decoder(Report)


@dataclass(frozen=True)
class Ways:
    begin: Callable[[System, Account, Progress], None]
    end: Callable[[System, Account, Progress], Report]


def write_policy(system: System, text: str) -> Policy:
    """Put the policy where this room's computer has it, and read it as a session does."""
    system.policy_file.parent.mkdir(parents=True, exist_ok=True)
    system.policy_file.write_text(text, "utf-8")
    system.policy_file.chmod(0o644)
    return _policy(system)


def _policy(system: System) -> Policy:
    return policies.load(system.policy_file, TRUSTED, traces.load().ids())


def _freeze(system: System, account: Account, progress: Progress) -> None:
    sessions.freeze(system, account.name, _policy(system), progress=progress)
    sessions.begin(system, account.name)


def _end_frozen(system: System, account: Account, progress: Progress) -> Report:
    return sessions.end(system, account.name, World(), progress=progress)


def _nothing(_system: System, _account: Account, _progress: Progress) -> None: ...


def _wipe(_system: System, account: Account, _progress: Progress) -> Report:
    """Run `privacykit wipe` as the account, as its own button does."""
    command = [sys.executable, "-I", "-m", "privacykit", "wipe", "--yes", "--json"]
    done = subprocess.run(
        command,
        cwd=account.home,
        env=Patron(account).environment,
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    try:
        return _REPORT.decode(done.stdout)
    except msgspec.DecodeError as error:
        words = _("privacykit wipe ended with code {code} and no report.")
        raise ProofError(words.format(code=done.returncode)) from error


METHODS: dict[Method, Ways] = {
    "baseline": Ways(_freeze, _end_frozen),
    "traces": Ways(_nothing, _wipe),
}
