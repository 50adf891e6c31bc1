"""Running one of the kit's own commands as root: pkexec or sudo asks, nothing else may be run."""

import os
import subprocess
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from privacykit.i18n import _
from privacykit.wipe.machine import trusted_program
from privacykit.wipe.machine.system import System
from privacykit.wipe.progress import Cancelled, Progress, never, silent


class Answer(NamedTuple):
    """What came of it."""

    exit_code: int
    """The command's own; -1 if it was never started."""
    report: dict[str, Any] | None
    """The JSON object that the command wrote, if it was asked for one."""
    sentence: str
    """Why it was not started or not done; empty where the command ended with 0."""
    output: str = ""


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
        """Run `privacykit ARGS` as root; `reason` is one sentence, `typed` goes to its stdin."""


def ask(
    args: Sequence[str],
    *,
    reason: str,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    typed: bytes = b"",
) -> Answer:
    program = trusted_program.find(System())
    before = [] if os.geteuid() == 0 else ["pkexec"]
    try:
        done = subprocess.run(
            [*before, program, *args], input=typed, capture_output=True, check=False
        )
    except OSError:
        return Answer(-1, None, _("Nobody could be asked for the rights of an administrator."))
    output = done.stdout.decode("utf-8", "replace")
    report = None
    if "--json" in args:
        report = msgspec.json.decode(output.encode(), type=dict[str, Any])
    return Answer(done.returncode, report, done.stderr.decode("utf-8", "replace").strip(), output)
