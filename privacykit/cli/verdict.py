"""The last line of a check: how much there is to mend, and the exit code that says so."""

import click

from privacykit.i18n import _, _n


def end(count: int, exit_code: int) -> None:
    """Say on stderr how many mistakes were told; with any, end with the exit code."""
    if not count:
        click.echo(_("Nothing to mend."), err=True)
        return
    summary = _n("{count} thing to mend.", "{count} things to mend.", count)
    click.echo(summary.format(count=count), err=True)
    raise click.exceptions.Exit(exit_code)
