"""`privacykit trackers`: what web pages call, out of a page that is named or a recording."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from privacykit.cli import bar
from privacykit.errors import PrivacykitError, VisitError, WebError
from privacykit.i18n import _

if TYPE_CHECKING:
    from privacykit.tracking.model import Visit
    from privacykit.tracking.scan import Scan

_PAGE = "privacykit.ui.scan_paper:write"
"""Draws the pages; named, not imported, as the commands do without Qt."""
_FILES = frozenset({".har", ".json", ".toml"})
TO_MEND = 1


def trackers() -> click.Group:
    """Make the group in the language in force."""
    made = click.Group("trackers", help=_("See which other companies web pages call."))
    made.add_command(_scan_command())
    made.add_command(_record_command())
    return made


def _scan_command() -> click.Command:
    file = click.Path(path_type=Path, dir_okay=False)
    return click.Command(
        "scan",
        callback=_scan,
        help=_(
            "Tell which companies a page calls, which cookies it sets, and who is told what "
            "somebody searched for. WHAT is an address, which goes online, or a HAR or recorded "
            "visit, which does not. Ends with 0 if no other company learns of a visit, 1 if one "
            "does, 2 if WHAT cannot be read, 75 if the page cannot be reached."
        ),
        params=[
            click.Argument(["what"], metavar=_("WHAT")),
            click.Option(
                ["--json"],
                is_flag=True,
                help=_("Write one JSON object to the output, and no words."),
            ),
            click.Option(["--pdf"], type=file, help=_("Save the scan as pages, too.")),
        ],
    )


def _record_command() -> click.Command:
    file = click.Path(path_type=Path, dir_okay=False)
    return click.Command(
        "record",
        callback=_record,
        help=_(
            "Make a HAR into a small file to share in a workshop: without values of cookies, "
            "queries and forms. Never changes the HAR."
        ),
        params=[
            click.Argument(["har"], type=file, metavar="HAR"),
            click.Argument(["out"], type=file, metavar=_("OUT.toml")),
            click.Option(["--title"], default="", help=_("What the visit is called.")),
        ],
    )


def _scan(what: str, *, json: bool, pdf: Path | None) -> None:
    from privacykit.tracking import scan, scan_words

    if pdf and not pdf.parent.is_dir():
        raise click.UsageError(_("There is no folder {folder}.").format(folder=pdf.parent))
    with bar.progress() as progress:
        found = scan.report(_visit(what, progress))
    if pdf:
        _save_page(found, pdf)
    click.echo(scan.as_json(found) if json else "\n".join(scan_words.lines(found)))
    if found.verdict != "quiet":
        raise click.exceptions.Exit(TO_MEND)


def _visit(what: str, progress: Callable[[str, int, int], None]) -> "Visit":
    from privacykit.audit import visiting, web

    path = Path(what)
    if "://" not in what and (path.suffix.lower() in _FILES or path.exists()):
        return visiting.of_file(path, progress)
    try:
        web.checked(what)
    except WebError as error:
        raise click.UsageError(str(error)) from error
    return visiting.of_address(what, progress)


def _save_page(found: "Scan", path: Path) -> None:
    module, name = _PAGE.split(":")
    write = cast("Callable[[Scan, Path], str]", getattr(importlib.import_module(module), name))
    if problem := write(found, path):
        raise PrivacykitError(problem)


def _record(har: Path, out: Path, title: str) -> None:
    from dataclasses import replace

    from privacykit.audit import visiting
    from privacykit.tracking import recorded

    if out.suffix.lower() != ".toml":
        raise click.UsageError(_("The name of the new file must end in .toml."))
    with bar.progress() as progress:
        visit = visiting.of_file(har, progress)
    try:
        recorded.save(replace(visit, title=title or visit.title), out)
    except OSError as error:
        words = _("{path} cannot be written. The system says: {reason}.")
        raise VisitError(words.format(path=out, reason=error.strerror)) from error
    click.echo(_("Saved: {path}").format(path=out))
