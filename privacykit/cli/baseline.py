"""`privacykit baseline …`: freeze a clean home, look at it, bring it back, open it for changes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from privacykit.cli import bar, frozen_words, outcome
from privacykit.cli.main import complain
from privacykit.errors import BaselineError, PolicyError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System, need_root

if TYPE_CHECKING:
    from privacykit.wipe.machine.sessions import Status

NOT_CLEAN = 1


def baseline() -> click.Group:
    """Make the commands in the language in force."""
    group = click.Group(
        "baseline",
        help=_("Freeze the home of the patrons' account, so that every session ends in it."),
    )
    thorough = _flag("--thorough", _("Read every file, not only the marks the system keeps."))
    json = _flag("--json", _("Write one JSON object to the output, and no words."))
    for name, callback, meaning, options in (
        ("freeze", _freeze, _("Record the home as it is now. Freeze again after changes."), []),
        (
            "check",
            _check,
            _("Tell how the home differs; change nothing. Ends with 1 if it does."),
            [thorough, _flag("--paths", _("List every path too."))],
        ),
        ("restore", _restore, _("Bring the home back now, and look at it again."), [json]),
        ("thaw", _thaw, _("Let staff change the home until it is frozen again."), []),
        ("forget", _forget, _("Freeze no more: drop the copy, leave the home as it is."), []),
    ):
        params: list[click.Parameter] = [_account(required=True), *options]
        group.add_command(click.Command(name, callback=callback, help=meaning, params=params))
    status = _("Tell what is frozen and whether it is clean. Ends with 1 if it is not.")
    only = _account(required=False)
    group.add_command(click.Command("status", callback=_status, help=status, params=[only]))
    return group


def _account(*, required: bool) -> click.Option:
    return click.Option(["--account"], required=required, help=_("The patrons' account."))


def _flag(name: str, meaning: str) -> click.Option:
    return click.Option([name], is_flag=True, help=meaning)


def _system() -> System:
    """Return this computer. Raises RightsError, before the system says no in words of its own."""
    need_root()
    return System()


def _freeze(account: str) -> None:
    from privacykit.wipe import policy as policies
    from privacykit.wipe import traces
    from privacykit.wipe.machine import sessions

    system = _system()
    if not system.policy_file.exists():
        words = _("There is no policy yet."), _("Write one: privacykit setup --account {name}")
        raise PolicyError(system.policy_file, words[0], words[1].format(name=account))
    policy = policies.load(system.policy_file, {0}, traces.load().ids())
    with bar.progress() as progress:
        manifest = sessions.freeze(system, account, policy, progress=progress)
    click.echo("\n".join(frozen_words.frozen(manifest.header)))


def _check(account: str, *, thorough: bool, paths: bool) -> None:
    from privacykit.wipe.machine import sessions

    with bar.progress() as progress:
        found = sessions.check(_system(), account, thorough=thorough, progress=progress)
    click.echo("\n".join(frozen_words.differences(found, account, paths=paths)))
    if not found.is_empty:
        raise click.exceptions.Exit(NOT_CLEAN)


def _restore(account: str, *, json: bool) -> None:
    from privacykit.record import recording
    from privacykit.wipe.machine import sessions
    from privacykit.wipe.report import Report

    def bring_back(lines: list[str]) -> Report:
        system = _system()
        with bar.progress() as progress:
            report = recording.recorded(
                lambda: sessions.restore(system, account, progress=progress),
                recording.for_computer(system, account),
            )
        lines += frozen_words.ended(report)
        return report

    outcome.tell(bring_back, json=json)


def _thaw(account: str) -> None:
    from privacykit.wipe.machine import sessions

    sessions.thaw(_system(), account)
    click.echo(
        _(
            "The home of {name} is thawed: what is changed in it now stays, also what patrons do. "
            "When you are done: privacykit baseline freeze --account {name}"
        ).format(name=account)
    )


def _forget(account: str) -> None:
    from privacykit.wipe.machine import sessions

    sessions.forget(_system(), account)
    click.echo(_("The home of {name} is not frozen any more.").format(name=account))


def _status(account: str | None) -> None:
    from privacykit.wipe.machine import sessions

    system = _system()
    names = (account,) if account else system.frozen()
    if not names:
        click.echo(_("No account is frozen: privacykit baseline freeze --account NAME"))
    found: list[Status] = []
    codes = [0]
    for name in names:
        try:
            found.append(sessions.status(system, name))
        except BaselineError as error:  # the other accounts are told all the same
            codes.append(complain(str(error), error.exit_code))
    for line in _lines(found):
        click.echo(line)
    codes += [NOT_CLEAN for one in found if not one.may_sign_in]
    raise click.exceptions.Exit(max(codes))


def _lines(found: "list[Status]") -> Iterator[str]:
    for number, one in enumerate(found):
        if number:
            yield ""
        yield from frozen_words.status(one)
