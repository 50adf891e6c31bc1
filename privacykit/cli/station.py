"""`privacykit station …`: check, list and copy station folders."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from privacykit import activities, i18n, paths, settings
from privacykit.cli import verdict
from privacykit.content import shelf
from privacykit.content.station import Station
from privacykit.errors import PrivacykitError, StationError
from privacykit.i18n import _


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _say(text: str, *, err: bool = False) -> None:
    """Write one line; what a stranger's file or name holds cannot steer the terminal."""
    click.echo("".join(c if c.isprintable() else ascii(c)[1:-1] for c in text), err=err)


def _shelf() -> shelf.Shelf:
    chosen, mistakes = settings.load(paths.settings_files())
    for mistake in mistakes:
        _say(str(mistake), err=True)
    return shelf.all_stations(shelf.folders(chosen.shared_stations), activities.kinds(), _today())


def station() -> click.Group:
    """Make the commands in the language in force."""
    group = click.Group("station", help=_("Check, list and copy workshop stations."))
    folders = click.Argument(["folders"], metavar="PATH...", nargs=-1, required=True, type=Path)
    for name, callback, meaning, params in (
        (
            "check",
            _check,
            _(
                "Tell every mistake in station folders, with file, line and how to mend it. Ends "
                "with 1 if there is something to mend; notes alone end with 0."
            ),
            [folders],
        ),
        (
            "list",
            _list,
            _("List the stations of this computer, and where they lie."),
            [],
        ),
        (
            "new",
            _new,
            _("Make a new station from another one, ready to be changed with a text editor."),
            _of_a_new_one(),
        ),
    ):
        group.add_command(click.Command(name, callback=callback, help=meaning, params=[*params]))
    return group


def _of_a_new_one() -> list[click.Parameter]:
    source, into = ["--from", "source"], _("Where to put the new folder; else your own stations.")
    return [
        click.Argument(["id_"], metavar="ID"),
        click.Option(source, metavar="ID", required=True, help=_("The station to copy.")),
        click.Option(["--into"], type=Path, help=into),
    ]


def _check(folders: tuple[Path, ...]) -> None:
    from privacykit.content.check import problems

    told = [
        one
        for path in folders
        for one in problems(Path(os.path.realpath(path)), activities.kinds(), _today())
    ]
    for problem in told:
        _say(_("Note: {text}").format(text=problem) if _is_note(problem) else str(problem))
    verdict.end(sum(not _is_note(problem) for problem in told), StationError.exit_code)


def _is_note(problem: StationError) -> bool:
    return problem.severity == "note"


def _list() -> None:
    found = _shelf()
    rows = [(_("Id"), _("Title"), _("Languages"), _("Minutes"), _("From"))]
    rows += [_row(one) for one in found.stations]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        _say("  ".join(cells).rstrip())
    for broken in found.broken:
        _say(_("Cannot be used: {reason}").format(reason=broken.problems[0]), err=True)


def _row(one: Station) -> tuple[str, str, str, str, str]:
    built_in = one.folder.parent == paths.stations()
    return (
        one.manifest.id,
        one.in_language(i18n.current()).about.title,
        ", ".join(one.manifest.languages),
        ", ".join(map(str, one.manifest.minutes)),
        _("privacykit") if built_in else str(one.folder),
    )


def _new(id_: str, source: str, into: Path | None) -> None:
    from privacykit.content.copying import copy

    made = copy(_find(source), (into or paths.own_stations()).absolute(), id_)
    _say(_("Made {folder}").format(folder=made))
    _say(
        _("Change its words, then look at it with: privacykit station check {folder}").format(
            folder=made
        )
    )


def _find(name: str) -> Station:
    stations = {one.manifest.id: one for one in _shelf().stations}
    if name in stations:
        return stations[name]
    known = ", ".join(stations) or _("none")
    raise PrivacykitError(
        _("There is no station “{name}” here. There are: {known}.").format(name=name, known=known)
    )
