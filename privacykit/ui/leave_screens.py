"""The screens of "Leave no trace", in words and counts a patron understands."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.wipe.amounts import files, size

if TYPE_CHECKING:
    from privacykit.wipe.plan import GroupCount as Planned
    from privacykit.wipe.plan import Plan
    from privacykit.wipe.report import GroupCount as Reported
    from privacykit.wipe.report import Report

    Group = Planned | Reported

Act = Callable[[], object]


class Screen(NamedTuple):
    content: QWidget
    buttons: tuple[QPushButton, ...]
    """For the foot of the page; the first leads on and gets the keyboard."""
    spoken: str


class Ways(NamedTuple):
    remove: Act
    try_it: Act
    leave: Act


def press(text: str, role: str, act: Act, icon: str = "") -> QPushButton:
    made = parts.button(text, role, icon)
    made.clicked.connect(lambda _on=False: act())
    return made


def busy(name: str, bar: QProgressBar, what: QWidget, cancel: Act) -> Screen:
    title = _("Looking what is here") if name == "looking" else _("Removing")
    return working(title, bar, what, cancel)


def working(title: str, bar: QProgressBar, what: QWidget, cancel: Act) -> Screen:
    stop = press(_("Stop"), "secondary", cancel)
    parts.say(bar, title)
    return Screen(parts.column(parts.heading(title), bar, what), (stop,), title)


def show_progress(bar: QProgressBar, what: QWidget, text: str, done: int, total: int) -> None:
    bar.setTextVisible(False)
    bar.setRange(0, total)
    bar.setValue(done)
    if isinstance(what, QLabel):
        what.setText(text)


def empty(finish: Act) -> Screen:
    title = _("Nothing of yours is left here")
    text = _("Browsers, downloads, history and temporary files: all empty.")
    done = press(_("Finish"), "primary", finish)
    hero = parts.Callout("ok", title, text, large=True)
    return Screen(parts.column(hero), (done,), title)


def found(plan: "Plan", ways: Ways) -> Screen:
    title = _("What is here")
    summary = _("{files}, {size}, left by what was done on this computer.")
    told = summary.format(files=files(plan.files), size=size(plan.size))
    widgets = [parts.heading(title), parts.paragraph(told, "muted"), table(plan.groups())]
    widgets[2:2] = _running(plan)
    stay = press(_("Not now"), "secondary", ways.leave)
    if plan.allowed:
        words = _n("Remove {count} file and finish", "Remove {count} files and finish", plan.files)
        first = press(words.format(count=plan.files), "destroy", ways.remove, "trash")
        widgets.insert(2, parts.paragraph(_("Removing cannot be undone."), "strong"))
    else:
        first = press(_("Try it on a practice home"), "primary", ways.try_it)
        widgets.insert(2, _not_allowed(plan))
    return Screen(parts.column(*widgets), (first, stay), f"{title}. {told}")


def table(groups: "Sequence[Group]") -> QWidget:
    card = parts.Card()
    card.body.setSpacing(theme.px(12))
    for number, group in enumerate(groups):
        if number:
            card.body.addWidget(parts.rule())
        card.body.addWidget(_line(group))
    return card


def _line(group: "Group") -> QWidget:
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(16))
    names = ", ".join(group.names)
    box.addWidget(
        parts.column(
            parts.paragraph(group.title, "strong"), parts.paragraph(names, "small"), spacing=4
        ),
        1,
    )
    count = parts.paragraph(f"{files(group.files)} · {size(group.size)}", "muted")
    count.setWordWrap(False)
    box.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
    return line


def _running(plan: "Plan") -> list[QWidget]:
    if not plan.programs:
        return []
    names = ", ".join(sorted({program.name for program in plan.programs}))
    text = _("Save your work in: {names}").format(names=names)
    return [parts.Callout("warning", _("These programs will be closed"), text)]


def _not_allowed(plan: "Plan") -> QWidget:
    text = _(
        "The staff have not allowed removing on this computer, so nothing will be touched. "
        "You can see how it works on a practice home."
    )
    return parts.column(
        parts.Callout("info", _("Removing is not switched on here"), text),
        parts.paragraph(_("For staff: {how}").format(how=plan.why_not), "small"),
        spacing=8,
    )


def result(report: "Report", finish: Act, again: Act) -> Screen:
    if report.state == "clean":
        return _clean(report, finish)
    title = _("Something is left")
    text = _("{files} could not be removed. Ask the staff, and do not leave before they have come.")
    left = files(sum(item.files for item in report.left))
    callout = parts.Callout("danger", title, text.format(files=left), large=True)
    named = [
        parts.column(
            parts.paragraph(item.title, "strong"), parts.paragraph(item.why, "muted"), spacing=4
        )
        for item in report.left
    ]
    retry = press(_("Look again"), "primary", again)
    done = press(_("Finish"), "secondary", finish)
    return Screen(parts.column(callout, *named), (retry, done), title)


def _clean(report: "Report", finish: Act) -> Screen:
    title = _("Nothing is left, and we looked twice")
    removed = files(report.removed_files)
    text = _("{files} ({size}) were removed. A second look found nothing.")
    told = text.format(files=removed, size=size(report.removed_size))
    done = press(_("Finish"), "primary", finish)
    hero = parts.Callout("ok", title, told, large=True)
    was = [parts.heading(_("What was there"), 2), table(report.groups)] if report.groups else []
    return Screen(parts.column(hero, *was), (done,), f"{title}. {told}")


def failed(text: str, again: Act, try_it: Act) -> Screen:
    title = _("That did not work here")
    retry = press(_("Look again"), "primary", again)
    practice = press(_("Try it on a practice home"), "secondary", try_it)
    content = parts.column(parts.Callout("warning", title, text, large=True))
    return Screen(content, (retry, practice), f"{title}. {text}")


def practice_note() -> QWidget:
    title = _("This is a practice home")
    return parts.Callout("info", title, _("Everything in it is made up. Yours is not touched."))
