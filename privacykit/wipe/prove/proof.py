"""A proof from outside: the room is made, what goes on in it is followed, and all is cleared up."""

import grp
import platform
import pwd
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from privacykit import i18n
from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe.machine.system import need_root
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.prove import apps as known
from privacykit.wipe.prove import homes, scene, tomlwriter
from privacykit.wipe.prove.certificate import Certificate, Method
from privacykit.wipe.prove.patron import find_system
from privacykit.wipe.prove.protocol import Ended, Failed, Line, Request
from privacykit.wipe.prove.room import TOOLS, Room

_NUMBERS = range(30_000, 60_000)
"""Where neither people nor services usually have their numbers."""
_TRIES = 100


def run(
    apps: Sequence[str] = (),
    *,
    policy: Policy,
    method: Method = "baseline",
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Certificate:
    """Prove that a session's end leaves nothing of what these programs wrote; () for all known.

    Everything happens in a throwaway account in a room of its own, with this policy in which
    that account takes the place of the real ones. Raises RightsError unless root, ProofError if
    the room cannot be made or a program is not known, CancelledError.
    """
    need_root()
    known.chosen(apps)
    _check_tools()
    with homes.made(beside(policy), progress=progress) as folder:
        request = _request(apps, policy, method, folder)
        with Room(request) as room:
            heard = (_heard(line, progress) for line in room.lines(cancelled))
            return next(filter(None, heard))


def _heard(line: Line, progress: Progress) -> Certificate | None:
    if isinstance(line, Failed):
        raise ProofError(line.sentence)
    if isinstance(line, Ended):
        return line.certificate
    progress(line.words, line.done, line.total)
    return None


def beside(policy: Policy) -> Path:
    """Return the folder of the homes of the accounts that the policy names, or /home."""
    for name in policy.accounts:
        with suppress(KeyError):
            return Path(pwd.getpwnam(name).pw_dir).parent.resolve()
    return scene.HOMES.resolve()


def _check_tools() -> None:
    missing = [name for name in TOOLS if not find_system(name)]
    if missing:
        words = _("A proof needs these programs, which are not installed: {names}")
        raise ProofError(words.format(names=", ".join(missing)))


def _request(apps: Sequence[str], policy: Policy, method: Method, folder: Path) -> Request:
    name = f"proof-{secrets.token_hex(4)}"
    swapped = msgspec.structs.replace(policy, accounts=(name,))
    return Request(
        language=i18n.current(),
        apps=tuple(apps),
        method=method,
        policy=tomlwriter.write(swapped),
        name=name,
        number=_free_number(),
        homes=str(folder),
        computer=platform.node(),
        outside=scene.namespace(),
    )


def _free_number() -> int:
    for _try in range(_TRIES):
        number = secrets.choice(_NUMBERS)
        if not _is_taken(number):
            return number
    raise ProofError(_("No free number was found for a throwaway account."))


def _is_taken(number: int) -> bool:
    for look in (pwd.getpwuid, grp.getgrgid):
        with suppress(KeyError):
            look(number)
            return True
    return False
