"""`privacykit admin …`: the passphrase of the staff, set, forgotten or told about."""

import os
import sys
from pathlib import Path

import click
import msgspec

from privacykit import paths, settings
from privacykit.errors import LockError, RightsError
from privacykit.i18n import _
from privacykit.staff import whose
from privacykit.staff.checking import OwnCheck
from privacykit.wipe.machine.system import System, need_root

_LONGEST = 1 << 16


def admin() -> click.Group:
    """Make the commands in the language in force."""
    group = click.Group(
        "admin", help=_("The passphrase before the pages for staff; with sudo, this computer's.")
    )
    for name, callback, meaning in (
        ("passphrase", _passphrase, _("Set it, or set another one.")),
        ("reset", _reset, _("Forget it, and how often it was wrong.")),
        ("status", _status, _("Tell where it is kept. Ends with 1 if none is set.")),
    ):
        group.add_command(click.Command(name, callback=callback, help=meaning))
    return group


def check() -> click.Command:
    """Make the command that the desktop asks through pkexec: yes or no, and how long to wait."""
    return click.Command("admin-check", callback=_check, hidden=True)


def _check() -> None:
    need_root()
    roots, typed = whose.roots(System()), sys.stdin.buffer.read(_LONGEST)
    if typed:
        ok, wait, _sentence, early = roots.check(typed.decode("utf-8", "replace"))
    else:
        ok, wait, early = False, roots.wait(), True
    click.echo(msgspec.json.encode({"ok": ok, "wait": wait, "early": early}))


def _passphrase() -> None:
    system, lock = System(), _lock()
    if lock.is_set and not is_root():
        result = lock.check(_typed(_("The passphrase until now")))
        if not result.ok:
            raise LockError(result.told)
    lock.replace(_typed(_("The new passphrase"), twice=True))
    if is_root():
        whose.mark(system)
    _tell_where(lock)


def _reset() -> None:
    lock = _lock()
    lock.reset()
    if is_root():
        whose.unmark(System())
    click.echo(_("The passphrase is forgotten. Set another: privacykit admin passphrase"))


def _status() -> None:
    if not is_root() and whose.is_roots(System()):
        click.echo(_("An administrator set the passphrase for the whole computer."))
        return
    lock = _lock()
    if not lock.is_set:
        click.echo(_("No passphrase is set."))
        raise click.exceptions.Exit(1)
    _tell_where(lock)


def _tell_where(lock: OwnCheck) -> None:
    click.echo(_("A passphrase is set. It is kept {where}.").format(where=lock.where()))
    if refused := lock.refused():
        click.echo(refused)


def _lock() -> OwnCheck:
    """Return the lock that whoever runs this may change. Raises RightsError."""
    system = System()
    if is_root():
        return whose.roots(system)
    if whose.is_roots(system):
        raise RightsError(
            _("An administrator set the passphrase for the whole computer: put sudo before this.")
        )
    folder = settings.load(paths.settings_files())[0].lock_folder
    return whose.own(system, Path(folder) if folder else paths.state())


def is_root() -> bool:
    return os.geteuid() == 0


def _typed(words: str, *, twice: bool = False) -> str:
    """Ask a person, or take a line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline(_LONGEST).rstrip("\n")
    answer: str = click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True)
    return answer
