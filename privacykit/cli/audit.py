"""`privacykit audit`: the library's privacy check-up, in words, as JSON, as a letter or a PDF."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import click

from privacykit import i18n
from privacykit.cli import bar
from privacykit.cli.main import complain, of_the_system
from privacykit.errors import CancelledError, PrivacykitError, WebError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System

if TYPE_CHECKING:
    from privacykit.audit.answers import Question
    from privacykit.audit.computer import Computer
    from privacykit.audit.running import Audit

_PAGE = "privacykit.ui.checkup_paper:write"
"""Draws the pages; named, not imported, as the commands do without Qt."""
TO_MEND = 1


class Asked(NamedTuple):
    """What of the check-up a person wants to see, and where it is kept."""

    json: bool
    letter: bool
    pdf: Path | None
    save: bool | None


def audit() -> click.Command:
    """Make the command in the language in force."""
    return click.Command(
        "audit",
        callback=_audit,
        params=list(_options()),
        help=_(
            "Look how this computer, the room and the library's pages protect patrons. Changes "
            "nothing, and goes online only with --web. Ends with 0 if there is nothing to mend, "
            "1 if there is."
        ),
    )


def _options() -> Iterator[click.Option]:
    folder = click.Path(path_type=Path, exists=True, file_okay=False)
    file = click.Path(path_type=Path, dir_okay=False)
    yield click.Option(
        ["--json"], is_flag=True, help=_("Write one JSON object to the output, and no words.")
    )
    yield click.Option(
        ["--only"],
        multiple=True,
        metavar="ID",
        help=_("Ask only this check, such as B9; can be given more than once."),
    )
    yield click.Option(
        ["--root"],
        type=folder,
        default=Path("/"),
        help=_("Look at a system laid out in this folder."),
    )
    yield click.Option(["--account"], default="", help=_("The patrons' account."))
    yield click.Option(
        ["--web"],
        multiple=True,
        metavar=_("ADDRESS"),
        help=_("Go online and look at this page of the library's; can be given more than once."),
    )
    yield click.Option(
        ["--scripts"],
        is_flag=True,
        help=_("Open those pages as in a browser, too, to see what their scripts call."),
    )
    yield click.Option(["--letter"], is_flag=True, help=_("Write a letter to the IT department."))
    yield click.Option(["--ask"], is_flag=True, help=_("First ask what only a person can tell."))
    yield click.Option(["--pdf"], type=file, help=_("Save the check-up as pages, too."))
    yield click.Option(
        ["--save/--no-save"],
        default=None,
        help=_("Keep the result, to compare with it next time. Without it: if all was looked at."),
    )


def _audit(
    only: tuple[str, ...],
    root: Path,
    account: str,
    web: tuple[str, ...],
    *,
    ask: bool,
    scripts: bool,
    **asked: object,
) -> None:
    from privacykit.audit import answers, here, running

    wanted = Asked(**asked)  # type: ignore[arg-type]
    _need_addresses(web, scripts=scripts)
    ids, folder = _ids(only), here.folder()
    if wanted.pdf and not wanted.pdf.parent.is_dir():
        raise click.UsageError(_("There is no folder {folder}.").format(folder=wanted.pdf.parent))
    is_whole = ids is None and root == Path("/")
    if wanted.save and not is_whole:
        raise click.UsageError(_("Only a check-up of all of this computer can be kept."))
    before = running.latest(folder) if root == Path("/") else None
    with _stopped_kindly():
        if ask:
            _interview(folder, ids)
        computer = here.computer(System(root), answers.load(folder), before, web, account=account)
        computer = _with_scripts(computer) if scripts else computer
        with bar.progress() as progress:
            found = running.run(computer, ids=ids, progress=progress)
    _show(found, before if is_whole else None, wanted)
    if is_whole and wanted.save is not False:
        with _kept_in(folder, must=wanted.save is True):
            running.save(found, folder)
    if wanted.pdf:
        _save_page(found, wanted.pdf)
    _end(found)


def _with_scripts(computer: "Computer") -> "Computer":
    from privacykit.audit.scripts import Scripts

    return replace(computer, scripts=Scripts())


def _need_addresses(web: tuple[str, ...], *, scripts: bool) -> None:
    if scripts and not web:
        raise click.UsageError(_("Name the pages with --web."))
    if web:
        from privacykit.audit.web import checked

        try:
            for address in web:
                checked(address)
        except WebError as error:
            raise click.UsageError(str(error)) from error


@contextmanager
def _stopped_kindly() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, click.exceptions.Abort) as stop:
        words = _("Stopped. Nothing was changed, and the answers so far are kept.")
        raise click.exceptions.Exit(complain(words, CancelledError.exit_code)) from stop


@contextmanager
def _kept_in(folder: Path, *, must: bool) -> Iterator[None]:
    """Say what could not be kept; it ends the command only if keeping was asked for."""
    from privacykit.audit import keeping

    try:
        yield
    except OSError as error:
        code = complain(keeping.not_kept(folder, error), of_the_system(error)[1])
        if must:
            raise click.exceptions.Exit(code) from error


def _ids(only: tuple[str, ...]) -> frozenset[str] | None:
    """Return the whole ids of the checks that were named, also by the part before the dash."""
    from privacykit.audit import registry

    if not only:
        return None
    every = [about.id for about in registry.abouts()]
    known = {**{one.partition("-")[0]: one for one in every}, **{one: one for one in every}}
    for name in only:
        if name.upper() not in known:
            words = _("There is no check {name}. There are: {ids}.")
            raise click.UsageError(words.format(name=name, ids=", ".join(every)))
    return frozenset(known[name.upper()] for name in only)


def _show(found: "Audit", before: "Audit | None", wanted: Asked) -> None:
    from privacykit.audit import told
    from privacykit.audit.letter import letter

    if wanted.json:
        click.echo(found.to_json())
    elif wanted.letter:
        click.echo(letter(found, i18n.current()))
    else:
        click.echo("\n".join(told.lines(found, before)))


def _save_page(found: "Audit", path: Path) -> None:
    module, name = _PAGE.split(":")
    write = cast("Callable[[Audit, Path], str]", getattr(importlib.import_module(module), name))
    if problem := write(found, path):
        raise PrivacykitError(problem)


def _end(found: "Audit") -> None:
    from privacykit.audit import told

    if told.to_mend(found):
        raise click.exceptions.Exit(TO_MEND)


def _interview(folder: Path, ids: frozenset[str] | None) -> None:
    """Ask what has no answer of the last year; each answer is kept at once."""
    from privacykit.audit import answers

    given = answers.load(folder)
    for question in answers.due(given, datetime.now(UTC)):
        if ids is None or question.check in ids:
            given[question.id] = answers.Answer(_answer(question), _today())
            with _kept_in(folder, must=True):
                answers.save(given, folder)


def _today() -> date:
    return datetime.now(UTC).date()


def _answer(question: "Question") -> str:
    """Return the value of the answer that a person chose by its number."""
    click.echo(question.text(), err=True)
    values = [*question.choices]
    for number, value in enumerate(values, 1):
        click.echo(f"  {number}  {question.choices[value]()}", err=True)
    number = click.prompt(_("Number"), type=click.IntRange(1, len(values)), err=True)
    return values[number - 1]
