"""One run that ends in a report: said in words or as JSON, with its exit code, however it ends."""

from collections.abc import Callable
from typing import NoReturn, Protocol

import click

from privacykit.cli.main import complain, of_the_system
from privacykit.errors import CancelledError, DeclinedError, PrivacykitError
from privacykit.wipe.report import Report, stopped


class Told(Protocol):
    """What came of a run: a report, or a certificate."""

    @property
    def exit_code(self) -> int: ...

    def to_json(self) -> str: ...


Job = Callable[[list[str]], Told]
"""Does the work, puts words for a person into the list, returns what came of it."""


def tell(job: Job, *, json: bool) -> NoReturn:
    """Run the job, write what came of it, and end with the report's exit code."""
    lines: list[str] = []
    report: Told
    try:
        report = job(lines)
    except click.exceptions.Abort:
        report = _ended(str(DeclinedError()), DeclinedError.exit_code)
    except KeyboardInterrupt:
        report = _ended(str(CancelledError()), CancelledError.exit_code)
    except PrivacykitError as error:
        report = _ended(str(error), error.exit_code)
    except OSError as error:
        report = _ended(*of_the_system(error))
    if json:
        click.echo(report.to_json())
    elif lines:
        click.echo("\n".join(lines))
    raise click.exceptions.Exit(report.exit_code)


def _ended(sentence: str, exit_code: int) -> Report:
    complain(sentence, exit_code)
    return stopped(exit_code, sentence)
