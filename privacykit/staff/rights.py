"""Running one of the kit's own commands as root: pkexec or sudo asks, nothing else may be run."""

import os
import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

import msgspec

from privacykit import i18n
from privacykit.errors import SetupError
from privacykit.i18n import _
from privacykit.staff import child
from privacykit.staff.child import Ended
from privacykit.staff.deeds import check
from privacykit.wipe.machine import commands, trusted_program
from privacykit.wipe.machine.system import System
from privacykit.wipe.progress import Cancelled, Progress, never, silent

NEVER_STARTED = -1
PATIENCE = 30.0
"""Seconds for a question that nobody is asked for a password about."""
_DISMISSED = 126
"""What pkexec ends with when a person closed its question."""


class Answer(NamedTuple):
    """What came of it."""

    exit_code: int
    """The command's own; -1 if it was never started."""
    report: dict[str, Any] | None
    """The JSON object that the command wrote, if it was asked for one."""
    sentence: str
    """What the command complained of, or why it was never started."""
    output: str = ""
    """What the command wrote, whether JSON or words."""


class Ask(Protocol):
    def __call__(
        self,
        args: Sequence[str],
        *,
        reason: str,
        progress: Progress = silent,
        cancelled: Cancelled = never,
        typed: bytes = b"",
    ) -> Answer:
        """Run `privacykit ARGS` as root; takes as long as it takes, so call it from Work.

        `reason` is one sentence for the person who is asked for a password; `typed` goes to the
        command's stdin. Raises NotAllowedError for what is not one of `deeds.DEEDS`.
        """


def ask(
    args: Sequence[str],
    *,
    reason: str,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    typed: bytes = b"",
) -> Answer:
    check(args)
    try:
        program = trusted_program.find(System(), {0})
    except SetupError as error:
        return Answer(NEVER_STARTED, None, str(error))
    command = (program, "--progress-lines", "--language", i18n.current(), *args)
    for way in ways(os.environ, commands.exists, reason):
        ended = child.run((*way, *command), typed or None, progress=progress, cancelled=cancelled)
        if ended.started:
            return _answer(ended)
        if way[:1] == ("pkexec",) and ended.code == _DISMISSED:
            return Answer(NEVER_STARTED, None, _("No administrator agreed, so nothing was done."))
        if cancelled():
            return Answer(NEVER_STARTED, None, _("Stopped, and nothing was done."))
    return Answer(NEVER_STARTED, None, by_hand(args, reason))


def ways(
    environment: Mapping[str, str], exists: Callable[[str], bool], reason: str
) -> tuple[tuple[str, ...], ...]:
    """Return what to put before a command, in the order to try; never on a terminal."""
    if os.geteuid() == 0:
        return ((),)
    found: list[tuple[str, ...]] = []
    if exists("pkexec"):
        found.append(("pkexec", "--disable-internal-agent"))
    if exists("sudo"):
        found.append(("sudo", "-n", "--"))
        if environment.get("SUDO_ASKPASS"):
            found.append(("sudo", "-A", "-p", reason.replace("%", "%%"), "--"))
    return tuple(found)


def by_hand(args: Sequence[str], reason: str) -> str:
    words = _("{reason} Nobody could be asked for an administrator's password here. Type: {line}")
    typed = [word for word in args if word != "--json"]
    return words.format(reason=reason, line=shlex.join(("sudo", "privacykit", *typed)))


def check_passphrase(typed: bytes) -> Mapping[str, Any] | None:
    """Ask root's own lock; the set-up lets whoever sits here do that unasked. None: no answer.

    Nothing typed: only how long it is until the next try.
    """
    with suppress(SetupError):
        program = trusted_program.find(System(), {0})
        way = () if os.geteuid() == 0 else ("pkexec", "--disable-internal-agent")
        latest = time.monotonic() + PATIENCE
        ended = child.run(
            (*way, program, "admin-check"), typed, cancelled=lambda: time.monotonic() > latest
        )
        return _report(ended.output)
    return None


def _answer(ended: Ended) -> Answer:
    return Answer(ended.code, _report(ended.output), ended.complaint, ended.output)


def _report(output: str) -> dict[str, Any] | None:
    with suppress(msgspec.MsgspecError):
        return msgspec.json.decode(output, type=dict[str, Any])
    return None
