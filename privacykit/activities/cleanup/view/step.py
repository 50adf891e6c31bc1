"""One step of the leave card: what to do, how it stands, show me, do it for me.

What cannot be undone is asked for once more, beside all that goes with it.
"""

from PySide6.QtCore import Signal

from privacykit.activities.cleanup.engine.checklist import MOST, Seen
from privacykit.activities.cleanup.engine.words import Step, StepId
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.exercise import prose
from privacykit.wipe.plan import Plan

_SIGNS = {"done": ("check-circle", "ok"), "open": ("circle", "ink"), "unknown": ("question", "ink")}
_REMOVED: frozenset[StepId] = frozenset({"signed-in", "files"})
_ASKED = _REMOVED | {"programs"}


class StepCard(parts.Card):
    """Signal wanted: the person wants the kit to do it."""

    wanted = Signal()

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self._id, self._do_what = step.id, step.do
        self._sign = parts.picture("circle", "ink")
        self._title, self._state = prose(f"{number}. {step.do}", "title"), prose("", "small")
        self._names, self._ask = prose("", "small"), prose("", "strong")
        self._show_me = parts.button(_("Show me"))
        self._show_me.setCheckable(True)
        self._begin = parts.button(_("Do it for me …"))
        self._stay = parts.button(_("Not now"))
        self._do = parts.button("", _role(step.id))
        self._buttons = parts.row(self._show_me, self._begin, self._stay, self._do)
        self._lay_out(step.why)
        self._connect()

    def _lay_out(self, why: str) -> None:
        self.body.addWidget(parts.row(self._title, self._sign, stretch_first=True))
        for widget in (prose(why), self._state, self._names, self._ask, self._buttons):
            self.body.addWidget(widget)
        for button in (self._show_me, self._begin, self._stay):
            parts.say(button, f"{button.text()}: {self._do_what}")

    def _connect(self) -> None:
        self._show_me.toggled.connect(self._names.setVisible)
        self._begin.clicked.connect(lambda: self._turn(asking=True))
        self._stay.clicked.connect(lambda: self._turn(asking=False))
        self._do.clicked.connect(self.wanted)

    def set(self, seen: Seen | None, plan: Plan | None, *, busy: bool) -> None:
        """Show how the step stands; None: nobody has looked."""
        self._sign.show_icon(*_SIGNS[seen.state if seen else "unknown"])
        self._sign.setVisible(seen is not None)
        said = _said(self._id, seen)
        self._state.setText(said)
        self._state.setVisible(bool(said))
        parts.say(self, self._title.text(), said)
        self._list(seen.names if seen else ())
        self._offer(seen, plan, busy=busy)

    def _list(self, names: tuple[str, ...]) -> None:
        more = ("…",) if len(names) > MOST else ()
        self._names.setText("\n".join((*names[:MOST], *more)))
        self._show_me.setVisible(bool(names))
        self._show_me.setChecked(bool(names) and self._show_me.isChecked())
        self._names.setVisible(self._show_me.isChecked())

    def _offer(self, seen: Seen | None, plan: Plan | None, *, busy: bool) -> None:
        words = _deed(self._id, seen) if seen and seen.state == "open" else ""
        offered = bool(words) and _may(self._id, plan)
        self._do.setText(words)
        parts.say(self._do, f"{words}: {self._do_what}")
        self._ask.setText(_warning(self._id, seen) if seen and offered else "")
        self._buttons.setVisible(offered or bool(seen and seen.names))
        for button in (self._begin, self._do):
            button.setEnabled(not busy)
        asked = offered and self._id in _ASKED
        self._ask.hide()
        self._stay.hide()
        self._begin.setVisible(asked)
        self._do.setVisible(offered and not asked)

    def _turn(self, *, asking: bool) -> None:
        """Ask whether it is to be done, with all that goes, or take the question back."""
        if asking:
            self._show_me.setChecked(True)
        for widget in (self._ask, self._stay, self._do):
            widget.setVisible(asking)
        self._begin.setVisible(not asking)
        (self._stay if asking else self._begin).setFocus()
        if asking:
            parts.announce(self._ask, self._ask.text())


def _role(step: StepId) -> str:
    if step in _REMOVED:
        return "destroy"
    return "primary" if step == "finish" else "secondary"


def _may(step: StepId, plan: Plan | None) -> bool:
    return step not in _REMOVED or (plan is not None and plan.allowed)


def _warning(step: StepId, seen: Seen) -> str:
    """Return what a person should know before it is done."""
    said = [_("Removing cannot be undone.")] if step in _REMOVED else []
    if seen.closes:
        said.append(_("Save your work in: {names}").format(names=", ".join(seen.closes)))
    return " ".join(said)


def _said(step: StepId, seen: Seen | None) -> str:
    if seen is None or step == "finish":
        return ""
    if seen.state == "unknown":
        return _("This computer cannot tell: look yourself")
    return _("Still there") if seen.state == "open" else _done(step)


def _done(step: StepId) -> str:
    """Return what is known where nothing was found, and no more than that."""
    return {
        "programs": _("No program that the kit knows is open"),
        "drive": _("No stick is in use. Look at the plugs, too"),
        "clipboard": _("Nothing can be pasted. A clipboard program may have kept a list"),
        "printer": _("No job waits on this computer. Look at the printer, too"),
    }.get(step, _("Nothing is left here"))


def _deed(step: StepId, seen: Seen) -> str:
    """Return the words of the button, or nothing where only a person can do it."""
    if step in _REMOVED:
        words = _n("Remove {count} file", "Remove {count} files", seen.count)
        return words.format(count=seen.count) if seen.count else _("Remove empty folders")
    if step == "finish" and seen.count:
        words = _n(
            "Remove {count} file and finish …", "Remove {count} files and finish …", seen.count
        )
        return words.format(count=seen.count)
    return {
        "programs": _("Close them"),
        "clipboard": _("Empty the clipboard"),
        "printer": _("Cancel the jobs"),
        "finish": _("Leave no trace …"),
    }.get(step, "")
