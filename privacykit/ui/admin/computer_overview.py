"""The first screen of this computer: whether it is clean, what was there, what can be done."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from PySide6.QtWidgets import QPushButton, QWidget

from privacykit.audit.running import Audit
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.record import status
from privacykit.record.status import Sentence
from privacykit.ui.admin import computer_cards as cards
from privacykit.ui.admin import computer_facts as facts
from privacykit.ui.admin import freezing
from privacykit.ui.admin.computer_facts import Facts
from privacykit.ui.admin.computer_screens import set_up
from privacykit.ui.leave_screens import Act, Screen, press
from privacykit.wipe.report import Report


class Acts(NamedTuple):
    ask: Callable[[str], object]
    """Do a deed, by its name, after a question."""
    see_plan: Act
    choose: Callable[[str], object]


class Now(NamedTuple):
    """What the screen is about."""

    facts: Facts
    account: str
    """Empty: none is set up."""
    report: Report | None
    """Of the wipe that has just ended."""
    audit: Audit | None
    time: datetime


def overview(now: Now, acts: Acts) -> Screen:
    said, text = _said(now)
    role = "info" if said.role == "muted" else said.role
    buttons = _wipes(now, acts)
    banner = parts.Callout(role, said.text, text, large=True)
    rows = [parts.row(*buttons)] if buttons else []
    told = _report(now)
    first, then = (rows, told) if now.report and now.report.left else (told, rows)
    main = [*_accounts(now, acts), banner, *first, *then, *_below(now, acts)]
    columns = cards.Columns(parts.column(*main), _side(now))
    return Screen(columns, tuple(buttons), f"{said.text}. {text}")


def _said(now: Now) -> tuple[Sentence, str]:
    if now.account:
        return facts.banner(now.facts, now.account, now.report, now.time)
    said = status.sentence(None, now.facts.record.rows, now.time)
    return said, _("No account of this computer is set up for patrons yet.")


def _accounts(now: Now, acts: Acts) -> list[QWidget]:
    """Return the choice between accounts, if there is one."""
    names = now.facts.accounts
    if len(names) < 2:  # noqa: PLR2004 - a choice is between two
        return []
    return [parts.row(*(_account(name, now, acts) for name in names))]


def _account(name: str, now: Now, acts: Acts) -> QPushButton:
    made = press(name, "step", lambda: acts.choose(name), "user")
    made.setObjectName(f"account-{name}")
    made.setCheckable(True)
    made.setChecked(name == now.account)
    return made


def _report(now: Now) -> list[QWidget]:
    done = now.report
    row = now.facts.last(now.account) if now.account else None
    if done is None:
        return [parts.heading(_("The last wipe"), 2), *cards.last_wipe(row)] if row else []
    title = _("For an administrator")
    told: list[QWidget] = [parts.Callout("warning", title, alarm) for alarm in done.alarms]
    if done.left:
        told += [parts.heading(_("Still there"), 2), cards.left(done.left)]
    was = cards.was_there(done)
    return [*told, *([parts.heading(_("What was there"), 2), *was] if was else [])]


def _wipes(now: Now, acts: Acts) -> list[QPushButton]:
    """Return what can be done about what patrons left."""
    shown = now.facts.shown(now.account)
    if now.account != now.facts.own and (shown is None or shown.condition == "thawed"):
        return []
    buttons = [
        press(_("Wipe now"), "primary", lambda: acts.ask("wipe")),
        press(_("See the plan first"), "secondary", acts.see_plan),
    ]
    if minutes := facts.minutes_to_undo(shown, now.time):
        buttons.append(press(undo_for(minutes), "secondary", lambda: acts.ask("undo")))
    for name, button in zip(("wipe", "plan", "undo"), buttons, strict=False):
        button.setObjectName(name)
    return buttons


def undo_for(minutes: int) -> str:
    words = _n("Undo for {count} minute", "Undo for {count} minutes", minutes)
    return words.format(count=minutes)


def _below(now: Now, acts: Acts) -> list[QWidget]:
    if not now.account:
        return [parts.heading(_("Make this computer ready"), 2), set_up()]
    shown = now.facts.shown(now.account)
    if shown is None and now.account == now.facts.own:
        return []
    return [freezing.card(now.account, shown, acts.ask)]


def _side(now: Now) -> QWidget:
    if not now.account:
        return parts.column(cards.check_up(now.audit))
    coming = cards.coming(facts.coming(now.facts, now.account))
    month = cards.month(now.facts.record, now.time)
    return parts.column(coming, month, cards.check_up(now.audit))
