"""The work of this computer's page: root's commands for a frozen home, the engine for one's own."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

import msgspec

from privacykit.errors import (
    BusyError,
    CancelledError,
    NotAllowedError,
    PrivacykitError,
    RightsError,
)
from privacykit.i18n import _
from privacykit.staff.rights import NEVER_STARTED, Answer, Ask
from privacykit.ui.ending import Ending
from privacykit.wipe import session
from privacykit.wipe.plan import Plan
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.report import EXIT_CODES, Report

_TOLD = frozenset({"clean", "residue", "preview"})


class Wiping(Protocol):
    """Two jobs for Work; both raise PrivacykitError."""

    def look(self, *, progress: Progress, cancelled: Cancelled) -> Report:
        """Return what is there, as a preview."""
        ...

    def wipe(self, *, progress: Progress, cancelled: Cancelled) -> Report: ...


class OfFrozen:
    """A frozen account, through the commands that root runs for it."""

    def __init__(self, rights: Ask, account: str) -> None:
        self._rights, self._account = rights, account

    def look(self, *, progress: Progress, cancelled: Cancelled) -> Report:
        words = _("Looking into the home of {name} needs an administrator.")
        return self._asked(("--preview",), words, progress, cancelled)

    def wipe(self, *, progress: Progress, cancelled: Cancelled) -> Report:
        words = _("Wiping the account {name} needs an administrator.")
        return self._asked(("--yes",), words, progress, cancelled)

    def _asked(
        self, flags: Sequence[str], words: str, progress: Progress, cancelled: Cancelled
    ) -> Report:
        answer = self._rights(
            ("wipe", "--account", self._account, *flags, "--json"),
            reason=words.format(name=self._account),
            progress=progress,
            cancelled=cancelled,
        )
        return report_of(answer)


class ByTraces:
    """The account that runs this; the plan that was looked at is the one that is carried out."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending
        self._plan: Plan | None = None

    def look(self, *, progress: Progress, cancelled: Cancelled) -> Report:
        self._plan = self._ending.look(progress=progress, cancelled=cancelled)
        return session.preview(self._plan)

    def wipe(self, *, progress: Progress, cancelled: Cancelled) -> Report:
        plan = self._plan or self._ending.look(progress=progress, cancelled=cancelled)
        self._plan = None
        return self._ending.end(plan, progress=progress, cancelled=cancelled)


class Told(NamedTuple):
    """What a command said of its work, in its own words."""

    exit_code: int
    output: str


def run(
    rights: Ask,
    args: Sequence[str],
    reason: str,
    done: Collection[int],
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Told:
    """Run a command that answers in words. Raises PrivacykitError with what it complained of."""
    answer = rights(args, reason=reason, progress=progress, cancelled=cancelled)
    if answer.exit_code not in done:
        raise _error(answer.exit_code, answer.sentence)
    return Told(answer.exit_code, answer.output.strip())


def report_of(answer: Answer) -> Report:
    """Return the report of a command. Raises PrivacykitError if the work did not get to its end."""
    try:
        report = msgspec.convert(answer.report, Report)
    except msgspec.ValidationError:
        raise _error(answer.exit_code, answer.sentence) from None
    if report.state not in _TOLD:
        raise _error(report.exit_code, report.message or answer.sentence)
    return report


def _error(code: int, sentence: str) -> PrivacykitError:
    if code == CancelledError.exit_code:
        return CancelledError()
    said = sentence or _(
        "The command ended without an answer. Try again; look with: {line}"
    ).format(line="sudo privacykit baseline status")
    kinds: dict[int, type[PrivacykitError]] = {
        NEVER_STARTED: RightsError,
        EXIT_CODES["busy"]: BusyError,
        EXIT_CODES["refused"]: NotAllowedError,
    }
    return kinds.get(code, PrivacykitError)(said)
