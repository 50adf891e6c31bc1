"""`privacykit session …`: what systemd and PAM call when a frozen account comes and goes.

`gate` keeps someone waiting at the sign-in, so nothing is imported before it is needed.
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from privacykit import i18n
from privacykit.errors import PrivacykitError, UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System, need_root

if TYPE_CHECKING:
    from privacykit.wipe.report import Report

REFUSED = LEFT = 1
_LANGUAGE = re.compile(r'^\s*LANG="?([A-Za-z_]+)', re.MULTILINE)


def session() -> click.Group:
    """Make the commands in the language in force."""
    group = click.Group("session", help=_("What the computer calls at each sign-in and sign-out."))
    options = [
        click.Option(["--uid"], type=int, help=_("The number of the patrons' account.")),
        click.Option(["--account"], help=_("The patrons' account.")),
    ]
    later = click.Option(["--later"], is_flag=True, help=_("Leave the deleting to “sweep”."))
    for name, callback, meaning, params in (
        ("begin", _begin, _("Begin a session."), options),
        ("end", _end, _("End a session: bring the frozen home back."), [*options, later]),
        ("sweep", _sweep, _("Delete what ended sessions left."), []),
        ("gate", _gate, _("Tell PAM whether the account may sign in."), []),
        ("finish", _finish, _("Bring back every home that a power cut left."), []),
    ):
        group.add_command(click.Command(name, callback=callback, help=meaning, params=[*params]))
    return group


def _begin(uid: int | None, account: str | None) -> None:
    from privacykit.wipe.machine import sessions

    need_root()
    system = System()
    name = _name(system, uid, account)

    def write(job: "Callable[[], Report]") -> "Report":
        from privacykit.record import recording

        return recording.recorded(job, recording.for_computer(system, name))

    sessions.begin(system, name, write=write)


def _end(uid: int | None, account: str | None, *, later: bool) -> None:
    from privacykit.cli import frozen_words, outcome
    from privacykit.record import recording
    from privacykit.wipe.machine import sessions
    from privacykit.wipe.places import World

    need_root()
    name = _name(System(), uid, account)
    if name not in System().frozen():  # set up, but not frozen yet
        return

    def job(lines: list[str]) -> "Report":
        system = System()
        report = recording.recorded(
            lambda: sessions.end(system, name, World(), later=later),
            recording.for_computer(system, name),
        )
        lines += frozen_words.ended(report)
        return report

    outcome.tell(job, json=False)


def _finish() -> None:
    from privacykit.cli import frozen_words
    from privacykit.record import recording
    from privacykit.wipe.machine import sessions

    need_root()
    system = System()
    reports = [
        recording.for_computer(system, report.account)(report) for report in sessions.finish(system)
    ]
    for report in reports:
        click.echo("\n".join(frozen_words.ended(report)))
    raise click.exceptions.Exit(max((report.exit_code for report in reports), default=0))


def _sweep() -> None:
    from privacykit.cli import frozen_words
    from privacykit.wipe.machine import sessions

    need_root()
    left = sessions.sweep(System())
    for line in frozen_words.still_there(left):
        click.echo(line)
    if left:
        raise click.exceptions.Exit(LEFT)


def _name(system: System, uid: int | None, account: str | None) -> str:
    if (uid is None) == (account is None):
        raise click.UsageError(_("Say --account NAME or --uid NUMBER."))
    if account is not None:
        return account
    for line in system.at("/etc/passwd").read_text("utf-8", "surrogateescape").splitlines():
        entry = line.split(":")
        if entry[2:3] == [str(uid)]:
            return entry[0]
    raise UnsafeHomeError(_("This computer has no account with the number {uid}.").format(uid=uid))


def _gate() -> None:
    """Let in or refuse, by the environment that pam_exec(8) sets; whoever is not frozen gets in."""
    name, kind = os.environ.get("PAM_USER", ""), os.environ.get("PAM_TYPE", "account")
    system = System()
    if name in {"", "root"} or os.geteuid() != 0 or kind not in {"account", "open_session"}:
        return
    if "/" in name or not (system.record(name) / "baseline").exists():
        return
    if not _may(system, name, kind):
        if not os.environ.get("LANG"):  # PAM hands on no language
            i18n.use(_language(system))
        click.echo(_("This computer is still being made ready for you. Please ask the staff."))
        raise click.exceptions.Exit(REFUSED)


def _may(system: System, name: str, kind: str) -> bool:
    """Tell whether a frozen account may sign in; whatever fails means no."""
    try:
        from privacykit.wipe.machine import closing, sessions, state

        if kind == "account" and not closing.is_over(system, name):
            return False
        if sessions.gate(system, name):
            return False
        begun = state.read(system.record(name)).condition in {"in use", "thawed"}
    except (PrivacykitError, OSError, ImportError, ValueError, ArithmeticError, LookupError):
        return False
    return begun or kind == "account"


def _language(system: System) -> str:
    with suppress(OSError, ValueError):
        found = _LANGUAGE.search(system.at("/etc/default/locale").read_text("utf-8"))
        return found.group(1) if found else i18n.SOURCE
    return i18n.SOURCE
