"""`privacykit setup`: make a computer ready for a frozen account, or take that back."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from privacykit.errors import DeclinedError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System, need_root

LEFT = 1


def setup() -> click.Command:
    """Make the command in the language in force."""
    folder = click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True)
    return click.Command(
        "setup",
        callback=_setup,
        help=_(
            "Make this computer end every session of one account in its frozen home: policy, "
            "units of systemd, sign-in. Shows what it will write, and asks."
        ),
        params=[
            click.Option(["--account"], help=_("The patrons' account.")),
            click.Option(
                ["--root"],
                type=folder,
                default=Path("/"),
                help=_("Work on a computer laid out in this folder, such as a mounted image."),
            ),
            click.Option(["--undo"], is_flag=True, help=_("Take back what was written.")),
            click.Option(["--yes"], is_flag=True, help=_("Do not ask.")),
        ],
    )


def _setup(account: str | None, root: Path, *, undo: bool, yes: bool) -> None:
    if undo == bool(account):
        raise click.UsageError(_("Say --account NAME to set up, or --undo to take it back."))
    system = System(root)
    if system.is_running:
        need_root()
    if account:
        _write(system, account, yes=yes)
    else:
        _undo(system, yes=yes)


def _write(system: System, account: str, *, yes: bool) -> None:
    from privacykit.wipe.machine import setup as setups

    planned = setups.plan(system, account)
    if planned.files:
        _say(_("To be written:"), *(f"  {system.at(file.path)}" for file in planned.files))
        _ask(_("Write these?"), yes=yes)
        setups.apply(planned)
    else:
        _say(_("Everything is set up already."))
    if planned.by_hand:
        _say(
            _(
                "This computer's sign-in is not laid out as Debian's. Add these lines to the "
                "files in /etc/pam.d that it uses, “account” first and “session” last in theirs:"
            ),
            planned.by_hand,
        )
    if not planned.is_tied:
        _say(
            _(
                "This computer starts with something else than systemd, so nothing ends a session "
                "by itself. Let its sign-in and sign-out call, as root:"
            ),
            f"  privacykit session begin --account {account}",
            f"  privacykit session end --account {account}",
        )
    _say(*_next(account, is_tied=planned.is_tied))


def _next(account: str, *, is_tied: bool) -> Iterator[str]:
    yield _("What comes next:")
    if is_tied:
        yield "  " + _("Start the computer anew.")
    yield "  " + _(
        "Sign in as {name}, set everything up as patrons shall find it, sign out."
    ).format(name=account)
    yield f"  privacykit baseline freeze --account {account}"


def _undo(system: System, *, yes: bool) -> None:
    from privacykit.wipe.machine import setup as setups

    _ask(_("Take back what setup wrote? Sessions will not be cleaned up any more."), yes=yes)
    undone = setups.undo(system)
    for name in system.frozen():
        _say(
            _("The home of {name} is still frozen. To give it up: {command}").format(
                name=name, command=f"privacykit baseline forget --account {name}"
            )
        )
    if undone.removed:
        _say(_("Taken back:"), *(f"  {system.at(path)}" for path in undone.removed))
        _say(_("Start the computer anew so that this holds."))
    if undone.left:
        _say(
            _("Changed since, so left as they are. Look at them and remove them by hand:"),
            *(f"  {system.at(path)}" for path in undone.left),
        )
        raise click.exceptions.Exit(LEFT)
    if not undone.removed:
        _say(_("There is nothing to take back."))


def _ask(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(_("Nobody can be asked here. Say --yes to go on."))
    if not click.confirm(question, err=True):
        raise DeclinedError


def _say(*lines: str) -> None:
    click.echo("\n".join(lines))
