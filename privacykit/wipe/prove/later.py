"""What an account asks of the system to do later: print jobs, planned and repeated commands."""

import subprocess

from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe.prove.patron import Patron, find, find_system

_QUEUE = "privacykit-proof"
_NOWHERE = "socket://127.0.0.1:9"
"""Where no printer is; the job is held, so that nothing is sent anyway."""
_SECONDS = 15


def print_(patron: Patron, mark: str) -> tuple[str, ...]:
    """Print on a queue of this room's own CUPS, which has this computer's settings."""
    _as_root(find_system("cupsd"))
    _as_root(find_system("lpadmin"), "-p", _QUEUE, "-E", "-v", _NOWHERE)
    file = patron.write(f"/tmp/{mark}.txt", mark)  # noqa: S108 - the room's own
    patron.run(find("lp"), "-d", _QUEUE, "-t", mark, "-H", "indefinite", str(file))
    patron.run("rm", str(file))
    return ()


def _as_root(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    except subprocess.SubprocessError as error:
        words = _("CUPS cannot be started here: {reason}")
        raise ProofError(words.format(reason=error)) from error


def cron(patron: Patron, mark: str) -> tuple[str, ...]:
    patron.run(find("crontab"), "-", typed=f"@reboot echo {mark}\n")
    return ()


def at(patron: Patron, mark: str) -> tuple[str, ...]:
    patron.run(find("at"), "now", "+", "1", "day", typed=f"echo {mark}\n")
    return ()
