"""Freezing a home, checking, thawing and giving it up; bringing back what a wipe removed."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from privacykit.i18n import _
from privacykit.look import parts
from privacykit.record.status import Shown
from privacykit.ui.admin.computer_facts import day
from privacykit.ui.leave_screens import press

DIFFERS = 1
"""What `baseline check` ends with if the home is not as it was frozen."""


class Deed(NamedTuple):
    """One of root's commands, as a person sees it."""

    args: tuple[str, ...]
    button: str
    question: str
    """Asked first, with the text below it; empty: it does no harm, and is done at once."""
    text: str
    meanwhile: str
    reason: str
    title: str = ""
    """Above the command's own words."""
    icon: str = ""
    role: str = "primary"
    """Of the button that says yes."""
    done: str = ""
    """The sentence for when it is done; empty: the command's own words are shown."""
    codes: tuple[int, ...] = (0,)
    """Exit codes with which it is done."""


def deeds(account: str) -> Mapping[str, Deed]:
    """Return all of them by name, in the language in force."""
    told = {name: make(account) for name, make in _MAKERS.items()}
    return {name: _named(deed, account) for name, deed in told.items()}


def _named(deed: Deed, account: str) -> Deed:
    words = ("question", "text", "meanwhile", "reason", "done")
    return deed._replace(**{one: getattr(deed, one).format(name=account) for one in words})


def _freeze(account: str) -> Deed:
    return Deed(
        args=("baseline", "freeze", "--account", account),
        button=_("Freeze it"),
        question=_("Freeze the home of {name} as it is now?"),
        text=_(
            "Every session will end in exactly this state. Sign {name} out first, and leave "
            "nothing of yours in its home: every patron would find it."
        ),
        meanwhile=_("Freezing the home"),
        reason=_("Freezing the home of {name} needs an administrator."),
        title=_("The home is frozen"),
        icon="snowflake",
    )


def _check(account: str) -> Deed:
    return Deed(
        args=("baseline", "check", "--account", account),
        button=_("Check it"),
        question="",
        text="",
        meanwhile=_("Comparing the home with its frozen state"),
        reason=_("Looking into the home of {name} needs an administrator."),
        title=_("The home and its frozen state"),
        icon="magnifying-glass",
        codes=(0, DIFFERS),
    )


def _thaw(account: str) -> Deed:
    return Deed(
        args=("baseline", "thaw", "--account", account),
        button=_("Thaw it"),
        question=_("Thaw the home of {name}?"),
        text=_(
            "You can then sign in as {name} and change its programs and settings. Until you "
            "freeze it again, nothing is wiped, and what patrons leave stays too."
        ),
        meanwhile=_("Thawing the home"),
        reason=_("Thawing the home of {name} needs an administrator."),
        icon="sun",
        done=_("The home of {name} is thawed. Freeze it again when you are done."),
    )


def _restore(account: str) -> Deed:
    return Deed(
        args=("baseline", "restore", "--account", account),
        button=_("Drop the changes"),
        question=_("Bring the home of {name} back as it was frozen?"),
        text=_("Everything that was changed since the thaw is removed. It cannot be undone."),
        meanwhile=_("Bringing the home back"),
        reason=_("Bringing the home of {name} back needs an administrator."),
        title=_("The home is back"),
        role="destroy",
        codes=(0, DIFFERS),
    )


def _forget(account: str) -> Deed:
    return Deed(
        args=("baseline", "forget", "--account", account),
        button=_("Stop freezing"),
        question=_("Stop freezing the home of {name}?"),
        text=_(
            "The frozen copy is deleted. The home stays as it is now, and from then on whatever a "
            "patron leaves in it stays for the next one."
        ),
        meanwhile=_("Deleting the frozen copy"),
        reason=_("Giving up the frozen home of {name} needs an administrator."),
        role="destroy",
        done=_("The home of {name} is not frozen any more."),
    )


def _undo(account: str) -> Deed:
    return Deed(
        args=("undo", "--account", account),
        button=_("Bring it back …"),
        question=_("Bring back what the last wipe of {name} removed?"),
        text=_(
            "It comes into a new folder that only an administrator can open. Look through it "
            "with the patron, then delete the folder."
        ),
        meanwhile=_("Bringing back what was removed"),
        reason=_("Bringing back what {name} left needs an administrator."),
        title=_("Brought back"),
        icon="arrow-u-up-left",
    )


def _drop_undo(account: str) -> Deed:
    return Deed(
        args=("undo", "--account", account, "--forget"),
        button=_("Delete it for good"),
        question=_("Delete for good what the last wipes of {name} removed?"),
        text=_("Nobody can bring it back then."),
        meanwhile=_("Deleting what was kept"),
        reason=_("Deleting what {name} left needs an administrator."),
        role="destroy",
        done=_("Nothing is kept of the sessions of {name} any more."),
    )


_MAKERS: Mapping[str, Callable[[str], Deed]] = {
    "freeze": _freeze,
    "check": _check,
    "thaw": _thaw,
    "restore": _restore,
    "forget": _forget,
    "undo": _undo,
    "drop-undo": _drop_undo,
}


def offered(shown: Shown | None) -> tuple[str, ...]:
    """Return the deeds of the card below, the one to choose first; those of a wipe are apart."""
    if shown is None:
        return ("freeze",)
    return {
        "clean": ("check", "thaw", "forget"),
        "in use": ("check",),
        "thawed": ("freeze", "check", "restore", "forget"),
    }.get(shown.condition, ("check", "forget"))


def card(account: str, shown: Shown | None, ask: Callable[[str], object]) -> QWidget:
    """Return what is known of the frozen home, with what can be done about it."""
    made = parts.Card()
    made.body.addWidget(parts.heading(_("The frozen home"), 3))
    made.body.addWidget(parts.paragraph(_about(shown), "muted"))
    known, names = deeds(account), offered(shown)
    buttons = []
    for name in names:
        button = press(known[name].button, _role(name, shown), _asking(ask, name), known[name].icon)
        button.setObjectName(f"deed-{name}")
        buttons.append(button)
    made.body.addWidget(parts.row(*buttons))
    return made


def _asking(ask: Callable[[str], object], name: str) -> Callable[[], object]:
    return lambda: ask(name)


def _role(name: str, shown: Shown | None) -> str:
    first = name == "freeze" and (shown is None or shown.condition == "thawed")
    return "primary" if first else "danger" if name in {"restore", "forget"} else "secondary"


def _about(shown: Shown | None) -> str:
    if shown is None:
        return _(
            "Set the account up as a patron should find it, sign it out, and freeze its home. "
            "Every session then ends in that state."
        )
    ways = {
        "overlay": _("Each session writes to a layer of its own, which is dropped at its end."),
        "btrfs": _("After each session, a snapshot takes the home's place."),
    }
    way = ways.get(shown.way, _("After each session, what differs is mended."))
    if not shown.frozen_at:
        return way
    return _("Frozen on {date}. {way}").format(date=day(shown.frozen_at), way=way)
