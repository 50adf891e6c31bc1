"""`privacykit …`: finds the command, and turns whatever went wrong into one sentence and a code."""

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import click

from privacykit import __version__, i18n
from privacykit.cli import clicks
from privacykit.errors import CancelledError, DeclinedError, PrivacykitError
from privacykit.i18n import _

COMMANDS = {
    "wipe": "privacykit.cli.wipe:wipe",
    "prove": "privacykit.cli.prove:prove",
    "baseline": "privacykit.cli.baseline:baseline",
    "setup": "privacykit.cli.setup:setup",
    "session": "privacykit.cli.session:session",
    "undo": "privacykit.cli.undo:undo",
    "policy": "privacykit.cli.policy:policy",
    "traces": "privacykit.cli.traces:traces",
    "station": "privacykit.cli.station:station",
    "record": "privacykit.cli.record:record",
    "audit": "privacykit.cli.audit:audit",
    "trackers": "privacykit.cli.trackers:trackers",
    "admin": "privacykit.cli.admin:admin",
    "admin-check": "privacykit.cli.admin:check",
}
"""Name, and where the function is that makes the command in the language in force."""
USAGE, AGAIN = 2, 75
_AGAIN = frozenset(
    {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EAGAIN, errno.ENOMEM, errno.EMFILE}
)
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_PLAIN = frozenset({"C", "POSIX"})


class _Commands(click.Group):
    """Imports a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        return cast("click.Command", getattr(importlib.import_module(module), name)())


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Never raises, whatever happens."""
    _stand_in()
    try:
        i18n.use(_language(arguments))
        clicks.translate()
        return _run(list(arguments))
    except KeyboardInterrupt:
        return complain(str(CancelledError()), CancelledError.exit_code)
    except PrivacykitError as error:
        return complain(str(error), error.exit_code)
    except OSError as error:
        _drop(sys.stdout)
        return complain(*of_the_system(error))


def _stand_in() -> None:
    """Put nothing in the place of an input or of an output for errors that was closed."""
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")


def of_the_system(error: OSError) -> tuple[str, int]:
    """Return the sentence and the exit code for what the system refused."""
    if error.errno == errno.EPIPE:
        words = _("The output was closed before all of it was written.")
    else:
        reason = error.strerror or str(error)
        words = _("The system says: {reason}. Mend that and run it again.").format(reason=reason)
    return words, AGAIN if error.errno in _AGAIN else 1


def complain(sentence: str, exit_code: int) -> int:
    try:
        click.echo(f"privacykit: {sentence}", err=True)
    except OSError:
        _drop(sys.stderr)
    return exit_code


def _run(arguments: list[str]) -> int:
    if sys.stdout is None:  # closed before the start
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
    try:
        with _commands().make_context("privacykit", arguments) as context:
            context.command.invoke(context)
    except click.exceptions.Exit as end:
        code = end.exit_code
    except click.exceptions.Abort:
        raise DeclinedError from None
    except click.ClickException as error:
        error.show()
        code = USAGE
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    else:
        code = 0
    sys.stdout.flush()
    return code


def _commands() -> click.Group:
    options: list[click.Parameter] = [
        click.Option(
            ["--language"],
            type=click.Choice([*i18n.LANGUAGES]),
            expose_value=False,
            help=_("Language of the output; without it, the system's."),
        ),
        click.Option(
            ["--progress-lines"], is_flag=True, hidden=True, expose_value=False, callback=_lines
        ),
    ]
    made = _Commands(
        "privacykit",
        params=options,
        no_args_is_help=True,
        help=_(
            "Privacy workshops for libraries, and a wipe of a patron's session that looks again."
        ),
        epilog=_("Without a command, the window opens; with --kiosk, as all that is on screen."),
    )
    return cast("click.Group", click.version_option(__version__, prog_name="privacykit")(made))


def _lines(_context: click.Context, _option: click.Parameter, asked: bool) -> None:
    """Tell a window, not a person, how far the command is."""
    if asked:
        from privacykit.cli import bar

        bar.tell_in_lines()


def _language(arguments: Sequence[str]) -> str:
    """Return the language asked for, before the options are read: their own help is in it."""
    for place, word in enumerate(arguments):
        if word == "--language":
            return "".join(arguments[place + 1 : place + 2])
        if word.startswith("--language="):
            return word.partition("=")[2]
        if not word.startswith("-"):
            break
    return _systems_language()


def _systems_language() -> str:
    """Return what locale(7) says: LANGUAGE comes first, but a script that asks for C gets C."""
    locale = next((value for name in _LOCALE if (value := os.environ.get(name))), "")
    wished = "" if locale in _PLAIN else os.environ.get("LANGUAGE") or locale
    return next(filter(i18n.speaks, wished.split(":")), i18n.SOURCE)


def _drop(output: TextIO) -> None:
    """Send what is held for a broken output nowhere, or Python's own exit code would be 120."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output.fileno())
        os.close(nowhere)
