"""What the page of the rules shows beside its form: the difference, questions, and refusals."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QPushButton, QWidget

from privacykit.i18n import _
from privacykit.look import parts
from privacykit.staff.difference import Change, Difference
from privacykit.ui.admin import rules_words as words

Act = Callable[[], object]


class Screen(NamedTuple):
    content: QWidget
    buttons: tuple[QPushButton, ...]
    """For the foot of the page; the first leads on."""
    spoken: str


def press(text: str, role: str, act: Act, icon: str = "") -> QPushButton:
    made = parts.button(text, role, icon)
    made.clicked.connect(lambda _on=False: act())
    return made


def review(difference: Difference, save: Act, back: Act) -> Screen:
    title = _("What changes")
    card = parts.Card()
    for number, change in enumerate(difference.changes):
        if number:
            card.body.addWidget(parts.rule())
        card.body.addWidget(_change(change))
    in_file = parts.paragraph(_file(difference), "code")
    parts.say(in_file, _("The changed lines of the file"))
    widgets: list[QWidget] = [parts.heading(title)]
    widgets += [card] if difference.changes else []
    widgets += [parts.heading(_("In the file"), 2), in_file]
    first = press(_("Save these rules"), "primary", save)
    spoken = "; ".join(_in_words(change) for change in difference.changes)
    return Screen(parts.column(*widgets), (first, _back(back)), f"{title}. {spoken}")


def _file(difference: Difference) -> str:
    """Return the changed lines; of a file that is all new, the file."""
    lines = ["⋯" if line.startswith("@@") else line for line in difference.lines]
    if all(line.startswith("+") for line in lines[1:]):
        return "\n".join(line[1:] for line in lines[1:])
    return "\n".join(lines[1:])


def _change(change: Change) -> QWidget:
    title = parts.paragraph(words.title(change.field), "strong")
    return parts.column(title, parts.paragraph(_from_to(change)), spacing=4)


def _from_to(change: Change) -> str:
    before, after = (words.said(change.field, one) for one in (change.before, change.after))
    return _("from {before} to {after}").format(before=before, after=after)


def _in_words(change: Change) -> str:
    return f"{words.title(change.field)}: {_from_to(change)}"


def saving(cancel: Act) -> Screen:
    title = _("Saving")
    text = _("The computer may ask for an administrator's password now.")
    content = parts.column(parts.heading(title), parts.paragraph(text))
    return Screen(content, (press(_("Stop"), "secondary", cancel),), f"{title}. {text}")


def whose_accounts(ours: Sequence[str], theirs: Sequence[str], keep: Act, take: Act) -> Screen:
    title = _("Which accounts?")
    text = _(
        "The file is for the accounts {theirs}; here the rules are for {ours}. "
        "Files of the accounts that you choose will be removed on this computer."
    )
    told = text.format(theirs=_listed(theirs), ours=_listed(ours))
    mine = press(_("Keep {names}").format(names=_listed(ours)), "primary", keep)
    other = press(_("Take {names}").format(names=_listed(theirs)), "secondary", take)
    content = parts.column(parts.heading(title), parts.paragraph(told))
    return Screen(content, (mine, other), f"{title} {told}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or _("no account")


def failed(text: str, again: Act) -> Screen:
    title = _("The rules cannot be shown")
    content = parts.column(parts.Callout("warning", title, text, large=True))
    return Screen(content, (press(_("Look again"), "primary", again),), f"{title}. {text}")


def _back(back: Act) -> QPushButton:
    return press(_("Back to the form"), "secondary", back)
