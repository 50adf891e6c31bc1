"""`privacykit wipe`: shows, asks, removes, looks again; words for people or JSON for machines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from privacykit.cli import bar, outcome, words
from privacykit.errors import DeclinedError, NotAllowedError, PrivacykitError
from privacykit.i18n import _
from privacykit.wipe import amounts, session
from privacykit.wipe import plan as plans
from privacykit.wipe.places import Account
from privacykit.wipe.plan import Plan
from privacykit.wipe.progress import Progress
from privacykit.wipe.report import GroupCount, Report

if TYPE_CHECKING:
    from privacykit.wipe.machine.system import System


@dataclass(frozen=True)
class _Choice:
    """The options of one run."""

    preview: bool
    paths: bool
    policy: Path | None
    json: bool
    yes: bool
    practice: bool
    account: str | None


def wipe() -> click.Command:
    """Make the command in the language in force."""
    policy = click.Path(path_type=Path, dir_okay=False)
    return click.Command(
        "wipe",
        callback=_wipe,
        help=_(
            "Remove what a session left in this account, then look again and tell what is left. "
            "Ends with 0 if all is clean, 1 if something is left, 3 if a program stays open, "
            "4 if stopped, 75 if it is worth another try, 78 if no policy allows it."
        ),
        params=[
            _flag("--preview", _("Show what is there; change nothing.")),
            _flag("--paths", _("With --preview: list every path too.")),
            click.Option(["--policy"], type=policy, help=_("Use this policy, not the computer's.")),
            _flag("--json", _("Write one JSON object to the output, and no words.")),
            _flag("--yes", _("Do not ask.")),
            _flag("--practice", _("Work on a made-up home, not on this account.")),
            click.Option(["--account"], help=_("As root: end the session of a frozen account.")),
        ],
    )


def _flag(name: str, meaning: str) -> click.Option:
    return click.Option([name], is_flag=True, help=meaning)


def _wipe(**options: object) -> None:
    choice = _Choice(**options)  # type: ignore[arg-type]  # click read them as declared above
    outcome.tell(lambda lines: _report(choice, lines), json=choice.json)


def _report(choice: _Choice, lines: list[str]) -> Report:
    """Do what was asked; put the words for a person into `lines`."""
    if choice.account:
        return _frozen(choice, choice.account, lines)
    with _plan(choice) as plan:
        if choice.preview:
            lines += words.preview(plan, paths=choice.paths)
            return session.preview(plan)
        _ask(plan, choice)
        report = _recorded(plan)
        lines += words.report(report)
        return report


def _recorded(plan: Plan) -> Report:
    """Carry out the plan and write down what came of it, in the account's own record."""
    from privacykit.record import recording
    from privacykit.staff import own_record

    def carry_out() -> Report:
        with bar.progress() as progress:
            return session.end(plan, progress=progress)

    if plan.account.practice:
        return carry_out()
    return recording.recorded(carry_out, recording.for_account(lambda: own_record.book(plan)))


def _frozen(choice: _Choice, name: str, lines: list[str]) -> Report:
    """End the session of a frozen account, or tell how its home differs."""
    from privacykit.cli import frozen_words
    from privacykit.record import recording
    from privacykit.wipe.machine import sessions
    from privacykit.wipe.machine.system import System, need_root

    need_root()
    if choice.practice or choice.policy:
        raise click.UsageError(_("A frozen home comes back as this computer's policy says."))
    if choice.preview:
        return _ahead(choice, name, lines)
    _confirm(choice, _("Close the programs of {name} and bring its home back?").format(name=name))
    system = System()
    with bar.progress() as progress:
        groups = _what_is_there(system, name, progress)
        report = recording.recorded(
            lambda: sessions.end(system, name, progress=progress),
            recording.for_computer(system, name),
        )
    if report.message:  # thawed: nothing was done, and nothing may be called clean
        raise NotAllowedError(report.message)
    report = msgspec.structs.replace(report, groups=groups)
    lines += frozen_words.ended(report)
    return report


def _ahead(choice: _Choice, name: str, lines: list[str]) -> Report:
    from privacykit.cli import frozen_words
    from privacykit.wipe.machine import preview
    from privacykit.wipe.machine.system import System

    with bar.progress() as progress:
        found, report = preview.look(System(), name, progress=progress)
    lines += frozen_words.differences(found, name, paths=choice.paths)
    lines += frozen_words.ahead(report)
    return report


def _what_is_there(system: "System", name: str, progress: Progress) -> tuple[GroupCount, ...]:
    """Count what is about to go; whatever stands in the way of that stops no wipe."""
    from privacykit.wipe.machine import preview

    with suppress(PrivacykitError, OSError):
        return preview.look(system, name, progress=progress).report.groups
    return ()


@contextmanager
def _plan(choice: _Choice) -> Iterator[Plan]:
    with _account(choice) as account:
        with bar.progress() as progress:
            plan = plans.for_account(account, choice.policy, progress=progress)
        yield plan


@contextmanager
def _account(choice: _Choice) -> Iterator[Account | None]:
    """Make a practice home for as long as it is needed; None: the account that runs this."""
    if not choice.practice:
        yield None
        return
    from privacykit.wipe import practice

    account = practice.lay_out()
    try:
        yield account
    finally:
        practice.clear_up(account)


def _ask(plan: Plan, choice: _Choice) -> None:
    if not plan.allowed:
        raise NotAllowedError(plan.why_not)
    if plan.is_empty and not plan.programs:
        return
    question = _("Remove {files} ({size}) of the account {name}, and close its programs?").format(
        files=amounts.files(plan.files), size=amounts.size(plan.size), name=plan.account.name
    )
    _confirm(choice, question)


def _confirm(choice: _Choice, question: str) -> None:
    if choice.yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(
            _("Nobody can be asked here. Look with --preview, then say --yes to remove.")
        )
    if not click.confirm(question, err=True):
        raise DeclinedError
