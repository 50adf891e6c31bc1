"""What the page of this computer shows beside its first screen: the plan, questions, answers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.ui.admin import computer_cards as cards
from privacykit.ui.admin.freezing import Deed
from privacykit.ui.leave_screens import Act, Screen, press
from privacykit.wipe.report import Report


def plan(found: Report, wipe: Act, back: Act) -> Screen:
    """Return what a wipe would remove, with the button that does it."""
    title = _("The plan")
    count = sum(group.files for group in found.groups)
    nothing = not (count or found.restored or found.programs_open)
    widgets: list[QWidget] = [parts.heading(title), parts.paragraph(_intro(nothing), "muted")]
    widgets += [*_closing(found.programs_open), *cards.found(found)]
    if found.left:
        widgets += [parts.heading(_("Could not be looked into"), 2), cards.left(found.left)]
    widgets += _stays(found)
    stay = press(_("Not now"), "secondary", back)
    if found.message:
        widgets.insert(1, parts.Callout("warning", _("Nothing can be removed"), found.message))
        return Screen(parts.column(*widgets), (stay,), title)
    go = press(_removing(count), "destroy", wipe, "trash")
    return Screen(parts.column(*widgets), (go, stay), f"{title}. {_intro(nothing)}")


def _removing(count: int) -> str:
    if not count:
        return _("Wipe now")
    return _n("Remove {count} file", "Remove {count} files", count).format(count=count)


def _intro(nothing: bool) -> str:
    if nothing:
        return _("There is nothing to remove: the home is as it should be.")
    return _("This is there now and would be gone after a wipe. Nothing has been changed yet.")


def _closing(programs: Sequence[str]) -> list[QWidget]:
    if not programs:
        return []
    names = ", ".join(programs)
    return [parts.Callout("warning", _("These programs will be closed"), names)]


def _stays(found: Report) -> list[QWidget]:
    if not found.kept:
        return []
    words = _("Stays: {path}. {why}")
    told = [
        parts.paragraph(words.format(path=one.path, why=one.why), "small") for one in found.kept
    ]
    return [parts.column(*told, spacing=4)]


def wipe_now(account: str, *, by_traces: bool) -> Deed:
    """Return the question before a wipe without a look at the plan."""
    if by_traces:
        text = _("What programs are known to leave is removed, and they are closed.")
    else:
        text = _(
            "Programs of {name} are closed, unsaved work is lost, and the home comes back as it "
            "was frozen. Then it is looked through once more."
        )
    return Deed(
        args=(),
        button=_("Wipe now"),
        question=_("Wipe {name} now?").format(name=account),
        text=text.format(name=account),
        meanwhile=_("Wiping"),
        reason="",
        icon="trash",
        role="destroy",
    )


def question(deed: Deed, yes: Act, back: Act, others: Sequence[QPushButton] = ()) -> Screen:
    content = parts.column(parts.heading(deed.question), parts.paragraph(deed.text))
    go = press(deed.button, deed.role, yes, deed.icon)
    stay = press(_("Not now"), "secondary", back)
    return Screen(content, (go, stay, *others), f"{deed.question} {deed.text}")


def told(title: str, output: str, back: Act) -> Screen:
    """Return what a command answered, line by line, to be read and copied."""
    card = parts.Card()
    for line in output.splitlines():
        words = parts.paragraph(line.strip())
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(words)
    done = press(_("Done"), "primary", back)
    return Screen(parts.column(parts.heading(title), card), (done,), f"{title}. {output}")


def set_up() -> QWidget:
    """Return how a computer is made ready on which nothing is set up yet."""
    card = parts.Card()
    card.body.setSpacing(12)
    lines = (
        (_("1. Make an account for patrons, if there is none"), "sudo adduser NAME"),
        (_("2. Set this computer up for it"), "sudo privacykit setup --account NAME"),
        (_("3. Come back here and freeze its home"), ""),
    )
    for title, line in lines:
        card.body.addWidget(parts.paragraph(title, "strong"))
        if line:
            code = parts.paragraph(line, "code")
            code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(code)
    words = _("Type these in a terminal. The second one shows each file it writes, and asks first.")
    card.body.addWidget(parts.paragraph(words, "muted"))
    return card
