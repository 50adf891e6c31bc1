"""`privacykit undo`: staff bring back what the end of a session removed, while it is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from privacykit.i18n import _
from privacykit.wipe.amounts import files, size
from privacykit.wipe.machine.system import System, need_root

if TYPE_CHECKING:
    from privacykit.wipe.machine.undo import Session


def undo() -> click.Command:
    """Make the command in the language in force."""
    folder = click.Path(path_type=Path)
    options: list[click.Parameter] = [
        click.Option(["--account"], required=True, help=_("The patrons' account.")),
        click.Option(["--to"], type=folder, help=_("A new folder for what comes back.")),
        click.Option(
            ["--number"],
            type=click.IntRange(min=1),
            default=1,
            help=_("Which session of --list; without it, the latest."),
        ),
        click.Option(["--list", "listed"], is_flag=True, help=_("Tell what is kept; no names.")),
        click.Option(
            ["--forget"], is_flag=True, help=_("Make all that is kept unreadable, and delete it.")
        ),
    ]
    meaning = _("Bring back what the end of a session removed, if the policy has it kept.")
    return click.Command("undo", params=options, callback=_undo, help=meaning)


def _undo(account: str, to: Path | None, number: int, *, listed: bool, forget: bool) -> None:
    if listed + forget + (to is not None) != 1:
        raise click.UsageError(_("Say one of --to FOLDER, --list and --forget."))
    need_root()
    if to is not None:
        _bring_back(account, to, number)
    elif listed:
        _list(account)
    else:
        _forget(account)


def _bring_back(account: str, to: Path, number: int) -> None:
    from privacykit.wipe.machine import undo as undoing

    done = undoing.undo(System(), account, to, number=number)
    click.echo(
        _(
            "Brought back to {folder}: {files}, {size}. Only root can open the folder: look "
            "through it with the patron, then delete it. Nothing else of that session is kept."
        ).format(folder=to, files=files(done.files), size=size(done.size))
    )


def _list(account: str) -> None:
    from privacykit.wipe.machine import undo as undoing

    click.echo("\n".join(_lines(undoing.kept(System(), account))))


def _lines(sessions: "tuple[Session, ...]") -> Iterator[str]:
    for number, (_file, header) in enumerate(sessions, start=1):
        yield _("{number}: ended {time}, kept until {until}: {files}, {size}").format(
            number=number,
            time=header.ended,
            until=header.until,
            files=files(header.files),
            size=size(header.size),
        )


def _forget(account: str) -> None:
    from privacykit.wipe.machine import undo as undoing

    undoing.forget(System(), account)
    click.echo(_("Nothing is kept of the sessions of {name} any more.").format(name=account))
