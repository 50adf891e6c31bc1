"""`privacykit policy …`: write a first policy, and check one."""

import os
from pathlib import Path
from typing import BinaryIO

import click

from privacykit import paths
from privacykit.cli import verdict
from privacykit.errors import PolicyError
from privacykit.i18n import _
from privacykit.staff import putting
from privacykit.wipe import policy as policies
from privacykit.wipe import traces
from privacykit.wipe import trusted as hands
from privacykit.wipe.machine.system import System, need_root

PLACEHOLDER = "NAME"


def policy() -> click.Group:
    """Make the commands in the language in force."""
    group = click.Group("policy", help=_("Write and check what this library decided about wiping."))
    group.add_command(
        click.Command(
            "new",
            callback=_new,
            help=_("Print a policy, with comments, that lets one account be wiped."),
            params=[click.Option(["--account"], required=True, help=_("The patrons' account."))],
        )
    )
    group.add_command(
        click.Command(
            "check",
            callback=_check,
            help=_("Tell every mistake in a policy. Ends with 78 if there is one."),
            params=[click.Argument(["file"], type=click.Path(path_type=Path))],
        )
    )
    group.add_command(_write_command())
    return group


def _write_command() -> click.Command:
    return click.Command(
        "write",
        callback=_write,
        help=_("Put a policy in force on this computer, if there is no mistake in it; needs root."),
        params=[
            click.Argument(["file"], type=click.File("rb", lazy=False)),
            click.Option(
                ["--root"],
                type=click.Path(exists=True, file_okay=False, path_type=Path, resolve_path=True),
                default=Path("/"),
                help=_("Work on a computer laid out in this folder, such as a mounted image."),
            ),
            click.Option(["--was"], hidden=True),
        ],
    )


def _write(file: BinaryIO, root: Path, was: str | None) -> None:
    system = System(root)
    if system.is_running:
        need_root()
    name = Path(getattr(file, "name", "-"))
    text = hands.as_text(name, file.read(hands.LARGEST + 1), PolicyError)
    known = traces.load().ids()
    mistakes = policies.check_text(name, text, known)
    for mistake in mistakes:
        click.echo(str(mistake))
    if not mistakes:
        putting.put(system, text, known, was)
    verdict.end(len(mistakes), PolicyError.exit_code)


def _new(account: str) -> None:
    if problem := policies.account_problem(account):
        raise click.UsageError(problem)
    template = (paths.resources() / "policy.toml").read_text("utf-8")
    click.echo(template.replace(f'"{PLACEHOLDER}"', f'"{account}"'), nl=False)


def _check(file: Path) -> None:
    mistakes = policies.check(file, {0, os.geteuid()}, traces.load().ids())
    for mistake in mistakes:
        click.echo(str(mistake))
    verdict.end(len(mistakes), PolicyError.exit_code)
