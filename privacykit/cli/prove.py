"""`privacykit prove`: shows on this computer that a session's end leaves nothing behind."""

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import click

from privacykit import paths
from privacykit.cli import bar, outcome
from privacykit.errors import PrivacykitError
from privacykit.i18n import _, _n
from privacykit.wipe import policy as policies
from privacykit.wipe import traces
from privacykit.wipe.policy import Policy
from privacykit.wipe.prove import apps, proof
from privacykit.wipe.prove import certificate as certificates
from privacykit.wipe.prove.certificate import Certificate, Method, Row

_PAGE = "privacykit.ui.certificate:save"
"""Draws the page; named, not imported, as the commands do without Qt."""
_SHOWN = 20


def prove() -> click.Command:
    """Make the command in the language in force."""
    file = click.Path(path_type=Path, dir_okay=False)
    return click.Command(
        "prove",
        callback=_prove,
        help=_(
            "Make a throwaway account, let real programs leave marks in it, end its session as "
            "this computer's policy says, and search for the marks. Ends with 0 if none is left, "
            "1 if one is or if a program could not be tried."
        ),
        params=[
            click.Option(
                ["--app", "app"],
                multiple=True,
                type=click.Choice(apps.IDS),
                help=_("Try only this program; can be given more than once."),
            ),
            click.Option(
                ["--method"],
                type=click.Choice(["baseline", "traces"]),
                default="baseline",
                help=_("How the session ends: as a frozen account, or as one that is not."),
            ),
            click.Option(["--policy"], type=file, help=_("Use this policy, not the computer's.")),
            click.Option(
                ["--json"],
                is_flag=True,
                help=_("Write one JSON object to the output, and no words."),
            ),
            click.Option(["--pdf"], type=file, help=_("Save the certificate as a page, too.")),
        ],
    )


def _prove(
    app: tuple[str, ...], method: Method, policy: Path | None, json: bool, pdf: Path | None
) -> None:
    if pdf and not pdf.parent.is_dir():
        raise click.UsageError(_("There is no folder {folder}.").format(folder=pdf.parent))

    def job(lines: list[str]) -> Certificate:
        with bar.progress() as progress:
            certificate = proof.run(app, policy=_policy(policy), method=method, progress=progress)
        lines += _lines(certificate)
        if pdf:
            _save(certificate, pdf)
        return certificate

    outcome.tell(job, json=json)


def _policy(path: Path | None) -> Policy:
    if path is None and not paths.policy_file().exists():
        return Policy.default()
    return policies.load(path or paths.policy_file(), {0, os.geteuid()}, traces.load().ids())


def _save(certificate: Certificate, path: Path) -> None:
    module, name = _PAGE.split(":")
    save = cast(
        "Callable[[Certificate, Path], str]", getattr(importlib.import_module(module), name)
    )
    if problem := save(certificate, path):
        raise PrivacykitError(problem)


def _lines(certificate: Certificate) -> Iterator[str]:
    yield certificates.verdict(certificate)
    yield ""
    yield from _table(certificate.rows)
    yield ""
    yield from certificates.remarks(certificate)
    for row in certificate.rows:
        for place in row.left[:_SHOWN]:
            yield _("Left by {program}: {place}").format(program=row.title, place=place)
        if len(row.left) > _SHOWN:
            more = len(row.left) - _SHOWN
            words = _n("… and {count} more place", "… and {count} more places", more)
            yield words.format(count=more)


def _table(rows: tuple[Row, ...]) -> Iterator[str]:
    table = [certificates.heads(), *map(certificates.cells, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        yield "  ".join(cells).rstrip()
