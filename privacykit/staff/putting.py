"""Putting a policy in force: checked by the engine, then in the place of the old one, whole."""

import os
import stat
from collections.abc import Collection

from privacykit import paths
from privacykit.errors import PolicyError
from privacykit.i18n import _
from privacykit.staff.rules import fingerprint
from privacykit.wipe import policy as policies
from privacykit.wipe import trusted as hands
from privacykit.wipe.machine.locks import held_soon
from privacykit.wipe.machine.records import in_words
from privacykit.wipe.machine.system import System
from privacykit.wipe.machine.written import File, Writing, place

_READABLE = 0o644
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def put(system: System, text: str, known: Collection[str], was: str | None = None) -> None:
    """Replace the computer's policy; `was` is the fingerprint of the one that was changed.

    Raises PolicyError if the engine refuses the text or somebody else was quicker, SetupError or
    AgainError if the system refuses. The policy is then as it was.
    """
    for mistake in policies.check_text(system.policy_file, text, known):
        raise mistake
    with in_words(), held_soon(system.prepare(system.records)):
        _put(system, text, was)


def _put(system: System, text: str, was: str | None) -> None:
    where = place(system, str(paths.policy_file()))
    if where.is_symlink():
        words = _("It is a link to {path}."), _("Change the file that it leads to.")
        raise PolicyError(where, words[0].format(path=where.readlink()), words[1])
    if was is not None and was != _present(system):
        problem = _("Somebody has changed these rules meanwhile.")
        raise PolicyError(where, problem, _("Open them anew, then make your changes again."))
    mode, group = _rights(where.stat()) if where.exists() else (_READABLE, -1)
    with Writing(system) as writing:
        writing.put(File(str(paths.policy_file()), text), mode)
        os.chown(where, -1, group)


def _present(system: System) -> str:
    """Return the fingerprint of the policy that is there now."""
    if not system.policy_file.exists():
        return fingerprint("")
    return fingerprint(hands.read_any(system.policy_file, PolicyError))


def _rights(info: os.stat_result) -> tuple[int, int]:
    """Return mode and group to keep; the engine reads nothing that others may change."""
    return stat.S_IMODE(info.st_mode) & ~_OTHERS_MAY_WRITE, info.st_gid
