"""`privacykit traces …`: a library's own traces, made of BleachBit's cleaners or checked."""

import os
from pathlib import Path

import click

from privacykit import paths
from privacykit.cli import verdict
from privacykit.errors import CatalogueError, CleanerError, PrivacykitError
from privacykit.i18n import _, _n
from privacykit.wipe import traces as catalogue
from privacykit.wipe.cleanerml import translate, write
from privacykit.wipe.cleanerml.translate import Import


def traces() -> click.Group:
    """Make the commands in the language in force."""
    file = click.Path(path_type=Path)
    group = click.Group("traces", help=_("Add this library's own traces to those the kit knows."))
    group.add_command(
        click.Command(
            "import",
            callback=_import,
            help=_(
                "Take over a cleaner in BleachBit's format, and print it as a file for {folder}. "
                "What is not taken over is told, each with its reason."
            ).format(folder=paths.own_traces()),
            params=[
                click.Argument(["file"], type=file),
                click.Option(["--out"], type=file, help=_("Write to this new file instead.")),
            ],
        )
    )
    group.add_command(
        click.Command(
            "check",
            callback=_check,
            help=_("Tell every mistake in a file of own traces. Ends with 78 if there is one."),
            params=[click.Argument(["file"], type=file)],
        )
    )
    return group


def _import(file: Path, out: Path | None) -> None:
    found = translate.read(file)
    for one in found.refused:
        words = _("{file}:{line}: option “{option}” is not taken over. {why}")
        _say(words.format(file=file, line=one.line, option=one.option, why=one.why), err=True)
    if not found.traces:
        raise CleanerError(file, _("Nothing in it can be taken over."))
    text = write.to_toml(found.traces, out or file.with_suffix(".toml"))
    _save(out, text) if out else _say(text.rstrip("\n"))
    _say(_summary(found), err=True)


def _summary(found: Import) -> str:
    taken, left = len(found.traces), len(found.refused)
    return " ".join(
        (
            _n("{count} trace made.", "{count} traces made.", taken).format(count=taken),
            _n("{count} action left out.", "{count} actions left out.", left).format(count=left),
        )
    )


def _save(out: Path, text: str) -> None:
    try:
        made = out.open("x", encoding="utf-8")
    except FileExistsError as problem:
        words = _("This file is there already."), _("Choose another name.")
        raise CatalogueError(out, *words) from problem
    except OSError as problem:
        raise _unwritten(out, problem) from problem
    try:
        with made:
            made.write(text)
    except OSError as problem:  # half a file would be in the way of the next try
        out.unlink(missing_ok=True)
        raise _unwritten(out, problem) from problem


def _unwritten(out: Path, problem: OSError) -> PrivacykitError:
    words = _("{path} cannot be written. The system says: {reason}.")
    return PrivacykitError(words.format(path=out, reason=problem.strerror))


def _check(file: Path) -> None:
    mistakes = catalogue.check(file, {0, os.geteuid()})
    for mistake in mistakes:
        _say(str(mistake))
    verdict.end(len(mistakes), CatalogueError.exit_code)


def _say(text: str, *, err: bool = False) -> None:
    """Write lines; what a stranger's file or name holds cannot steer the terminal."""
    shown = (c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
    click.echo("".join(shown), err=err)
