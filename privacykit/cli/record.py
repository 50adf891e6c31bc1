"""`privacykit record`: every wipe in one row, and whether anybody changed the rows."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from privacykit import paths
from privacykit.errors import RecordError
from privacykit.i18n import _
from privacykit.record import chain, reading, table, words
from privacykit.record.reading import Record
from privacykit.record.row import Row
from privacykit.wipe.machine import shown
from privacykit.wipe.machine.system import System, need_root

NOT_SOUND = 1


def record() -> click.Command:
    """Make the command in the language in force."""
    file = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
    return click.Command(
        "record",
        callback=_record,
        help=_(
            "Show every wipe in one row, and whether somebody changed the rows. Ends with 1 if "
            "somebody did; with --verify also if a wipe was not verified."
        ),
        params=[
            _flag("--json", _("Write one JSON object to the output, and no words.")),
            click.Option(
                ["--csv"], type=file, help=_("Write a table for a spreadsheet; - : here.")
            ),
            _flag("--not-verified", _("Only wipes that left something or did not end well.")),
            _flag("--verify", _("Tell only what is wrong.")),
            _flag("--new-key", _("As root: sign with a new key from now on.")),
        ],
    )


def _flag(name: str, meaning: str) -> click.Option:
    return click.Option([name], is_flag=True, help=meaning)


def _record(
    csv: Path | None, *, json: bool, not_verified: bool, verify: bool, new_key: bool
) -> None:
    if sum((json, csv is not None, verify, new_key)) > 1:
        raise click.UsageError(_("Say only one of --json, --csv, --verify and --new-key."))
    if new_key:
        _change_key()
        return
    found = _read()
    rows = found.not_verified if not_verified or verify else found.wipes
    if json:
        click.echo(_as_json(found, rows))
    elif csv is not None:
        _save(csv, table.csv_text(rows))
    else:
        click.echo("\n".join(_lines(found, rows)))
    if not found.is_sound or (verify and rows):
        raise click.exceptions.Exit(NOT_SOUND)


def _read() -> Record:
    """Read the computer's record, or that of this account where root keeps none."""
    from privacykit.staff import own_record

    system = System()
    public, own = shown.folder(system), paths.state()
    if reading.folder(public, own) == own:
        return own_record.read(own)
    is_root = os.geteuid() == 0
    return reading.read(public, chain.of_computer(system).keeper if is_root else None)


def _lines(found: Record, rows: tuple[Row, ...]) -> Iterator[str]:
    now = datetime.now(UTC).astimezone()
    yield from (words.line(row, now) for row in rows)
    yield from words.summary(found)


def _as_json(found: Record, rows: tuple[Row, ...]) -> str:
    whole = {
        "format": 1,
        "sound": found.is_sound,
        "problems": [problem.text for problem in found.problems],
        "wipes": [{**msgspec.structs.asdict(row), "verified": row.verified} for row in rows],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()


def _save(csv: Path, text: str) -> None:
    if str(csv) == "-":
        click.echo(text, nl=False)
        return
    try:
        csv.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        sentence = _("The table {path} could not be written. The system says: {reason}.")
        raise RecordError(sentence.format(path=csv, reason=error.strerror)) from error


def _change_key() -> None:
    need_root()
    system = System()
    if not system.records.is_dir():
        raise RecordError(_("No wipe is recorded yet."))
    row = chain.rotate(chain.of_computer(system), datetime.now(UTC))
    click.echo(_("After row {row}, a new key signs. The old one is gone.").format(row=row.number))
