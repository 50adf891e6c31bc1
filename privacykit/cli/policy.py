"""`privacykit policy …`: write a first policy, and check one."""

import os
from pathlib import Path

import click

from privacykit import paths
from privacykit.cli import verdict
from privacykit.errors import PolicyError
from privacykit.i18n import _
from privacykit.wipe import policy as policies
from privacykit.wipe import traces

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
    return group


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
